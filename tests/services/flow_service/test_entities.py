"""What all collections of the Flow Service have in common."""

from typing import Any

import httpx
import pytest
import respx

from aeptui.services.errors import BadAnswer, Conflict, Invalid, NotFound
from tests.services.support import PLATFORM, answers, gather, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/flowservice"
CREATED = {"id": "1", "etag": '"e1"'}


@pytest.mark.parametrize("wrapped", [True, False])
async def test_lookup_in_both_shapes(router: respx.MockRouter, wrapped: bool) -> None:
    flow = {"id": "f1", "name": "n", "version": '"v1"'}
    router.get(f"{BASE}/flows/f1").respond(json={"items": [flow]} if wrapped else flow)
    found = await platform().flow_service.flows.lookup("f1")
    assert (found.id, found.name, found.etag) == ("f1", "n", '"v1"')


async def test_lookup_of_nothing(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/flows/f1").respond(json={"items": []})
    with pytest.raises(NotFound):
        await platform().flow_service.flows.lookup("f1")


async def test_where_repeats_conditions(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/sourceConnections").respond(json={"items": [{"id": "1"}]})
    await gather(platform().flow_service.source_connections.where("a==1", "b[]==2", orderby="-createdAt", limit=9))
    params = route.calls.last.request.url.params
    assert params.get_list("property") == ["a==1", "b[]==2"]
    assert (params["limit"], params["orderby"]) == ("9", "-createdAt")


async def test_specifications_take_neither_limit_nor_order(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/connectionSpecs").respond(json={"items": [{"id": "1"}]})
    await gather(platform().flow_service.connection_specs.where())
    assert route.calls.last.request.url.query == b""


async def test_count(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/flows").respond(json={"count": 95})
    assert await platform().flow_service.flows.count("state==enabled") == 95
    assert dict(route.calls.last.request.url.params) == {"property": "state==enabled", "count": "true"}
    route.respond(json={"items": []})
    with pytest.raises(BadAnswer):
        await platform().flow_service.flows.count()


@pytest.mark.parametrize(
    ("collection", "name", "forms"),
    [
        ("connection_specs", "service-now", ['name=="service-now"', "name==service-now"]),
        ("flow_specs", "CRMToAEP", ['name=="CRMToAEP"', "name==CRMToAEP"]),
        ("connections", "My connection", ["name==My connection", 'name=="My connection"']),
        ("flows", "a,b", ['name=="a,b"', None]),
    ],
)
async def test_names_are_asked_for_in_both_forms(
    router: respx.MockRouter, collection: str, name: str, forms: list[str | None]
) -> None:
    route = router.get(url__startswith=BASE).respond(json={"items": [{"id": "0", "name": name + "x"}]})
    entities = getattr(platform().flow_service, collection)
    assert await entities.named(name) == []
    assert [call.request.url.params.get("property") for call in route.calls] == forms


async def test_a_name_with_a_comma_is_found_where_the_service_splits_it_even_in_quotes(
    router: respx.MockRouter,
) -> None:
    route = router.get(f"{BASE}/flows").mock(
        side_effect=lambda request: httpx.Response(
            200, json={"items": [] if "property" in request.url.params else [{"id": "1", "name": "a,b"}]}
        )
    )
    (found,) = await platform().flow_service.flows.named("a,b")
    assert (found.id, route.call_count) == ("1", 2)


async def test_the_first_form_that_finds_is_enough(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/flows").respond(json={"items": [{"id": "1", "name": "n"}, {"id": "2", "name": "n"}]})
    assert [flow.id for flow in await platform().flow_service.flows.named("n", "state==draft")] == ["1", "2"]
    assert route.call_count == 1
    assert route.calls.last.request.url.params.get_list("property") == ["name==n", "state==draft"]


@pytest.mark.parametrize("draft", [True, False])
async def test_creating(router: respx.MockRouter, draft: bool) -> None:
    route = router.post(f"{BASE}/targetConnections").respond(201, json=CREATED)
    created = await platform().flow_service.target_connections.create({"name": "t"}, draft=draft)
    assert (created.id, created.etag) == ("1", '"e1"')
    assert route.calls.last.request.url.query == (b"mode=draft" if draft else b"")
    assert sent_json(route.calls.last) == {"name": "t"}


async def test_creating_with_a_useless_answer(router: respx.MockRouter) -> None:
    router.post(f"{BASE}/flows").respond(201, json={"etag": "x"})
    with pytest.raises(BadAnswer) as caught:
        await platform().flow_service.flows.create({})
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("answer", [{"id": "1", "etag": '"e2"'}, {"items": [{"id": "1", "etag": '"e2"', "name": "n"}]}])
async def test_a_change_is_answered_by_a_reference_or_a_list(router: respx.MockRouter, answer: Any) -> None:
    router.patch(f"{BASE}/sourceConnections/1").respond(json=answer)
    changed = await platform().flow_service.source_connections.patch("1", '"e1"', [{"op": "remove", "path": "/a"}])
    assert (changed.id, changed.etag) == ("1", '"e2"')


@pytest.mark.parametrize("answer", [{"items": []}, {"items": {}}, []])
async def test_a_change_that_names_nothing_has_an_unknown_outcome(router: respx.MockRouter, answer: Any) -> None:
    router.post(f"{BASE}/sourceConnections").respond(json=answer)
    with pytest.raises(BadAnswer) as caught:
        await platform().flow_service.source_connections.create({"name": "n"})
    assert caught.value.outcome_unknown


async def test_patching_and_deleting(router: respx.MockRouter) -> None:
    patch = router.patch(f"{BASE}/connections/c1").respond(json=CREATED)
    delete = router.delete(f"{BASE}/connections/c1").respond(204)
    connections = platform().flow_service.connections
    operations = [{"op": "replace", "path": "/name", "value": "n"}]
    assert (await connections.patch("c1", "plain", operations)).etag == '"e1"'
    await connections.delete("c1")
    assert patch.calls.last.request.headers["if-match"] == '"plain"'
    assert sent_json(patch.calls.last) == operations
    assert "if-match" not in delete.calls.last.request.headers


async def test_a_stale_tag(router: respx.MockRouter) -> None:
    router.patch(f"{BASE}/flows/f1").respond(412, json={"type": "x/FLOW-1404-412", "title": "Version not matching"})
    with pytest.raises(Conflict):
        await platform().flow_service.flows.patch("f1", '"old"', [])


@pytest.mark.parametrize(("op", "second"), [("enable", "ENABLE"), ("re-trigger", "RE_TRIGGER"), ("publish", "PUBLISH")])
async def test_actions_are_spelled_in_two_ways(router: respx.MockRouter, op: str, second: str) -> None:
    route = router.post(f"{BASE}/flows/f1/action").mock(
        side_effect=answers(httpx.Response(400, json={"title": "no such op"}), httpx.Response(200, json=CREATED))
    )
    done = await platform().flow_service.flows.act("f1", op, '"e0"')
    assert done is not None and done.etag == '"e1"'
    assert [call.request.url.params["op"] for call in route.calls] == [op, second]
    assert route.calls.last.request.headers["if-match"] == '"e0"'
    assert route.calls.last.request.content == b"" and "subOp" not in route.calls.last.request.url.params


async def test_the_first_refusal_of_an_action_is_the_one_that_counts(router: respx.MockRouter) -> None:
    router.post(f"{BASE}/flows/f1/action").mock(
        side_effect=answers(
            httpx.Response(400, json={"type": "x/FLOW-1422-400", "title": "Cannot be disabled"}),
            httpx.Response(400, json={"type": "x/FLOW-1436-400", "title": "Unknown operation"}),
        )
    )
    with pytest.raises(Invalid) as caught:
        await platform().flow_service.flows.disable("f1")
    assert caught.value.code == "1422-400"


@pytest.mark.parametrize("answer", [b"", b"{}", b'{"items": []}'])
async def test_an_action_may_answer_little(router: respx.MockRouter, answer: bytes) -> None:
    router.post(f"{BASE}/runs/r1/action").respond(200, content=answer)
    await platform().flow_service.runs.retrigger("r1")


@pytest.mark.parametrize("body", [None, 7, [1], {"items": {}}, {"items": [1]}, {"items": [{"name": "no id"}]}])
async def test_lists_of_another_shape(router: respx.MockRouter, body: Any) -> None:
    router.get(f"{BASE}/flows").respond(json=body)
    with pytest.raises(BadAnswer):
        await gather(platform().flow_service.flows.where())
