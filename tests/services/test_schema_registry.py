"""The Schema Registry."""

import httpx
import pytest
import respx

from aeptui.services.descriptors import CAP
from aeptui.services.errors import BadAnswer, NotFound
from aeptui.services.schema_registry import container_of, lookup_request
from tests.services.support import PLATFORM, SCHEMA, TENANT, answers, gather, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/schemaregistry"
ALT = f"_{TENANT}.schemas.1"


async def test_tenant_id_in_both_shapes_of_class_usage(router: respx.MockRouter) -> None:
    for usage in ([{"$id": "c", "title": "t"}], {"c": [{"$id": "s"}]}):
        router.get(f"{BASE}/stats").respond(json={"tenantId": TENANT, "counts": {"mixins": 3}, "classUsage": usage})
        stats = await platform().schema_registry.stats()
        assert (stats.tenant_id, stats.counts) == (TENANT, {"mixins": 3})


async def test_listing_asks_without_version_and_with_order(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/tenant/fieldgroups").respond(json={"results": [], "_page": {"next": None}})
    await gather(platform().schema_registry.resources("fieldgroups", properties=("a==b", "c==d")))
    request = route.calls.last.request
    assert request.headers["accept"] == "application/vnd.adobe.xed-id+json"
    assert request.url.query == b"property=a%3D%3Db&property=c%3D%3Dd&orderby=title&limit=300"


async def test_behaviours_take_no_conditions(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/global/behaviors").respond(json={"results": [{"$id": "b", "title": "Record"}]})
    found = await gather(platform().schema_registry.resources("behaviors", "global"))
    assert [each.id for each in found] == ["b"] and route.calls.last.request.url.query == b""


async def test_lookup_has_a_version_and_an_encoded_id(router: respx.MockRouter) -> None:
    route = router.get(url__startswith=BASE).respond(
        json={"$id": SCHEMA, "title": "T", "meta:immutableTags": ["union"]}
    )
    schema = await platform().schema_registry.lookup("schemas", SCHEMA)
    request = route.calls.last.request
    assert request.headers["accept"] == "application/vnd.adobe.xed-full+json; version=1"
    encoded = SCHEMA.replace(":", "%3A").replace("/", "%2F")
    assert request.url.raw_path.decode().endswith(f"/tenant/schemas/{encoded}")
    assert schema.profile_enabled and schema.raw["title"] == "T"


@pytest.mark.parametrize("form", ["", "-full", "-notext", "-full-notext", "-full-desc", "-deprecatefield"])
def test_every_form_of_a_lookup(form: str) -> None:
    accept = lookup_request("schemas", ALT, form=form).header("Accept")  # type: ignore[arg-type]
    assert accept == f"application/vnd.adobe.xed{form}+json; version=1"


async def test_a_definition_with_items_of_its_own_is_no_list(router: respx.MockRouter) -> None:
    body = {"$id": SCHEMA, "title": "List", "type": "array", "items": {"type": "string"}}
    router.get(url__startswith=BASE).respond(json=body)
    assert (await platform().schema_registry.lookup("datatypes", SCHEMA)).raw == body


async def test_with_title_shows_whole_resources_of_exactly_that_title(router: respx.MockRouter) -> None:
    results = [{"$id": "1", "title": "A"}, {"$id": "2", "title": "A 2"}, {"$id": "3", "title": "A", "description": "d"}]
    route = router.get(f"{BASE}/tenant/schemas").respond(json={"results": results})
    found = await platform().schema_registry.with_title("schemas", "A")
    assert [(each.id, each.description) for each in found] == [("1", ""), ("3", "d")]
    assert route.calls.last.request.headers["accept"] == "application/vnd.adobe.xed+json"
    assert b"property=title%3D%3DA" in route.calls.last.request.url.query


async def test_create_patch_replace_delete(router: respx.MockRouter) -> None:
    answer = {"$id": SCHEMA, "meta:altId": ALT, "version": "1.1", "meta:datasetNamespace": "_abc", "title": "T"}
    create = router.post(f"{BASE}/tenant/classes").respond(201, json=answer)
    patch = router.patch(f"{BASE}/tenant/schemas/{ALT}").respond(json=answer)
    put = router.put(f"{BASE}/tenant/schemas/{ALT}").respond(json=answer)
    delete = router.delete(f"{BASE}/tenant/schemas/{ALT}").respond(204)
    registry = platform().schema_registry
    assert (await registry.create("classes", {"title": "T"})).dataset_namespace == "_abc"
    assert (await registry.patch("schemas", ALT, [{"op": "add"}])).version == "1.1"
    assert (await registry.replace("schemas", ALT, {"title": "T"})).alt_id == ALT
    await registry.delete("schemas", ALT)
    assert sent_json(create.calls.last) == {"title": "T"} == sent_json(put.calls.last)
    assert sent_json(patch.calls.last) == [{"op": "add"}] and delete.called


async def test_a_creation_that_answers_no_id_may_have_worked(router: respx.MockRouter) -> None:
    router.post(f"{BASE}/tenant/schemas").respond(201, json={"title": "T"})
    with pytest.raises(BadAnswer, match="another form") as caught:
        await platform().schema_registry.create("schemas", {})
    assert caught.value.outcome_unknown


@pytest.mark.parametrize(
    ("tags", "operations"),
    [
        (None, [{"op": "add", "path": "/meta:immutableTags", "value": ["union"]}]),
        ([], [{"op": "add", "path": "/meta:immutableTags/-", "value": "union"}]),
        (["other"], [{"op": "add", "path": "/meta:immutableTags/-", "value": "union"}]),
        (["union"], None),
    ],
)
async def test_enabling_for_profile(
    router: respx.MockRouter, tags: list[str] | None, operations: list[object] | None
) -> None:
    schema = {"$id": SCHEMA} | ({} if tags is None else {"meta:immutableTags": tags})
    router.get(url__startswith=f"{BASE}/tenant/schemas/").respond(json=schema)
    patch = router.patch(url__startswith=f"{BASE}/tenant/schemas/").respond(
        json=schema | {"meta:immutableTags": ["union"]}
    )
    assert (await platform().schema_registry.enable_profile(SCHEMA)).profile_enabled
    assert (sent_json(patch.calls.last) if patch.called else None) == operations


async def test_a_sample(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/rpc/sampledata/{ALT}").respond(json={"_id": "x"})
    assert await platform().schema_registry.sample(ALT) == {"_id": "x"}


@pytest.mark.parametrize(
    ("resource", "container"),
    [
        (SCHEMA, "tenant"),
        (ALT, "tenant"),
        ("https://ns.adobe.com/xdm/context/profile", "global"),
        ("_xdm.context.profile", "global"),
        (f"https://ns.adobe.com/{TENANT}2/schemas/1", "global"),
    ],
)
def test_container_of_an_id(resource: str, container: str) -> None:
    assert container_of(resource, TENANT) == container


# -------------------------------------------------------------------------------------------------- descriptors

PATH = f"{BASE}/tenant/descriptors"


def described(number: int, schema: str = SCHEMA) -> dict[str, object]:
    return {
        "@id": f"d{number}",
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": schema,
        "xdm:sourceProperty": "/a/b",
        "xdm:namespace": "Email",
        "xdm:isPrimary": "true",
    }


async def test_descriptors_of_every_type(router: respx.MockRouter) -> None:
    keyed = {"@id": "k", "@type": "xdm:descriptorPrimaryKey", "xdm:sourceProperty": ["/a", "/b"]}
    body = {"xdm:descriptorIdentity": [described(1)], "xdm:descriptorPrimaryKey": [keyed], "_page": {"count": 2}}
    route = router.get(PATH).respond(json=body)
    found = await platform().schema_registry.descriptors.all()
    assert [each.id for each in found] == ["d1", "k"]
    assert (found[0].primary, found[0].namespace, found[1].source_property) == (True, "Email", ("/a", "/b"))
    assert route.calls.last.request.headers["accept"] == "application/vnd.adobe.xdm+json"


async def test_descriptors_of_one_schema(router: respx.MockRouter) -> None:
    router.get(PATH).respond(json={"xdm:descriptorIdentity": [described(1), described(2, "other")]})
    assert [each.id for each in await platform().schema_registry.descriptors.of_schema(SCHEMA)] == ["d1"]


async def test_more_descriptors_than_one_listing_shows(router: respx.MockRouter) -> None:
    everything = [described(number) for number in range(CAP + 5)]
    first = {"xdm:descriptorIdentity": everything[:CAP]}
    page = {"results": everything[:CAP], "_page": {"next": "d299"}}
    rest = {"results": everything[CAP:], "_page": {"next": None}}
    route = router.get(PATH).mock(
        side_effect=answers(*(httpx.Response(200, json=body) for body in (first, page, rest)))
    )
    assert len(await platform().schema_registry.descriptors.all()) == CAP + 5
    assert route.calls.last.request.headers["accept"] == "application/vnd.adobe.xdm-v2+json"
    assert b"start=d299" in route.calls.last.request.url.query


async def test_one_descriptor_through_its_life(router: respx.MockRouter) -> None:
    router.post(PATH).respond(201, json=described(1))
    router.get(f"{PATH}/d1").respond(json=described(1))
    put = router.put(f"{PATH}/d1").respond(201, json={"@id": "d1"})
    delete = router.delete(f"{PATH}/d1").respond(204)
    descriptors = platform().schema_registry.descriptors
    assert (await descriptors.create(described(1))).id == "d1"
    assert (await descriptors.lookup("d1")).source_property == "/a/b"
    assert await descriptors.replace("d1", described(1)) == "d1" and put.called
    await descriptors.delete("d1")
    assert delete.called


async def test_a_missing_resource(router: respx.MockRouter) -> None:
    router.get(url__startswith=BASE).respond(404, json={"type": "x/XDM-1012-404", "title": "Resource Not Found"})
    with pytest.raises(NotFound) as caught:
        await platform().schema_registry.lookup("schemas", ALT)
    assert caught.value.guidance.code == "XDM-1012-404"
