"""What a call through the service layer costs, beside a bare loop of the same requests in the same run."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from aeptui.services import catalog, schema_registry
from aeptui.services.flow_service import entities
from aeptui.services.platform import Platform
from aeptui.services.request import Request
from tests.e2e import scene
from tests.e2e.conftest import serving
from tests.services.support import gather

pytestmark = pytest.mark.thorough

# The least of so many rounds counts: others use the machine as well.
ROUNDS, CALLS = 7, 6
MOST = 1.5
Call = Callable[[], Awaitable[Any]]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A local platform in a process of its own, whose CPU does not count."""
    with serving(tmp_path / "platform") as info:
        yield info


async def furnish(platform: Platform) -> str:
    """Makes what there is to list; the schema's id."""
    parts = await scene.parts(platform, "Listed")
    far = {"startTime": 4_000_000_000, "frequency": "once"}
    await asyncio.gather(*(scene.flow(platform, f"Flow {n}", parts, scheduleParams=far) for n in range(20)))
    return parts.schema


def cases(platform: Platform, schema: str) -> list[tuple[Request, Call]]:
    """Requests, and the calls of the service layer that send them and read the answers."""
    flow_service, registry = platform.flow_service, platform.schema_registry
    return [
        (schema_registry.stats_request(), registry.stats),
        (schema_registry.lookup_request("schemas", schema), lambda: registry.lookup("schemas", schema)),
        (entities.list_request("flows"), lambda: gather(flow_service.flows.where())),
        (entities.list_request("connectionSpecs"), lambda: gather(flow_service.connection_specs.where())),
        (catalog.list_datasets_request(), lambda: gather(platform.catalog.datasets())),
    ]


def bare(http: httpx.AsyncClient, info: dict[str, Any], token: str, request: Request) -> Call:
    """The same request without any of our code; the answer is parsed and no more."""
    headers = {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "x-api-key": info["client_id"],
        "x-gw-ims-org-id": info["org_id"],
        "x-sandbox-name": info["sandbox"],
    } | dict(request.headers)

    async def call() -> Any:
        url = info["platform_url"] + request.url_path
        return (await http.get(url, params=list(request.params), headers=headers)).json()

    return call


async def least(*calls: Call) -> list[float]:
    """CPU seconds of one call of each, the least of the rounds, which alternate."""
    found = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        for place, call in enumerate(calls):
            began = time.process_time()
            for _ in range(CALLS):
                await call()
            found[place] = min(found[place], (time.process_time() - began) / CALLS)
    return found


async def test_a_call_costs_at_most_half_as_much_again_as_a_bare_one(served: dict[str, Any]) -> None:
    async with scene.connected(served, recorder=None) as platform, httpx.AsyncClient() as http:
        schema = await furnish(platform)
        token = await platform.http.tokens.current()
        sums = [0.0, 0.0]
        for request, call in cases(platform, schema):
            pair = await least(bare(http, served, token, request), call)
            print(f"{request.operation}: {pair[0] * 1e6:.0f} us bare, {pair[1] * 1e6:.0f} us here")
            sums = [one + other for one, other in zip(sums, pair, strict=True)]
    assert sums[1] <= MOST * sums[0], f"{sums[1] / sums[0]:.2f} times the CPU of bare calls"
