"""Rows A: mistakes inside the printed examples."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from aeptui.services.catalog import Catalog
from aeptui.services.flow_service.models import DATA_LAKE_SPEC, FlowSpec
from tests.e2e import scene
from tests.e2e.errata.table import CATALOG, FLOW, PREP, REGISTRY, Case, row
from tests.services.support import gather


@row("A1", "refused")
async def a_brace_too_many(case: Case) -> None:
    body = str(await case.source()).encode() + b"}"
    assert (await case.send("POST", f"{FLOW}/sourceConnections", body)).status_code == 400
    assert all(isinstance(body, dict) for body in case.sent.bodies("POST", f"{FLOW}/sourceConnections"))


@row("A2", "refused")
async def target_with_the_specification_of_the_source(case: Case) -> None:
    for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"):
        assert body["connectionSpec"] == {"id": DATA_LAKE_SPEC, "version": "1.0"}
    wrong = case.target(connectionSpec={"id": scene.SERVICENOW, "version": "1.0"})
    await case.refused("POST", "flow-service /targetConnections", wrong, "1307-400")


@row("A3", "refused")
async def identifier_with_two_braces(case: Case) -> None:
    made = {each.answer["$id"] for each in case.sent.all("POST", f"{REGISTRY}/tenant/schemas")}
    for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"):
        assert body["data"]["schema"]["id"] in made
    tenant = case.parts.tenant.removeprefix("_")
    wrong = case.target()
    wrong["data"]["schema"]["id"] = case.parts.schema.replace(tenant, f"{tenant}}}")
    await case.refused("POST", "flow-service /targetConnections", wrong, "1304-400")


@row("A4", "refused")
async def another_schema_than_that_of_the_dataset(case: Case) -> None:
    schemas = {
        each.answer[0].split("/")[-1]: each.body["schemaRef"]["id"]
        for each in case.sent.all("POST", f"{CATALOG}/dataSets")
    }
    sets = [body["outputSchema"]["schemaRef"]["id"] for body in case.sent.bodies("POST", f"{PREP}/mappingSets")]
    for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"):
        assert body["data"]["schema"]["id"] == schemas[body["params"]["dataSetId"]]
        assert body["data"]["schema"]["id"] in sets
    other = await scene.target_schema(case.platform, scene.fresh("Other"))
    wrong = scene.target_body("x", other, case.parts.dataset)
    await case.refused("POST", "flow-service /targetConnections", wrong, "1425-400")
    mapping = await case.platform.data_prep.create(scene.mapping_body(other))
    flow = case.flow()
    flow["transformations"][1]["params"]["mappingId"] = mapping.id
    await case.refused("POST", "flow-service /flows", flow, "1425-400")


@row("A5", "refused")
async def the_class_in_place_of_the_schema(case: Case) -> None:
    (with_schema,) = [
        body for body in case.sent.bodies("POST", f"{FLOW}/sourceConnections") if "schema" in body["data"]
    ]
    answers = {each.answer["$id"]: each.answer for each in case.sent.all("POST", f"{REGISTRY}/tenant/schemas")}
    schema = answers[with_schema["data"]["schema"]["id"]]
    assert "/schemas/" in schema["$id"] and "/classes/" in schema["meta:class"]
    wrong = await case.source(params={"path": "incident"}, data=with_schema["data"] | {
        "schema": with_schema["data"]["schema"] | {"id": schema["meta:class"]}
    })  # fmt: skip
    await case.refused("POST", "flow-service /sourceConnections", wrong, "1304-400")


@row("A6", "refused")
async def a_target_connection_of_another_sequence(case: Case) -> None:
    born = {each.answer["id"] for each in case.sent.all("POST", f"{FLOW}/targetConnections")}
    for body in case.sent.bodies("POST", f"{FLOW}/flows"):
        assert set(body["targetConnectionIds"]) <= born
    wrong = case.flow(targetConnectionIds=["bc36ecd6-3b04-4067-b6ec-d63b04b0673d"])
    await case.refused("POST", "flow-service /flows", wrong, "1101-404")


@row("A7", "refused")
async def a_type_in_place_of_the_delta_column(case: Case) -> None:
    sources = {each.answer["id"]: each.body for each in case.sent.all("POST", f"{FLOW}/sourceConnections")}
    named = 0
    for body in case.sent.bodies("POST", f"{FLOW}/flows"):
        (copy, *_) = body["transformations"]
        columns = sources[body["sourceConnectionIds"][0]]["params"].get("columns")
        if copy["name"] != "Copy" or columns is None:
            continue
        (column,) = [each for each in columns if each["name"] == copy["params"]["deltaColumn"]["name"]]
        assert column["xdm"]["format"] in ("date", "date-time")
        named += 1
    assert named >= 2
    await case.refused("POST", "flow-service /flows", case.flow(delta="date-time"), "1378-400")
    await case.refused("POST", "flow-service /flows", case.flow(delta="number"), "1379-400")


@row("A8", "tolerated")
async def numbers_and_booleans_as_texts(case: Case) -> None:
    types = {"startTime": int, "interval": int, "backfill": bool, "frequency": str}
    for body in case.sent.bodies("POST", f"{FLOW}/flows"):
        assert all(type(value) is types[name] for name, value in body["scheduleParams"].items())
    texts = {"startTime": "4000000000", "frequency": "minute", "interval": "15", "backfill": "true"}
    made = await case.taken("POST", "flow-service /flows", case.flow(scheduleParams=texts))
    read = await case.platform.flow_service.flows.lookup(made["id"])
    assert read.raw["scheduleParams"] == texts
    assert (read.schedule.start, read.schedule.interval, read.schedule.backfill) == (4_000_000_000, 15, True)


@row("A9", "refused")
async def flow_specs_without_authorization(case: Case) -> None:
    services = [each for each in case.sent.exchanges if not each.path.startswith("/ims/")]
    assert services and all(each.headers["authorization"] == "Bearer ***" for each in services)
    reply = await case.send("GET", f"{FLOW}/flowSpecs", Authorization=None)
    assert (reply.status_code, reply.json()["error_code"]) == (403, "403010")


@row("A10", "refused")
async def a_dataflow_without_authorization(case: Case) -> None:
    assert all("authorization" in each.headers for each in case.sent.all("POST", f"{FLOW}/flows"))
    reply = await case.send("POST", f"{FLOW}/flows", case.flow(), Authorization=None)
    assert (reply.status_code, reply.json()["error_code"]) == (403, "403010")


@row("A11", "tolerated")
async def raw_quotes_in_an_address(case: Case) -> None:
    (spec,) = await case.platform.flow_service.flow_specs.named("CRMToAEP")
    assert spec.id == scene.TABLE_FLOW
    assert not any('"' in each.url for each in case.sent.exchanges)
    for value in ("name%3D%3D%22CRMToAEP%22", "name%3D%3DCRMToAEP", 'name=="CRMToAEP"'):
        reply = await case.send("GET", f"{FLOW}/flowSpecs?property={value}")
        assert [each["id"] for each in reply.json()["items"]] == [scene.TABLE_FLOW]


@row("A12", "refused")
async def a_path_without_its_slash(case: Case) -> None:
    assert case.sent.all("POST", "/data/foundation/catalog/dataSets")
    body = scene.dataset_body("x", case.parts.schema)
    assert (await case.send("POST", "/data/foundation/catalogdataSets", body)).status_code == 404


@row("A13", "tolerated")
async def the_reference_in_small_letters(case: Case) -> None:
    for each in case.sent.all("POST", f"{CATALOG}/dataSets"):
        assert len(each.answer) == 1 and each.answer[0].startswith("@/dataSets/")
    for reference in ("@/datasets/5ed18e0f4f90b719196f44a9", "@/dataSets/5ed18e0f4f90b719196f44a9"):

        async def send(request: Any, said: str = reference) -> Any:
            return SimpleNamespace(body=[said])

        made = await Catalog(SimpleNamespace(send=send)).create_dataset({"name": "x"})  # type: ignore[arg-type]
        assert made == "5ed18e0f4f90b719196f44a9"


@row("A14", "tolerated")
async def an_abbreviated_flow_spec(case: Case) -> None:
    short = FlowSpec.model_validate({"id": "1", "name": "n", "somethingNew": {"a": 1}})
    assert not short.connects(scene.SERVICENOW) and short.raw["somethingNew"] == {"a": 1}
    whole = await case.platform.flow_service.flow_specs.lookup(scene.TABLE_FLOW)
    assert whole.connects(scene.SERVICENOW) and whole.run.spec and whole.options.spec and whole.attributes


@row("A15", "refused")
async def the_specification_inside_the_params(case: Case) -> None:
    for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"):
        assert set(body["params"]) == {"dataSetId"} and "connectionSpec" in body
    wrong = case.target()
    wrong["params"]["connectionSpec"] = wrong.pop("connectionSpec")
    await case.refused("POST", "flow-service /targetConnections", wrong, "1304-400")


@row("A16", "tolerated")
async def the_id_of_a_real_user(case: Case) -> None:
    for body in case.sent.bodies("POST", f"{PREP}/mappingSets"):
        assert not {"createdBy", "modifiedBy", "createdDate"} & set(body)
    foreign = scene.mapping_body(case.parts.schema) | {"createdBy": "somebody@AdobeID"}
    made = await case.taken("POST", "data-prep /mappingSets", foreign)
    stored = await case.platform.data_prep.lookup(made["id"])
    assert "somebody" not in str(stored.raw)
    today = datetime.now(UTC).timestamp() * 1000
    assert abs(stored.raw["createdDate"] - today) < 86_400_000
    assert all(
        each.raw.get("createdBy") != "somebody@AdobeID" for each in await gather(case.platform.data_prep.mapping_sets())
    )
