from typing import Any

import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import PREP, SCHEMA_VERSION, mapping_body, mapping_set, ok, schema

SETS = f"{PREP}/mappingSets"


def bad(response: Any, status: int = 400) -> Any:
    assert response.status_code == status, response.text
    body = response.json()
    assert body["status"] == status and body["title"] and body["detail"]
    return body


async def test_a_set_is_made_and_looked_up_in_both_vocabularies(client: Client) -> None:
    schema_id = await schema(client, "Target")
    body = mapping_body(schema_id, {"_id": "sys_id", "person.name.fullName": "concat(a, b)"}) | {"name": "mine"}
    made = ok(await client.call("POST", SETS, body))
    assert made["version"] == 0 and len(made["id"]) == 32 and made["createdDate"] == made["modifiedDate"]
    item = ok(await client.call("GET", f"{SETS}/{made['id']}"))
    assert item["name"] == "mine"
    assert item["xdmSchema"] == item["schemaRef"]["id"] == item["outputSchema"]["schemaRef"]["id"] == schema_id
    first, second = item["mappings"]
    assert first["source"] == first["sourceAttribute"] == "sys_id"
    assert first["destination"] == first["destinationXdmPath"] == "_id"
    assert (first["sourceType"], second["sourceType"]) == ("text/x.schema-path", "text/x.aep-xl")


async def test_the_old_vocabulary_is_taken(client: Client) -> None:
    schema_id = await schema(client, "Target")
    mapping = {
        "destinationXdmPath": "_id",
        "sourceAttribute": "Id",
        "identity": False,
        "identityGroup": None,
        "namespaceCode": None,
        "version": 0,
    }
    body = {"version": 0, "xdmSchema": schema_id, "xdmVersion": "1.0", "id": None, "mappings": [mapping]}
    id = ok(await client.call("POST", SETS, body))["id"]
    assert ok(await client.call("GET", f"{SETS}/{id}"))["mappings"][0]["source"] == "Id"


@pytest.mark.parametrize("word", ["text/x.schema-path", "ATTRIBUTE", None])
async def test_media_types_are_words(client: Client, word: str | None) -> None:
    body = mapping_body(await schema(client, "Target"), {"_id": "a"})
    body["mappings"][0]["sourceType"] = word
    id = ok(await client.call("POST", SETS, body))["id"]
    assert ok(await client.call("GET", f"{SETS}/{id}"))["mappings"][0]["sourceType"] == "text/x.schema-path"


async def test_sets_that_are_refused(client: Client) -> None:
    schema_id = await schema(client, "Target")
    good = mapping_body(schema_id, {"_id": "a"})
    one = good["mappings"][0]
    for change in (
        {"mappings": []},
        {"mappings": None},
        {"mappings": ["a"]},
        {"mappings": [{"source": "a"}]},
        {"mappings": [one | {"sourceType": "MAGIC"}]},
        {"mappings": [one, one]},
        {"mappings": [one | {"destination": "nothing.here"}]},
        {"mappings": [one | {"sourceType": "EXPRESSION", "source": "concat("}]},
        {"outputSchema": {}},
        {"outputSchema": {"schemaRef": {"id": f"{schema_id}0", "contentType": SCHEMA_VERSION}}},
    ):
        bad(await client.call("POST", SETS, good | change))
    bad(await client.call("POST", SETS, [good]))
    page = ok(await client.call("GET", SETS, params={"limit": "5", "start": "0"}))
    assert page["data"] == []


async def test_a_replaced_set_has_a_new_version_and_keeps_the_old(client: Client) -> None:
    schema_id = await schema(client, "Target")
    body = mapping_body(schema_id, {"_id": "a"}) | {"name": "kept"}
    id = ok(await client.call("POST", SETS, body))["id"]
    new = ok(await client.call("PUT", f"{SETS}/{id}", mapping_body(schema_id, {"_id": "b"})))
    assert new["version"] == 1 and new["name"] == "kept" and new["mappings"][0]["source"] == "b"
    sources = {}
    for version in (None, "0", "1"):
        query = {} if version is None else {"version": version}
        sources[version] = ok(await client.call("GET", f"{SETS}/{id}", params=query))["mappings"][0]["source"]
    assert sources == {None: "b", "0": "a", "1": "b"}
    bad(await client.call("GET", f"{SETS}/{id}", params={"version": "2"}), 404)
    bad(await client.call("PUT", f"{SETS}/{id}", mapping_body(schema_id, {"nothing": "b"})))
    bad(await client.call("PUT", f"{SETS}/none", body), 404)


async def test_sets_are_listed_in_pages(client: Client) -> None:
    schema_id = await schema(client, "Target")
    ids = [await mapping_set(client, schema_id, {"_id": name}) for name in "abc"]
    page = ok(await client.call("GET", SETS, params={"limit": "2", "start": "1", "orderBy": "+createdDate"}))
    assert [item["id"] for item in page["data"]] == ids[1:]
    assert page["_page"] == {"count": 3, "limit": 2} and page["_links"] == {}
    for query in ({"limit": "1"}, {"start": "0"}, {"limit": "x", "start": "0"}, {}):
        bad(await client.call("GET", SETS, params=query))
    bad(await client.call("GET", SETS, params={"limit": "1", "start": "0", "orderBy": "color"}))


async def test_sets_are_found_by_name(client: Client) -> None:
    schema_id = await schema(client, "Target")
    for name in ("one", "two"):
        ok(await client.call("POST", SETS, mapping_body(schema_id, {"_id": "a"}) | {"name": name}))
    page = ok(await client.call("GET", SETS, params={"limit": "9", "start": "0", "name": "two"}))
    assert [item["name"] for item in page["data"]] == ["two"]


async def test_the_schema_is_shown_when_asked_for(client: Client) -> None:
    schema_id = await schema(client, "Target")
    id = await mapping_set(client, schema_id, {"_id": "a"})
    shown = ok(await client.call("GET", f"{SETS}/{id}", params={"expandSchema": "true"}))
    assert shown["outputSchema"]["jsonSchema"]["properties"]["_id"]["type"] == "string"


async def test_a_deleted_set_is_gone(client: Client) -> None:
    id = await mapping_set(client, await schema(client, "Target"), {"_id": "a"})
    ok(await client.call("DELETE", f"{SETS}/{id}"), 204)
    bad(await client.call("GET", f"{SETS}/{id}"), 404)
    bad(await client.call("GET", f"{SETS}/{id}", params={"version": "0"}), 404)
    bad(await client.call("DELETE", f"{SETS}/{id}"), 404)


async def test_mappings_of_a_set_are_read_alone(client: Client) -> None:
    id = await mapping_set(client, await schema(client, "Target"), {"_id": "a", "person.name.lastName": "b"})
    mappings = ok(await client.call("GET", f"{SETS}/{id}/mappings"))
    assert [item["destination"] for item in mappings] == ["_id", "person.name.lastName"]
    one = ok(await client.call("GET", f"{SETS}/{id}/mappings/{mappings[1]['id']}"))
    assert one == mappings[1]
    bad(await client.call("GET", f"{SETS}/{id}/mappings/none"), 404)


async def test_validation_answers_for_each_mapping(client: Client) -> None:
    body = mapping_body(await schema(client, "Target"), {"_id": "a", "nothing": "b", "person.name.lastName": "upper("})
    answer = ok(await client.call("POST", f"{SETS}/validate", body))["validationResponse"]
    assert [entry["status"] for entry in answer] == ["SUCCESS", "FAILED", "FAILED"]
    assert answer[0]["errors"] is None
    (error,) = answer[1]["errors"]
    assert error["source"] == "b" and error["destination"] == "nothing" and error["sourceType"] == "ATTRIBUTE"
    assert error["exception"]


async def test_a_preview_maps_rows(client: Client) -> None:
    schema_id = await schema(client, "Target")
    mapping = mapping_body(schema_id, {"_id": "id", "person.name.lastName": "name", "person.birthDate": "born"})
    rows = [{"id": 1234, "name": "Seltzer", "born": "1970-01-31"}, {"id": 2, "born": "soon"}]
    answer = ok(await client.call("POST", f"{SETS}/preview", {"data": rows, "mappingSet": mapping}))
    assert answer[0] == {
        "data": {"_id": "1234", "person": {"name": {"lastName": "Seltzer"}, "birthDate": "1970-01-31"}},
        "errors": None,
    }
    assert answer[1]["data"] == {"_id": "2"}
    assert [error["destination"] for error in answer[1]["errors"]] == ["person.birthDate"]
    single = ok(await client.call("POST", f"{SETS}/preview", {"data": rows[0], "mappingSet": mapping}))
    assert single == answer[:1]


async def test_a_preview_tells_of_mappings_that_cannot_be_used(client: Client) -> None:
    mapping = mapping_body(await schema(client, "Target"), {"_id": "id", "nothing": "id"})
    (row,) = ok(await client.call("POST", f"{SETS}/preview", {"data": {"id": 1}, "mappingSet": mapping}))
    assert row["data"] == {"_id": "1"} and [error["destination"] for error in row["errors"]] == ["nothing"]
    bad(await client.call("POST", f"{SETS}/preview", {"data": ["text"], "mappingSet": mapping}))
    bad(await client.call("POST", f"{SETS}/preview", {"data": [{}]}))
