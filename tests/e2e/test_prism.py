"""The client alone, and the client with the local platform, before a second judge: Prism on the published documents.

AEPTUI_PRISM names the executable of Prism 5; .ci/run installs it.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aeptui.services.errors import PlatformError
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.conftest import environment
from tests.e2e.test_recording import connections, dataflow, look_around, schemas
from tests.services import test_contract

PRISM = os.environ.get("AEPTUI_PRISM")
CREDENTIAL = {"client_id": "c", "client_secret": "s", "org_id": "O@AdobeOrg", "sandbox": "dev", "scopes": "openid"}

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not PRISM, reason="AEPTUI_PRISM does not name the executable of Prism"),
]

# Prism takes the first of two media types of a request, so that it refuses a JSON Patch for a dataset.
KNOWN = re.compile(r"PATCH /data/foundation/catalog/dataSets/")


@contextmanager
def gateway(reference: Path, *arguments: str) -> Iterator[str]:
    """All documents behind one address; the address."""
    python = os.environ.get("CONTRACT_PYTHON", sys.executable)
    command = [python, str(reference / "contract" / "prism" / "gateway.py"), "--port", "0", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment() | {"PRISM": str(PRISM)}
    )
    assert process.stdout is not None
    try:
        ready = re.search(r"http://\S+", process.stdout.readline())
        assert ready, "Prism did not start"
        yield ready[0]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def report(url: str) -> dict[str, Any]:
    """What was refused, and which answers broke their document."""
    with urllib.request.urlopen(f"{url}/__gateway/report") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def unexpected(entries: list[dict[str, Any]]) -> list[str]:
    """The entries that no known limit of Prism explains."""
    lines = [f"{each['method']} {each['url']} {each['status']} {each['why']}" for each in entries]
    return [line for line in lines if not KNOWN.match(line)]


async def each_alone(platform: Platform) -> list[str]:
    """Sends everything that the service layer can send; the calls whose example answers it cannot read."""
    unread: list[str] = []
    plain = platform.http.send

    async def send(request: Any) -> Any:
        try:
            return await plain(request)
        except PlatformError as error:
            unread.append(str(error))
            raise

    platform.http.send = send  # type: ignore[method-assign]
    for part in test_contract.PARTS:
        try:
            await part(platform)
        except PlatformError as error:
            unread.append(str(error))
    return unread


async def test_the_client_alone_sends_what_the_documents_allow(reference: Path) -> None:
    with gateway(reference) as url:
        info = CREDENTIAL | {"platform_url": url, "ims_url": url}
        async with scene.connected(info, recorder=None) as platform:
            unread = await each_alone(platform)
        found = report(url)
    assert found["requests"] > 100
    assert unexpected(found["refused"]) == []
    print("\n".join(unread))


async def test_client_and_local_platform_keep_to_the_documents(reference: Path, live: dict[str, Any]) -> None:
    with gateway(reference, "--upstream", live["platform_url"]) as url:
        info = live | {"platform_url": url, "ims_url": url}
        async with scene.connected(info, recorder=None) as platform:
            await asyncio.gather(look_around(platform), connections(platform), schemas(platform))
            await dataflow(platform)
        found = report(url)
    assert unexpected(found["refused"]) == []
    assert unexpected(found["bad_answers"]) == []
