"""What connections, source and target connections, flows and runs have in common."""

import re
from collections.abc import Collection
from typing import Any

from jsonschema import Draft7Validator

from aeptui.localplatform.context import Answer, Call
from aeptui.localplatform.ids import etag, uuid_id
from aeptui.localplatform.jsonpatch import PatchError, apply_patch
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

Document = dict[str, Any]

BASE = "/data/foundation/flowservice"

STATES = (
    "initializing", "inProgress", "updating", "enabling", "disabling", "enabled", "disabled", "draft",
)  # fmt: skip
"""What the state of a connection or flow may be."""

BETWEEN = ("initializing", "updating", "enabling", "disabling")
"""States that end by themselves; until then an object can neither be changed nor deleted."""

STATUSES = (
    "IN_PROGRESS", "COMPLETED", "SUCCESS", "PARTIAL_SUCCESS", "FAILED", "PARTIAL_FAILURE", "QUEUED", "SCHEDULED",
)  # fmt: skip
"""What the status in the body of an action may be."""

_SUB_OPERATIONS = ("APPLY", "ROLLBACK", "PROGRESS")

COMMON_FIELDS = (
    "id", "createdAt", "updatedAt", "createdBy", "updatedBy", "createdClient", "updatedClient", "sandboxId",
    "sandboxName", "imsOrgId", "name", "description", "version", "etag", "state",
)  # fmt: skip
"""Fields that every entity has or may have."""


def get(platform: Platform, kind: str, sandbox: str, id: str) -> Document:
    """The stored entity; a Problem with status 404 if there is none."""
    found = platform.store.get(kind, sandbox, id)
    if found is None:
        raise Problem.flow("1101-404", "Resource not found", f"there is no {kind} object {id}")
    return found


def new(platform: Platform, sandbox: str, client_id: str, fields: Document) -> Document:
    """An entity with fresh id, etag and audit fields; ``fields`` win."""
    now = platform.clock.now_ms()
    tag = etag()
    return {
        "id": uuid_id(),
        "createdAt": now,
        "updatedAt": now,
        "createdBy": platform.user_id,
        "updatedBy": platform.user_id,
        "createdClient": client_id,
        "updatedClient": client_id,
        "sandboxId": platform.sandboxes[sandbox].id,
        "sandboxName": sandbox,
        "imsOrgId": platform.org_id,
        "version": tag,
        "etag": tag,
        **fields,
    }


def save(platform: Platform, kind: str, entity: Document) -> None:
    """Writes an entity as it is."""
    platform.store.put(kind, entity["sandboxName"], entity["id"], entity)


def touch(platform: Platform, entity: Document) -> Document:
    """The entity with a new etag and time of change."""
    tag = etag()
    return entity | {"version": tag, "etag": tag, "updatedAt": platform.clock.now_ms()}


def created(kind: str, entity: Document) -> Answer:
    """The answer of a creation: 201 with id and etag."""
    return Answer(201, reference(entity), {"Location": f"{BASE}/{kind}/{entity['id']}"})


def reference(entity: Document) -> Document:
    """What creations and changes answer: id and etag."""
    return {"id": entity["id"], "etag": entity["etag"]}


def body_of(call: Call) -> Document:
    """The body of a creation: an object, without a state."""
    if not call.body:
        raise Problem.flow("1405-400", "Empty body", "the request has no body")
    if not isinstance(call.body, dict):
        raise missing("the body is no JSON object")
    if "state" in call.body:
        raise Problem.flow("1410-400", "State not allowed", "the state cannot be set when an object is created")
    return call.body


def text(body: Document, *path: str) -> str:
    """The text at a path of the body; a Problem if it is missing or no text."""
    value: Any = body
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise missing(f"{'.'.join(path)} is missing or no text")
    return value


def part(body: Document, name: str) -> Document:
    """The object at a name of the body, empty if it is left out; a Problem if it is no object."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise missing(f"{name} is no JSON object")
    return value


def missing(detail: str) -> Problem:
    """A mandatory part is missing, or is not what it should be."""
    return Problem.flow("1304-400", "Mandatory field missing", detail)


def check_schema(schema: Document, value: Any, what: str) -> None:
    """A Problem that names the first place where the value breaks a JSON Schema."""
    errors = sorted(Draft7Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        place = ".".join([what, *map(str, errors[0].absolute_path)])
        raise missing(f"{place}: {errors[0].message}")


def check_match(call: Call, entity: Document, demanded: bool = True) -> None:
    """A Problem unless ``If-Match`` names the entity's etag, with or without its quotes."""
    given = call.headers.get("if-match")
    if not given:
        if demanded:
            raise Problem.flow("1403-400", "If-Match header missing", "the header If-Match must carry the etag")
        return
    if given.strip().strip('"') != entity["etag"].strip('"'):
        detail = f"the version {given} is not the current one of {entity['id']}: read it again"
        raise Problem.flow("1404-412", "Version not matching", detail)


def patched(call: Call, entity: Document, changeable: Collection[str]) -> tuple[Document, list[Document]]:
    """The entity as the body's JSON Patch makes it, and the operations; it is not written yet.

    One operation may come without the list around it.
    """
    check_match(call, entity)
    if not call.body:
        raise Problem.flow("1405-400", "Empty body", "the request has no body")
    operations = call.body if isinstance(call.body, list) else [call.body]
    for operation in operations:
        path = operation.get("path") if isinstance(operation, dict) else None
        if isinstance(path, str) and path.strip("/").split("/")[0] not in changeable:
            detail = f"{path} cannot be changed, only {', '.join(sorted(changeable))}"
            raise Problem.flow("1455-400", "Patch validation failed", detail)
    try:
        return apply_patch(entity, operations), operations
    except PatchError as error:
        if error.operation:
            raise Problem.flow("1434-400", "Operation not supported", str(error)) from error
        raise Problem.flow("1455-400", "Patch validation failed", str(error)) from error


def is_draft(call: Call) -> bool:
    """True if the creation is asked for as a draft, whose parts may be incomplete."""
    mode = call.query.get("mode")
    if mode not in (None, "draft"):
        raise missing(f"mode is draft or left out, not {mode!r}")
    return mode == "draft"


def operation(call: Call, offered: Collection[str]) -> str:
    """The lower-case operation of an action call; a Problem for one that is not offered to users."""
    name = (call.query.get("op") or "").lower()
    if name.startswith("finalize"):
        raise Problem.flow("1402-400", "Not allowed", "finalizing is for providers only")
    plain = name.replace("_", "-")
    if plain not in offered:
        raise Problem.flow("1436-400", "Invalid operation", f"op is one of {', '.join(offered)}, not {name!r}")
    _check_action(call)
    return plain


def _check_action(call: Call) -> None:
    """A Problem for what an action may carry, as far as it is there, if it is not one of the known values."""
    sub = call.query.get("subOp")
    if sub is not None and sub.upper().replace("-", "_") not in _SUB_OPERATIONS:
        raise Problem.flow("1406-400", "Invalid sub-operation", f"subOp is one of {', '.join(_SUB_OPERATIONS)}")
    body = call.body if isinstance(call.body, dict) else {}
    status = part(body, "status").get("value", STATUSES[0])
    if str(status).upper() not in STATUSES:
        raise Problem.flow("1407-400", "Invalid status", f"status.value is one of {', '.join(STATUSES)}")
    percent = body.get("percentCompleted", 0)
    if not isinstance(percent, int | float) or not 0 <= percent <= 100:
        raise Problem.flow("1408-400", "Invalid percentage", "percentCompleted is a number from 0 to 100")
    if body.get("state", STATES[0]) not in STATES:
        raise Problem.flow("1409-400", "Invalid state", f"state is one of {', '.join(STATES)}")


def check_settled(entity: Document, code: str) -> None:
    """A Problem with this code while the entity is between two states."""
    if entity["state"] in BETWEEN:
        raise Problem.flow(code, "Illegal in this state", f"{entity['id']} is {entity['state']}: wait until it is not")


def publish(call: Call, entity: Document) -> Document:
    """A draft turned into an enabled entity; it is not written yet."""
    operation(call, ("publish",))
    check_match(call, entity, demanded=False)
    if entity["state"] != "draft":
        detail = f"only a draft can be published, {entity['id']} is {entity['state']}"
        raise Problem.flow("1421-400", "State cannot be changed", detail)
    return touch(call.platform, entity) | {"state": "enabled"}


_SCHEMA_VERSION = re.compile(r"^application/vnd\.adobe\.xed[a-z-]*\+json; ?version=1(\.\d+)*$")


def schema_reference(data: Any) -> str:
    """The id of the schema in the ``data`` of a source or target connection; a Problem if it is not complete."""
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, dict):
        raise missing("data.schema is missing")
    version = text(schema, "version")
    if not _SCHEMA_VERSION.match(version):
        raise missing(f"data.schema.version is a content type with version=1, not {version!r}")
    return text(schema, "id")
