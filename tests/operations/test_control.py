import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from aeptui.localplatform.faults import Faults
from aeptui.operations import control
from aeptui.operations.monitor import ended_run
from aeptui.services.errors import AmbiguousError, NotFound
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.hostile import rule
from tests.services.support import Clock

Failing = tuple[dict[str, Any], Faults]
FLOWS, RUNS = "/data/foundation/flowservice/flows", "/data/foundation/flowservice/runs"
FAR = {"startTime": 4_000_000_000, "frequency": "once"}
IN_STATE = {"id": "f", "name": "n", "etag": '"1"'}


@pytest.fixture
async def platform(failing: Failing) -> AsyncIterator[Platform]:
    """A client whose repetitions wait for nothing."""
    clock = Clock()
    async with scene.connected(failing[0], clock=clock, sleep=clock.sleep, recorder=None) as connected:
        yield connected
    failing[1].rules = []


async def no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


async def flow(platform: Platform, **changes: Any) -> str:
    return await scene.flow(platform, scene.fresh("Controlled"), **({"scheduleParams": FAR} | changes))


@pytest.mark.parametrize("kind", ["drop-reply", "reset", "500", "malformed"])
async def test_a_state_is_reached_whatever_becomes_of_the_first_answer(
    kind: str, platform: Platform, failing: Failing
) -> None:
    id = await flow(platform)
    for wanted in ("disabled", "enabled"):
        failing[1].rules = [rule(kind, f"{FLOWS}/*/action", times=1)]
        switched = await control.switch(platform, id, wanted, sleep=no_wait)  # type: ignore[arg-type]
        assert (switched.state, switched.changed) == (wanted, True)
        assert (await platform.flow_service.flows.lookup(id)).state == wanted
    assert (await control.switch(platform, id, "enabled")).changed is False


async def test_a_state_that_cannot_be_reached_is_an_error_in_the_end(platform: Platform, failing: Failing) -> None:
    id = await flow(platform)
    failing[1].rules = [rule("reset", f"{FLOWS}/*/action")]
    with pytest.raises(AmbiguousError):
        await control.switch(platform, id, "disabled", sleep=no_wait)


async def test_enabling_a_draft_publishes_it(platform: Platform) -> None:
    parts = await scene.parts(platform, scene.fresh("Draft"))
    body = scene.flow_body("draft", parts, scheduleParams=FAR)
    draft = await platform.flow_service.flows.create(body, draft=True)
    assert (await control.switch(platform, draft.id, "enabled")).changed
    assert (await platform.flow_service.flows.lookup(draft.id)).state == "enabled"


async def test_a_dataflow_in_transition_is_waited_for(platform: Platform, failing: Failing) -> None:
    id = await flow(platform)
    moving = {"items": [IN_STATE | {"state": "updating"}]}
    failing[1].rules = [rule("500", f"{FLOWS}/{id}", method="GET", status=200, body=moving, times=3)]
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    assert (await control.switch(platform, id, "disabled", sleep=sleep)).changed
    assert len(pauses) == 3 and pauses == sorted(pauses)


async def test_a_refused_deletion_is_tried_again_when_the_dataflow_has_settled(
    platform: Platform, failing: Failing
) -> None:
    id = await flow(platform)
    refusal = {"type": "https://ns.adobe.com/aep/errors/FLOW-1458-400", "title": "not now", "status": 400}
    failing[1].rules = [rule("500", f"{FLOWS}/{id}", method="DELETE", status=400, body=refusal, times=1)]
    await control.delete(platform, id, sleep=no_wait)
    assert await control.matching(platform, id) == []
    with pytest.raises(NotFound):
        await control.delete(platform, id)


async def test_a_run_whose_answer_is_lost_is_found_and_not_started_twice(platform: Platform, failing: Failing) -> None:
    id = await flow(platform)
    (known,) = await control.matching(platform, id)
    lost = rule("drop-reply", RUNS, method="POST", times=1)
    failing[1].rules = [lost]
    started = await control.run_window(platform, known, 1, 2)
    assert lost.seen == 1 and started.delta_column == "sys_updated_on"
    assert [run.id async for run in platform.flow_service.runs.of_flow(id)] == [started.run_id]
    failing[1].rules = [rule("reset", RUNS, method="POST")]
    with pytest.raises(AmbiguousError):
        await control.run_window(platform, known, 1, 2)


async def test_a_repetition_whose_answer_is_lost(platform: Platform, failing: Failing) -> None:
    id = await flow(platform)
    (known,) = await control.matching(platform, id)
    started = await control.run_window(platform, known, 1, 2)
    ended = await ended_run(platform, started.run_id, scene.SECONDS)
    assert ended is not None and ended.status == "success"
    failing[1].rules = [rule("drop-reply", f"{RUNS}/*/action", times=1)]
    await control.run_again(platform, started.run_id)


async def test_a_source_without_a_delta_column_needs_none(platform: Platform) -> None:
    base = await scene.base_connection(platform, "Zendesk demo")
    title = scene.fresh("Tickets")
    schema = await scene.target_schema(platform, title)
    dataset = await platform.catalog.create_dataset(scene.dataset_body(title, schema))
    service = platform.flow_service
    spec = "0a27232b-2c6e-4396-b8c6-c9fc24e37ba4"
    body = await scene.source_body(platform, title, await scene.base_connection(platform))
    rest = {"baseConnectionId": base, "data": {"format": "json"}, "params": {"path": "tickets"}}
    source = await service.source_connections.create(body | rest | {"connectionSpec": {"id": spec, "version": "1.0"}})
    target = await service.target_connections.create(scene.target_body(title, schema, dataset))
    mapping = await platform.data_prep.create(scene.mapping_body(schema, {"_id": 'concat("t", id)'}))
    parts = scene.Parts("", schema, dataset, source.id, target.id, mapping.id)
    flow_spec = {"id": (await service.flow_specs.for_source(spec, "RestStorageToAEP")).id, "version": "1.0"}
    id = await scene.flow(platform, title, parts, scheduleParams=FAR, flowSpec=flow_spec)
    (known,) = await control.matching(platform, id)
    assert (await control.run_window(platform, known, 1, 2)).delta_column is None


async def test_a_watch_tells_every_change_of_every_run_once(platform: Platform) -> None:
    id = await scene.flow(platform, scene.fresh("Watched"))
    told = [(run.id, run.status) async for run in control.watch(platform, id)]
    assert len(set(told)) == len(told)
    assert len({run for run, _ in told}) == 1 and told[-1][1] == "success"
