"""What the published tutorial for customer success sources sends, mistakes included, to the services tested here."""

from typing import Any

from tests.localplatform.support import PERSON_DETAILS, PERSONAL_DETAILS, PROFILE, REGISTRY, Client, make_schema

DATASETS = "/foundation/catalog/dataSets"


def dataset_body(schema_id: str) -> dict[str, Any]:
    """The tutorial's body, with its long form of the content type."""
    content_type = "application/vnd.adobe.xed-full-notext+json; version=1"
    return {"name": "Customer success", "schemaRef": {"id": schema_id, "contentType": content_type}}


async def test_an_identifier_with_a_brace_too_many_names_no_schema(client: Client) -> None:
    schema = await make_schema(client)
    id = schema["$id"].replace(client.platform.tenant_id, f"{client.platform.tenant_id}}}")
    reply = await client.call("POST", DATASETS, dataset_body(id))
    assert reply.status_code == 400 and "there is no schema" in reply.json()["detail"]


async def test_the_identifier_of_the_class_is_not_that_of_the_schema(client: Client) -> None:
    body = {"type": "object", "title": "Raw", "description": "d"}
    columns = {"_adhoc": {"type": "object", "properties": {"Id": {"type": "string"}}}}
    parts = [{"$ref": "https://ns.adobe.com/xdm/data/adhoc"}, {"properties": columns}]
    made = await client.done("POST", f"{REGISTRY}/tenant/classes", body | {"allOf": parts})
    assert (await client.call("POST", DATASETS, dataset_body(made["$id"]))).status_code == 400


async def test_calls_without_authorization_are_refused(client: Client) -> None:
    reply = await client.call("GET", f"{REGISTRY}/stats", authorization=None)
    assert (reply.status_code, reply.json()["error_code"]) == (403, "403010")


async def test_the_path_needs_its_slash_and_its_case(client: Client) -> None:
    schema = await make_schema(client)
    assert (await client.call("POST", "/foundation/catalogdataSets", dataset_body(schema["$id"]))).status_code == 404
    assert (await client.call("POST", "/foundation/catalog/datasets", dataset_body(schema["$id"]))).status_code == 404
    (said,) = await client.done("POST", DATASETS, dataset_body(schema["$id"]), params={"requestDataSource": "true"})
    assert said.startswith("@/dataSets/")


async def test_the_target_schema_as_printed(client: Client) -> None:
    body = {
        "type": "object",
        "title": "Target schema",
        "description": "d",
        "allOf": [{"$ref": PROFILE}, {"$ref": PERSON_DETAILS}, {"$ref": PERSONAL_DETAILS}],
        "meta:containerId": "tenant",
        "meta:resourceType": "schemas",
        "meta:xdmType": "object",
        "meta:class": PROFILE,
    }
    made = await client.done("POST", f"{REGISTRY}/tenant/schemas", body)
    assert set(made["meta:extends"]) == {
        PROFILE,
        PERSON_DETAILS,
        PERSONAL_DETAILS,
        "https://ns.adobe.com/xdm/common/auditable",
        "https://ns.adobe.com/xdm/data/record",
    }


async def test_invalid_json_is_said_to_be_that(client: Client) -> None:
    headers = client.headers(content_type="application/json")
    path = f"/data{REGISTRY}/tenant/schemas"
    reply = await client.http.post(path, content=b'{"title": "x"}}', headers=headers)
    assert reply.status_code == 400 and "not valid JSON" in reply.json()["detail"]
