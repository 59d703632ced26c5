"""The platform's opinion of a mapping into a schema that it holds: asked for by a key, marked where it differs."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from aeptui.core.manifest.model import ExistingSchema, Manifest, MappingRow
from aeptui.operations import trial
from aeptui.operations.trial import Trial, Verdict
from aeptui.services.platform import Platform
from aeptui.ui.app import Aeptui
from tests.e2e import scene
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]

TEXT = {"type": "string"}
FIELDS = {"support": {"type": "object", "properties": {"subject": TEXT, "priority": {"type": "integer"}}}}


class Holding:
    """A schema that the platform holds: standard and custom fields, and ``extra.owner`` in a group of its own."""

    def __init__(self, platform: Platform, tenant: str, schema: str) -> None:
        self._platform, self._tenant, self._schema = platform, tenant, schema

    def mapped(self, **sources: str) -> Manifest:
        """Incidents into the schema; by field below the tenant's object, with ``__`` for dots: what its source is."""
        rows = [MappingRow("_id", from_="sys_id")]
        for name, source in sources.items():
            path = f"_{self._tenant}.{name.replace('__', '.')}"
            rows.append(MappingRow(path, expr=source[1:]) if source[0] == "=" else MappingRow(path, from_=source))
        empty = document(*rows)
        return replace(empty, target=replace(empty.target, schema=ExistingSchema(self._schema)))

    async def drop_owner(self) -> None:
        """A colleague takes that field group away."""
        registry = self._platform.schema_registry
        await registry.patch("schemas", self._schema, [{"op": "remove", "path": "/allOf/3"}])

    async def drop(self) -> None:
        """A colleague deletes the schema."""
        await self._platform.schema_registry.delete("schemas", self._schema)


@asynccontextmanager
async def holding(info: dict[str, Any]) -> AsyncIterator[Holding]:
    async with scene.connected(info) as platform:
        registry = platform.schema_registry
        title = scene.fresh("Asked about")
        extra = {"extra": {"type": "object", "properties": {"owner": TEXT}}}
        bodies = [await scene.group_body(platform, f"{title} {n}", each) for n, each in enumerate((FIELDS, extra))]
        groups = [(await registry.create("fieldgroups", body)).id for body in bodies]
        made = await registry.create("schemas", scene.schema_body(title, scene.PROFILE, scene.DETAILS, *groups))
        yield Holding(platform, (await registry.stats()).tenant_id, made.id)


@pytest.mark.parametrize("key", ["f9", "x"])
async def test_it_agrees_with_what_is_right(make_app: MakeApp, platform_info: dict[str, Any], key: str) -> None:
    async with holding(platform_info) as held:
        manifest = held.mapped(support__subject="=upper(short_description)", support__priority="=to_integer(priority)")
        async with mapping(make_app, manifest) as (ui, page):
            assert page.cell(1, "type").endswith("string") and page.cell(1, "result").isupper()
            await ui.press(key)
            assert ui.said == "AEP agrees on 3 rows"
            assert [row[0] for row in page.rows[:3]] == ["ok", "ok", "ok"]


async def test_what_it_refuses_and_this_program_cannot_know_is_marked_until_the_row_changes(
    make_app: MakeApp, platform_info: dict[str, Any]
) -> None:
    async with holding(platform_info) as held:
        manifest = held.mapped(support__subject="short_description", extra__owner="opened_by")
        async with mapping(make_app, manifest) as (ui, page):
            assert [row[0] for row in page.rows[:3]] == ["ok", "ok", "ok"]
            await held.drop_owner()
            await ui.press("f9")
            assert ui.said == "AEP agrees on 2 rows, not on 1 (f3)"
            assert [row[0] for row in page.rows[:3]] == ["ok", "ok", "!"]
            await ui.press("f3")
            assert page.cursor[0] == 2
            assert "the platform refuses it" in page.detail and "is no field of the schema" in page.detail
            await page.go_to(2, "to")
            await page.type(manifest.mapping[1].to.replace("subject", "priority"))
            await ui.press("enter")
            assert "the platform" not in page.detail
            await page.go_to(2, "state")
            await ui.press("f9")
            assert page.cell(2, "state") == "?" and "agrees on 3 rows" in ui.said, "both lose a text that is no number"


async def test_what_is_another_value_at_each_call_is_no_disagreement(
    make_app: MakeApp, platform_info: dict[str, Any]
) -> None:
    async with holding(platform_info) as held:
        manifest = held.mapped(support__subject="=uuid()")
        async with mapping(make_app, manifest) as (ui, page):
            await ui.press("f9")
            assert ui.said == "AEP agrees on 2 rows" and page.cell(1, "state") == "ok"


async def test_a_schema_that_is_gone_is_told_as_such(make_app: MakeApp, platform_info: dict[str, Any]) -> None:
    async with holding(platform_info) as held:
        manifest = held.mapped(support__subject="short_description")
        async with mapping(make_app, manifest) as (ui, page):
            await held.drop()
            await ui.press("f9")
            assert "FAILED" in ui.text() and "there is" in ui.text() and "no schema" in ui.text()
            await ui.press("escape")
            assert [row[0] for row in page.rows[:2]] == ["ok", "ok"]


async def test_the_platform_is_asked_and_disagreement_is_marked(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        MappingRow("_id", from_="sys_id"),
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("support.subject", expr="fpid_to_ecid(number)"),
        MappingRow("support.priority", from_="short_description"),
        MappingRow("support.active", from_="active"),
    )

    async def answers(_platform: Any, manifest: Any, sample: Any) -> Trial:
        return Trial(
            {
                0: Verdict("no such column there"),
                1: Verdict(tried=True, value="other"),
                2: Verdict(tried=True, value="ECID-1"),
                3: Verdict(failed="not a number", tried=True),
                4: Verdict(tried=True, value=sample["active"]),
            },
            "Incidents",
        )

    monkeypatch.setattr(trial, "try_mapping", answers)
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("x")
        assert "agrees on 3 rows, not on 2" in ui.said
        assert [row[0] for row in page.rows][:3] == ["!", "!", "?"]
        assert page.cell(2, "result") == "ECID-1 (platform)"
        await ui.press("f3")
        assert page.cursor[0] == 1 and "the platform makes other" in page.detail
        await ui.press("right")
        await page.type("=upper(number)")
        await ui.press("enter")
        assert page.cell(1, "state") == "ok"


async def test_before_the_schema_exists_only_expressions_are_asked_about(make_app: MakeApp) -> None:
    rows = (MappingRow("_id", from_="sys_id"), MappingRow("support.subject", expr="upper(number)"))
    async with mapping(make_app, document(*rows)) as (ui, _page):
        await ui.press("f9")
        assert "agrees on 1 row" in ui.said and "expressions only" in ui.said
