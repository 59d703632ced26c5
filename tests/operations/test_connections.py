from collections.abc import AsyncIterator
from typing import Any

import pytest

from aeptui.localplatform.faults import Faults
from aeptui.operations import connections
from aeptui.operations.sign_ins import SignIn, SignInField, sign_ins
from aeptui.services.errors import AmbiguousError, Conflict
from aeptui.services.flow_service.models import Connection, ConnectionSpec
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.hostile import rule
from tests.services.support import Clock

Failing = tuple[dict[str, Any], Faults]
ACCOUNT = scene.connection_body("")["auth"]["params"]
CONNECTIONS = "/data/foundation/flowservice/connections"


@pytest.fixture
async def platform(failing: Failing) -> AsyncIterator[Platform]:
    """A client whose repetitions wait for nothing."""
    clock = Clock()
    async with scene.connected(failing[0], clock=clock, sleep=clock.sleep, recorder=None) as connected:
        yield connected
    failing[1].rules = []


async def servicenow(platform: Platform) -> tuple[ConnectionSpec, SignIn]:
    spec = next(spec for spec in await connections.source_specs(platform) if spec.is_called("ServiceNow"))
    return spec, sign_ins(spec)[0]


async def make(platform: Platform, name: str) -> str:
    return await connections.create(platform, name, *(await servicenow(platform)), ACCOUNT, about="made by a test")


async def test_a_creation_whose_answer_is_lost_is_found_and_not_repeated(platform: Platform, failing: Failing) -> None:
    spec, sign_in = await servicenow(platform)
    lost = rule("drop-reply", CONNECTIONS, method="POST", times=1)
    failing[1].rules = [lost]
    name = scene.fresh("Lost")
    made = await connections.create(platform, name, spec, sign_in, ACCOUNT)
    assert lost.seen == 1
    assert [each.id for each in await connections.matching(platform, name)] == [made]


async def test_one_that_never_happened_stays_an_error(platform: Platform, failing: Failing) -> None:
    spec, sign_in = await servicenow(platform)
    failing[1].rules = [rule("reset", CONNECTIONS, method="POST")]
    name = scene.fresh("Never")
    with pytest.raises(AmbiguousError):
        await connections.create(platform, name, spec, sign_in, ACCOUNT)
    assert await connections.matching(platform, name) == []


async def test_a_rotation_whose_answer_is_lost_is_made_again(platform: Platform, failing: Failing) -> None:
    (connection,) = await connections.matching(platform, await make(platform, scene.fresh("Rotated")))
    failing[1].rules = [rule("drop-reply", f"{CONNECTIONS}/*", method="PATCH", times=1)]
    await connections.rotate(platform, connection, ACCOUNT | {"password": "wrong"})
    checked = await connections.check(platform, connection.id)
    assert not checked.ok and checked.error is not None and checked.error.code == "1308-400"
    assert checked.to_json()["error"]["guidance"]


async def test_a_rotation_over_somebody_elses_change_is_refused(platform: Platform) -> None:
    (connection,) = await connections.matching(platform, await make(platform, scene.fresh("Raced")))
    await connections.rotate(platform, connection, ACCOUNT)
    with pytest.raises(Conflict):
        await connections.rotate(platform, connection, ACCOUNT)


async def test_what_reads_through_a_connection(platform: Platform) -> None:
    name = scene.fresh("Used")
    id = await make(platform, name)
    assert await connections.dependants(platform, id) == connections.Dependants((), ())
    parts = await scene.parts(platform, name, base=id)
    far = {"startTime": 4_000_000_000, "frequency": "once"}
    flows = {await scene.flow(platform, f"{name} {number}", parts, scheduleParams=far) for number in range(2)}
    users = await connections.dependants(platform, id)
    assert [each.id for each in users.source_connections] == [parts.source]
    assert {each.id for each in users.flows} == flows


async def test_users_are_found_however_many_source_connections_there_are(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDS_AT_ONCE", 2)
    name = scene.fresh("Many")
    id = await make(platform, name)
    far = {"startTime": 4_000_000_000, "frequency": "once"}
    parts = await scene.parts(platform, name, base=id)
    body = await scene.source_body(platform, name, id)
    for _ in range(4):
        await platform.flow_service.source_connections.create(body)
    flow = await scene.flow(platform, name, parts, scheduleParams=far)
    users = await connections.dependants(platform, id)
    assert len(users.source_connections) == 5
    assert [each.id for each in users.flows] == [flow]


def test_a_rotation_keeps_what_is_no_secret_and_no_mask() -> None:
    sign_in = SignIn("x", (SignInField("host", True, False), SignInField("key", True, True)))
    params = {"host": "h", "key": "***", "more": "****", "port": 22, "empty": ""}
    known = Connection.model_validate({"id": "1", "auth": {"specName": "x", "params": params}})
    assert connections.kept_params(known, sign_in) == {"host": "h", "port": 22, "empty": ""}
