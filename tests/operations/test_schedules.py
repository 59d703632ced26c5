"""What flow specs let schedules say."""

from typing import Any

import pytest

from aeptui.core.schedule.rules import CURRENT
from aeptui.operations.schedules import flow_rules
from tests.e2e.conftest import local_platform
from tests.e2e.inspect import connect

__all__ = ["local_platform"]


@pytest.mark.parametrize(
    ("system", "name", "copies"),
    [("servicenow", "CRMToAEP", True), ("service-now", "CRMToAEP", True), ("sftp", "CloudStorageToAEP", False)],
)
async def test_a_source_has_the_rules_of_its_flow_spec(
    local_platform: dict[str, Any], system: str, name: str, copies: bool
) -> None:
    async with connect(local_platform) as platform:
        found = await flow_rules(platform, system)
    assert found is not None
    assert found.name == name
    assert ("Copy" in found.transformations) is copies
    assert set(found.schedule["properties"]) >= set(CURRENT["properties"])
    assert set(found.options) == {"errorDiagnosticsEnabled", "partialIngestionPercent"}


async def test_a_source_that_the_platform_does_not_know_has_none(local_platform: dict[str, Any]) -> None:
    async with connect(local_platform) as platform:
        assert await flow_rules(platform, "nowhere") is None
