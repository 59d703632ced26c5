from typing import Any

import pytest

from aeptui.localplatform.registry import descriptors
from tests.localplatform.support import (
    PROFILE,
    REGISTRY,
    XED_FULL,
    XED_ID,
    Client,
    group_body,
    make_dataset,
    make_schema,
    place,
)

PATH = f"{REGISTRY}/tenant/descriptors"
EVENT = "https://ns.adobe.com/xdm/context/experienceevent"
XDM = "application/vnd.adobe.xdm"


def identity(schema: dict[str, Any], **changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": schema["$id"],
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": "/personalEmail/address",
        "xdm:namespace": "Email",
        "xdm:property": "xdm:code",
        "xdm:isPrimary": True,
    }
    return known | {f"xdm:{name}": value for name, value in changes.items()}


async def enable(client: Client, schema: dict[str, Any]) -> Any:
    step = [{"op": "add", "path": "/meta:immutableTags", "value": ["union"]}]
    return await client.call("PATCH", place("schemas", schema["$id"]), step)


async def test_an_identity_is_made_found_changed_and_deleted(client: Client) -> None:
    schema = await make_schema(client)
    made = await client.done("POST", PATH, identity(schema))
    assert len(made["@id"]) == 40 and made["meta:containerId"] == "tenant"
    assert made["xdm:sourceProperty"] == "/personalEmail/address"
    assert await client.done("GET", f"{PATH}/{made['@id']}") == made
    changed = await client.done("PUT", f"{PATH}/{made['@id']}", identity(schema, isPrimary=False))
    assert (changed["@id"], changed["xdm:isPrimary"]) == (made["@id"], False)
    assert (await client.call("DELETE", f"{PATH}/{made['@id']}")).status_code == 204
    assert (await client.call("DELETE", f"{PATH}/{made['@id']}")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sourceSchema": "https://ns.adobe.com/x/schemas/1"}, "no schema"),
        ({"sourceSchema": PROFILE}, "no schema"),
        ({"sourceVersion": 2}, "sourceVersion"),
        ({"sourceProperty": "personalEmail/address"}, "starts, but does not end"),
        ({"sourceProperty": "/personalEmail/"}, "starts, but does not end"),
        ({"sourceProperty": ["/personalEmail/address"]}, "starts, but does not end"),
        ({"sourceProperty": "/personalEmail/nothing"}, "no field"),
        ({"sourceProperty": "/personalEmail"}, "only a string field"),
        ({"sourceProperty": "/person/birthYear"}, "only a string field"),
        ({"namespace": "Nothing"}, "no identity namespace"),
        ({"namespace": "Email", "property": "xdm:id"}, "no identity namespace"),
        ({"property": "xdm:name"}, "xdm:property"),
        ({"isPrimary": "yes"}, "isPrimary"),
    ],
)
async def test_what_is_wrong_with_an_identity(client: Client, changes: dict[str, Any], reason: str) -> None:
    schema = await make_schema(client)
    reply = await client.call("POST", PATH, identity(schema, **changes))
    assert reply.status_code == 400 and reason in reply.json()["detail"]


async def test_a_type_must_be_known(client: Client) -> None:
    assert (await client.call("POST", PATH, {"@type": "xdm:descriptorNothing"})).status_code == 400
    assert (await client.call("POST", PATH, [])).status_code == 400


async def test_namespaces_by_code_of_any_case_or_by_number(client: Client) -> None:
    schema = await make_schema(client)
    await client.done("POST", PATH, identity(schema, namespace="email", isPrimary=False))
    await client.done("POST", PATH, identity(schema, namespace="6", property="xdm:id", isPrimary=False))
    await client.done("POST", PATH, identity(schema, namespace="CRMID", isPrimary=False))


async def test_a_schema_has_one_primary_identity(client: Client) -> None:
    schema = await make_schema(client)
    made = await client.done("POST", PATH, identity(schema))
    reply = await client.call("POST", PATH, identity(schema, sourceProperty="/homePhone/number", namespace="Phone"))
    assert reply.status_code == 400 and "/personalEmail/address" in reply.json()["detail"]
    await client.done("PUT", f"{PATH}/{made['@id']}", identity(schema))


async def test_the_id_of_events_is_no_identity(client: Client) -> None:
    body = {"type": "object", "title": "Events", "description": "d", "allOf": [{"$ref": EVENT}]}
    schema = await client.done("POST", f"{REGISTRY}/tenant/schemas", body)
    reply = await client.call("POST", PATH, identity(schema, sourceProperty="/_id"))
    assert reply.status_code == 400 and "events" in reply.json()["detail"]


async def test_lists_by_type_in_three_forms_and_in_pages(client: Client) -> None:
    schema = await make_schema(client)
    first = await client.done("POST", PATH, identity(schema))
    second = await client.done("POST", PATH, identity(schema, isPrimary=False))
    shown = {"xdm:descriptorIdentity": [first["@id"], second["@id"]]}
    assert await client.done("GET", PATH, accept=f"{XDM}-id+json") == shown
    links = await client.done("GET", PATH, accept=f"{XDM}-link+json")
    assert links["xdm:descriptorIdentity"][0] == f"/tenant/descriptors/{first['@id']}"
    assert (await client.done("GET", PATH, accept=f"{XDM}+json"))["xdm:descriptorIdentity"] == [first, second]
    paged = await client.done("GET", PATH, accept=f"{XDM}-v2+json", params={"orderby": "@id", "limit": 1})
    assert paged["_page"]["next"] == paged["results"][0]["@id"]
    ids = await client.done("GET", PATH, accept=f"{XDM}-v2-id+json")
    assert sorted(ids["results"]) == sorted(shown["xdm:descriptorIdentity"])
    assert await client.done("GET", f"{REGISTRY}/global/descriptors", accept=f"{XDM}-id+json") == {}


async def test_a_sandbox_is_full_at_the_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "LIMIT", 1)
    schema = await make_schema(client)
    await client.done("POST", PATH, identity(schema))
    reply = await client.call("POST", PATH, identity(schema, isPrimary=False))
    assert reply.status_code == 400 and "1 descriptors at most" in reply.json()["detail"]


async def test_they_go_with_their_schema(client: Client) -> None:
    schema = await make_schema(client)
    await client.done("POST", PATH, identity(schema))
    await client.done("DELETE", place("schemas", schema["$id"]))
    assert await client.done("GET", PATH, accept=f"{XDM}+json") == {}


async def test_profile_needs_a_primary_identity_and_is_for_good(client: Client) -> None:
    schema = await make_schema(client)
    assert (await enable(client, schema)).status_code == 400
    made = await client.done("POST", PATH, identity(schema))
    reply = await enable(client, schema)
    assert reply.status_code == 200 and reply.json()["meta:immutableTags"] == ["union"]

    path = place("schemas", schema["$id"])
    assert (await client.call("PATCH", path, [{"op": "remove", "path": "/meta:immutableTags"}])).status_code == 400
    wrong = [{"op": "add", "path": "/meta:immutableTags/-", "value": "other"}]
    assert (await client.call("PATCH", path, wrong)).status_code == 400
    body = {"type": "object", "title": "Again", "description": "d", "allOf": schema["allOf"]}
    assert (await client.done("PUT", path, body))["meta:immutableTags"] == ["union"]
    assert (await client.call("DELETE", path)).status_code == 400
    assert (await client.call("DELETE", f"{PATH}/{made['@id']}")).status_code == 403
    tagged = await client.done(
        "GET", f"{REGISTRY}/tenant/schemas", params={"property": "meta:immutableTags==union"}, accept=XED_ID
    )
    assert len(tagged["results"]) == 1


async def test_an_identity_map_will_do_for_profile(client: Client) -> None:
    schema = await make_schema(client, "Customers", "https://ns.adobe.com/xdm/context/identitymap")
    assert (await enable(client, schema)).status_code == 200


async def test_the_union_of_a_class_has_the_fields_of_its_schemas(client: Client) -> None:
    group = await client.done(
        "POST", f"{REGISTRY}/tenant/fieldgroups", group_body(client, caseNumber={"type": "string"})
    )
    for title, groups in (("One", ()), ("Two", (group["$id"],)), ("Not enabled", ())):
        schema = await make_schema(client, title, *groups)
        if title != "Not enabled":
            await client.done("POST", PATH, identity(schema))
            await enable(client, schema)
    (union,) = (await client.done("GET", f"{REGISTRY}/tenant/unions", accept=XED_ID))["results"]
    assert union["$id"] == f"{PROFILE}__union" and union["meta:altId"] == "_xdm.context.profile__union"
    full = await client.done("GET", f"{REGISTRY}/tenant/unions/{union['meta:altId']}", accept=XED_FULL)
    assert {"person", client.platform.tenant_namespace} < set(full["properties"])
    assert (await client.done("GET", f"{REGISTRY}/stats"))["counts"]["unions"] == 1


async def test_a_dataset_for_profile_wants_a_schema_for_profile(client: Client) -> None:
    schema = await make_schema(client)
    tags = {"unifiedProfile": ["enabled: true"], "unifiedIdentity": ["enabled:true"]}
    reference = {"id": schema["$id"], "contentType": "application/vnd.adobe.xed+json;version=1"}
    body = {"name": "x", "schemaRef": reference, "tags": tags}
    assert (await client.call("POST", "/foundation/catalog/dataSets", body)).status_code == 400
    await client.done("POST", PATH, identity(schema))
    await enable(client, schema)
    assert await make_dataset(client, schema["$id"], tags=tags)
