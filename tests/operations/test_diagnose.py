from collections.abc import AsyncIterator
from typing import Any

import pytest

from aeptui.operations.diagnose import diagnose
from aeptui.services.platform import Platform
from tests.e2e import scene

FIELDS = {"priority": {"type": "string", "title": "Priority", "enum": ["1", "2", "3", "4"]}}
ROWS = {"_id": "sys_id", "TENANT.priority": "priority"}


@pytest.fixture
async def platform(live: dict[str, Any]) -> AsyncIterator[Platform]:
    async with scene.connected(live) as connected:
        yield connected


async def ended(platform: Platform, **changes: Any) -> tuple[str, scene.Parts]:
    name = scene.fresh("Diagnosed")
    parts = await scene.parts(platform, name, fields=FIELDS, rows=ROWS, columns=("sys_id", "priority"))
    flow = await scene.flow(platform, name, parts, **changes)
    return (await scene.first_ended(platform, flow)).id, parts


async def test_rejected_rows_lead_to_the_mapping_that_made_them(platform: Platform) -> None:
    run, parts = await ended(platform, options={"errorDiagnosticsEnabled": True})
    found = await diagnose(platform, run, sample=7)
    assert found.run.status == "failed" and found.run.landed == 0
    assert found.details and len(found.rows) == 7
    (error,) = found.rows[0].errors
    assert error.path == f"{parts.tenant}.priority"
    assert error.rule is not None and error.rule.source == "priority"
    assert "_errors" not in found.rows[0].record and "_filename" not in found.rows[0].record
    assert found.causes[0].code == "INGEST-1212-400" and found.causes[-1].code == "CONNECTOR-2001-500"
    assert all(cause.guidance.next_step for cause in found.causes)
    assert not found.read_nothing and found.source_words == ""


async def test_without_diagnostics_it_says_that_there_are_no_details(platform: Platform) -> None:
    run, _ = await ended(platform, options={})
    found = await diagnose(platform, run)
    assert found.details is False and found.rows == ()
    assert found.causes[0].code == "INGEST-1211-400"
    assert "diagnostics" in found.causes[0].guidance.next_step.lower()


async def test_the_words_of_a_source_that_refused(platform: Platform) -> None:
    body = scene.connection_body(scene.fresh("Refusing"))
    base = await platform.flow_service.connections.create(body)
    parts = await scene.parts(platform, scene.fresh("Refused"), base=base.id)
    account = body["auth"]["params"] | {"password": "wrong"}
    await platform.flow_service.connections.rotate(base.id, base.etag, account)
    flow = await scene.flow(platform, scene.fresh("Refused"), parts)
    found = await diagnose(platform, (await scene.first_ended(platform, flow)).id)
    assert found.causes[0].code == "CONNECTOR-1001-500"
    assert "refused" in found.source_words
    assert found.to_json()["source_words"] == found.source_words


async def test_a_window_without_rows_is_no_error(platform: Platform) -> None:
    flow = await scene.flow(
        platform, scene.fresh("Empty"), scheduleParams={"startTime": 4_000_000_000, "frequency": "once"}
    )
    params = {"startTime": 1_780_000_000, "windowStartTime": 10, "windowEndTime": 20}
    started = await platform.flow_service.runs.start(flow, params | {"deltaColumn": {"name": "sys_updated_on"}})
    await scene.ended(platform, started.id)
    found = await diagnose(platform, started.id)
    assert found.read_nothing and found.window == (10_000, 20_000)
    assert found.causes == () and found.rows == ()
