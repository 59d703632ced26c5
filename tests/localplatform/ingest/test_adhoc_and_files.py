"""Flows from tables with an ad-hoc schema, from files and from a REST source."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform.sources import servicenow, zendesk
from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    ACCEPT,
    FLOW,
    REST_FLOW,
    SERVICENOW,
    batch_of,
    connection_id,
    dataset,
    ended_runs,
    file_flow,
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
    schema,
    set_time,
    source_connection,
    target_connection,
)

ZENDESK = "0a27232b-2c6e-4396-b8c6-c9fc24e37ba4"
ADHOC_VERSION = "application/vnd.adobe.xed-full-notext+json; version=1"


async def adhoc_schema(client: Client, columns: dict[str, Any]) -> str:
    """A new ad-hoc schema with these columns."""
    registry = "/foundation/schemaregistry/tenant"
    body = {
        "title": "Rows (ad hoc)",
        "description": "columns",
        "type": "object",
        "allOf": [
            {"$ref": "https://ns.adobe.com/xdm/data/adhoc"},
            {"properties": {"_adhoc": {"type": "object", "properties": columns}}},
        ],
    }
    made = ok(await client.call("POST", f"{registry}/classes", body, **ACCEPT), 201)["$id"]
    of_class = {"title": "Rows", "description": "", "type": "object", "allOf": [{"$ref": made}]}
    return str(ok(await client.call("POST", f"{registry}/schemas", of_class, **ACCEPT), 201)["$id"])


async def test_a_table_with_an_ad_hoc_schema_flows_by_its_columns(client: Client) -> None:
    adhoc = await adhoc_schema(
        client, {"sys_id": {"type": "string"}, "sys_updated_on": {"type": "string", "format": "date-time"}}
    )
    base = await connection_id(client, "ServiceNow demo")
    reference = {"id": adhoc, "version": ADHOC_VERSION}
    source = await source_connection(client, base, SERVICENOW, {"path": "incident"}, schema=reference)
    schema_id = await schema(client, "Target")
    target = await target_connection(client, schema_id, await dataset(client, schema_id))
    mapping = await mapping_set(
        client,
        schema_id,
        {"_id": "sys_id", "_repo.modifyDate": "sys_updated_on", "person.name.fullName": "short_description"},
    )
    hourly = {"startTime": 1_790_000_000, "frequency": "week", "interval": 50}
    body = flow_body(source, target, mapping, scheduleParams=hourly, delta="sys_id")
    refused(await client.call("POST", f"{FLOW}/flows", body), "1379-400")
    body = flow_body(source, target, mapping, scheduleParams=hourly, delta="sys_created_on")
    refused(await client.call("POST", f"{FLOW}/flows", body), "1378-400")
    run = await run_flow(client, flow_body(source, target, mapping, scheduleParams=hourly, delta="sys_updated_on"))
    incidents = servicenow.TABLES["incident"].rows
    assert records(run)["outputRecordCount"] == len(incidents)
    rows = await landed(client, run)
    assert all(set(row) == {"_id", "_repo"} for row in rows), "columns outside of the ad-hoc schema are not read"


async def test_a_csv_file_lands(files: Client, root: Path) -> None:
    content = '\ufeffId;Name;"Geburt"\n1;"Müller;\nJörg";1980-02-29\n2;;1990-01-01\n'
    (root / "people.csv").write_bytes(content.encode())
    mappings = {"_id": "Id", "person.name.fullName": "Name", "person.birthDate": "Geburt"}
    body = await file_flow(files, "/people.csv", mappings, {"properties": {"columnDelimiter": ";"}})
    run = await run_flow(files, body)
    assert records(run) == {"inputRecordCount": 2, "outputRecordCount": 2, "failedRecordCount": 0}
    assert await landed(files, run) == [
        {"_id": "1", "person": {"name": {"fullName": "Müller;\nJörg"}, "birthDate": "1980-02-29"}},
        {"_id": "2", "person": {"birthDate": "1990-01-01"}},
    ]
    assert run["metrics"]["sizeSummary"]["inputBytes"] == len(content.encode())
    assert run["metrics"]["fileSummary"]["inputFileCount"] == 1


async def test_a_folder_of_compressed_tab_separated_files_lands(files: Client, root: Path) -> None:
    (root / "in" / "deep").mkdir(parents=True)
    (root / "in" / "a.tsv.gz").write_bytes(gzip.compress(b"Id\tName\n1\tA\n"))
    (root / "in" / "deep" / "b.tsv.gz").write_bytes(gzip.compress(b"Name\tId\nB\t2\n"))
    data = {"properties": {"columnDelimiter": "\t", "compressionType": "gzip"}}
    run = await run_flow(files, await file_flow(files, "/in", {"_id": "Id"}, data))
    assert await landed(files, run) == [{"_id": "1"}, {"_id": "2"}]
    batch = run["activities"][1]["targetInfo"][0]["reference"]["ids"][0]
    path = f"/foundation/export/batches/{batch}/meta"
    listed = await files.call("GET", path, params={"path": "input_files/input_files.json"})
    assert json.loads(listed.content) == ["/in/a.tsv.gz", "/in/deep/b.tsv.gz"]


async def test_json_lands_by_paths(files: Client, root: Path) -> None:
    lines = [{"id": 1, "who": {"first": "Zoë"}, "mails": [{"a": "x@y.example"}]}, {"id": 2}]
    (root / "a.json").write_text("\n".join(json.dumps(line) for line in lines))
    mappings = {"_id": "id", "person.name.firstName": "who.first", "personalEmail.address": "mails[0].a"}
    run = await run_flow(files, await file_flow(files, "/a.json", mappings, {"format": "json"}))
    assert await landed(files, run) == [
        {"_id": "1", "person": {"name": {"firstName": "Zoë"}}, "personalEmail": {"address": "x@y.example"}},
        {"_id": "2"},
    ]


async def test_rows_that_cannot_be_parsed_are_kept_apart(files: Client, root: Path) -> None:
    (root / "a.csv").write_text("Id,Name\n1,A\n2,B,C\n3\n")
    body = await file_flow(files, "/a.csv", {"_id": "Id"}, options={"partialIngestionPercent": 50})
    run = await run_flow(files, body)
    assert records(run) == {"inputRecordCount": 3, "outputRecordCount": 2, "failedRecordCount": 1}
    (row,) = await row_errors(files, run, "parsing")
    assert row["_corrupt_record"] == "2,B,C" and row["_filename"] == "/a.csv"
    assert row["_errors"][0]["code"] == "INGEST-1401-400"


@pytest.mark.parametrize(
    ("content", "code"), [("", "106"), ("\n\n", "106"), (",,\n1,2,3\n", "118"), (' ,"" \n1,2\n', "118")]
)
async def test_a_file_that_cannot_be_ingested_fails_the_batch(
    files: Client, root: Path, content: str, code: str
) -> None:
    (root / "in").mkdir()
    (root / "in" / "a.csv").write_text("Id\n1\n")
    (root / "in" / "b.csv").write_text(content)
    run = await run_flow(files, await file_flow(files, "/in", {"_id": "Id"}))
    copied, promoted = run["activities"]
    assert copied["statusSummary"]["status"] == "success" and promoted["statusSummary"]["status"] == "failed"
    (error,) = promoted["statusSummary"]["extensions"]["errors"]
    assert error["code"] == code and "/in/b.csv" in error["message"]
    assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-2001-500"
    batch = batch_of(run)
    shown = ok(await files.call("GET", f"/foundation/catalog/batches/{batch}"))[batch]
    assert shown["status"] == "failed" and shown["errors"][0]["code"] == code
    assert await landed(files, run) == []


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
async def test_a_file_that_cannot_be_read_fails_the_copy(files: Client, root: Path, content: bytes | None) -> None:
    if content is not None:
        (root / "a.csv").write_bytes(content)
    run = await run_flow(files, await file_flow(files, "/a.csv", {"_id": "Id"}))
    assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-1001-500"
    assert run["activities"][0]["statusSummary"]["extensions"]["errorDetail"]


async def next_run(client: Client, flow_id: str, seconds: int) -> Any:
    """The newest run after the platform's time went on."""
    done = await ended_runs(client, flow_id)
    set_time(client, client.platform.clock.now() + seconds)
    return (await ended_runs(client, flow_id, len(done) + 1))[-1]


async def test_each_file_is_taken_once_until_it_changes(files: Client, root: Path) -> None:
    (root / "a.csv").write_text("Id\n1\n")
    hourly = {"startTime": int(files.platform.clock.now()), "frequency": "hour", "interval": 1}
    flow_id = await flow(files, await file_flow(files, "/", {"_id": "Id"}, scheduleParams=hourly))
    async with ingesting(files):
        (first,) = await ended_runs(files, flow_id)
        assert await landed(files, first) == [{"_id": "1"}]
        assert records(await next_run(files, flow_id, 3600))["inputRecordCount"] == 0
        (root / "b.csv").write_text("Id\n2\n")
        os.utime(root / "b.csv", (1_000_000, 1_000_000))
        assert await landed(files, await next_run(files, flow_id, 3600)) == [{"_id": "2"}]
        (root / "a.csv").write_text("Id\n1\n3\n")
        assert await landed(files, await next_run(files, flow_id, 3600)) == [{"_id": "1"}, {"_id": "3"}]


async def test_without_backfill_old_files_are_left_alone(files: Client, root: Path) -> None:
    (root / "old.csv").write_text("Id\n1\n")
    os.utime(root / "old.csv", (1_000_000, 1_000_000))
    (root / "new.csv").write_text("Id\n2\n")
    schedule = {
        "startTime": int(files.platform.clock.now()),
        "frequency": "hour",
        "interval": 1,
        "backfill": False,
    }
    flow_id = await flow(files, await file_flow(files, "/", {"_id": "Id"}, scheduleParams=schedule))
    async with ingesting(files):
        (first,) = await ended_runs(files, flow_id)
        assert await landed(files, first) == [{"_id": "2"}]
        assert records(await next_run(files, flow_id, 3600))["inputRecordCount"] == 0


async def test_a_run_on_demand_takes_the_files_of_its_window(files: Client, root: Path) -> None:
    for name, time in (("a.csv", 1_000_000), ("b.csv", 2_000_000)):
        (root / name).write_text(f"Id\n{name}\n")
        os.utime(root / name, (time, time))
    future = {"startTime": 4_000_000_000, "frequency": "once"}
    flow_id = await flow(files, await file_flow(files, "/", {"_id": "Id"}, scheduleParams=future))
    params = {"startTime": 1_000, "windowStartTime": 1_500_000, "windowEndTime": 2_500_000}
    ok(await files.call("POST", f"{FLOW}/runs", {"flowId": flow_id, "params": params}), 201)
    async with ingesting(files):
        (run,) = await ended_runs(files, flow_id)
    assert await landed(files, run) == [{"_id": "b.csv"}]


async def test_files_have_no_copy_transformation(files: Client) -> None:
    body = await file_flow(files, "/a.csv", {"_id": "Id"}, delta="Id")
    refused(await files.call("POST", f"{FLOW}/flows", body), "1304-400")


@pytest.mark.parametrize(("path", "prefix"), [("users", ""), (None, "result.")])
async def test_a_rest_source_lands(client: Client, path: str | None, prefix: str) -> None:
    base = await connection_id(client, "Zendesk demo")
    params = {} if path is None else {"path": path}
    source = await source_connection(client, base, ZENDESK, params, format="json")
    schema_id = await schema(client, "People")
    target = await target_connection(client, schema_id, await dataset(client, schema_id))
    mapping = await mapping_set(client, schema_id, {"_id": f"{prefix}id", "person.name.fullName": f"{prefix}name"})
    spec = {"id": REST_FLOW, "version": "1.0"}
    run = await run_flow(client, flow_body(source, target, mapping, flowSpec=spec))
    users = zendesk.TABLES["users"].rows
    assert records(run)["outputRecordCount"] == len(users)
    assert (await landed(client, run))[0] == {
        "_id": str(users[0]["id"]),
        "person": {"name": {"fullName": users[0]["name"]}},
    }


async def test_a_resource_that_is_not_there_fails_the_copy(client: Client) -> None:
    base = await connection_id(client, "Zendesk demo")
    source = await source_connection(client, base, ZENDESK, {"path": "nothing"}, format="json")
    schema_id = await schema(client, "People")
    target = await target_connection(client, schema_id, await dataset(client, schema_id))
    mapping = await mapping_set(client, schema_id, {"_id": "id"})
    run = await run_flow(client, flow_body(source, target, mapping, flowSpec={"id": REST_FLOW, "version": "1.0"}))
    assert "nothing" in run["activities"][0]["statusSummary"]["extensions"]["errorDetail"]


async def test_a_source_without_connection_has_no_files(files: Client, root: Path) -> None:
    (root / "a.csv").write_text("Id\n1\n")
    landing_zone = "26f526f2-58f4-4712-961d-e41bf1ccc0e8"
    body = await file_flow(files, "/a.csv", {"_id": "Id"})
    source = {
        "name": "zone",
        "data": {"format": "delimited"},
        "params": {"path": "/a.csv"},
        "connectionSpec": {"id": landing_zone, "version": "1.0"},
    }
    made = ok(await files.call("POST", f"{FLOW}/sourceConnections", source), 201)["id"]
    run = await run_flow(files, body | {"sourceConnectionIds": [made]})
    assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-1001-500"


async def test_a_rest_source_is_read_by_the_time_of_its_changes(client: Client) -> None:
    base = await connection_id(client, "Zendesk demo")
    source = await source_connection(client, base, ZENDESK, {"path": "tickets"}, format="json")
    schema_id = await schema(client, "Tickets")
    target = await target_connection(client, schema_id, await dataset(client, schema_id))
    mapping = await mapping_set(client, schema_id, {"_id": "id"})
    spec = {"id": REST_FLOW, "version": "1.0"}
    schedule = {"startTime": 1_750_000_000, "frequency": "week", "interval": 500, "backfill": True}
    run = await run_flow(client, flow_body(source, target, mapping, flowSpec=spec, scheduleParams=schedule))
    inside = [row for row in zendesk.TABLES["tickets"].rows if row["updated_at"] < "2025-06-15T15:06:40Z"]
    assert 0 < len(inside) < len(zendesk.TABLES["tickets"].rows)
    assert records(run)["outputRecordCount"] == len(inside)
