"""One of several programs that work on the same platform: ``python -m tests.e2e.crowd NAME``, what a platform tells
about itself on standard input; prints as one JSON object what it did."""

import asyncio
import json
import sys
from typing import Any

from aeptui.services.errors import Conflict, PlatformError
from aeptui.services.platform import Platform
from tests.e2e import scene

COUNTER = "Counter"
SHARED = "Shared by all"
CHANGES, OWN = 15, 10


async def work(name: str, info: dict[str, Any]) -> dict[str, Any]:
    """Makes what others make at the same moment, changes what others change, and makes some things of its own."""
    async with scene.connected(info, recorder=None) as platform:
        made, refused = [], []
        for number in range(OWN):
            try:
                body = scene.schema_body(f"{SHARED} {number}", scene.PROFILE)
                made.append((await platform.schema_registry.create("schemas", body)).id)
            except PlatformError as error:
                refused.append(error.guidance.title)
        own = [
            (await platform.flow_service.connections.create(scene.connection_body(f"{name} {number}"))).id
            for number in range(OWN)
        ]
        conflicts = sum([await _count_up(platform) for _ in range(CHANGES)])
    return {"made": made, "refused": refused, "own": own, "conflicts": conflicts}


async def _count_up(platform: Platform) -> int:
    """Adds one to the number in the description of the shared connection; how often another program was faster."""
    for conflicts in range(1000):
        (shared,) = await platform.flow_service.connections.named(COUNTER)
        value = str(int(shared.description) + 1)
        change = [{"op": "replace", "path": "/description", "value": value}]
        try:
            await platform.flow_service.connections.patch(shared.id, shared.etag, change)
        except Conflict:
            continue
        return conflicts
    raise TimeoutError("others were always faster")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(work(sys.argv[1], json.load(sys.stdin)))))
