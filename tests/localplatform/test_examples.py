"""Against the published examples: a platform that has their objects answers their requests in their shape."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from aeptui.localplatform import tokens
from aeptui.localplatform.gateway import Gateway
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.services import services
from tests.localplatform import seeded
from tests.localplatform.support import Client

REFUSED: dict[int, str] = {
    2: "403010", 3: "401013", 4: "403000", 5: "403003", 6: "400003", 7: "403025",
    9: "A valid content-type must be specified", 14: "XDM-1006-400", 15: "XDM-1012-404", 70: "FLOW-1404-412",
    48: "is not valid JSON", 51: "FLOW-1307-400", 63: "403010",
}  # fmt: skip
"""What the answers to the examples of errors, and to those that are wrong as printed, must say."""

OTHERWISE: dict[int, str] = {
    8: "throttling is the platform's own doing: tests/localplatform/test_server.py asks for it with a rate",
    73: "a draft for a streaming source, whose specification the local platform does not offer; "
    "tests/localplatform/flowservice/test_flows.py makes a draft of a table source",
    40: "credentials without environmentUrl, which the specification of that source has come to require",
    61: "the flow specification of 2020; the platform answers with today's, which is the next example",
    65: "a Copy transformation in a dataflow that runs once, which the error 1369-400 is about: "
    "tests/e2e/errata has what is sent instead, and the refusal",
}
"""Examples that are answered in another way, and why."""

LEFT_OUT: dict[int, set[str]] = {
    11: {"classUsage"},  # An array today: the example shows the object of older answers.
    30: {"description"},  # Adobe's sentences, which are not ours to repeat.
    # A table is named in either of two forms, so that neither is required; a slip in the description of a column.
    31: {"description", "sourceSpec/spec/required", "meta/originalType"},
    32: {"description"},
    47: {"email"},  # The first user of the local platform's Zendesk has none.
    57: {"inputSchema", "outputSchema/id", "outputSchema/version"},  # Sets that a user interface of 2020 made have one.
    62: {"description"},
    66: {"lastRunDetails", "lastOperation"},  # The dataflow has not run and was not changed yet.
    80: {"params"},  # Those of another kind of source.
}
"""Members of an example that an answer may lack."""

IDENTITY = {3: "{ACCESS_TOKEN}", 5: "{API_KEY}", 7: "{ORG_ID}"}
"""What is wrong in the examples of a wrong identity."""


@dataclass
class World:
    """A seeded platform and how its examples' placeholders are filled."""

    platform: Platform
    gateway: Gateway

    def load(self, path: Path) -> dict[str, Any]:
        """An example with the names of this platform in it."""
        text = path.read_text(encoding="utf-8")
        filled = {"{TENANT_ID}": self.platform.tenant_id, "{SANDBOX_NAME}": "dev"}
        for placeholder, value in filled.items():
            text = text.replace(placeholder, value)
        example: dict[str, Any] = json.loads(text)
        return example

    async def ask(self, example: dict[str, Any], wrong: str | None = None) -> httpx.Response:
        """Sends the request of an example; the placeholder ``wrong`` gets a wrong value."""
        known = {
            "{ACCESS_TOKEN}": tokens.issue(self.platform),
            "{API_KEY}": self.platform.client_id,
            "{CLIENT_SECRET}": self.platform.client_secret,
            "{ORG_ID}": self.platform.org_id,
        } | ({wrong: "wrong"} if wrong else {})

        def fill(text: str) -> str:
            for placeholder, value in known.items():
                text = text.replace(placeholder, value)
            return text

        body = example.get("raw_body_as_printed", example["body"])
        content = None if body is None else body if isinstance(body, str) else json.dumps(body)
        path = example["path"].removeprefix("https://ims-na1.adobelogin.com")
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.gateway), base_url="http://platform.test"
        ) as http:
            return await http.request(
                example["method"],
                path,
                params=example["query"],
                content=fill(content) if content is not None else None,
                headers={name: fill(value) for name, value in example["headers"].items()},
            )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One platform for all examples; each of them changes other objects."""
    folder = tmp_path_factory.mktemp("examples")
    platform = Platform(folder / "platform", folder / "files")
    gateway = Gateway(platform, services(platform)[0])

    async def work() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(gateway), base_url="http://platform.test") as http:
            await seeded.seed(Client(http, platform, tokens.issue(platform)), folder / "files")

    asyncio.run(work())
    yield World(platform, gateway)
    platform.close()


def missing(expected: Any, found: Any, left_out: set[str], place: str = "") -> list[str]:
    """Where ``found`` has not the shape of ``expected``: members that lack, other types, lists that are empty."""
    if expected is None or any(place.endswith(f"/{each}") for each in left_out):
        return []
    if isinstance(expected, dict):
        return _missing_members(expected, found, left_out, place)
    if isinstance(expected, list):
        if not isinstance(found, list) or (expected and not found):
            return [f"{place}: no list or an empty one"]
        return missing(expected[0], _like(expected[0], found), left_out, f"{place}/0") if expected else []
    same = type(found) is type(expected) or {type(found), type(expected)} == {int, float}
    return [] if same else [f"{place}: {found!r} is no {type(expected).__name__}"]


ABSENT = object()


def _missing_members(expected: dict[str, Any], found: Any, left_out: set[str], place: str) -> list[str]:
    if not isinstance(found, dict):
        return [f"{place}: no object but {found!r}"]
    if expected and all(re.fullmatch(r"[0-9a-f]{24}", name) for name in expected):
        # Objects by their id: any of them will do.
        expected, found = {"*": next(iter(expected.values()))}, {"*": next(iter(found.values()), None)}
    return [
        text
        for name, value in expected.items()
        for text in missing(value, found.get(name, ABSENT), left_out, f"{place}/{name}")
    ]


def _like(expected: Any, found: list[Any]) -> Any:
    """The item of a list that has the name of the expected one, or else the first."""
    name = expected.get("name") if isinstance(expected, dict) else None
    return next((each for each in found if name and isinstance(each, dict) and each.get("name") == name), found[0])


COLLECTIONS = {seeded.OTHER_CONNECTION: "connections", seeded.FLOW_ID: "flows", seeded.DRAFT: "flows"}


def arrange(world: World, number: int, example: dict[str, Any]) -> None:
    """Brings the object of an example into the state that the example takes for granted."""
    id, etag = example["path"].split("/")[-1], example["headers"].get("If-Match")
    if etag and number not in REFUSED:
        seeded.change(world.platform, COLLECTIONS[id], id, etag=etag, version=etag)
    if number == 79:
        seeded.change(world.platform, "runs", seeded.RUN, metrics={"statusSummary": {"status": "failed"}})


NUMBERS = [number for number in range(1, 81) if number not in OTHERWISE]


@pytest.mark.parametrize("number", NUMBERS)
async def test_an_example_is_answered_in_its_shape_or_refused_as_documented(
    world: World, reference: Path, number: int
) -> None:
    (path,) = (reference / "aep" / "examples").glob(f"{number:02}-*.json")
    example = world.load(path)
    arrange(world, number, example)
    reply = await world.ask(example, IDENTITY.get(number))
    if number in REFUSED:
        assert REFUSED[number] in reply.text, reply.text
        assert reply.status_code == example["status"] if "error" in example["flags"] else reply.status_code >= 400
        return
    assert reply.status_code == example["status"], reply.text
    left_out = LEFT_OUT.get(number, set())
    if example["response"] is None:
        assert reply.content == b""
    elif number == 46:
        # A bare list in 2020; the answer of today has a schema with columns.
        assert missing(example["response"], reply.json()["schema"]["columns"], left_out) == []
    else:
        assert missing(example["response"], reply.json(), left_out) == []


def test_no_example_is_left_out_without_a_reason(reference: Path, world: World) -> None:
    for path in (reference / "aep" / "examples").glob("*.json"):
        number, flags = int(path.name[:2]), set(world.load(path)["flags"])
        assert number in NUMBERS or OTHERWISE[number]
        if flags & {"recommended", "corrected"}:
            assert number not in OTHERWISE and number not in REFUSED
        if flags & {"wrong", "invalid-json"}:
            assert number in REFUSED
