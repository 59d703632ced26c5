"""Base connections and looking into sources."""

import asyncio
from typing import Any

import httpx
import pytest
import respx

from aeptui.services.errors import BadAnswer, Invalid
from aeptui.services.flow_service.explore import FileFormat, table_request
from tests.services.support import PLATFORM, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/flowservice"
COLUMNS = [
    {"name": "Id", "type": "string", "xdm": {"type": "string"}, "meta": {"originalType": "id"}, "x": None},
    {
        "name": "CreatedDate",
        "type": "string",
        "meta:xdmType": "date-time",
        "xdm": {"type": "string", "format": "date-time"},
    },
]


@pytest.mark.parametrize(("answer", "verdict"), [({"result": True}, True), ({"result": False}, False), (True, True)])
async def test_testing(router: respx.MockRouter, answer: Any, verdict: bool) -> None:
    route = router.get(f"{BASE}/connections/c1/test").respond(json=answer)
    assert await platform().flow_service.connections.check("c1") is verdict
    assert route.calls.last.request.extensions["timeout"]["read"] == 120


async def test_testing_where_the_source_speaks(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/connections/c1/test")
    route.respond(400, json={"type": "x/FLOW-1308-400", "title": "refused"})
    with pytest.raises(Invalid) as caught:
        await platform().flow_service.connections.check("c1")
    assert caught.value.guidance.code == "1308-400"
    route.respond(json={"result": "maybe"})
    with pytest.raises(BadAnswer):
        await platform().flow_service.connections.check("c1")


@pytest.mark.parametrize(("code", "spoken_of"), [("1330-400", "file"), ("1308-400", "source's own words")])
async def test_advice_on_a_file_speaks_of_files(router: respx.MockRouter, code: str, spoken_of: str) -> None:
    router.get(f"{BASE}/connections/c1/explore").respond(400, json={"type": f"x/FLOW-{code}", "title": "no"})
    with pytest.raises(Invalid) as of_file:
        await platform().flow_service.connections.file("c1", "/a.csv", FileFormat("delimited"))
    assert spoken_of in of_file.value.guidance.next_step and "table" not in of_file.value.guidance.next_step
    assert of_file.value.guidance.code == of_file.value.code == code
    with pytest.raises(Invalid) as of_table:
        await platform().flow_service.connections.table("c1", "incident")
    assert "file" not in of_table.value.guidance.next_step


async def test_rotating_replaces_all_parameters(router: respx.MockRouter) -> None:
    route = router.patch(f"{BASE}/connections/c1").respond(json={"id": "c1", "etag": '"2"'})
    await platform().flow_service.connections.rotate("c1", '"1"', {"username": "u", "password": "p"})
    value = {"username": "u", "password": "p"}
    assert sent_json(route.calls.last) == [{"op": "replace", "path": "/auth/params", "value": value}]


async def test_secrets_of_a_connection_stay_out_of_repr(router: respx.MockRouter) -> None:
    auth = {"specName": "Basic Authentication", "params": {"password": "hush-hush"}}
    router.get(f"{BASE}/connections/c1").respond(json={"items": [{"id": "c1", "auth": auth}]})
    connection = await platform().flow_service.connections.lookup("c1")
    assert connection.auth.params == {"password": "hush-hush"}
    assert "hush" not in repr(connection) + str(connection)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_root(router: respx.MockRouter, wrapped: bool) -> None:
    items = [
        {"type": "table", "name": "Account Event", "path": "AccountEvent", "canPreview": "false"},
        {"type": "Folder"},
    ]
    route = router.get(f"{BASE}/connections/c1/explore").respond(json={"items": items} if wrapped else items)
    first, second = await platform().flow_service.connections.root("c1")
    assert (first.path, first.can_preview, first.can_fetch_schema, first.is_folder) == (
        "AccountEvent",
        False,
        True,
        False,
    )
    assert second.is_folder
    assert dict(route.calls.last.request.url.params) == {"objectType": "root"}


async def test_source_without_account(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/connectionSpecs/s1/explore").respond(json=[])
    assert await platform().flow_service.connections.spec_root("s1") == []


async def test_columns_are_kept_as_they_are(router: respx.MockRouter) -> None:
    rows = [{"Id": "1", "CreatedDate": None}]
    answer = {"format": "flat", "schema": {"columns": COLUMNS}, "data": rows}
    route = router.get(f"{BASE}/connections/c1/explore").respond(json=answer)
    table = await platform().flow_service.connections.table("c1", "Account", rows=10)
    assert (table.format, list(table.columns), list(table.rows), table.schema) == ("flat", COLUMNS, rows, {})
    params = {"objectType": "table", "object": "Account", "preview": "true", "previewCount": "10"}
    assert dict(route.calls.last.request.url.params) == params


def test_without_rows_no_preview_is_asked_for_and_never_more_than_a_thousand() -> None:
    assert dict(table_request("c", "t").params) == {"objectType": "table", "object": "t"}
    assert dict(table_request("c", "t", rows=5000).params)["previewCount"] == "1000"


async def test_delimited_files_in_the_old_and_the_new_shape(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/connections/c1/explore").respond(json=[{"name": "Id", "type": "String"}])
    form = FileFormat(delimiter="\t", encoding="UTF-8", compression="gzip")
    table = await platform().flow_service.connections.file("c1", "/a b/data.csv", form)
    assert list(table.columns) == [{"name": "Id", "type": "String"}]
    assert dict(route.calls.last.request.url.params) == {
        "objectType": "file",
        "object": "/a b/data.csv",
        "fileType": "delimited",
        "columnDelimiter": "\t",
        "encoding": "UTF-8",
        "compressionType": "gzip",
    }
    route.respond(json={"schema": {"columns": COLUMNS}})
    assert len((await platform().flow_service.connections.file("c1", "/d.csv", FileFormat())).columns) == 2


async def test_records_of_a_source_that_answers_json(router: respx.MockRouter) -> None:
    schema = {"type": "object", "properties": {"result": {"type": "object"}}}
    answer = {"format": "hierarchical", "schema": schema, "data": [{"result": {}}]}
    route = router.get(f"{BASE}/connections/c1/explore").respond(json=answer)
    table = await platform().flow_service.connections.rest("c1")
    assert (table.format, table.columns, table.schema, list(table.rows)) == (
        "hierarchical",
        (),
        schema,
        [{"result": {}}],
    )
    assert route.calls.last.request.url.params["sourceParams"] == "e30"
    await platform().flow_service.connections.rest("c1", {"contentPath": "results"})
    assert route.calls.last.request.url.params["sourceParams"] == "eyJjb250ZW50UGF0aCI6InJlc3VsdHMifQ"


@pytest.mark.parametrize("body", [{}, {"schema": []}, 7])
async def test_no_form_in_the_answer(router: respx.MockRouter, body: Any) -> None:
    router.get(f"{BASE}/connections/c1/explore").respond(json=body)
    with pytest.raises(BadAnswer, match="columns"):
        await platform().flow_service.connections.table("c1", "t")


async def test_folder_and_choices(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/connections/c1/explore").respond(json=[{"type": "File", "name": "a", "path": "/a"}])
    router.get(f"{BASE}/connections/c1/configs").respond(json={"items": [{"columnName": "dob", "columnType": "date"}]})
    connections = platform().flow_service.connections
    assert [item.path for item in await connections.folder("c1", "/")] == ["/a"]
    assert [(field.name, field.type) for field in await connections.configs("c1")] == [("dob", "date")]
    router.get(f"{BASE}/connections/c1/configs").respond(json="no")
    with pytest.raises(BadAnswer):
        await connections.configs("c1")


async def test_at_most_two_looks_at_a_time(router: respx.MockRouter) -> None:
    running, most, gate = 0, 0, asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if most == 2:
            gate.set()
        await gate.wait()
        running -= 1
        return httpx.Response(200, json=[])

    router.get(f"{BASE}/connections/c1/explore").mock(side_effect=slow)
    connections = platform().flow_service.connections
    await asyncio.gather(*(connections.root("c1") for _ in range(8)))
    assert most == 2
