"""The dataset that the rows land in."""

from typing import Any

from aeptui.core.manifest.model import ExistingDataset
from aeptui.engine.blueprint import DATASET_SCHEMA, Blueprint
from aeptui.engine.graph import Live, Ref, Wanted, has_mark, marked
from aeptui.engine.steps.kind import Change, Kind, texts
from aeptui.services import catalog
from aeptui.services.errors import NotFound
from aeptui.services.platform import Platform
from aeptui.services.request import Request

PROFILE_TAGS = {"unifiedProfile": ["enabled: true"], "unifiedIdentity": ["enabled: true"]}


class Dataset(Kind):
    """One dataset of the target schema: made, or given by the manifest."""

    name = "dataset"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one."""
        dataset = blueprint.manifest.target.dataset
        mark = blueprint.mark(self.name)
        if isinstance(dataset, ExistingDataset):
            return [Wanted(self.name, self.name, ("target_schema",), {}, mark, given=dataset.id)]
        body: dict[str, Any] = {
            "name": dataset.name,
            "description": marked(blueprint.manifest.description, mark),
            "schemaRef": {"id": Ref("target_schema"), "contentType": DATASET_SCHEMA},
        }
        if dataset.profile:
            body["tags"] = PROFILE_TAGS
        return [
            Wanted(
                self.name,
                self.name,
                ("target_schema", "descriptor") if dataset.profile else ("target_schema",),
                body,
                mark,
            )
        ]

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST /dataSets."""
        return catalog.create_dataset_request(body)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """Makes the dataset. It can only be enabled for Profile when its schema is, which cannot be undone."""
        if "tags" in body:
            await platform.schema_registry.enable_profile(body["schemaRef"]["id"])
        return Live(await platform.catalog.create_dataset(body), body=body)

    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The dataset with this id."""
        try:
            return Live(id_, body=dict((await platform.catalog.dataset(id_)).raw))
        except NotFound:
            return None

    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """Every dataset is read, newest first, with only the properties that tell ours."""
        async for dataset in platform.catalog.datasets():
            if has_mark(dataset.description, wanted.mark):
                return Live(dataset.id, body=dict(dataset.raw))
        return None

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """The name can change; the schema cannot."""
        schema = (live.body.get("schemaRef") or {}).get("id")
        moved = schema != body["schemaRef"]["id"]
        return (*texts(body, live, "name"), *((Change("the schema changes", fatal=True),) if moved else ()))

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """PATCH of the texts."""
        return catalog.update_dataset_request(live.id, {"name": body["name"], "description": body["description"]})
