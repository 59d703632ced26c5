"""Data Prep."""

from typing import Any

import httpx
import pytest
import respx

from aeptui.services.data_prep import MappingSet
from aeptui.services.errors import BadAnswer, Invalid
from tests.services.support import PLATFORM, SCHEMA, answers, gather, platform, sent_json

BASE = f"{PLATFORM}/data/foundation/conversion"
SET = {"outputSchema": {"schemaRef": {"id": SCHEMA, "contentType": "x"}}, "mappings": []}


@pytest.mark.parametrize("status", [200, 201])
async def test_creating(router: respx.MockRouter, status: int) -> None:
    route = router.post(f"{BASE}/mappingSets").respond(status, json={"id": "7c35", "version": 0, "createdDate": 1})
    created = await platform().data_prep.create(SET)
    assert (created.id, created.version) == ("7c35", 0)
    assert sent_json(route.calls.last) == SET


async def test_listing_sends_limit_and_start(router: respx.MockRouter) -> None:
    rows = [{"id": "1", "name": "wanted"}, {"id": "2", "name": "wanted not"}]
    route = router.get(f"{BASE}/mappingSets").respond(json={"data": rows, "_page": {"count": 0, "limit": 100}})
    assert [each.id for each in await platform().data_prep.named("wanted")] == ["1"]
    assert dict(route.calls.last.request.url.params) == {"limit": "100", "start": "0", "name": "wanted"}


def test_both_vocabularies_are_read() -> None:
    current = {
        "sourceType": "EXPRESSION",
        "source": "a",
        "destination": "b",
        "sourceAttribute": "x",
        "destinationXdmPath": "y",
    }
    legacy = {"sourceAttribute": "a", "destinationXdmPath": "b"}
    both = MappingSet.model_validate({"id": 7, "version": "2", "mappings": [current, legacy], "xdmSchema": SCHEMA})
    assert [(row.source, row.destination, row.is_expression) for row in both.mappings] == [
        ("a", "b", True),
        ("a", "b", False),
    ]
    assert (both.id, both.version, both.schema_id) == ("7", 2, SCHEMA)
    mime = MappingSet.model_validate(SET | {"id": "1", "mappings": [{"sourceType": "text/x.aep-xl", "source": "f()"}]})
    assert mime.mappings[0].is_expression and mime.schema_id == SCHEMA


async def test_one_version_of_a_set(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/mappingSets/7c35").respond(json={"id": "7c35", "version": 2})
    assert (await platform().data_prep.lookup("7c35", 2)).version == 2
    assert dict(route.calls.last.request.url.params) == {"version": "2"}


async def test_replacing_and_deleting(router: respx.MockRouter) -> None:
    put = router.put(f"{BASE}/mappingSets/7c35").respond(json=SET | {"id": "7c35", "version": 1})
    delete = router.delete(f"{BASE}/mappingSets/7c35").respond(200)
    assert (await platform().data_prep.replace("7c35", SET)).version == 1
    await platform().data_prep.delete("7c35")
    assert put.called and delete.called


@pytest.mark.parametrize("answer", [[{"source": "a"}], {"data": [{"source": "a"}]}, {"source": "a"}])
async def test_mappings_of_a_set(router: respx.MockRouter, answer: Any) -> None:
    router.get(f"{BASE}/mappingSets/7c35/mappings").respond(json=answer)
    assert [row.source for row in await platform().data_prep.mappings("7c35")] == ["a"]


async def test_validation_is_a_verdict_on_every_row(router: respx.MockRouter) -> None:
    problem = {"source": "a", "sourceType": "ATTRIBUTE", "destination": "b", "columnName": "c", "exception": "no field"}
    verdicts = [{"status": "SUCCESS", "errors": None}, {"status": "FAILED", "errors": [problem]}]
    router.post(f"{BASE}/mappingSets/validate").respond(json={"validationResponse": verdicts})
    first, second = await platform(read_only=True).data_prep.validate(SET)
    assert (first.valid, first.errors, second.valid) == (True, (), False)
    assert (second.errors[0].message, second.errors[0].column) == ("no field", "c")


@pytest.mark.parametrize("many", [True, False])
async def test_preview_in_both_shapes(router: respx.MockRouter, many: bool) -> None:
    row = {"data": {"_id": "1234"}, "errors": None}
    route = router.post(f"{BASE}/mappingSets/preview").respond(json=[row] if many else row)
    rows = await platform().data_prep.preview([{"id": 1234}], SET)
    assert [(each.data, each.errors) for each in rows] == [({"_id": "1234"}, ())]
    assert sent_json(route.calls.last) == {"data": [{"id": 1234}], "mappingSet": SET}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(True, True), (False, False), ({"validationStatus": "SUCCESS"}, True), ({"validationStatus": "FAILED"}, False),
     ({"valid": True}, True), ("true", True)],
)  # fmt: skip
async def test_verdict_on_an_expression(router: respx.MockRouter, answer: Any, verdict: bool) -> None:
    route = router.post(f"{BASE}/languages/el/validate").respond(json=answer)
    assert await platform().data_prep.validate_expression("a + 1") is verdict
    assert sent_json(route.calls.last) == {"expression": "a + 1"}


async def test_the_other_form_of_the_call_is_tried_when_the_first_is_refused(router: respx.MockRouter) -> None:
    route = router.post(f"{BASE}/languages/el/validate").mock(
        side_effect=answers(httpx.Response(400, json={"title": "no"}), httpx.Response(200, json=True))
    )
    assert await platform().data_prep.validate_expression("a")
    assert sent_json(route.calls.last) == {"expression": {"expression": "a"}}
    router.post(f"{BASE}/languages/el/validate").respond(400, json={"title": "no"})
    with pytest.raises(Invalid):
        await platform().data_prep.validate_expression("a")


@pytest.mark.parametrize("answer", [{}, 7, {"validationStatus": None}])
async def test_no_verdict(router: respx.MockRouter, answer: Any) -> None:
    router.post(f"{BASE}/languages/el/validate").respond(json=answer)
    with pytest.raises(BadAnswer, match="neither yes nor no"):
        await platform().data_prep.validate_expression("a")


async def test_functions_and_operators(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/languages/el/functions").respond(json=[{"function": "date"}, "odd"])
    router.get(f"{BASE}/languages/el/operators").respond(json={"data": [{"operatorSymbol": "+"}]})
    prep = platform().data_prep
    assert [each["function"] for each in await prep.functions()] == ["date"]
    assert [each["operatorSymbol"] for each in await prep.operators()] == ["+"]
    router.get(f"{BASE}/languages/el/functions").respond(json={"x": 1})
    with pytest.raises(BadAnswer):
        await prep.functions()


async def test_order_is_sent_where_asked(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/mappingSets").respond(json={"data": []})
    await gather(platform().data_prep.mapping_sets(orderby="-createdDate"))
    assert route.calls.last.request.url.params["orderBy"] == "-createdDate"
