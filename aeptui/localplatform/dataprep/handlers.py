"""The calls about mapping sets."""

import asyncio
from typing import Any

from aeptui.localplatform import registry
from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.dataprep import sets
from aeptui.localplatform.dataprep.mapper import Mapper
from aeptui.localplatform.dataprep.sets import Document
from aeptui.localplatform.problems import Problem

_ORDERS = ("createdDate", "updatedDate", "lastUpdateDate")


async def _list(call: Call) -> Result:
    limit, start = _number(call, "limit"), _number(call, "start")
    known = call.platform.store.all(sets.KIND, call.sandbox)
    if call.query.get("name"):
        known = [document for document in known if document.get("name") == call.query["name"]]
    known = _ordered(known, call.query.get("orderBy") or "-lastUpdateDate")
    page = known[start : start + limit]
    return {
        "data": [_shown(call, document) for document in page],
        "_page": {"count": len(known), "limit": limit},
        "_links": {},
    }


async def _create(call: Call) -> Result:
    fields = sets.read(call.body)
    _refuse_problems(sets.mapper(call.platform, call.sandbox, fields))
    document = sets.new_version(call.platform, fields, None)
    sets.save(call.platform, call.sandbox, document)
    return sets.reference(document)


async def _lookup(call: Call) -> Result:
    return _shown(call, _stored(call))


async def _replace(call: Call) -> Result:
    old = _newest(call)
    fields = sets.read(call.body)
    _refuse_problems(sets.mapper(call.platform, call.sandbox, fields))
    kept = {"name": old["name"]} if "name" in old else {}
    document = sets.new_version(call.platform, kept | fields, old)
    sets.save(call.platform, call.sandbox, document)
    return sets.shown(document)


async def _delete(call: Call) -> Result:
    sets.delete(call.platform, call.sandbox, _newest(call))
    return Answer(204)


async def _mappings(call: Call) -> Result:
    return [sets.shown_mapping(item) for item in _stored(call)["mappings"]]


async def _mapping(call: Call) -> Result:
    wanted = call.params["mapping"]
    for item in _stored(call)["mappings"]:
        if item["id"] == wanted:
            return sets.shown_mapping(item)
    raise _not_found(f"the set has no mapping {wanted}")


async def _validate(call: Call) -> Result:
    mapper = sets.mapper(call.platform, call.sandbox, sets.read(call.body))
    return {
        "validationResponse": [
            {"status": "SUCCESS", "errors": None}
            if problem is None
            else {"status": "FAILED", "errors": [problem.shown()]}
            for problem in mapper.problems
        ]
    }


async def _preview(call: Call) -> Result:
    body = call.body if isinstance(call.body, dict) else {}
    rows = body.get("data")
    rows = rows if isinstance(rows, list) else [rows]
    if not all(isinstance(row, dict) for row in rows):
        raise sets.invalid("data is one row, or a list of rows, each a JSON object")
    mapper = sets.mapper(call.platform, call.sandbox, sets.read(body.get("mappingSet")))
    return await asyncio.to_thread(_previewed, mapper, rows)


def _previewed(mapper: Mapper, rows: list[Any]) -> Result:
    unusable = [problem for problem in mapper.problems if problem is not None]
    answers = []
    for row in rows:
        mapped = mapper.map(row)
        errors = [fault.shown() for fault in (*unusable, *mapped.faults)]
        answers.append({"data": mapped.data, "errors": errors or None})
    return answers


def _refuse_problems(mapper: Mapper) -> None:
    wrong = [problem for problem in mapper.problems if problem is not None]
    if wrong:
        first = wrong[0]
        more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise sets.invalid(f"{first.mapping.source} -> {first.mapping.destination}: {first.message}{more}")


def _shown(call: Call, document: Document) -> Document:
    expanded = (call.query.get("expandSchema") or "").lower() == "true"
    schema_id = document["schemaRef"]["id"]
    return sets.shown(document, registry.resolved(call.platform, call.sandbox, schema_id) if expanded else None)


def _stored(call: Call) -> Document:
    """The set that the path and the parameter ``version`` name."""
    text = call.query.get("version")
    if text is None:
        return _newest(call)
    found = sets.stored(call.platform, call.sandbox, call.params["id"], _number(call, "version"))
    if found is None:
        raise _not_found(f"there is no version {text} of the mapping set {call.params['id']}")
    return found


def _newest(call: Call) -> Document:
    found = sets.stored(call.platform, call.sandbox, call.params["id"])
    if found is None:
        raise _not_found(f"there is no mapping set {call.params['id']}")
    return found


def _not_found(detail: str) -> Problem:
    return Problem.dataprep(404, "Not found", detail)


def _number(call: Call, name: str) -> int:
    text = call.query.get(name)
    if text is None or not text.isdecimal():
        raise sets.invalid(f"the parameter {name} is mandatory and a number")
    return int(text)


def _ordered(documents: list[Document], order: str) -> list[Document]:
    name = order.lstrip("+- ")
    if name not in _ORDERS:
        raise sets.invalid(f"orderBy is one of {', '.join(_ORDERS)}, not {name!r}")
    key = "createdDate" if name == "createdDate" else "modifiedDate"
    return sorted(documents, key=lambda document: int(document[key]), reverse=order.startswith("-"))


ROUTES = [
    Route("GET", "/mappingSets", _list),
    Route("POST", "/mappingSets", _create),
    Route("POST", "/mappingSets/validate", _validate),
    Route("POST", "/mappingSets/preview", _preview),
    Route("GET", "/mappingSets/{id}", _lookup),
    Route("PUT", "/mappingSets/{id}", _replace),
    Route("DELETE", "/mappingSets/{id}", _delete),
    Route("GET", "/mappingSets/{id}/mappings", _mappings),
    Route("GET", "/mappingSets/{id}/mappings/{mapping}", _mapping),
]
"""The calls about mapping sets."""
