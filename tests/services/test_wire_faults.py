"""The client on a real connection: answers that are cut, late or never come, and calls that are given up."""

import asyncio
import gc
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aeptui.services.auth import Credentials
from aeptui.services.endpoint import Endpoint
from aeptui.services.errors import (
    AmbiguousError,
    BadAnswer,
    Disconnected,
    PlatformError,
    TimedOut,
    Unreachable,
)
from aeptui.services.http import HttpClient, Limits
from aeptui.services.request import Request
from tests.services.support import CREATE, LIST, Clock, Handler, RawServer, client, raw_answer, raw_server, until

OK = raw_answer(b'{"id": "1"}')


@asynccontextmanager
async def against(handler: Handler, **settings_: Any) -> AsyncIterator[tuple[HttpClient, RawServer]]:
    async with raw_server(handler) as server:
        endpoint = Endpoint(server.url, server.url)
        http = client(endpoint=endpoint, credentials=Credentials("c", access_token="t"), **settings_)
        try:
            yield http, server
        finally:
            await http.aclose()
            await until(lambda: server.open == 0)


async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.close()


async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(OK[:-3])
    await writer.drain()
    writer.close()


async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(b"\x16\x03\x01 this is no HTTP at all\r\n\r\n")
    await writer.drain()
    writer.close()


async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    await reader.read()


async def packed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(raw_answer(b"not gzip", headers=["Content-Encoding: gzip"]))
    await writer.drain()


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"400\r\n" + b" " * 1024 + b"\r\n")
        await writer.drain()


async def good(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(OK)
    await writer.drain()


QUICK = Limits(per_second=10_000, read=0.05, whole=0.1)


@pytest.mark.parametrize(
    ("handler", "kind", "sendings"),
    [
        (drop, Disconnected, 5),
        (cut, BadAnswer, 5),
        (garbage, Disconnected, 5),
        (never, TimedOut, 5),
        (packed, BadAnswer, 1),
    ],
)
async def test_reading(handler: Handler, kind: type[PlatformError], sendings: int) -> None:
    async with against(handler, limits=QUICK) as (http, server):
        with pytest.raises(kind) as caught:
            await http.send(LIST)
        assert len(server.requests) == sendings
        assert not caught.value.outcome_unknown


@pytest.mark.parametrize("handler", [drop, cut, garbage, never])
async def test_creating(handler: Handler) -> None:
    async with against(handler, limits=QUICK) as (http, server):
        with pytest.raises(AmbiguousError) as caught:
            await http.send(CREATE)
        assert len(server.requests) == 1
        assert caught.value.outcome_unknown


async def test_an_endless_answer_is_left_at_the_limit() -> None:
    async with against(endless, limits=Limits(per_second=10_000, largest=100_000)) as (http, _):
        with pytest.raises(BadAnswer, match="larger than"):
            await http.send(LIST)


async def test_a_call_may_ask_for_more_patience() -> None:
    async with against(good, limits=Limits(per_second=10_000, whole=1e-9)) as (http, _):
        with pytest.raises(TimedOut):
            await http.send(LIST)
        patient = Request("test it", "GET", "flow-service", "/connections/1/test", timeout=5.0)
        assert (await http.send(patient)).status == 200


async def test_nobody_listens() -> None:
    async with raw_server(good) as server:
        url = server.url
    http = client(endpoint=Endpoint(url, url), credentials=Credentials("c", access_token="t"))
    with pytest.raises(Unreachable) as caught:
        await http.send(CREATE)
    assert not caught.value.outcome_unknown
    await http.aclose()


async def test_connections_are_kept_between_calls() -> None:
    async with against(good) as (http, server):
        for _ in range(10):
            await http.send(LIST)
        assert server.open == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_giving_calls_up_leaves_no_task_and_no_open_connection(seed: int) -> None:
    dice = random.Random(seed)

    async def moody(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        fate = dice.random()
        if fate < 0.4:
            await asyncio.wait_for(reader.read(1), 5)
        elif fate < 0.6:
            writer.write(OK[: dice.randrange(len(OK))])
            await writer.drain()
            await asyncio.wait_for(reader.read(1), 5)
        else:
            await good(reader, writer, head)

    async def run() -> None:
        async with raw_server(moody) as server:
            endpoint = Endpoint(server.url, server.url)
            http = client(endpoint=endpoint, credentials=Credentials("c", access_token="t"))
            calls = [asyncio.create_task(http.send(dice.choice([LIST, CREATE]))) for _ in range(20)]
            for call in calls:
                for _ in range(dice.randrange(60)):
                    await asyncio.sleep(0)
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            await http.aclose()
            await until(lambda: server.open == 0)
        # What is left are the server's own tasks that see their connection end.
        await until(lambda: len(asyncio.all_tasks()) == 1)

    asyncio.run(run())


@pytest.mark.parametrize("steps", range(12))
def test_closing_ends_calls_that_nobody_waits_for(steps: int, recwarn: pytest.WarningsRecorder) -> None:
    """What is left over where one of several calls failed ends with the client, however far its connection has come."""
    ended: list[BaseException] = []

    async def run() -> None:
        async with raw_server(never) as server:
            endpoint = Endpoint(server.url, server.url)
            http = client(endpoint=endpoint, credentials=Credentials("c", access_token="t"))
            calls = [asyncio.create_task(http.send(LIST)) for _ in range(3)]
            for _ in range(steps):
                await asyncio.sleep(0)
            await http.aclose()
            ended.extend(await asyncio.gather(*calls, return_exceptions=True))
            await until(lambda: server.open == 0)
        await until(lambda: len(asyncio.all_tasks()) == 1)

    asyncio.run(run())
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []
    assert {type(error) for error in ended} == {asyncio.CancelledError if steps else Unreachable}


async def test_closing_ends_a_call_that_overhears_its_cancellation() -> None:
    waiting = asyncio.Event()

    async def overhear(_: float) -> None:
        waiting.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    nowhere = Endpoint("http://127.0.0.1:9", "http://127.0.0.1:9")
    http = client(endpoint=nowhere, credentials=Credentials("c", access_token="t"), sleep=overhear)
    call = asyncio.create_task(http.send(LIST))
    await waiting.wait()
    await asyncio.wait_for(http.aclose(), 20)
    with pytest.raises(Unreachable):
        await call


async def test_a_closed_client_sends_nothing() -> None:
    async with against(good) as (http, server):
        await http.aclose()
        with pytest.raises(Unreachable, match="closed"):
            await http.send(CREATE)
        assert server.requests == []


async def test_places_of_cancelled_calls_are_free_again() -> None:
    handler = never

    async def change(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        await handler(reader, writer, head)

    async with against(change) as (http, server):
        calls = [asyncio.create_task(http.send(LIST)) for _ in range(8)]
        await until(lambda: len(server.requests) == 4)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        handler = good
        assert [(await http.send(LIST)).status for _ in range(5)] == [200] * 5


FATES = ["throttle", "refuse", "fault", "drop", "cut", "never", "expired"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FATES), max_size=5))
def test_a_creation_whose_bytes_may_have_done_work_is_never_sent_twice(fates: list[str]) -> None:
    """After each fate the server notes whether the work may be done; no creation may follow one that may be."""
    left = list(fates)
    worked: list[bool] = []

    async def fateful(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        if b"/ims/token/v3" in head:
            writer.write(raw_answer(b'{"access_token": "t%d", "expires_in": 86399}' % len(worked)))
            return await writer.drain()
        fate = left.pop(0) if left else "good"
        worked.append(fate not in ("throttle", "expired"))
        scripts = {
            "throttle": raw_answer(b'{"error_code": "429050", "message": "x"}', "429 Too Many Requests"),
            "expired": raw_answer(b'{"error_code": "401013", "message": "x"}', "401 Unauthorized"),
            "refuse": raw_answer(b'{"title": "x"}', "400 Bad Request"),
            "fault": raw_answer(b"{}", "503 Service Unavailable"),
            "cut": OK[:-4],
            "good": OK,
        }
        if fate == "never":
            return await never(reader, writer, head)
        writer.write(scripts.get(fate, b""))
        await writer.drain()
        if fate in ("drop", "cut"):
            writer.close()

    async def run() -> None:
        async with raw_server(fateful) as server:
            http = client(Clock(), endpoint=Endpoint(server.url, server.url), limits=QUICK)
            try:
                await http.send(CREATE)
            except PlatformError as error:
                if worked and worked[-1]:
                    refused = fates[len(worked) - 1] == "refuse"
                    assert error.outcome_unknown != refused
            await http.aclose()
            await until(lambda: server.open == 0)

    asyncio.run(run())
    assert True not in worked[:-1]
