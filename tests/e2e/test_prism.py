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
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aeptui.services.errors import Invalid, PlatformError
from tests.e2e import scene
from tests.e2e.conftest import environment
from tests.e2e.hostile import CHANGES, CREATES, DELETES, READS
from tests.e2e.test_recording import connections, dataflow, look_around, schemas

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


SCHEMA = "_acme.schemas.b750bd161fef405bc324d0c8809b02c494d73e60e7ae9b3e"
IDS = defaultdict(
    lambda: "2edc08ac-4df5-4fe6-936f-81a19ce92f5c",
    schema=SCHEMA,
    profile=SCHEMA,
    schema_id="https://ns.adobe.com/acme/schemas/b750bd161fef405bc324d0c8809b02c494d73e60e7ae9b3e",
    tenant="_acme",
)
UNREAD = {
    "the same page twice": "every page of a mock names a next one",
    "there is no such object": "a mock answers with the object of its example, whatever is asked for",
    "no kind of dataflow takes this source": "the example's dataflow specification is that of another source",
    "in id": "what a mock makes up of a schema without an example has no identifier",
    "names no dataset": "what a mock makes up of a reference is a word",
}
"""Why an answer of a mock, which knows no state, is not taken for an answer; each is what the client should say."""


async def test_the_client_alone_sends_what_the_documents_allow_and_reads_their_examples(reference: Path) -> None:
    unread: dict[str, str] = {}
    with gateway(reference) as url:
        info = CREDENTIAL | {"platform_url": url, "ims_url": url}
        async with scene.connected(info, recorder=None) as platform:
            for name, operation in (READS | CREATES | CHANGES | DELETES).items():
                try:
                    await operation(platform, IDS, IDS)
                except PlatformError as error:
                    unread[name] = str(error)
        found = report(url)
    assert found["requests"] >= len(READS | CREATES | CHANGES | DELETES)
    assert unexpected(found["refused"]) == []
    unexplained = {name: words for name, words in unread.items() if not any(known in words for known in UNREAD)}
    assert set(unexplained) <= {"patch a dataset", "enable a dataset for Profile"}, unexplained
    assert len(unread) < found["requests"] / 4


async def test_client_and_local_platform_keep_to_the_documents(reference: Path, live: dict[str, Any]) -> None:
    with gateway(reference, "--upstream", live["platform_url"]) as url:
        info = live | {"platform_url": url, "ims_url": url}
        async with scene.connected(info, recorder=None) as platform:
            await asyncio.gather(look_around(platform), connections(platform), schemas(platform))
            # It ends with the one call that Prism refuses.
            with pytest.raises(Invalid, match="change the dataset"):
                await dataflow(platform)
        found = report(url)
    assert len(found["refused"]) == 1 and unexpected(found["refused"]) == []
    assert unexpected(found["bad_answers"]) == []
