"""What the organisation has to land data in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aeptui.operations.schemas import dataset, datasets, schemas, tenant, whole_schema
from aeptui.services.errors import NotFound
from aeptui.services.platform import Platform
from tests.e2e.conftest import manifest, run, serving
from tests.e2e.inspect import connect

__all__ = ["manifest"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


@pytest.fixture
async def platform(served: dict[str, Any]) -> Any:
    async with connect(served) as opened:
        yield opened


@pytest.fixture
def applied(served: dict[str, Any], manifest: Callable[..., Path]) -> dict[str, str]:
    """The ids of the demo's dataflow, whose raw columns have an ad-hoc schema."""
    ended = run("apply", manifest(("style: auto", "style: ad-hoc")), "--yes", "--json", info=served)
    assert ended.status == 0, ended.err
    ids: dict[str, str] = ended.json["ids"]
    return ids


async def test_the_organisations_own_namespaces_come_first(platform: Platform) -> None:
    found = await tenant(platform)
    assert found.id.startswith("demo")
    assert (found.namespaces[0].code, found.namespaces[0].kind, found.namespaces[0].custom) == (
        "CRMID",
        "CROSS_DEVICE",
        True,
    )
    assert [each.kind for each in found.namespaces if each.code == "Email"] == ["EMAIL"]


async def test_schemas_and_datasets_are_listed_without_those_for_raw_data_and_looked_up_whole(
    platform: Platform, applied: dict[str, str]
) -> None:
    listed = await schemas(platform)
    assert [(each.id, each.title, each.base) for each in listed] == [
        (applied["target_schema"], "Customer success incidents", "XDM Individual Profile")
    ]
    held = await datasets(platform)
    assert [(each.id, each.schema_id, each.schema) for each in held] == [
        (applied["dataset"], applied["target_schema"], "Customer success incidents")
    ]
    assert (await dataset(platform, applied["dataset"])).name == "Customer success incidents"
    found = await whole_schema(platform, applied["target_schema"])
    assert found.title == "Customer success incidents"
    own = next(name for name in found.body["properties"] if name.startswith("_demo"))
    assert "caseNumber" in found.body["properties"][own]["properties"]["support"]["properties"]
    assert found.identities == ((f"{own}.support.caseNumber", "CRMID", True),)


async def test_a_schema_that_is_not_there_is_said_so(platform: Platform) -> None:
    with pytest.raises(NotFound):
        await whole_schema(platform, "https://ns.adobe.com/demo/schemas/none")
