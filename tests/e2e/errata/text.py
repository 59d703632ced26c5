"""Rows B: text that contradicts the specification."""

from aeptui.core.manifest.model import Schedule
from aeptui.core.schedule.rules import CURRENT, FORM_OF_2020, validate
from aeptui.operations.connections import source_specs
from tests.e2e import scene
from tests.e2e.errata.table import CATALOG, FLOW, PREP, REGISTRY, Case, row

FLOWS = "flow-service /flows"
START = {"startTime": 4_000_000_000}
LEGACY = {"identity": False, "identityGroup": None, "namespaceCode": None}


def schedule(frequency: str, interval: int | None) -> Schedule:
    return Schedule(start="now", frequency=frequency, interval=interval)  # type: ignore[arg-type]


@row("B1", "refused")
async def a_frequency_that_the_flow_spec_does_not_list(case: Case) -> None:
    spec = await case.platform.flow_service.flow_specs.lookup(scene.TABLE_FLOW)
    assert spec.schedule.spec["properties"]["frequency"]["enum"] == ["once", "minute", "hour", "day", "week"]
    assert not validate(schedule("once", None), spec.schedule.spec)
    assert validate(schedule("once", None), FORM_OF_2020)
    await case.refused(
        "POST", FLOWS, case.flow(scheduleParams=START | {"frequency": "month", "interval": 1}), "1304-400"
    )


@row("B2", "refused")
async def fifteen_is_the_least_for_minutes_alone(case: Case) -> None:
    assert not validate(schedule("hour", 1), CURRENT)
    assert validate(schedule("minute", 14), CURRENT)
    hourly = [
        each
        for body in case.sent.bodies("POST", f"{FLOW}/flows")
        if (each := body["scheduleParams"]).get("interval") == 1
    ]
    assert hourly
    short = START | {"frequency": "minute", "interval": 14, "backfill": True}
    await case.refused("POST", FLOWS, case.flow(scheduleParams=short), "1362-400")
    await case.taken("POST", FLOWS, case.flow(scheduleParams=short | {"frequency": "day", "interval": 1}))


@row("B3", "refused")
async def once_with_an_interval_or_backfill(case: Case) -> None:
    (once,) = case.sent.flows("Once")
    assert set(once["scheduleParams"]) == {"startTime", "frequency"}
    for extra, code in (({"interval": 15}, "1363-400"), ({"backfill": True}, "1364-400")):
        wrong = case.flow(delta=None, scheduleParams=START | {"frequency": "once"} | extra)
        await case.refused("POST", FLOWS, wrong, code)


@row("B4", "tolerated")
async def a_path_for_a_table(case: Case) -> None:
    tables = [
        body["params"]
        for body in case.sent.bodies("POST", f"{FLOW}/sourceConnections")
        if "tableName" in body["params"]
    ]
    assert len(tables) >= 3 and all(set(params) == {"tableName", "columns"} for params in tables)
    (legacy,) = [each for each in case.sent.all("POST", f"{FLOW}/sourceConnections") if "schema" in each.body["data"]]
    assert legacy.body["params"] == {"path": "incident"} and legacy.status == 201


@row("B5", "tolerated")
async def ad_hoc_class_and_schema_only_where_they_are_wanted(case: Case) -> None:
    (made,) = case.sent.all("POST", f"{REGISTRY}/tenant/classes")
    assert made.status == 201 and made.answer["meta:datasetNamespace"].startswith("_")
    with_schema = [body for body in case.sent.bodies("POST", f"{FLOW}/sourceConnections") if "schema" in body["data"]]
    assert len(with_schema) == 1 < len(case.sent.bodies("POST", f"{FLOW}/sourceConnections"))


@row("B6", "tolerated")
async def a_base_connection_of_the_target(case: Case) -> None:
    assert not any("baseConnectionId" in body for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"))
    old = case.target(baseConnectionId="d6c3988d-14ef-4000-8398-8d14ef000021")
    assert (await case.taken("POST", "flow-service /targetConnections", old))["id"]


@row("B7", "tolerated")
async def a_data_source_with_the_dataset(case: Case) -> None:
    assert not any("requestDataSource" in each.url for each in case.sent.all("POST", f"{CATALOG}/dataSets"))
    body = scene.dataset_body(scene.fresh("Row"), case.parts.schema)
    (said,) = await case.taken("POST", "catalog /dataSets", body, (("requestDataSource", "true"),))
    assert said.startswith("@/dataSets/")


@row("B8", "tolerated")
async def spellings_of_the_schema_version(case: Case) -> None:
    versions = {body["data"]["schema"]["version"] for body in case.sent.bodies("POST", f"{FLOW}/targetConnections")}
    assert versions == {scene.FULL}
    for spelling in ("xed-full-notext+json; version=1", "xed-full+json;version=1.0"):
        body = case.target()
        body["data"]["schema"]["version"] = f"application/vnd.adobe.{spelling}"
        assert (await case.taken("POST", "flow-service /targetConnections", body))["id"]
    body["data"]["schema"]["version"] = "application/vnd.adobe.xed-full+json;version=2"
    await case.refused("POST", "flow-service /targetConnections", body, "1304-400")


@row("B9", "prose")
async def the_guide_to_exploring_is_that_of_another_source(case: Case) -> None:
    explored = [each.url for each in case.sent.exchanges if each.path.endswith("/explore")]
    assert any("objectType=table&object=incident" in url for url in explored)
    assert any("objectType=table&object=Contact" in url for url in explored)


@row("B10", "prose")
async def the_source_connection_is_for_the_dataflow(case: Case) -> None:
    sources = {each.answer["id"] for each in case.sent.all("POST", f"{FLOW}/sourceConnections")}
    used = {id for body in case.sent.bodies("POST", f"{FLOW}/flows") for id in body["sourceConnectionIds"]}
    assert used == sources
    assert not any(id in str(body) for id in sources for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"))


@row("B11", "prose")
async def the_sources_are_of_customer_success(case: Case) -> None:
    categories = {spec.name: spec.category for spec in await source_specs(case.platform)}
    assert categories["service-now"] == categories["salesforce-service-cloud"] == "Customer Success"


@row("B12", "tolerated")
async def fields_of_the_server_in_a_mapping_set(case: Case) -> None:
    for body in case.sent.bodies("POST", f"{PREP}/mappingSets"):
        assert not {"id", "version", "xdmVersion", "xdmSchema"} & set(body)
        assert body["outputSchema"]["schemaRef"]["id"].startswith("https://ns.adobe.com/")
    old = {
        "version": 0,
        "xdmSchema": case.parts.schema,
        "xdmVersion": "1.0",
        "id": None,
        "mappings": [{"destinationXdmPath": "_id", "sourceAttribute": "sys_id", "version": 0, **LEGACY}],
    }
    made = await case.taken("POST", "data-prep /mappingSets", old)
    read = await case.platform.data_prep.lookup(made["id"])
    assert (read.schema_id, read.mappings[0].source, read.mappings[0].destination) == (
        case.parts.schema,
        "sys_id",
        "_id",
    )


@row("B13", "tolerated")
async def a_creation_is_answered_200_or_201(case: Case) -> None:
    assert {each.status for each in case.sent.all("POST", f"{PREP}/mappingSets")} == {200}
    assert {each.status for each in case.sent.all("POST", f"{FLOW}/flows")} == {201}


@row("B14", "tolerated")
async def identities_in_mappings(case: Case) -> None:
    rows = [item for body in case.sent.bodies("POST", f"{PREP}/mappingSets") for item in body["mappings"]]
    assert rows and all(set(item) <= {"sourceType", "source", "destination", "name", "description"} for item in rows)
    descriptors = case.sent.bodies("POST", f"{REGISTRY}/tenant/descriptors")
    assert {body["@type"] for body in descriptors} == {"xdm:descriptorIdentity"}
    old = scene.mapping_body(case.parts.schema)
    old["mappings"][0] |= {"identity": True, "identityGroup": "g", "namespaceCode": "CRMID"}
    assert (await case.taken("POST", "data-prep /mappingSets", old))["id"]
    known = await case.platform.schema_registry.descriptors.of_schema(case.parts.schema)
    assert known == []


@row("B15", "refused")
async def translated_headers(case: Case) -> None:
    (signed_in, *_) = case.sent.all("POST", "/ims/token/v3")
    assert "grant_type=client_credentials" in signed_in.body and "jwt_token" not in signed_in.body
    translated = {"Authorization": None, "Autorizacion": f"Portador {case.token}"}
    assert (await case.send("GET", f"{FLOW}/flows", **translated)).json()["error_code"] == "403010"
    reply = await case.send("GET", f"{FLOW}/flows", Authorization=f"Portador {case.token}")
    assert (reply.status_code, reply.json()["error_code"]) == (401, "401013")


@row("B16", "refused")
async def greater_than_or_equal(case: Case) -> None:
    assert not validate(schedule("minute", 15), CURRENT) and validate(schedule("week", 0), CURRENT)
    spec = (await case.platform.flow_service.flow_specs.lookup(scene.TABLE_FLOW)).schedule.spec
    assert spec["else"]["then"]["properties"]["interval"] == {"minimum": 15}
    await case.taken("POST", FLOWS, case.flow(scheduleParams=START | {"frequency": "minute", "interval": 15}))
    await case.refused(
        "POST", FLOWS, case.flow(scheduleParams=START | {"frequency": "week", "interval": 0}), "1362-400"
    )


@row("B17", "prose")
async def what_the_target_needs(case: Case) -> None:
    born = {each.answer[0].split("/")[-1] for each in case.sent.all("POST", f"{CATALOG}/dataSets")}
    for body in case.sent.bodies("POST", f"{FLOW}/targetConnections"):
        assert body["params"]["dataSetId"] in born and "path" not in body["params"]


@row("B18", "refused")
async def the_sandbox_header_and_its_one_exception(case: Case) -> None:
    services = [each for each in case.sent.exchanges if each.path.startswith("/data/")]
    bare = {each.path for each in services if "x-sandbox-name" not in each.headers}
    assert bare == {"/data/foundation/sandbox-management/"}
    reply = await case.send("GET", f"{FLOW}/flows", x_sandbox_name=None)
    assert reply.status_code == 400 and reply.json()["type"].endswith("2105-400")


@row("B19", "tolerated")
async def later_sources(case: Case) -> None:
    labels = {spec.label for spec in await source_specs(case.platform)}
    assert {"Zendesk", "Oracle Service Cloud"} <= labels
    (tickets,) = case.sent.flows("Tickets")
    (rest,) = await case.platform.flow_service.flow_specs.named("RestStorageToAEP")
    assert tickets["flowSpec"]["id"] == rest.id
    assert [each["name"] for each in tickets["transformations"]] == ["Mapping"]


@row("B20", "tolerated")
async def mixins_and_field_groups(case: Case) -> None:
    assert not any("/mixins" in each.path.split("schemaregistry/")[-1].split("/")[1:2] for each in case.sent.exchanges)
    groups = case.sent.all("POST", f"{REGISTRY}/tenant/fieldgroups")
    assert all("/mixins/" in each.answer["$id"] for each in groups)
    old = await case.send("GET", f"{REGISTRY}/tenant/mixins", Accept="application/vnd.adobe.xed-id+json")
    new = await case.send("GET", f"{REGISTRY}/tenant/fieldgroups", Accept="application/vnd.adobe.xed-id+json")
    assert old.json()["results"] == new.json()["results"] != []
