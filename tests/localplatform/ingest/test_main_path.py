"""The whole way: explore, source connection, target, mapping, flow, run, landed rows."""

from aeptui.localplatform.sources import servicenow
from tests.localplatform.support import Client
from tests.localplatform.workflow import flow_body, landed, records, run_flow, table_parts

NAMES = ("sys_id", "number", "short_description", "sys_created_on", "sys_updated_on")
MAPPINGS = {
    "_id": "sys_id",
    "person.name.fullName": 'concat(number, ": ", short_description)',
    "_repo.createDate": "sys_created_on",
    "_repo.modifyDate": "sys_updated_on",
}


async def test_a_table_is_ingested_once_and_completely(client: Client) -> None:
    source, target, mapping = await table_parts(client, NAMES, MAPPINGS)
    run = await run_flow(client, flow_body(source, target, mapping))
    incidents = servicenow.TABLES["incident"].rows
    assert run["metrics"]["statusSummary"] == {
        "status": "success",
        "errors": [],
        "activityRefs": ["promotionActivity"],
    }
    assert records(run) == {
        "inputRecordCount": len(incidents),
        "outputRecordCount": len(incidents),
        "failedRecordCount": 0,
    }
    rows = {row["_id"]: row for row in await landed(client, run)}
    first = incidents[0]
    assert len(rows) == len(incidents)
    assert rows[first["sys_id"]] == {
        "_id": first["sys_id"],
        "person": {"name": {"fullName": f"{first['number']}: {first['short_description']}"}},
        "_repo": {
            "createDate": first["sys_created_on"].replace(" ", "T") + "Z",
            "modifyDate": first["sys_updated_on"].replace(" ", "T") + "Z",
        },
    }
