"""When the client sends again, and how it keeps within its limits."""

import asyncio

import httpx
import pytest
import respx

from aeptui.services.errors import (
    AmbiguousError,
    Conflict,
    Disconnected,
    NotFound,
    ServerFault,
    Throttled,
    TimedOut,
    Unreachable,
)
from aeptui.services.flow_service import entities
from aeptui.services.http import Limits
from aeptui.services.request import Request, if_match
from tests.services.support import CREATE, DELETE, FLOWS, LIST, PATCH, Clock, answers, client, failure


async def test_throttling_waits_as_long_as_asked(router: respx.MockRouter) -> None:
    clock = Clock()
    slow = httpx.Response(429, headers={"Retry-After": "7"}, json={"error_code": "429050", "message": "Too many"})
    route = router.post(FLOWS).mock(side_effect=answers(slow, httpx.Response(201, json={"id": "1"})))
    await client(clock).send(CREATE)
    assert route.call_count == 2
    assert clock.slept[0] == 7.0


async def test_throttling_for_too_long_says_when_to_come_back(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).respond(429, headers={"Retry-After": "3600"}, json={"error_code": "429050"})
    error = await failure(LIST)
    assert isinstance(error, Throttled) and error.retry_after == 3600
    assert route.call_count == 1


async def test_a_long_throttling_of_one_call_does_not_stop_all_others(router: respx.MockRouter) -> None:
    clock = Clock()
    http = client(clock)
    router.get(FLOWS).respond(429, headers={"Retry-After": "3600"})
    router.get(f"{FLOWS}/f1").respond(json={"items": []})
    with pytest.raises(Throttled):
        await http.send(LIST)
    await http.send(entities.lookup_request("flows", "f1"))
    assert sum(clock.slept) <= 31


@pytest.mark.parametrize("request_", [LIST, DELETE, PATCH], ids=["GET", "DELETE", "PATCH with If-Match"])
async def test_repeatable_calls_survive_faults(router: respx.MockRouter, request_: Request) -> None:
    done = httpx.Response(200, json={"id": "1"})
    route = router.route(url__startswith=FLOWS).mock(
        side_effect=answers(httpx.Response(503), httpx.ReadError("cut"), httpx.ConnectError("no"), done)
    )
    await client().send(request_)
    assert route.call_count == 4


async def test_a_lasting_fault_ends_as_such(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).respond(503, json={"type": "x/FLOW-1103-503", "title": "Service unavailable"})
    error = await failure(LIST)
    assert isinstance(error, ServerFault) and error.code == "1103-503" and not error.outcome_unknown
    assert route.call_count == 5


@pytest.mark.parametrize(
    "lost",
    [
        OSError("tls"),
        httpx.ReadError("x"),
        httpx.WriteError("x"),
        httpx.RemoteProtocolError("x"),
        httpx.ReadTimeout("x"),
    ],
)
async def test_a_creation_whose_answer_is_lost_is_sent_once(router: respx.MockRouter, lost: Exception) -> None:
    route = router.post(FLOWS).mock(side_effect=lost)
    error = await failure(CREATE)
    assert isinstance(error, AmbiguousError) and error.outcome_unknown
    assert error.operation == "create the dataflow"
    assert route.call_count == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_creation_that_meets_a_fault_is_sent_once(router: respx.MockRouter, status: int) -> None:
    route = router.post(FLOWS).respond(status)
    error = await failure(CREATE)
    assert isinstance(error, ServerFault) and error.outcome_unknown
    assert route.call_count == 1


async def test_a_creation_without_connection_is_sent_again(router: respx.MockRouter) -> None:
    done = httpx.Response(201, json={"id": "1"})
    route = router.post(FLOWS).mock(side_effect=answers(httpx.ConnectError("x"), httpx.ConnectTimeout("x"), done))
    await client().send(CREATE)
    assert route.call_count == 3


async def test_no_connection_at_all(router: respx.MockRouter) -> None:
    router.post(FLOWS).mock(side_effect=httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"))
    error = await failure(CREATE)
    assert isinstance(error, Unreachable) and not error.outcome_unknown
    assert "certificate is not trusted" in str(error)


@pytest.mark.parametrize(("lost", "kind"), [(httpx.ReadTimeout("x"), TimedOut), (httpx.ReadError("x"), Disconnected)])
async def test_reading_that_never_succeeds(router: respx.MockRouter, lost: Exception, kind: type) -> None:
    router.get(FLOWS).mock(side_effect=lost)
    assert type(await failure(LIST)) is kind


async def test_deleting_again_after_a_lost_answer_is_content_with_nothing_left(router: respx.MockRouter) -> None:
    router.delete(f"{FLOWS}/f1").mock(side_effect=answers(httpx.ReadError("x"), httpx.Response(404)))
    assert (await client().send(DELETE)).status == 404


async def test_deleting_what_is_not_there_is_an_error(router: respx.MockRouter) -> None:
    router.delete(f"{FLOWS}/f1").respond(404, json={"type": "x/FLOW-1101-404", "title": "no"})
    assert isinstance(await failure(DELETE), NotFound)


async def test_a_change_repeated_after_a_lost_answer_may_have_been_the_first(router: respx.MockRouter) -> None:
    stale = httpx.Response(412, json={"type": "x/FLOW-1404-412", "title": "Version not matching"})
    router.patch(f"{FLOWS}/f1").mock(side_effect=answers(httpx.ReadError("x"), stale))
    error = await failure(PATCH)
    assert isinstance(error, Conflict) and error.outcome_unknown
    router.patch(f"{FLOWS}/f1").mock(return_value=stale)
    error = await failure(PATCH)
    assert isinstance(error, Conflict) and not error.outcome_unknown


async def test_if_match_goes_out_with_its_quotes(router: respx.MockRouter) -> None:
    route = router.patch(f"{FLOWS}/f1").respond(json={"id": "1"})
    await client().send(PATCH)
    assert route.calls.last.request.headers["if-match"] == '"v1"'
    assert dict(if_match("v1")) == {"If-Match": '"v1"'}


async def test_at_most_four_at_once(router: respx.MockRouter) -> None:
    running, most, gate = 0, 0, asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if most == 4:
            gate.set()
        await gate.wait()
        running -= 1
        return httpx.Response(200, json={})

    router.get(FLOWS).mock(side_effect=slow)
    http = client()
    await asyncio.gather(*(http.send(LIST) for _ in range(30)))
    assert most == 4


async def test_every_request_counts_for_the_rate(router: respx.MockRouter) -> None:
    clock, times = Clock(), []

    def platform(request: httpx.Request) -> httpx.Response:
        times.append(clock.now)
        return httpx.Response(503) if len(times) % 3 == 0 else httpx.Response(200, json={})

    router.get(FLOWS).mock(side_effect=platform)
    http = client(clock, limits=Limits(per_second=5))
    await asyncio.gather(*(http.send(LIST) for _ in range(40)))
    assert len(times) > 40
    assert all(later - first >= 1 - 1e-9 for first, later in zip(times, times[5:], strict=False))
