"""Ingestion in a served platform, on a real socket."""

import time
from pathlib import Path
from typing import Any

import httpx

from tests.localplatform.support import WAIT, running_server
from tests.localplatform.workflow import FLOW, SERVICENOW, flow_body, mapping_body, ok, target_body

DATA = "/data"


def signed_in(info: dict[str, Any]) -> httpx.Client:
    form = {
        "grant_type": "client_credentials",
        "client_id": info["client_id"],
        "client_secret": info["client_secret"],
        "scope": info["scopes"],
    }
    token = ok(httpx.post(f"{info['ims_url']}/ims/token/v3", data=form))["access_token"]
    headers = {
        "authorization": f"Bearer {token}",
        "x-api-key": info["client_id"],
        "x-gw-ims-org-id": info["org_id"],
        "x-sandbox-name": info["sandbox"],
    }
    return httpx.Client(base_url=f"{info['platform_url']}/data", headers=headers)


def start_flow(client: httpx.Client, start: int, title: str) -> str:
    """A flow of a few columns of the users, once."""
    query = {"property": "name==ServiceNow demo"}
    base = ok(client.get(f"{FLOW}/connections", params=query))["items"][0]["id"]
    explored = ok(
        client.get(f"{FLOW}/connections/{base}/explore", params={"objectType": "table", "object": "sys_user"})
    )
    wanted = [column for column in explored["schema"]["columns"] if column["name"] in ("sys_id", "email")]
    source = {
        "name": "s",
        "baseConnectionId": base,
        "data": {"format": "tabular"},
        "params": {"tableName": "sys_user", "columns": wanted},
        "connectionSpec": {"id": SERVICENOW, "version": "1.0"},
    }
    schema = {
        "title": title,
        "description": "",
        "type": "object",
        "allOf": [
            {"$ref": "https://ns.adobe.com/xdm/context/profile"},
            {"$ref": "https://ns.adobe.com/xdm/context/profile-personal-details"},
        ],
    }
    schema_id = ok(client.post("/foundation/schemaregistry/tenant/schemas", json=schema), 201)["$id"]
    reference = {"id": schema_id, "contentType": "application/vnd.adobe.xed+json;version=1"}
    made = ok(client.post("/foundation/catalog/dataSets", json={"name": title, "schemaRef": reference}), 201)
    target = target_body(schema_id, made[0].split("/")[-1])
    mapping = mapping_body(schema_id, {"_id": "sys_id", "personalEmail.address": "email"})
    body = flow_body(
        ok(client.post(f"{FLOW}/sourceConnections", json=source), 201)["id"],
        ok(client.post(f"{FLOW}/targetConnections", json=target), 201)["id"],
        ok(client.post("/foundation/conversion/mappingSets", json=mapping))["id"],
        scheduleParams={"startTime": start, "frequency": "once"},
    )
    return str(ok(client.post(f"{FLOW}/flows", json=body), 201)["id"])


def ended_run(client: httpx.Client, flow_id: str) -> Any:
    deadline = time.monotonic() + WAIT * 3
    while time.monotonic() < deadline:
        items = ok(client.get(f"{FLOW}/runs", params={"property": f"flowId=={flow_id}"}))["items"]
        if items and items[0]["metrics"]["statusSummary"]["status"] in ("success", "failed"):
            return items[0]
        time.sleep(0.05)
    raise AssertionError("the run did not end")


def test_a_flow_that_starts_now_has_run_within_five_seconds(tmp_path: Path) -> None:
    with running_server(tmp_path) as info, signed_in(info) as client:
        began = time.monotonic()
        flow_id = start_flow(client, int(time.time()), "now")
        run = ended_run(client, flow_id)
        assert time.monotonic() - began < 5
        assert run["metrics"]["recordSummary"]["outputRecordCount"] == 640
        meta = run["activities"][1]["fileSummary"]["extensions"]["manifest"]["fileInfo"]
        assert meta.startswith(info["platform_url"])
        assert ok(client.get(meta))["data"][0]["name"] == "input_files.json"


def test_the_platform_comes_with_its_connections_and_keeps_their_ids(tmp_path: Path) -> None:
    names = ["ServiceNow demo", "Salesforce Service Cloud demo", "Zendesk demo"]
    ids = []
    for files in (None, tmp_path):
        with running_server(tmp_path / "data", files_dir=files) as info, signed_in(info) as client:
            assert info["connections"] == names + (["Local files"] if files else [])
            for sandbox in ("dev", "prod"):
                answer = ok(client.get(f"{FLOW}/connections", headers={"x-sandbox-name": sandbox}))
                known = {item["name"]: item["id"] for item in answer["items"]}
                assert list(known) == info["connections"]
                ids.append({name: known[name] for name in names})
    assert ids[:2] == ids[2:] and ids[0] != ids[1]
