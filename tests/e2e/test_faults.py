"""Every operation with every kind of fault: a success, or an error that is typed and says what to do."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from aeptui.localplatform.faults import Faults
from aeptui.services.errors import (
    AmbiguousError,
    BadAnswer,
    Disconnected,
    NotAllowed,
    NotSignedIn,
    PlatformError,
    ServerFault,
    Throttled,
    TimedOut,
)
from aeptui.services.http import Limits
from aeptui.services.platform import Platform
from aeptui.services.retry import Policy
from tests.e2e import scene
from tests.e2e.hostile import (
    CHANGES,
    CREATES,
    KINDS,
    READS,
    ROUNDS,
    SIGN_IN,
    Operation,
    first_of_each,
    hostile,
    rule,
    settle,
    spare,
)
from tests.services.support import Clock

pytestmark = pytest.mark.thorough

LASTING: dict[str, set[type[PlatformError]]] = {
    "500": {ServerFault},
    "503 with Retry-After": {ServerFault},
    "503 of a proxy": {BadAnswer, ServerFault},
    "429": {Throttled},
    "401": {NotSignedIn},
    "403": {NotAllowed},
    "an empty success": {BadAnswer},
    "a success of another shape": {BadAnswer},
    "delay": {TimedOut, AmbiguousError},
    "reset": {Disconnected, AmbiguousError},
    "drop-reply": {Disconnected, AmbiguousError},
    "malformed": {BadAnswer},
    "expire-token": {NotSignedIn},
}
"""The errors that a fault may lead to while it lasts."""

MAY_SUCCEED = ("an empty success", "a success of another shape", "delay", "malformed")
"""Kinds of faults that some calls do not mind: those that want no answer, or are given minutes for it."""

UNCLEAR = ("500", "503 with Retry-After", "delay", "reset", "drop-reply")
"""Kinds of faults after which nobody knows whether a creation has happened."""

COLLECTIONS = (
    "/classes", "/schemas", "/dataSets", "/mappingSets", "/connections", "/targetConnections", "/identities", "/runs",
)  # fmt: skip
"""How the addresses end that creations are sent to."""

REFUSED = ("500", "503 with Retry-After", "503 of a proxy", "429", "401", "403", "reset", "expire-token")
"""Kinds of faults with which nothing is done."""

RARE = ("503 of a proxy", "an empty success", "403")
EACH = [pytest.param(kind, marks=pytest.mark.thorough) if kind in RARE else kind for kind in KINDS]

Broken = tuple[dict[str, Any], Faults, dict[str, str]]
PASSING = ("500", "503 with Retry-After", "429", "401", "delay", "reset", "drop-reply", "expire-token")
"""The kinds of faults after which the same call may well succeed."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broken]:
    """A platform with its faults, and the ids of a dataflow that has run on it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "files").mkdir()
    (folder / "files" / "a.csv").write_text("a,b\n1,2\n")
    with hostile(folder, files_dir=folder / "files") as (info, faults):

        async def prepare() -> dict[str, str]:
            async with connected(info) as platform:
                return await spare(platform) | await settle(platform)

        yield info, faults, asyncio.run(prepare())


def connected(info: Mapping[str, Any], **settings: Any) -> AbstractAsyncContextManager[Platform]:
    """A client whose waits before it repeats take no time."""
    clock = Clock()
    known = {
        "clock": clock,
        "sleep": clock.sleep,
        "jitter": lambda: 0.5,
        "recorder": None,
        "policy": Policy(attempts=2),
    }
    return scene.connected(info, **(known | {"limits": Limits(at_once=16, per_second=100_000)} | settings))


def impatient(kind: str) -> dict[str, Any]:
    """Limits below the time that a delay takes, where that is the fault."""
    patience = 0.45 if kind == "delay" else 60.0
    return {"limits": Limits(at_once=16, per_second=100_000, read=patience, whole=patience)}


async def attempt(operation: Operation, *arguments: Any) -> PlatformError | None:
    """How an operation ends; what is no PlatformError fails the test."""
    try:
        await operation(*arguments)
    except PlatformError as error:
        return error
    return None


async def attempts(
    operations: Mapping[str, Operation],
    platform: Platform,
    kept: dict[str, str],
    doomed: dict[str, str],
    *,
    together: bool = True,
) -> dict[str, PlatformError | None]:
    """How each operation ends, all at the same time or one after the other."""
    if not together:
        return {name: await attempt(each, platform, kept, doomed) for name, each in operations.items()}
    found = await asyncio.gather(*(attempt(each, platform, kept, doomed) for each in operations.values()))
    return dict(zip(operations, found, strict=True))


def assert_helpful(name: str, error: PlatformError) -> None:
    """An error names what was tried, and tells what to do."""
    assert error.operation and error.title, name
    guidance = error.guidance
    assert guidance.title != "Unknown code" and guidance.meaning and guidance.next_step, (name, error)
    assert "Traceback" not in str(error) and "\x1b" not in str(error)


@pytest.mark.parametrize("kind", EACH)
async def test_while_a_fault_lasts_every_operation_ends_with_a_typed_error_that_helps(
    kind: str, broken: Broken
) -> None:
    info, faults, kept = broken
    async with connected(info) as healthy:
        # What is refused before anything is done needs no objects of its own.
        doomed = kept if kind in REFUSED else await spare(healthy)
    async with connected(info, **impatient(kind), policy=Policy(attempts=1 if kind == "delay" else 2)) as platform:
        await platform.http.tokens.current()
        faults.rules = [rule(kind)]
        ended: dict[str, PlatformError | None] = {}
        for operations in ROUNDS:
            ended |= await attempts(operations, platform, kept, doomed)
        faults.rules = []
    for name, error in ended.items():
        if error is None:
            assert kind in MAY_SUCCEED, name
        else:
            assert type(error) in LASTING[kind], (name, repr(error))
            assert_helpful(name, error)
    assert sum(error is not None for error in ended.values()) > len(ended) / 2


@pytest.mark.parametrize("kind", PASSING)
async def test_after_a_fault_what_may_be_repeated_succeeds_and_nothing_is_made_twice(kind: str, broken: Broken) -> None:
    info, faults, kept = broken
    async with connected(info) as healthy:
        doomed = await spare(healthy)
    once = first_of_each(kind)
    # More tries than the one fault needs: a busy machine answers late as well.
    async with connected(info, **impatient(kind), policy=Policy(attempts=5)) as platform:
        await platform.http.tokens.current()
        faults.rules = [once]
        # A token that is revoked again and again while others wait for a new one is another test.
        together = kind != "expire-token"
        ended: dict[str, PlatformError | None] = {}
        for operations in ROUNDS:
            ended |= await attempts(operations, platform, kept, doomed, together=together)
        faults.rules = []
    for name, error in ended.items():
        if error is not None:
            unclear = name in CREATES | CHANGES and kind in UNCLEAR
            assert unclear and error.outcome_unknown, (name, repr(error))
            assert_helpful(name, error)
    posts = {path: count for (method, path), count in once.hits.items() if method == "POST"}
    creating = [path for path in posts if path.endswith(COLLECTIONS)]
    assert len(creating) == len(CREATES)
    for path in creating:
        assert posts[path] == (1 if kind in UNCLEAR else 2), path


@pytest.mark.parametrize("kind", EACH)
async def test_a_fault_of_sign_in_fails_every_call_with_one_typed_error(kind: str, broken: Broken) -> None:
    info, faults, kept = broken
    async with connected(info, **impatient(kind)) as platform:
        faults.rules = [rule(kind, SIGN_IN)]
        ended = await attempts(dict(list(READS.items())[:8]), platform, kept, {})
        faults.rules = [rule(kind, SIGN_IN, times=1)]
        again = await attempt(READS["read the tenant id"], platform, kept, {})
        faults.rules = []
        after = await attempt(READS["read the tenant id"], platform, kept, {})
    if kind == "expire-token":
        assert set(ended.values()) == {None}
    else:
        assert all(error is not None for error in ended.values())
    for name, error in ended.items():
        if error is not None:
            assert_helpful(name, error)
    assert again is None or kind not in PASSING or kind == "401"
    assert after is None
