"""The calls about connection specifications and flow specifications."""

from collections.abc import Sequence

from aeptui.localplatform.context import Call, Result, Route
from aeptui.localplatform.flowservice import filters, flowspecs, specs
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.problems import Problem

_CONNECTION_SPEC_FIELDS = (
    "id", "name", "providerId", "version", "authSpec", "sourceSpec", "targetSpec", "exploreSpec", "attributes",
)  # fmt: skip
_FLOW_SPEC_FIELDS = (
    "id", "name", "providerId", "version", "sourceConnectionSpecIds", "targetConnectionSpecIds", "attributes",
    "transformationSpecs", "scheduleSpec", "optionSpec", "runSpec",
)  # fmt: skip


async def _connection_specs(call: Call) -> Result:
    return _filtered(call, specs.all_specs(), _CONNECTION_SPEC_FIELDS)


async def _connection_spec(call: Call) -> Result:
    return _one(specs.spec(call.params["id"]), call)


async def _flow_specs(call: Call) -> Result:
    return _filtered(call, flowspecs.all_specs(), _FLOW_SPEC_FIELDS)


async def _flow_spec(call: Call) -> Result:
    return _one(flowspecs.spec(call.params["id"]), call)


async def _refused(call: Call) -> Result:
    raise Problem.flow("1426-400", "Not allowed", "specifications cannot be written with the token of a user")


def _filtered(call: Call, known: Sequence[Document], fields: Sequence[str]) -> Result:
    wanted = filters.parse(call.query.getlist("property"), fields)
    return {"items": [spec for spec in known if all(condition.matches(spec) for condition in wanted)]}


def _one(spec: Document | None, call: Call) -> Result:
    if spec is None:
        raise Problem.flow("1101-404", "Resource not found", f"there is no specification {call.params['id']}")
    return {"items": [spec]}


ROUTES = [
    Route("GET", "/connectionSpecs", _connection_specs),
    Route("POST", "/connectionSpecs", _refused),
    Route("GET", "/connectionSpecs/{id}", _connection_spec),
    Route("PUT", "/connectionSpecs/{id}", _refused),
    Route("GET", "/flowSpecs", _flow_specs),
    Route("GET", "/flowSpecs/{id}", _flow_spec),
]
"""The calls about specifications."""
