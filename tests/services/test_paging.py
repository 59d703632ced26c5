"""Lists of any length, in every way in which the services continue them."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.services.errors import BadAnswer, ServerFault
from aeptui.services.paging import by_key, by_link, by_offset, by_total, with_param
from aeptui.services.platform import Platform
from aeptui.services.request import Request
from tests.services.support import PLATFORM, TOKEN_URL, gather, platform, token_answer

Answer = Callable[[dict[str, str]], Any]
NAMES = st.lists(st.text("abcXYZ &=%/?#é", min_size=1, max_size=8), unique=True, max_size=25)


def walked(service: Answer, use: Callable[[Platform], Any]) -> list[Any]:
    """What a listing yields against ``service``, which answers the query of a request."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=service(dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))))

    async def run() -> list[Any]:
        with respx.mock(assert_all_called=False) as router:
            router.post(TOKEN_URL).mock(return_value=token_answer())
            router.get(url__startswith=PLATFORM).mock(side_effect=answer)
            async with platform() as services:
                return await gather(use(services))

    return asyncio.run(run())


@settings(max_examples=25, deadline=None)
@given(NAMES, st.integers(1, 7), st.sampled_from(["relative", "based", "absolute", "internal", "token"]))
def test_continuation_tokens(names: list[str], size: int, style: str) -> None:
    def service(query: dict[str, str]) -> Any:
        start = int(query.get("continuationToken", "t0")[1:])
        assert query.get("property") == "state==enabled" or start > 0
        items = [{"id": name} for name in names[start : start + size]]
        if start + size >= len(names):
            return {"items": items, "_links": {}}
        token = f"t{start + size}"
        path = f"/flows?continuationToken={token}"
        hosts = {
            "relative": path,
            "based": f"/data/foundation/flowservice{path}",
            "absolute": f"{PLATFORM}/data/foundation/flowservice{path}",
            "internal": f"https://platform-int.adobe.io/data/foundation/flowservice{path}",
            "token": token,
        }
        return {"items": items, "_links": {"next": {"href": hosts[style]}}}

    found = walked(service, lambda services: services.flow_service.flows.where("state==enabled", limit=size))
    assert [flow.id for flow in found] == names


@settings(max_examples=25, deadline=None)
@given(NAMES, st.integers(1, 7))
def test_sort_keys(names: list[str], size: int) -> None:
    names = sorted(names)

    def service(query: dict[str, str]) -> Any:
        assert query["orderby"] == "title" and query["property"] == "a==b"
        rest = [name for name in names if name > query.get("start", "")]
        page = [{"$id": name, "title": name} for name in rest[:size]]
        following = rest[size - 1] if len(rest) > size else None
        return {"results": page, "_page": {"orderby": "title", "next": following, "count": len(page)}, "_links": {}}

    found = walked(service, lambda services: services.schema_registry.resources("schemas", properties=("a==b",)))
    assert [resource.title for resource in found] == names


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 230), st.sampled_from([100, 40]))
def test_offsets_of_the_catalog(count: int, most: int) -> None:
    ids = [f"{number:024x}" for number in range(count)]

    def service(query: dict[str, str]) -> Any:
        start, limit = int(query["start"]), int(query["limit"])
        assert limit == 100 and query["properties"]
        return {key: {"name": "n"} for key in ids[start : start + limit]}

    assert [each.id for each in walked(service, lambda services: services.catalog.datasets())] == ids
    batches = walked(service_of_batches(ids, most), lambda services: services.catalog.batches("d", limit=most))
    assert [each.id for each in batches] == ids


def service_of_batches(ids: list[str], most: int) -> Answer:
    def service(query: dict[str, str]) -> Any:
        assert query["dataSet"] == "d" and query["orderBy"] == "desc:created" and int(query["limit"]) == most
        start = int(query["start"])
        return {key: {"status": "success"} for key in ids[start : start + most]}

    return service


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 230), st.integers(1, 120))
def test_offsets_where_the_service_allows_less_than_asked(count: int, most: int) -> None:
    def service(query: dict[str, str]) -> Any:
        start, limit = int(query["start"]), min(int(query["limit"]), most)
        page = [{"id": str(number)} for number in range(count)][start : start + limit]
        return {"data": page, "_page": {"limit": limit, "count": len(page)}}

    found = walked(service, lambda services: services.data_prep.mapping_sets())
    assert [each.id for each in found] == [str(number) for number in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_sandboxes_by_total(size: int) -> None:
    names = [f"s{number}" for number in range(7)]

    def service(query: dict[str, str]) -> Any:
        start = int(query.get("offset", "0"))
        page = [{"name": name} for name in names[start : start + size]]
        link = f"{PLATFORM}:443/data/foundation/sandbox-management/?limit={{limit}}&offset={{offset}}"
        links = {"page": {"href": link, "templated": True}}
        return {"sandboxes": page, "_page": {"limit": size, "count": len(names)}, "_links": links}

    assert [each.name for each in walked(service, lambda services: services.sandboxes.available())] == names


def test_sandboxes_that_count_their_own_page_are_asked_once() -> None:
    calls = []

    def service(query: dict[str, str]) -> Any:
        calls.append(query)
        return {"sandboxes": [{"name": "prod"}, {"name": "dev"}], "_page": {"limit": 2, "count": 2}}

    assert len(walked(service, lambda services: services.sandboxes.available())) == 2
    assert calls == [{}]


def test_a_list_that_turns_in_a_circle_is_left() -> None:
    def service(query: dict[str, str]) -> Any:
        return {"items": [{"id": "1"}], "_links": {"next": {"href": "/flows?continuationToken=same"}}}

    with pytest.raises(BadAnswer, match="never ends"):
        walked(service, lambda services: services.flow_service.flows.where())


async def test_pages_are_fetched_only_when_wanted(router: respx.MockRouter) -> None:
    route = router.get(url__startswith=PLATFORM).respond(
        json={"items": [{"id": "1"}, {"id": "2"}], "_links": {"next": {"href": "/flows?continuationToken=x"}}}
    )
    flows = platform().flow_service.flows.where()
    assert route.call_count == 0
    assert [(await anext(flows)).id, (await anext(flows)).id] == ["1", "2"]
    assert route.call_count == 1


async def test_an_error_on_a_later_page_is_raised_there(router: respx.MockRouter) -> None:
    first = httpx.Response(
        200, json={"items": [{"id": "1"}], "_links": {"next": {"href": "/flows?continuationToken=x"}}}
    )
    route = router.get(url__startswith=PLATFORM)
    route.side_effect = [first, *[httpx.Response(500)] * 5]
    flows = platform().flow_service.flows.where()
    assert (await anext(flows)).id == "1"
    with pytest.raises(ServerFault):
        await anext(flows)


REQUEST = Request("list", "GET", "catalog", "/x", params=(("limit", "2"), ("start", "0")))


@pytest.mark.parametrize(
    "body",
    [None, [], "x", 3, {}, {"_links": None}, {"_links": []}, {"_links": {"next": None}}, {"_links": {"next": 7}},
     {"_links": {"next": {"href": None}}}, {"_links": {"next": "/flows"}}, {"_page": None}, {"_page": {"next": ""}}],
)  # fmt: skip
def test_bodies_that_name_no_next_page(body: Any) -> None:
    assert by_link(REQUEST, body, 2) is None
    assert by_key(REQUEST, body, 2) is None
    assert by_total(REQUEST, body, 2) is None
    assert by_offset(REQUEST, body, 1) is None


def test_keys_that_are_numbers_are_sent_as_texts() -> None:
    following = by_key(REQUEST, {"_page": {"next": 7}}, 2)
    assert following is not None and dict(following.params)["start"] == "7"


def test_with_param_keeps_the_others() -> None:
    request = Request("x", "GET", "catalog", params=(("a", "1"), ("b", "2"), ("a", "3")))
    assert with_param(request, "b", "9").params == (("a", "1"), ("a", "3"), ("b", "9"))
