"""Rows C: traps in the neighbouring official documents."""

from types import SimpleNamespace
from typing import Any

import pytest

from aeptui.core import facts
from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.operations.connections import source_specs
from aeptui.operations.sign_ins import sign_ins
from aeptui.services.endpoint import Endpoint
from aeptui.services.flow_service.flows import remap_operations
from aeptui.services.flow_service.models import ConnectionSpec, FlowSpec
from aeptui.services.flow_service.runs import Run, Runs
from tests.e2e import scene
from tests.e2e.errata.table import FLOW, PREP, Case, row

SERVICE_CLOUD = "cb66ab34-8619-49cb-96d1-39b37ede86ea"
MANIFEST = """\
aeptui: 1
name: x
source:
  system: servicenow
  connection: c
  object: incident
  fields: [{{name: sys_id, type: string}}, {{name: changed, type: date-time}}]
target: {{schema: {{title: x, class: "https://ns.adobe.com/xdm/context/profile"}}, dataset: {{name: x}}}}
mapping: [{{from: sys_id, to: _id}}{more}]
schedule: {{start: now, frequency: hour, interval: 1, delta_column: {{name: changed, date_format: {pattern}}}}}
"""


def rules(more: str = "", pattern: str = "'yyyy-MM-dd HH:mm:ss'") -> set[str]:
    """The rules that lint finds broken in a manifest."""
    reading = read(MANIFEST.format(more=more, pattern=pattern))
    assert reading.manifest is not None, reading.problems
    return {found.rule for found in check(reading.manifest, target_tree(reading.manifest), reading.where)}


async def spec_called(case: Case, name: str) -> ConnectionSpec:
    return next(spec for spec in await source_specs(case.platform) if spec.is_called(name))


@row("C1", "refused")
async def two_wrong_ids_of_service_cloud(case: Case) -> None:
    (source,) = [each for each in facts.load("sources")["sources"] if each["name"] == "Salesforce Service Cloud"]
    assert source["id"] == (await spec_called(case, "salesforce service cloud")).id == SERVICE_CLOUD
    sent = {body["connectionSpec"]["id"] for body in case.sent.bodies("POST", f"{FLOW}/sourceConnections")}
    assert SERVICE_CLOUD in sent
    cut = scene.connection_body("x") | {"connectionSpec": {"id": SERVICE_CLOUD[1:], "version": "1.0"}}
    await case.refused("POST", "flow-service /connections", cut, "1413-400")
    base = await scene.base_connection(case.platform, "Salesforce Service Cloud demo")
    crm = {"id": "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "version": "1.0"}
    wrong = await case.source(baseConnectionId=base, connectionSpec=crm)
    await case.refused("POST", "flow-service /sourceConnections", wrong, "1413-400")


@row("C2", "tolerated")
async def the_address_of_the_environment(case: Case) -> None:
    oauth, basic = sign_ins(await spec_called(case, SERVICE_CLOUD))
    assert oauth.name == "OAuth2 Client Credential"
    assert {field.name: field.required for field in basic.fields}["environmentUrl"] is False
    params = {"username": "u", "password": "p", "securityToken": "t"}
    auth = {"specName": basic.name, "params": params}
    body = {"name": scene.fresh("Row"), "auth": auth, "connectionSpec": {"id": SERVICE_CLOUD, "version": "1.0"}}
    made = await case.taken("POST", "flow-service /connections", body)
    await case.platform.flow_service.connections.delete(made["id"])


@row("C3", "refused")
async def the_endpoint_that_is_called_server(case: Case) -> None:
    (basic,) = sign_ins(await spec_called(case, "service now"))
    assert [field.name for field in basic.fields] == ["endpoint", "username", "password"]
    wrong = scene.connection_body("x")
    wrong["auth"]["params"]["server"] = wrong["auth"]["params"].pop("endpoint")
    await case.refused("POST", "flow-service /connections", wrong, "1304-400")
    broken = b'{"name": "x", "description": "Connection for service-now, "auth": {}}'
    assert (await case.send("POST", f"{FLOW}/connections", broken)).status_code == 400


@row("C4", "refused")
async def addresses_without_tls(case: Case) -> None:
    with pytest.raises(ValueError, match="in the clear"):
        Endpoint("http://platform.adobe.io")
    base = await scene.base_connection(case.platform)
    other = f"{FLOW}/connections/{base}/explore?objectType=table&object=test1.Mytable"
    reply = await case.send("GET", other)
    assert reply.status_code == 400 and reply.json()["type"].endswith("1330-400")


@row("C5", "refused")
async def a_trailing_comma_and_a_singular(case: Case) -> None:
    reply = await case.send("POST", f"{FLOW}/sourceConnections", b'{"name": "x", "data": {"format": "tabular",}}')
    assert reply.status_code == 400 and "JSON" in reply.json()["detail"]
    spec = FlowSpec.model_validate({"id": "1", "transformationSpec": [{"name": "Copy", "spec": {}}]})
    assert [each.name for each in spec.transformations] == ["Copy"]


@row("C6", "refused")
async def the_mapping_is_not_the_first_transformation(case: Case) -> None:
    flows = case.platform.flow_service.flows
    flow = await flows.lookup((await flows.create(case.flow())).id)
    assert [each["path"] for each in remap_operations(flow, case.parts.mapping, 0)] == ["/transformations/1"]
    value = {"name": "Mapping", "params": {"mappingId": case.parts.mapping, "mappingVersion": "0"}}
    reply = await case.send(
        "PATCH", f"{FLOW}/flows/{flow.id}", [{"op": "replace", "path": "/transformations/0", "value": value}],
        If_Match=flow.etag,
    )  # fmt: skip
    assert reply.status_code == 400 and reply.json()["type"].endswith("1367-400")


@row("C7", "tolerated")
async def a_version_without_its_quotes(case: Case) -> None:
    connections = case.platform.flow_service.connections
    made = await connections.create(scene.connection_body(scene.fresh("Row")))
    assert made.etag[0] == made.etag[-1] == '"'
    patch = [{"op": "replace", "path": "/description", "value": "x"}]
    reply = await case.send("PATCH", f"{FLOW}/connections/{made.id}", patch, If_Match=made.etag.strip('"'))
    assert reply.status_code == 200
    bare = reply.json()["etag"].strip('"')
    await connections.patch(made.id, bare, patch)
    await connections.delete(made.id)


@row("C8", "refused")
async def a_version_in_the_query(case: Case) -> None:
    connections = case.platform.flow_service.connections
    made = await connections.create(scene.connection_body(scene.fresh("Row")))
    patch = [{"op": "replace", "path": "/description", "value": "x"}]
    version = made.etag.strip('"')
    reply = await case.send("PATCH", f"{FLOW}/connections/{made.id}?if-match={version}", patch)
    assert reply.status_code == 400 and reply.json()["type"].endswith("1403-400")
    await connections.delete(made.id)


@row("C9", "tolerated")
async def slips_of_the_published_document(case: Case) -> None:
    run = Run.model_validate({"id": "1", "activites": [{"id": "copyActivity"}]})
    assert [each.id for each in run.activities] == ["copyActivity"]
    flows = case.platform.flow_service.flows
    made = await flows.create(case.flow())
    assert (await flows.disable(made.id)) is not None
    reply = await case.send("POST", f"{FLOW}/flows/{made.id}/action?op=ENABLE")
    assert reply.status_code == 200
    single = {"op": "REPLACE", "path": "/description", "value": "x"}
    etag = (await flows.lookup(made.id)).etag
    assert (await case.send("PATCH", f"{FLOW}/flows/{made.id}", single, If_Match=etag)).status_code == 200


@row("C10", "refused")
async def the_id_of_mariadb(case: Case) -> None:
    right = "3000eb99-cd47-43f3-827c-43caf170f015"
    assert (await spec_called(case, "MariaDB")).id == right
    wrong = scene.connection_body("x") | {"connectionSpec": {"id": right[1:], "version": "1.0"}}
    await case.refused("POST", "flow-service /connections", wrong, "1413-400")


@row("C11", "tolerated")
async def a_date_format_of_weeks(case: Case) -> None:
    assert "delta/date-format" not in rules()
    assert any(rule.startswith("delta/") for rule in rules(pattern="YYYY-MM-DD"))
    odd = case.flow()
    odd["transformations"][0]["params"]["deltaColumn"]["dateFormat"] = "YYYY-MM-DD"
    assert (await case.taken("POST", "flow-service /flows", odd))["id"]


@row("C12", "tolerated")
async def three_shapes_of_an_on_demand_run(case: Case) -> None:
    shapes: list[Any] = [
        {"items": [{"id": "r", "etag": '"1"'}]},
        {"id": "r", "etag": '"1"'},
        {"id": "r", "flowId": "f", "metrics": {"statusSummary": {"status": "scheduled"}}, "activities": []},
    ]
    for shape in shapes:

        async def send(request: Any, said: Any = shape) -> Any:
            assert all(type(value) is int for value in request.body["params"].values())
            return SimpleNamespace(body=said)

        started = await Runs(SimpleNamespace(send=send)).start("f", {"windowStartTime": 1, "windowEndTime": 2})  # type: ignore[arg-type]
        assert started.id == "r"
    flow = await scene.flow(case.platform, scene.fresh("Row"), case.parts)
    texts = {"startTime": "4000000000", "windowStartTime": "1651584991", "windowEndTime": "16515859567"}
    params = texts | {"deltaColumn": {"name": "sys_updated_on"}}
    answer = await case.taken("POST", "flow-service /runs", {"flowId": flow, "params": params})
    (made,) = answer["items"]
    assert (await case.platform.flow_service.runs.lookup(made["id"])).params["windowEndTime"] == 16_515_859_567


@row("C13", "refused")
async def the_flow_spec_of_files_for_a_table(case: Case) -> None:
    salesforce = [each for each in case.sent.bodies("POST", f"{FLOW}/flows") if "Salesforce" in each["name"]]
    assert salesforce and all(each["flowSpec"]["id"] == scene.TABLE_FLOW for each in salesforce)
    assert (await case.platform.flow_service.flow_specs.for_source(SERVICE_CLOUD)).id == scene.TABLE_FLOW
    files = {"id": "9753525b-82c7-4dce-8a9b-5ccfce2b9876", "version": "1.0"}
    await case.refused("POST", "flow-service /flows", case.flow(flowSpec=files), "1413-400")


@row("C14", "refused")
async def the_zendesk_tutorial(case: Case) -> None:
    assert "mapping/duplicate-target" in rules(more=", {from: changed, to: _id}")
    twice = scene.mapping_body(case.parts.schema)
    twice["mappings"].append(dict(twice["mappings"][0]))
    await case.refused("POST", "data-prep /mappingSets", twice, "400")
    bare = case.target(data={"format": "json"})
    await case.refused("POST", "flow-service /targetConnections", bare, "1304-400")
    reply = await case.send("POST", f"{FLOW}/flows", {"name": "x"}, Authorization=None)
    assert reply.json()["error_code"] == "403010"
    destinations = [
        [item["destination"] for item in body["mappings"]] for body in case.sent.bodies("POST", f"{PREP}/mappingSets")
    ]
    assert all(len(set(each)) == len(each) for each in destinations)
