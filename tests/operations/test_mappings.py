"""Mappings of dataflows on a local platform, taken over into a document of another tenant."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.targets import PlatformPaths
from aeptui.operations.mappings import mapped_flows, mapping_of
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.conftest import serving

pytestmark = pytest.mark.thorough

FIELDS = {"support": {"type": "object", "properties": {"number": {"type": "string"}}}}
ROWS = {
    "_id": "sys_id",
    "TENANT.support.number": '"fixed"',
    "person.name.fullName": "upper(number)",
}


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


@pytest.fixture
async def platform(info: dict[str, Any]) -> AsyncIterator[Platform]:
    async with scene.connected(info) as platform:
        yield platform


async def test_a_flows_mapping_is_read_as_it_runs(platform: Platform) -> None:
    title = scene.fresh("Mapped")
    made = await scene.parts(platform, title, fields=FIELDS, rows=ROWS)
    flow_id = await scene.flow(platform, title, made)
    found = next(each for each in await mapped_flows(platform) if each.id == flow_id)
    assert (found.name, found.mapping_set) == (title, made.mapping)
    mapping = await mapping_of(platform, found, flat=True)
    assert f"_{mapping.tenant}" == made.tenant
    assert sorted(mapping.here(PlatformPaths(frozenset({"support.number"}), "elsewhere")), key=lambda row: row.to) == [
        MappingRow("_id", from_="sys_id"),
        MappingRow("person.name.fullName", expr="upper(number)"),
        MappingRow("support.number", value="fixed"),
    ]
    there = mapping.here(PlatformPaths(frozenset(), "elsewhere"))
    assert MappingRow("_elsewhere.support.number", value="fixed") in there


async def test_another_sandbox_has_its_own_flows(platform: Platform) -> None:
    title = scene.fresh("Only in dev")
    await scene.flow(platform, title)
    assert title in {each.name for each in await mapped_flows(platform)}
    assert title not in {each.name for each in await mapped_flows(platform.for_sandbox("prod"))}
