from typing import Any

import pytest

from tests.localplatform.support import PROFILE, REGISTRY, XED_FULL, XED_ID, Client, group_body, make_schema, place

VENDOR = "application/vnd.adobe."


def lists(kind: str = "schemas") -> str:
    return f"{REGISTRY}/tenant/{kind}"


@pytest.mark.parametrize("accept", ["xed-id+json", "xed+json", "xdm+json", "XED-ID+JSON"])
async def test_lists_take_forms_without_a_version(client: Client, accept: str) -> None:
    assert (await client.call("GET", lists(), accept=VENDOR + accept)).status_code == 200


@pytest.mark.parametrize("accept", ["*/*", "application/json", VENDOR + "xed+json;version=1", VENDOR + "xed-full+json"])
@pytest.mark.parametrize("path", [f"{REGISTRY}/global/classes", f"{REGISTRY}/tenant/unions", lists()])
async def test_lists_refuse_everything_else(client: Client, path: str, accept: str) -> None:
    reply = await client.call("GET", path, accept=accept)
    assert reply.status_code == 400
    assert reply.json()["type"] == "http://ns.adobe.com/aep/errors/XDM-1006-400"
    assert accept in reply.json()["report"]["detailed-message"]


@pytest.mark.parametrize(
    "accept", ["xed+json", "xed-id+json; version=1", "xdm+json; version=1", "xed-all+json;version=1"]
)
async def test_a_lookup_needs_a_version_and_a_known_form(client: Client, accept: str) -> None:
    reply = await client.call("GET", f"{REGISTRY}/global/classes/_xdm.context.profile", accept=VENDOR + accept)
    assert (reply.status_code, reply.json()["type"][-12:]) == (400, "XDM-1007-400")


async def test_only_version_one_exists(client: Client) -> None:
    path = f"{REGISTRY}/global/classes/_xdm.context.profile"
    assert (await client.call("GET", path, accept=VENDOR + "xed+json; version=2")).status_code == 406
    assert (await client.call("GET", path, accept=VENDOR + "xed+json;version=1.0")).status_code == 200


@pytest.mark.parametrize(
    "accept",
    ["xed+json", "xdm+json;version=1", "xdm-full+json"],
)
async def test_descriptors_are_listed_in_their_own_forms(client: Client, accept: str) -> None:
    reply = await client.call("GET", lists("descriptors"), accept=VENDOR + accept)
    assert (reply.status_code, reply.json()["type"][-12:]) == (400, "XDM-1008-400")


async def test_a_descriptor_is_looked_up_without_accept(client: Client) -> None:
    path = f"{lists('descriptors')}/nothing"
    for accept in ("*/*", "application/json", VENDOR + "xdm+json"):
        assert (await client.call("GET", path, accept=accept)).json()["type"][-12:] == "XDM-1012-404"
    reply = await client.call("GET", path, accept=VENDOR + "xed+json;version=1")
    assert reply.json()["type"][-12:] == "XDM-1009-400"


async def look_up(client: Client, id: str, form: str) -> Any:
    return await client.done("GET", place("schemas", id), accept=f"{VENDOR}xed{form}+json; version=1")


async def test_forms_of_a_schema(client: Client) -> None:
    field = {"type": "string", "title": "Case", "description": "Number of a case"}
    described = {"type": "object", "properties": {"title": field}}
    group = await client.done("POST", lists("fieldgroups"), group_body(client, support=described))
    schema = await make_schema(client, "Customers", group["$id"])
    namespace = client.platform.tenant_namespace

    kept = await look_up(client, schema["$id"], "")
    assert kept == schema
    whole = await look_up(client, schema["$id"], "-full")
    assert "allOf" not in whole and whole["properties"]["person"]["properties"]["name"]["title"]
    own = whole["properties"][namespace]["properties"]["support"]["properties"]
    assert own == {"title": field | {"meta:xdmType": "string"}}
    bare = await look_up(client, schema["$id"], "-full-notext")
    assert "title" not in bare and "description" not in bare
    assert bare["properties"][namespace]["properties"]["support"]["properties"] == {
        "title": {"type": "string", "meta:xdmType": "string"}
    }
    short = await look_up(client, schema["$id"], "-notext")
    assert "title" not in short and short["allOf"] == schema["allOf"]


async def test_descriptors_come_with_the_full_desc_form_and_deprecation_is_flagged(client: Client) -> None:
    schema = await make_schema(client)
    body = {
        "@type": "xdm:descriptorDeprecated",
        "xdm:sourceSchema": schema["$id"],
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": "/faxPhone/number",
    }
    made = await client.done("POST", lists("descriptors"), body)
    assert (await look_up(client, schema["$id"], "-full-desc"))["meta:descriptors"] == [made]
    flagged = await look_up(client, schema["$id"], "-deprecatefield")
    assert flagged["properties"]["faxPhone"]["properties"]["number"]["meta:status"] == "deprecated"
    plain = await look_up(client, schema["$id"], "-full")
    assert "meta:status" not in plain["properties"]["faxPhone"]["properties"]["number"]


async def test_lists_show_four_keys_or_everything(client: Client) -> None:
    schema = await make_schema(client)
    short = await client.done("GET", lists(), accept=XED_ID)
    assert short["results"] == [{key: schema[key] for key in ("$id", "meta:altId", "version", "title")}]
    assert short["_links"]["global_schemas"]["href"].endswith("/schemaregistry/global/schemas")
    assert (await client.done("GET", lists(), accept=VENDOR + "xed+json"))["results"] == [schema]


async def test_standard_resources_by_both_identifiers(client: Client) -> None:
    encoded = "https%3A%2F%2Fns.adobe.com%2Fxdm%2Fcontext%2Fprofile"
    for id in (encoded, "_xdm.context.profile"):
        found = await client.done("GET", f"{REGISTRY}/global/classes/{id}", accept=XED_FULL)
        assert found["$id"] == PROFILE and "_repo" in found["properties"]
    behavior = await client.done("GET", f"{REGISTRY}/global/behaviors/_xdm.data.adhoc", accept=XED_FULL)
    assert behavior["title"] == "Ad Hoc Schema"


@pytest.mark.parametrize(
    "path",
    [
        "/global/classes/_xdm.context.nothing",
        "/tenant/classes/_xdm.context.profile",
        "/global/fieldgroups/_xdm.context.profile",
        "/tenant/schemas/https%3A%2F%2Fns.adobe.com%2Fother%2Fschemas%2F1",
        "/tenant/unions/_xdm.context.profile__union",
    ],
)
async def test_what_is_not_there(client: Client, path: str) -> None:
    reply = await client.call("GET", REGISTRY + path, accept=XED_FULL)
    assert (reply.status_code, reply.json()["title"]) == (404, "Resource Not Found")
    assert reply.json()["type"].endswith("XDM-1012-404")


async def test_there_are_two_containers(client: Client) -> None:
    assert (await client.call("GET", f"{REGISTRY}/other/schemas", accept=XED_ID)).status_code == 404
    assert (await client.call("GET", f"{REGISTRY}/tenant/behaviors", accept=XED_ID)).status_code == 404
    assert (await client.done("GET", f"{REGISTRY}/global/schemas", accept=XED_ID))["results"] == []
