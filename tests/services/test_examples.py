"""Against the published examples: from the same inputs the same request is sent, and the answer is read."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx

from aeptui.services import catalog, data_prep, descriptors, schema_registry
from aeptui.services.auth import Credentials
from aeptui.services.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotSignedIn,
    PlatformError,
    Throttled,
    parse_error,
)
from aeptui.services.flow_service import entities, flows
from aeptui.services.flow_service.explore import FileFormat
from aeptui.services.flow_service.models import Flow
from aeptui.services.platform import Platform
from aeptui.services.request import Request
from tests.services.support import IMS, PLATFORM, TENANT, TOKEN_URL, answers, gather, platform, token_answer

Case = Callable[[Platform, dict[str, Any]], Awaitable[Any]]
FILLED = {
    "{TENANT_ID}": TENANT,
    "{ACCESS_TOKEN}": "token-1",
    "{API_KEY}": "client-1",
    "{ORG_ID}": "ORG1@AdobeOrg",
    "{SANDBOX_NAME}": "dev",
}
CANNOT_HAPPEN = "the service layer cannot send it: the header is not the caller's to choose"
WRONG = "wrong as printed, and the body is the caller's; the corrected example is tested in its place"
NOT_SENT = {14: CANNOT_HAPPEN, 48: WRONG, 51: WRONG, 63: WRONG}
ERRORS: dict[int, type[PlatformError]] = {
    2: NotSignedIn,
    3: NotSignedIn,
    4: NotSignedIn,
    5: NotSignedIn,
    6: NotSignedIn,
    7: NotSignedIn,
    8: Throttled,
    9: Invalid,
    14: Invalid,
    15: NotFound,
    70: Conflict,
}


def last(example: dict[str, Any], place: int = -1) -> str:
    return str(example["path"].split("/")[place])


def sends(build: Callable[[dict[str, Any]], Any]) -> Case:
    """A case for which the builder alone is needed."""
    return lambda services, example: services.http.send(build(example))


def create_entity(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    names = {"sourceConnections": "source_connections", "targetConnections": "target_connections"}
    collection = getattr(services.flow_service, names.get(last(example), last(example)))
    created: Awaitable[Any] = collection.create(example["body"], draft=example["query"].get("mode") == "draft")
    return created


def create_resource(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    return services.schema_registry.create(last(example), example["body"])  # type: ignore[arg-type]


def patch_flow(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    return services.flow_service.flows.patch(last(example), example["headers"]["If-Match"], example["body"])


def remap(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    two = [{"name": "Copy", "params": {}}, {"name": "Mapping", "params": {"mappingId": "old", "mappingVersion": "0"}}]
    flow = Flow.model_validate({"id": last(example), "transformations": two})
    operations = flows.remap_operations(flow, "c5f22f04e09f44498e528901546a83b1", 2)
    return services.flow_service.flows.patch(flow.id, example["headers"]["If-Match"], operations)


def act(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    return services.flow_service.flows.act(last(example, -2), example["query"]["op"])


def failing_call(services: Platform, example: dict[str, Any]) -> Awaitable[Any]:
    params = tuple(example["query"].items())
    path = "/" + last(example)
    request = Request("try it", example["method"], "flow-service", path, params=params, body=example["body"])
    return services.http.send(request)


def connection(services: Platform, example: dict[str, Any]) -> str:
    return last(example, -2)


CASES: dict[int, Case] = {
    **dict.fromkeys(range(2, 10), failing_call),
    1: lambda services, _: services.http.tokens.current(),
    10: lambda services, _: gather(services.sandboxes.available()),
    11: lambda services, _: services.schema_registry.stats(),
    12: sends(lambda _: schema_registry.list_request("classes", "global", limit=None)),
    13: sends(lambda _: schema_registry.list_request("schemas", limit=None)),
    15: lambda services, example: services.schema_registry.lookup("schemas", last(example)),
    16: create_resource,
    17: create_resource,
    18: lambda services, example: services.schema_registry.lookup("schemas", last(example)),
    19: create_resource,
    20: create_resource,
    21: sends(
        lambda example: schema_registry.add_field_group_request(last(example), example["body"][0]["value"]["$ref"])
    ),
    22: lambda services, example: services.schema_registry.descriptors.create(example["body"]),
    23: sends(lambda _: descriptors.list_request("-link")),
    24: sends(lambda example: schema_registry.enable_profile_request(last(example))),
    25: sends(lambda example: catalog.create_dataset_request(example["body"], data_source=True)),
    26: lambda services, example: services.catalog.create_dataset(example["body"]),
    27: lambda services, example: services.catalog.create_dataset(example["body"]),
    28: lambda services, example: services.catalog.dataset(last(example)),
    29: sends(lambda example: catalog.enable_profile_request(last(example), upsert=True)),
    30: lambda services, _: services.flow_service.connection_specs.named("salesforce-service-cloud"),
    31: lambda services, example: services.flow_service.connection_specs.lookup(last(example)),
    32: lambda services, _: services.flow_service.connection_specs.named("service-now"),
    **dict.fromkeys(range(33, 38), create_entity),
    38: lambda services, example: services.flow_service.connections.check(connection(services, example)),
    39: lambda services, example: services.flow_service.connections.lookup(last(example)),
    40: lambda services, example: services.flow_service.connections.patch(
        last(example), example["headers"]["If-Match"], example["body"]
    ),
    41: lambda services, example: services.flow_service.connections.delete(last(example)),
    42: lambda services, example: services.flow_service.connections.root(connection(services, example)),
    43: lambda services, example: services.flow_service.connections.table(connection(services, example), "Account"),
    44: lambda services, example: services.flow_service.connections.table(
        connection(services, example), "Account", rows=2
    ),
    45: lambda services, example: services.flow_service.connections.folder("{CONNECTION_ID}", "/some/path/"),
    46: lambda services, example: services.flow_service.connections.file(
        "{CONNECTION_ID}", "/some/path/data.csv", FileFormat()
    ),
    47: lambda services, example: services.flow_service.connections.rest(connection(services, example)),
    **dict.fromkeys((49, 50, 52, 64, 65, 73), create_entity),
    53: lambda services, example: services.data_prep.create(example["body"]),
    54: lambda services, example: services.data_prep.create(example["body"]),
    55: lambda services, example: services.data_prep.validate(example["body"]),
    56: lambda services, example: services.data_prep.preview(example["body"]["data"], example["body"]["mappingSet"]),
    57: sends(lambda _: data_prep.list_mapping_sets_request(limit=1)),
    58: sends(
        lambda example: data_prep.validate_expression_request(example["body"]["expression"]["expression"], nested=True)
    ),
    59: lambda services, _: services.data_prep.functions(),
    60: lambda services, _: services.data_prep.operators(),
    61: lambda services, _: services.flow_service.flow_specs.named("CRMToAEP"),
    62: lambda services, _: services.flow_service.flow_specs.named("CRMToAEP"),
    66: lambda services, example: services.flow_service.flows.lookup(last(example)),
    67: lambda services, _: services.flow_service.flows.count("state==enabled"),
    68: patch_flow,
    69: remap,
    70: patch_flow,
    71: act,
    72: act,
    74: patch_flow,
    75: act,
    76: lambda services, example: services.flow_service.flows.delete(last(example)),
    77: sends(lambda example: entities.list_request("runs", properties=(example["query"]["property"],), limit=None)),
    78: lambda services, example: services.flow_service.runs.start(
        example["body"]["flowId"], example["body"]["params"]
    ),
    79: lambda services, example: services.flow_service.runs.retrigger(last(example, -2)),
    80: lambda services, _: anext(services.flow_service.connections.where(orderby="-createdAt", limit=1)),
}


def load(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    for placeholder, value in FILLED.items():
        text = text.replace(placeholder, value)
    example: dict[str, Any] = json.loads(text)
    return example


def sent(example: dict[str, Any], router: respx.MockRouter) -> httpx.Request:
    """The first request to the place that the example names."""
    wanted = example["path"] if example["path"].startswith("https") else PLATFORM + example["path"]
    wanted = wanted.replace("https://ims-na1.adobelogin.com", IMS)
    found = [
        call.request for call in router.calls if str(call.request.url.copy_with(query=None)) == str(httpx.URL(wanted))
    ]
    assert found, [str(call.request.url) for call in router.calls]
    return found[0]


def assert_same(example: dict[str, Any], request: httpx.Request) -> None:
    assert request.method == example["method"]
    assert sorted(parse_qsl(request.url.query.decode())) == sorted(example["query"].items())
    for name, value in example["headers"].items():
        assert request.headers.get(name) == value, name
    if isinstance(example["body"], str):
        assert parse_qsl(request.content.decode()) == parse_qsl(example["body"])
    else:
        assert (json.loads(request.content) if request.content else None) == example["body"]


@pytest.mark.parametrize("number", sorted(CASES))
async def test_same_request_and_readable_answer(reference: Path, number: int) -> None:
    (path,) = (reference / "aep" / "examples").glob(f"{number:02}-*.json")
    example = load(path)
    content = b"" if example["response"] is None else json.dumps(example["response"]).encode()
    reply = httpx.Response(example["status"], content=content, headers={"Content-Type": "application/json"})
    scopes = "openid,session,AdobeID,read_organizations,additional_info.projectedProductContext"
    with respx.mock(assert_all_called=False) as router:
        router.post(TOKEN_URL).mock(return_value=token_answer())
        router.route(url__startswith=PLATFORM).mock(side_effect=answers(reply))
        async with platform(credentials=Credentials("client-1", "{CLIENT_SECRET}", (scopes,))) as services:
            if number in ERRORS:
                with pytest.raises(ERRORS[number]) as caught:
                    await CASES[number](services, example)
                assert caught.value.guidance.title != "Unknown code"
            else:
                await CASES[number](services, example)
        assert_same(example, sent(example, router))


@pytest.mark.parametrize("number", sorted(ERRORS))
def test_errors_of_the_examples_are_understood(reference: Path, number: int) -> None:
    (path,) = (reference / "aep" / "examples").glob(f"{number:02}-*.json")
    example = load(path)
    error = parse_error(example["status"], {}, json.dumps(example["response"]).encode(), "try it")
    assert type(error) is ERRORS[number]


def test_no_example_is_left_out_without_a_reason(reference: Path) -> None:
    numbers = {int(path.name[:2]) for path in (reference / "aep" / "examples").glob("*.json")}
    assert numbers == set(CASES) | set(NOT_SENT)
    for path in (reference / "aep" / "examples").glob("*.json"):
        flags = set(load(path)["flags"])
        if flags & {"recommended", "corrected"}:
            assert int(path.name[:2]) in CASES
