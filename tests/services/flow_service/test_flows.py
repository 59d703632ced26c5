"""Dataflows, their specifications and their runs."""

from typing import Any

import httpx
import pytest
import respx

from aeptui.services.errors import BadAnswer, Invalid, NotFound
from aeptui.services.flow_service.models import DATA_LAKE_SPEC, Flow, FlowSpec
from aeptui.services.flow_service.runs import Run
from tests.services.support import PLATFORM, answers, gather, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/flowservice"
MAPPING = {"name": "Mapping", "params": {"mappingId": "m", "mappingVersion": "2"}}
COPY = {"name": "Copy", "params": {"deltaColumn": {"name": "at"}}}


def flow(**members: Any) -> Flow:
    return Flow.model_validate({"id": "f1", "etag": '"1"'} | members)


def test_schedule_values_are_read_as_texts_and_as_values() -> None:
    texts = flow(scheduleParams={"startTime": "1612310466", "frequency": "week", "interval": "15", "backfill": "true"})
    values = flow(scheduleParams={"startTime": 1612310466, "frequency": "week", "interval": 15, "backfill": True})
    assert texts.schedule.model_dump() == values.schedule.model_dump()
    once = flow(scheduleParams={"startTime": 1, "frequency": "once"}).schedule
    assert (once.interval, once.backfill) == (None, None)


@pytest.mark.parametrize(
    ("transformations", "mapping"),
    [
        ([COPY, MAPPING], ("m", 2)),
        ([{"name": "Mapping", "params": {"mappingId": "m", "mappingVersion": 3}}], ("m", 3)),
        ([{"name": "Mapping", "params": {"mappingId": "m"}}], ("m", 0)),
        ([{"name": "Mapping", "params": {"mappingId": "m", "mappingVersion": "new"}}], ("m", 0)),
        ([COPY], None),
        ([{"name": "Mapping"}], None),
        (None, None),
    ],
)
def test_mapping_of_a_flow(transformations: Any, mapping: Any) -> None:
    assert flow(transformations=transformations).mapping == mapping


async def test_remapping_finds_the_place_of_the_mapping(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/flows/f1").respond(
        json={"items": [{"id": "f1", "etag": '"9"', "transformations": [COPY, MAPPING]}]}
    )
    patch = router.patch(f"{BASE}/flows/f1").respond(json={"id": "f1", "etag": '"10"'})
    await platform().flow_service.flows.remap("f1", "n", 0)
    value = {"name": "Mapping", "params": {"mappingId": "n", "mappingVersion": "0"}}
    assert sent_json(patch.calls.last) == [{"op": "replace", "path": "/transformations/1", "value": value}]
    assert patch.calls.last.request.headers["if-match"] == '"9"'


async def test_remapping_what_has_no_mapping(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/flows/f1").respond(json={"items": [{"id": "f1", "transformations": [COPY]}]})
    with pytest.raises(Invalid, match="no mapping"):
        await platform().flow_service.flows.remap("f1", "n", 0)


async def test_rescheduling(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/flows/f1").respond(json={"items": [{"id": "f1", "etag": '"9"'}]})
    patch = router.patch(f"{BASE}/flows/f1").respond(json={"id": "f1", "etag": '"10"'})
    await platform().flow_service.flows.reschedule("f1", {"frequency": "day", "interval": 1})
    value = {"frequency": "day", "interval": 1}
    assert sent_json(patch.calls.last) == [{"op": "replace", "path": "/scheduleParams", "value": value}]


async def test_states(router: respx.MockRouter) -> None:
    route = router.post(f"{BASE}/flows/f1/action").respond(json={"id": "f1", "etag": '"2"'})
    flows = platform().flow_service.flows
    await flows.enable("f1")
    await flows.disable("f1")
    await flows.publish("f1")
    assert [call.request.url.params["op"] for call in route.calls] == ["enable", "disable", "publish"]


# -------------------------------------------------------------------------------------------------- specifications


def kind(name: str, *sources: str, targets: tuple[str, ...] = (DATA_LAKE_SPEC,)) -> dict[str, Any]:
    return {"id": name, "name": name, "sourceConnectionSpecIds": sources, "targetConnectionSpecIds": targets}


async def test_the_first_guess_is_asked_for_first(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/flowSpecs").respond(json={"items": [kind("CRMToAEP", "s1")]})
    assert (await platform().flow_service.flow_specs.for_source("s1")).name == "CRMToAEP"
    assert route.calls.last.request.url.raw_path.endswith(b"?property=name%3D%3D%22CRMToAEP%22")


async def test_any_fitting_specification_will_do(router: respx.MockRouter) -> None:
    everything = [kind("CRMToAEP", "s1"), kind("Wrong", "s2", targets=("elsewhere",)), kind("Rest", "s2")]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"items": everything[:1] if b"property" in request.url.query else everything})

    router.get(f"{BASE}/flowSpecs").mock(side_effect=answer)
    specs = platform().flow_service.flow_specs
    assert (await specs.for_source("s2")).name == "Rest"
    with pytest.raises(NotFound, match="no kind of dataflow"):
        await specs.for_source("s3")


@pytest.mark.parametrize("key", ["transformationSpecs", "transformationSpec"])
def test_both_names_of_the_transformations(key: str) -> None:
    spec = FlowSpec.model_validate({"id": "1", key: [{"name": "Copy", "spec": {"type": "object"}}]})
    assert spec.transformations[0].spec == {"type": "object"}


# -------------------------------------------------------------------------------------------------- runs


@pytest.mark.parametrize(
    "answer",
    [
        {"items": [{"id": "r1", "etag": '"1"'}]},
        {"id": "r1", "etag": '"1"'},
        {
            "id": "r1",
            "etag": '"1"',
            "flowId": "f1",
            "metrics": {"statusSummary": {"status": "scheduled"}},
            "activities": [],
        },
    ],
)
async def test_starting_a_run_has_three_answers(router: respx.MockRouter, answer: Any) -> None:
    route = router.post(f"{BASE}/runs").respond(201, json=answer)
    params = {"startTime": 1, "windowStartTime": 0, "windowEndTime": 1, "deltaColumn": {"name": "at"}}
    assert (await platform().flow_service.runs.start("f1", params)).id == "r1"
    assert sent_json(route.calls.last) == {"flowId": "f1", "params": params}


async def test_a_started_run_without_id(router: respx.MockRouter) -> None:
    router.post(f"{BASE}/runs").respond(201, json={"items": []})
    with pytest.raises(BadAnswer) as caught:
        await platform().flow_service.runs.start("f1", {})
    assert caught.value.outcome_unknown


async def test_runs_of_a_flow(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/runs").respond(json={"items": [{"id": "r1"}]})
    assert [run.id for run in await gather(platform().flow_service.runs.of_flow("f1", properties=("x>1",)))] == ["r1"]
    params = route.calls.last.request.url.params
    assert params.get_list("property") == ["flowId==f1", "x>1"]
    assert (params["orderby"], params["limit"]) == ("-createdAt", "20")


async def test_repeating_a_run(router: respx.MockRouter) -> None:
    route = router.post(f"{BASE}/runs/r1/action").mock(
        side_effect=answers(httpx.Response(400, json={"title": "no"}), httpx.Response(200, json={"id": "r1"}))
    )
    await platform().flow_service.runs.retrigger("r1")
    assert [call.request.url.params["op"] for call in route.calls] == ["re-trigger", "RE_TRIGGER"]


@pytest.mark.parametrize(
    ("raw", "status"), [("IN_PROGRESS", "inprogress"), ("inProgress", "inprogress"), ("Failed", "failed"), (None, "")]
)
def test_status_is_normalised(raw: str | None, status: str) -> None:
    assert Run.model_validate({"id": "r", "metrics": {"statusSummary": {"status": raw}}}).status == status


def test_a_young_run_has_next_to_nothing() -> None:
    run = Run.model_validate({"id": "r", "eTag": '"1"', "metrics": {"recordSummary": {}}, "activities": None})
    assert (run.status, run.batch_ids, run.metrics.records.input, run.etag) == ("", (), None, '"1"')


@pytest.mark.parametrize("key", ["activities", "activites"])
def test_a_whole_run(key: str) -> None:
    side = {"id": "t", "type": "TargetConnection", "reference": {"type": "Batch", "ids": ["b1"]}}
    other = {"id": "s", "type": "SourceConnection", "reference": {"type": "AdfRunId", "ids": ["x"]}}
    errors = [{"code": "MAPPER-3700-400", "recordCount": "1", "message": "m"}]
    activity = {
        "id": "promotionActivity",
        "statusSummary": {"errors": errors},
        "targetInfo": [side],
        "sourceInfo": [other],
    }
    counts = {"inputRecordCount": "100", "outputRecordCount": 99, "failedRecordCount": 1, "skippedRecordCount": -1}
    run = Run.model_validate({"id": "r", "metrics": {"recordSummary": counts}, key: [activity]})
    records = run.metrics.records
    assert (records.input, records.output, records.failed, records.skipped) == (100, 99, 1, -1)
    assert run.batch_ids == ("b1",)
    assert run.activities[0].status.errors[0].record_count == 1
