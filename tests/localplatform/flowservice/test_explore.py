import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform.sources import salesforce, servicenow, zendesk
from tests.localplatform.support import Client, asgi_client
from tests.localplatform.workflow import FLOW, connection_id, ok, refused


async def explore(client: Client, name: str, **query: str) -> Any:
    base = await connection_id(client, name)
    return await client.call("GET", f"{FLOW}/connections/{base}/explore", params=query)


@pytest.fixture
async def files(tmp_path: Path) -> AsyncIterator[Client]:
    """A client of a platform whose files hold /accounts.csv and /in/tickets.json."""
    root = tmp_path / "files"
    (root / "in").mkdir(parents=True)
    (root / "accounts.csv").write_text("Id;Größe\n1;groß\n2;klein\n", encoding="utf-8")
    (root / "in" / "tickets.json").write_text('{"id": 1, "who": {"name": "ä"}}\n')
    async with asgi_client(tmp_path / "platform", files_dir=root) as known:
        yield known


async def test_the_root_lists_the_tables(client: Client) -> None:
    answer = ok(await explore(client, "ServiceNow demo", objectType="root"))
    assert {
        "type": "table",
        "name": "Incident",
        "path": "incident",
        "canPreview": True,
        "canFetchSchema": True,
    } in answer
    assert {entry["path"] for entry in answer} == set(servicenow.TABLES)
    cloud = ok(await explore(client, "Salesforce Service Cloud demo", objectType="ROOT"))
    assert {entry["path"] for entry in cloud} == {"Account", "Contact", "Lead", "Case"}


async def test_a_table_shows_its_columns(client: Client) -> None:
    answer = ok(await explore(client, "Salesforce Service Cloud demo", objectType="table", object="Account"))
    assert answer["format"] == "flat" and "data" not in answer
    assert answer["schema"]["columns"] == salesforce.TABLES["Account"].columns


@pytest.mark.parametrize(("count", "rows"), [(None, 10), ("3", 3), ("1000", 1000)])
async def test_a_preview_has_the_first_rows(client: Client, count: str | None, rows: int) -> None:
    query = {"objectType": "table", "object": "incident", "preview": "true"} | (
        {"previewCount": count} if count else {}
    )
    answer = ok(await explore(client, "ServiceNow demo", **query))
    assert answer["data"] == servicenow.TABLES["incident"].rows[:rows]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"objectType": "table", "object": "nothing"}, "1330-400"),
        ({"objectType": "table"}, "1304-400"),
        ({"objectType": "folder", "object": "/"}, "1336-400"),
        ({}, "1336-400"),
        ({"objectType": "table", "object": "incident", "preview": "true", "previewCount": "0"}, "1304-400"),
        ({"objectType": "table", "object": "incident", "preview": "true", "previewCount": "1001"}, "1304-400"),
        ({"objectType": "table", "object": "incident", "filters": "e30"}, "1353-400"),
    ],
)
async def test_what_is_refused(client: Client, query: dict[str, str], code: str) -> None:
    refused(await explore(client, "ServiceNow demo", **query), code)


async def test_a_rest_source_answers_the_documented_search(client: Client) -> None:
    params = base64.b64encode(b"{}").decode().rstrip("=")
    query = {"objectType": "rest", "object": "json", "fileType": "json", "preview": "true", "sourceParams": params}
    answer = ok(await explore(client, "Zendesk demo", **query))
    assert answer["format"] == "hierarchical"
    fields = answer["schema"]["properties"]["result"]["properties"]
    assert fields["id"] == {"type": "integer"}
    assert fields["verified"] == {"type": "boolean"}
    assert fields["tags"] == {"type": "array", "items": {"type": "string"}}
    assert answer["data"] == [{"result": row} for row in zendesk.TABLES["users"].rows[:10]]


async def test_a_rest_source_lists_its_resources(client: Client) -> None:
    answer = ok(await explore(client, "Zendesk demo", objectType="root"))
    assert {entry["path"] for entry in answer} == {"users", "tickets", "organizations"}
    query = {"objectType": "rest", "object": "tickets", "fileType": "json", "preview": "true", "previewCount": "2"}
    tickets = ok(await explore(client, "Zendesk demo", **query))
    assert tickets["data"] == zendesk.TABLES["tickets"].rows[:2]
    assert tickets["schema"]["properties"]["via"]["type"] == "object"
    refused(await explore(client, "Zendesk demo", objectType="rest", object="nothing"), "1330-400")


async def test_files_and_folders_are_listed(files: Client) -> None:
    answer = ok(await explore(files, "Local files", objectType="root"))
    assert [(entry["type"], entry["name"], entry["path"]) for entry in answer] == [
        ("File", "accounts.csv", "/accounts.csv"),
        ("Folder", "in", "/in"),
    ]
    inside = ok(await explore(files, "Local files", objectType="folder", object="/in"))
    assert [entry["path"] for entry in inside] == ["/in/tickets.json"]


@pytest.mark.parametrize("spelling", ["fileType", "FileType"])
async def test_a_delimited_file_shows_columns_and_rows(files: Client, spelling: str) -> None:
    query = {"objectType": "file", "object": "/accounts.csv", spelling: "delimited", "columnDelimiter": ";"}
    answer = ok(await explore(files, "Local files", **query, preview="true", previewCount="1"))
    assert [column["name"] for column in answer["schema"]["columns"]] == ["Id", "Größe"]
    assert answer["data"] == [{"Id": "1", "Größe": "groß"}]


async def test_a_json_file_shows_its_structure(files: Client) -> None:
    query = {"objectType": "file", "object": "/in/tickets.json", "fileType": "json"}
    answer = ok(await explore(files, "Local files", **query))
    assert answer["schema"]["properties"]["who"]["properties"] == {"name": {"type": "string"}}


@pytest.mark.parametrize("path", ["/../platform", "/missing.csv", "/in/../../platform/platform.sqlite3"])
async def test_nothing_else_of_the_host_is_seen(files: Client, path: str) -> None:
    for kind in ("file", "folder"):
        refused(await explore(files, "Local files", objectType=kind, object=path), "1330-400")


async def test_a_source_without_connection_is_explored_by_its_specification(client: Client) -> None:
    landing_zone = "26f526f2-58f4-4712-961d-e41bf1ccc0e8"
    address = f"{FLOW}/connectionSpecs/{landing_zone}/explore"
    assert ok(await client.call("GET", address, params={"objectType": "root"})) == []
    other = f"{FLOW}/connectionSpecs/eb13cb25-47ab-407f-ba89-c0125281c563/explore"
    refused(await client.call("GET", other, params={"objectType": "root"}), "1336-400")
    refused(await client.call("GET", f"{FLOW}/connectionSpecs/none/explore"), "1101-404")


async def test_an_unknown_connection_is_not_found(client: Client) -> None:
    refused(await client.call("GET", f"{FLOW}/connections/none/explore", params={"objectType": "root"}), "1101-404")
