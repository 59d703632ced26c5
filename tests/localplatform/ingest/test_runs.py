"""What runs of tables read, land and tell."""

from typing import Any

import pytest

from aeptui.localplatform.ingest.windows import instant
from aeptui.localplatform.sources import servicenow
from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    FLOW,
    SERVICENOW,
    batch_of,
    columns,
    connection_id,
    dataset,
    ended_runs,
    flow,
    flow_body,
    ingesting,
    landed,
    mapping_set,
    ok,
    records,
    refused,
    row_errors,
    run_flow,
    runs,
    schema,
    source_connection,
    table_parts,
    target_connection,
)

NAMES = ("sys_id", "number", "close_code", "state", "sys_updated_on")
INCIDENTS = servicenow.TABLES["incident"].rows
DAY = 86_400
T0 = 1_750_000_000
"""A moment in the middle of the histories."""


def counts(read: int, landed: int, failed: int = 0, **more: int) -> dict[str, int]:
    return {"inputRecordCount": read, "outputRecordCount": landed, "failedRecordCount": failed, **more}


async def custom_parts(client: Client, fields: dict[str, Any], mappings: dict[str, str], **group: Any) -> Any:
    """Source, target and mapping of a schema with custom fields, whose paths in ``mappings`` begin with ``own.``."""
    base = await connection_id(client, "ServiceNow demo")
    params = {"tableName": "incident", "columns": await columns(client, base, "incident", NAMES)}
    schema_id = await schema(client, "Incidents", fields, **group)
    tenant = client.platform.tenant_namespace
    mapped = {path.replace("own.", f"{tenant}."): source for path, source in mappings.items()}
    return (
        await source_connection(client, base, SERVICENOW, params),
        await target_connection(client, schema_id, await dataset(client, schema_id)),
        await mapping_set(client, schema_id, mapped),
    )


async def test_a_backfill_reads_everything_before_its_window_ends(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    end = T0 + DAY * ((int(client.platform.clock.now()) - T0) // DAY)
    schedule = {"startTime": T0, "frequency": "day", "interval": 1, "backfill": True}
    run = await run_flow(client, flow_body(*parts, scheduleParams=schedule, delta="sys_updated_on"))
    assert records(run) == counts(len(INCIDENTS), len(INCIDENTS))
    window = run["activities"][0]["durationSummary"]["extensions"]
    assert window == {"windowStart": 0, "windowEnd": end * 1000}
    assert run["activities"][0]["statusSummary"]["extensions"]["type"] == "recurring"


async def test_without_backfill_only_the_window_is_read(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    schedule = {"startTime": T0, "frequency": "week", "interval": 500, "backfill": False}
    run = await run_flow(client, flow_body(*parts, scheduleParams=schedule, delta="sys_updated_on"))
    start = T0 - 500 * 7 * DAY
    inside = [row for row in INCIDENTS if start <= (instant(row["sys_updated_on"]) or 0) < T0]
    assert 0 < len(inside) < len(INCIDENTS)
    assert records(run) == counts(len(inside), len(inside))
    assert {row["_id"] for row in await landed(client, run)} == {row["sys_id"] for row in inside}
    window = run["activities"][0]["durationSummary"]["extensions"]
    assert window == {"windowStart": start * 1000, "windowEnd": T0 * 1000}


async def test_a_run_tells_what_it_did(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    metrics = run["metrics"]
    assert run["flowId"] == flow_id and run["sandboxName"] == "dev" and run["etag"]
    assert metrics["durationSummary"]["startedAtUTC"] <= metrics["durationSummary"]["completedAtUTC"]
    assert metrics["sizeSummary"]["inputBytes"] > metrics["sizeSummary"]["outputBytes"] > 0
    assert metrics["fileSummary"]["outputFileCount"] == 1
    copy, promotion = run["activities"]
    assert (copy["id"], promotion["id"]) == ("copyActivity", "promotionActivity")
    assert copy["sourceInfo"][0]["id"] == parts[0] and copy["sourceInfo"][0]["reference"]["type"] == "AdfRunId"
    assert copy["statusSummary"] == {"status": "success", "extensions": {"type": "one-time"}}
    assert promotion["targetInfo"][0]["id"] == parts[1]
    (item,) = ok(await client.call("GET", f"{FLOW}/flows/{flow_id}"))["items"]
    assert item["lastRunDetails"] == {"id": run["id"], "state": "success", **metrics["durationSummary"]}
    batch = ok(await client.call("GET", f"/foundation/catalog/batches/{batch_of(run)}"))[batch_of(run)]
    assert batch["status"] == "success" and batch["recordCount"] == len(INCIDENTS)
    (looked_up,) = ok(await client.call("GET", f"{FLOW}/runs/{run['id']}"))["items"]
    assert looked_up == run
    query = {"property": "metrics.statusSummary.status==failed"}
    assert ok(await client.call("GET", f"{FLOW}/runs", params=query))["items"] == []


async def test_a_run_does_not_change_the_etag_of_its_flow(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    made = ok(await client.call("POST", f"{FLOW}/flows", flow_body(*parts)), 201)
    async with ingesting(client):
        await ended_runs(client, made["id"])
    (item,) = ok(await client.call("GET", f"{FLOW}/flows/{made['id']}"))["items"]
    assert item["etag"] == made["etag"]


async def test_one_bad_row_fails_a_run_that_takes_all_or_nothing(client: Client) -> None:
    bad = [row for row in INCIDENTS if row["close_code"] is None]
    fields = {"code": {"type": "string"}}
    parts = await custom_parts(client, fields, {"_id": "sys_id", "own.code": "close_code"}, required=["code"])
    run = await run_flow(client, flow_body(*parts))
    good = len(INCIDENTS) - len(bad)
    assert run["metrics"]["statusSummary"]["status"] == "failed"
    assert records(run) == counts(len(INCIDENTS), 0, len(bad), skippedRecordCount=good)
    assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-2001-500"
    extensions = run["activities"][1]["statusSummary"]["extensions"]
    assert "manifest" not in extensions
    assert extensions["errors"][0]["code"] == "INGEST-1211-400"
    assert extensions["errors"][1] == {
        "code": "INGEST-1555-400",
        "recordCount": len(bad),
        "message": "Required field is missing or null",
    }
    batch = batch_of(run)
    assert ok(await client.call("GET", f"/foundation/catalog/batches/{batch}"))[batch]["status"] == "failed"
    assert ok(await client.call("GET", f"/foundation/export/batches/{batch}/files"))["data"] == []
    errors = await client.call("GET", f"/foundation/export/batches/{batch}/meta", params={"path": "row_errors"})
    assert errors.status_code == 404


async def test_partial_ingestion_lands_the_good_rows_and_keeps_the_bad_ones(client: Client) -> None:
    bad = {row["sys_id"] for row in INCIDENTS if row["close_code"] is None}
    fields = {"code": {"type": "string"}}
    parts = await custom_parts(client, fields, {"_id": "sys_id", "own.code": "close_code"}, required=["code"])
    run = await run_flow(client, flow_body(*parts, options={"partialIngestionPercent": 90}))
    assert run["metrics"]["statusSummary"]["status"] == "success"
    assert records(run) == counts(len(INCIDENTS), len(INCIDENTS) - len(bad), len(bad))
    assert {row["_id"] for row in await landed(client, run)} == {row["sys_id"] for row in INCIDENTS} - bad
    extensions = run["activities"][1]["statusSummary"]["extensions"]
    assert [error["code"] for error in extensions["errors"]] == ["INGEST-1212-400", "INGEST-1555-400"]
    assert extensions["manifest"]["failedRecords"].endswith("/meta?path=row_errors")
    failed = await row_errors(client, run)
    assert {row["sys_id"] for row in failed} == bad
    tenant = client.platform.tenant_namespace
    assert failed[0]["_errors"] == [
        {"code": "INGEST-1555-400", "message": f"#/{tenant}/code: the required field is missing or null"}
    ]
    assert failed[0]["_filename"] == "incident"
    samples = await client.call(
        "GET", f"/foundation/export/batches/{batch_of(run)}/meta", params={"path": "row_error_samples.json"}
    )
    assert len(samples.text.splitlines()) == 100


@pytest.mark.parametrize(("percent", "status"), [(0.5, "failed"), (99, "success")])
async def test_the_threshold_decides(client: Client, percent: float, status: str) -> None:
    fields = {"state": {"type": "string", "enum": ["1", "2", "3", "6", "7"]}}
    parts = await custom_parts(client, fields, {"_id": "sys_id", "own.state": "state"})
    run = await run_flow(client, flow_body(*parts, options={"partialIngestionPercent": percent}))
    canceled = sum(row["state"] == 8 for row in INCIDENTS)
    assert run["metrics"]["statusSummary"]["status"] == status
    assert records(run)["failedRecordCount"] == canceled > 0
    assert (await row_errors(client, run))[0]["_errors"][0]["code"] == "DCVS-1106-400"


async def test_a_failed_transformation_empties_its_field_and_lets_the_row_land(client: Client) -> None:
    parts = await custom_parts(
        client, {"day": {"type": "string", "format": "date"}}, {"_id": "sys_id", "own.day": "number"}
    )
    run = await run_flow(client, flow_body(*parts))
    assert records(run) == counts(len(INCIDENTS), len(INCIDENTS), warningRecordCount=len(INCIDENTS))
    assert all(set(row) == {"_id"} for row in await landed(client, run))


async def test_a_failed_transformation_of_a_required_field_rejects_the_row(client: Client) -> None:
    fields = {"number": {"type": "integer"}}
    parts = await custom_parts(client, fields, {"_id": "sys_id", "own.number": "number"}, required=["number"])
    options = {"errorDiagnosticsEnabled": True}
    run = await run_flow(client, flow_body(*parts, options=options))
    assert records(run) == counts(len(INCIDENTS), 0, len(INCIDENTS))
    errors = run["activities"][1]["statusSummary"]["extensions"]["errors"]
    assert errors[1] == {
        "code": "MAPPER-3700-400",
        "recordCount": len(INCIDENTS),
        "message": "Mapper Transform Error",
    }
    failed = await row_errors(client, run)
    assert failed[0]["_errors"][0]["code"] == "MAPPER-3700-400"
    assert "source: number" in failed[0]["_errors"][0]["message"]


async def test_a_source_that_refuses_fails_the_copy(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    base = await connection_id(client, "ServiceNow demo")
    (item,) = ok(await client.call("GET", f"{FLOW}/connections/{base}"))["items"]
    params = item["auth"]["params"] | {"password": "wrong"}
    change = [{"op": "replace", "path": "/auth/params", "value": params}]
    changed = ok(await client.call("PATCH", f"{FLOW}/connections/{base}", change, if_match=item["etag"]))
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
        assert run["metrics"]["statusSummary"]["status"] == "failed"
        assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-1001-500"
        (activity,) = run["activities"]
        assert "credentials" in activity["statusSummary"]["extensions"]["errorDetail"]
        assert records(run) == counts(0, 0)
        change[0]["value"] = params | {"password": "right"}
        ok(await client.call("PATCH", f"{FLOW}/connections/{base}", change, if_match=changed["etag"]))
        answer = ok(await client.call("POST", f"{FLOW}/runs/{run['id']}/action", params={"op": "re-trigger"}))
        assert answer["id"] == run["id"] and answer["etag"] != run["etag"]
        (again,) = await ended_runs(client, flow_id)
    assert again["metrics"]["statusSummary"]["status"] == "success"
    assert records(again) == counts(len(INCIDENTS), len(INCIDENTS))


@pytest.mark.parametrize(
    "params",
    [
        {"tableName": "nothing", "columns": [{"name": "sys_id", "type": "string"}]},
        {"tableName": "incident", "columns": [{"name": "color", "type": "string"}]},
    ],
)
async def test_a_table_or_column_that_is_not_there_fails_the_copy(client: Client, params: Any) -> None:
    _, target, mapping = await table_parts(client, NAMES, {"_id": "sys_id"})
    source = await source_connection(client, await connection_id(client, "ServiceNow demo"), SERVICENOW, params)
    run = await run_flow(client, flow_body(source, target, mapping))
    detail = run["activities"][0]["statusSummary"]["extensions"]["errorDetail"]
    assert "nothing" in detail or "color" in detail


async def test_a_delta_column_that_has_gone_fails_the_copy(client: Client) -> None:
    listed = [{"name": "sys_id", "type": "string"}, {"name": "ghost", "type": "date-time"}]
    _, target, mapping = await table_parts(client, NAMES, {"_id": "sys_id"})
    base = await connection_id(client, "ServiceNow demo")
    params = {"tableName": "incident", "columns": listed}
    source = await source_connection(client, base, SERVICENOW, params)
    schedule = {"startTime": T0, "frequency": "week", "interval": 1}
    flow_id = await flow(client, flow_body(source, target, mapping, scheduleParams=schedule, delta="ghost"))
    (item,) = ok(await client.call("GET", f"{FLOW}/sourceConnections/{source}"))["items"]
    change = [{"op": "remove", "path": "/params/columns/1"}]
    ok(await client.call("PATCH", f"{FLOW}/sourceConnections/{source}", change, if_match=item["etag"]))
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    assert "ghost" in run["activities"][0]["statusSummary"]["extensions"]["errorDetail"]


async def test_a_base_connection_that_is_gone_fails_the_copy(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    base = await connection_id(client, "ServiceNow demo")
    flow_id = await flow(client, flow_body(*parts))
    client.platform.store.delete("connections", "dev", base)
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    assert base in run["activities"][0]["statusSummary"]["extensions"]["errorDetail"]


async def test_a_mapping_set_that_was_deleted_fails_the_promotion(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    ok(await client.call("DELETE", f"/foundation/conversion/mappingSets/{parts[2]}"), 204)
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    assert run["metrics"]["statusSummary"]["status"] == "failed"
    assert records(run) == counts(len(INCIDENTS), 0, skippedRecordCount=len(INCIDENTS))
    assert parts[2] in run["activities"][1]["statusSummary"]["extensions"]["errors"][0]["message"]


async def test_disabled_flows_and_drafts_do_not_run(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    disabled = await flow(client, flow_body(*parts))
    ok(await client.call("POST", f"{FLOW}/flows/{disabled}/action", params={"op": "disable"}))
    draft = ok(await client.call("POST", f"{FLOW}/flows", flow_body(*parts), params={"mode": "draft"}), 201)["id"]
    future = {"startTime": int(client.platform.clock.now()) + 3600, "frequency": "once"}
    waiting = await flow(client, flow_body(*parts, scheduleParams=future))
    running = await flow(client, flow_body(*parts))
    async with ingesting(client):
        await ended_runs(client, running)
        for id in (disabled, draft, waiting):
            assert await runs(client, id) == []
        ok(await client.call("POST", f"{FLOW}/flows/{disabled}/action", params={"op": "enable"}))
        await ended_runs(client, disabled)


async def test_a_run_on_demand_reads_its_window(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    future = {"startTime": int(client.platform.clock.now()) + 3600, "frequency": "once"}
    flow_id = await flow(client, flow_body(*parts, scheduleParams=future))
    window = {"startTime": T0, "windowStartTime": str(T0), "windowEndTime": T0 + 30 * DAY}
    body = {"flowId": flow_id, "params": window | {"deltaColumn": {"name": "sys_updated_on"}}}
    (made,) = ok(await client.call("POST", f"{FLOW}/runs", body), 201)["items"]
    (waiting,) = await runs(client, flow_id)
    assert waiting["id"] == made["id"] and waiting["metrics"] == {"statusSummary": {"status": "scheduled"}}
    assert waiting["params"]["windowStartTime"] == T0 and waiting["activities"] == []
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    inside = [row for row in INCIDENTS if T0 <= (instant(row["sys_updated_on"]) or 0) < T0 + 30 * DAY]
    assert inside and records(run) == counts(len(inside), len(inside))
    (item,) = ok(await client.call("GET", f"{FLOW}/flows/{flow_id}"))["items"]
    assert item["transformations"][0] == {"name": "Copy", "params": {"deltaColumn": {"name": "sys_updated_on"}}}
    other = {"flowId": flow_id, "params": window | {"deltaColumn": {"name": "number"}}}
    refused(await client.call("POST", f"{FLOW}/runs", other), "1382-400")
    ok(await client.call("POST", f"{FLOW}/runs", {"flowId": flow_id, "params": window}), 201)


async def test_runs_on_demand_that_are_refused(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    once = await flow(client, flow_body(*parts))
    hourly = {"startTime": 4_000_000_000, "frequency": "hour", "interval": 1}
    recurring = await flow(client, flow_body(*parts, scheduleParams=hourly, delta="sys_updated_on"))
    disabled = await flow(client, flow_body(*parts))
    ok(await client.call("POST", f"{FLOW}/flows/{disabled}/action", params={"op": "disable"}))
    good = {
        "startTime": T0,
        "windowStartTime": T0,
        "windowEndTime": T0 + DAY,
        "deltaColumn": {"name": "sys_updated_on"},
    }
    for flow_id, params, code in [
        ("", good, "1446-400"),
        ("none", good, "1430-400"),
        (recurring, good, "1386-400"),
        (disabled, good, "1444-400"),
        (once, None, "1304-400"),
        (once, good | {"windowEndTime": T0}, "1381-400"),
        (once, good | {"windowEndTime": "late"}, "1304-400"),
        (once, {name: good[name] for name in ("startTime", "windowStartTime", "windowEndTime")}, "1367-400"),
        (once, good | {"deltaColumn": {"name": "number"}}, "1379-400"),
        (once, good | {"deltaColumn": {"name": "color"}}, "1378-400"),
    ]:
        refused(await client.call("POST", f"{FLOW}/runs", {"flowId": flow_id, "params": params}), code)
    assert await runs(client, once) == []


async def test_what_can_be_triggered_again(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    action = f"{FLOW}/runs/{run['id']}/action"
    refused(await client.call("POST", action, params={"op": "re-trigger"}), "1387-400")
    refused(await client.call("POST", action, params={"op": "enable"}), "1436-400")
    refused(await client.call("PUT", f"{FLOW}/runs/{run['id']}", {"metrics": {}}), "1427-400")
    refused(await client.call("POST", f"{FLOW}/runs/none/action", params={"op": "RE_TRIGGER"}), "1101-404")


async def test_a_successful_run_without_records_can_be_triggered_again(client: Client) -> None:
    parts = await table_parts(client, NAMES, {"_id": "sys_id"})
    schedule = {"startTime": 1_500_000_000, "frequency": "week", "interval": 5000, "backfill": False}
    flow_id = await flow(client, flow_body(*parts, scheduleParams=schedule, delta="sys_updated_on"))
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
        assert run["metrics"]["statusSummary"]["status"] == "success" and records(run) == counts(0, 0)
        assert "targetInfo" not in run["activities"][1]
        action = f"{FLOW}/runs/{run['id']}/action"
        ok(await client.call("POST", action, params={"op": "RE_TRIGGER"}))
        ok(await client.call("POST", f"{FLOW}/flows/{flow_id}/action", params={"op": "disable"}))
        (run,) = await ended_runs(client, flow_id)
        refused(await client.call("POST", action, params={"op": "re-trigger"}), "1388-400")
