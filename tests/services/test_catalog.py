"""The Catalog."""

from typing import Any

import pytest
import respx

from aeptui.services.catalog import Dataset
from aeptui.services.errors import BadAnswer, NotFound
from tests.services.support import PLATFORM, SCHEMA, gather, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/catalog"
ID = "5ed18e0f4f90b719196f44a9"


@pytest.mark.parametrize("word", ["dataSets", "datasets", "DataSets"])
async def test_creating(router: respx.MockRouter, word: str) -> None:
    route = router.post(f"{BASE}/dataSets").respond(201, json=[f"@/{word}/{ID}"])
    assert await platform().catalog.create_dataset({"name": "n"}) == ID
    assert route.calls.last.request.url.query == b""


@pytest.mark.parametrize("answer", [[], {}, ["x"], ["@/batches/1"], [7], "@/dataSets/1", [f"@/dataSets/{ID}/x"]])
async def test_creating_with_an_answer_that_names_no_dataset(router: respx.MockRouter, answer: Any) -> None:
    router.post(f"{BASE}/dataSets").respond(201, json=answer)
    with pytest.raises(BadAnswer) as caught:
        await platform().catalog.create_dataset({"name": "n"})
    assert caught.value.outcome_unknown


async def test_looking_up(router: respx.MockRouter) -> None:
    body = {ID: {"name": "n", "created": "1521828048923", "tags": None, "schemaRef": {"id": SCHEMA}, "version": 1}}
    router.get(f"{BASE}/dataSets/{ID}").respond(json=body)
    dataset = await platform().catalog.dataset(ID)
    assert (dataset.id, dataset.name, dataset.created, dataset.schema_ref.id) == (ID, "n", 1521828048923, SCHEMA)
    assert dataset.raw["name"] == "n" and not dataset.profile_enabled


@pytest.mark.parametrize("body", [{}, {"other": {"name": "n"}}])
async def test_looking_up_what_is_not_in_the_answer(router: respx.MockRouter, body: Any) -> None:
    router.get(f"{BASE}/dataSets/{ID}").respond(json=body)
    with pytest.raises(NotFound):
        await platform().catalog.dataset(ID)


async def test_listing_always_chooses_members(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/dataSets").respond(json={ID: {"name": "wanted"}, "2": {"name": "wanted too"}})
    assert [each.id for each in await platform().catalog.datasets_named("wanted")] == [ID]
    params = route.calls.last.request.url.params
    assert params["name"] == "wanted" and "schemaRef" in params["properties"] and params["limit"] == "100"


async def test_conditions_are_repeated(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/dataSets").respond(json={})
    await gather(platform().catalog.datasets(conditions=("name~^a", "state==x"), properties=("name",)))
    assert route.calls.last.request.url.params.get_list("property") == ["name~^a", "state==x"]


@pytest.mark.parametrize(
    ("tags", "enabled"),
    [
        ({"unifiedProfile": ["enabled: true"]}, True),
        ({"unifiedProfile": ["isUpsert:true", "enabled:true"]}, True),
        ({"unifiedProfile": "enabled:true"}, True),
        ({"unifiedProfile": ["enabled:false"]}, False),
        ({}, False),
    ],
)
def test_profile_tag(tags: dict[str, Any], enabled: bool) -> None:
    assert Dataset(id="1", tags=tags).profile_enabled is enabled


async def test_updates(router: respx.MockRouter) -> None:
    route = router.patch(f"{BASE}/dataSets/{ID}").respond(json=[f"@/dataSets/{ID}"])
    catalog = platform().catalog
    await catalog.update_dataset(ID, {"name": "m"})
    assert route.calls.last.request.headers["content-type"] == "application/json"
    await catalog.patch_dataset(ID, [{"op": "add", "path": "/tags/x", "value": ["y"]}])
    assert route.calls.last.request.headers["content-type"] == "application/json-patch+json"
    assert sent_json(route.calls.last) == [{"op": "add", "path": "/tags/x", "value": ["y"]}]


@pytest.mark.parametrize("tags", [{}, {"foo": ["bar"]}])
async def test_enabling_for_profile(router: respx.MockRouter, tags: dict[str, Any]) -> None:
    router.get(f"{BASE}/dataSets/{ID}").respond(json={ID: {"name": "n", "tags": tags}})
    route = router.patch(f"{BASE}/dataSets/{ID}").respond(json=[f"@/dataSets/{ID}"])
    await platform().catalog.enable_profile(ID, upsert=True)
    profile, identity = ["enabled:true", "isUpsert:true"], ["enabled:true"]
    patched = [
        {"op": "add", "path": "/tags/unifiedProfile", "value": profile},
        {"op": "add", "path": "/tags/unifiedIdentity", "value": identity},
    ]
    fresh = {"tags": {"unifiedProfile": profile, "unifiedIdentity": identity}}
    assert sent_json(route.calls.last) == (patched if tags else fresh)


async def test_deleting(router: respx.MockRouter) -> None:
    route = router.delete(f"{BASE}/dataSets/{ID}").respond(json=[f"@/dataSets/{ID}"])
    await platform().catalog.delete_dataset(ID)
    assert route.called


async def test_a_batch(router: respx.MockRouter) -> None:
    body = {
        "b1": {
            "status": "failed",
            "recordCount": "10",
            "failedRecordCount": 2,
            "errors": [{"code": "106", "description": "empty", "rows": None}],
            "metrics": None,
        }
    }
    router.get(f"{BASE}/batches/b1").respond(json=body)
    batch = await platform().catalog.batch("b1")
    assert (batch.status, batch.record_count, batch.failed_record_count) == ("failed", 10, 2)
    assert batch.errors[0].code == "106"


async def test_answers_of_another_shape(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/batches/b1").respond(json=[1])
    with pytest.raises(BadAnswer):
        await platform().catalog.batch("b1")
    router.get(f"{BASE}/batches/b1").respond(json={"b1": {"status": ["many secrets"]}})
    with pytest.raises(BadAnswer) as caught:
        await platform().catalog.batch("b1")
    assert "status" in str(caught.value) and "many secrets" not in str(caught.value)


async def test_a_number_that_cannot_be_read_hides_nothing_else(router: respx.MockRouter) -> None:
    body = {"status": "success", "recordCount": "", "failedRecordCount": "many", "created": "17", "updated": None}
    router.get(f"{BASE}/batches/b1").respond(json={"b1": body})
    batch = await platform().catalog.batch("b1")
    assert (batch.status, batch.record_count, batch.failed_record_count) == ("success", None, None)
    assert (batch.created, batch.updated) == (17, None)
