"""JSON files: an array of objects, one object, or an object a line."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from aeptui.localplatform.sources.errors import SourceError
from aeptui.localplatform.sources.records import Parsed
from aeptui.localplatform.sources.tables import Row

_SAMPLE = 1000
"""How many rows are looked at to tell the structure."""


def rows(text: IO[str]) -> Iterator[Parsed]:
    """The objects of a file; SourceError if it is neither valid JSON nor has a line that is an object."""
    first = next((line for line in text if line.strip()), "")
    if not first or isinstance(_value(first), dict):
        yield from _lines(chain([first], text))
        return
    content = first + text.read()
    try:
        value = json.loads(content)
    except ValueError as error:
        if not any(isinstance(_value(line), dict) for line in content.splitlines()):
            raise SourceError(f"the file is no valid JSON: {error}") from error
        yield from _lines(content.splitlines())
        return
    for item in value if isinstance(value, list) else [value]:
        yield _parsed(item, json.dumps(item, ensure_ascii=False))


def structure(records: Iterable[Parsed]) -> dict[str, Any]:
    """A JSON Schema tree that fits the first rows, as explore answers it."""
    sample = [parsed.row for parsed in islice(records, _SAMPLE) if parsed.row is not None]
    return {"format": "hierarchical", "schema": schema_of(sample)}


def schema_of(sample: list[Row]) -> dict[str, Any]:
    """The JSON Schema of an object with all properties that occur in the rows."""
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    for row in sample:
        schema = _merged(schema, _typed(row))
    return _completed(schema)


def _lines(lines: Iterable[str]) -> Iterator[Parsed]:
    for line in lines:
        if line.strip():
            yield _parsed(_value(line), line.strip())


def _value(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _parsed(value: Any, text: str) -> Parsed:
    return Parsed(value) if isinstance(value, dict) else Parsed(None, text, "the row is no JSON object")


def _typed(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"type": "object", "properties": {name: _typed(item) for name, item in value.items()}}
    if isinstance(value, list):
        items: dict[str, Any] = {}
        for item in value:
            items = _merged(items, _typed(item))
        return {"type": "array", "items": items}
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return {"type": "integer"}
    if isinstance(value, float):
        return {"type": "number"}
    return {"type": "string"} if isinstance(value, str) else {}


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A schema that fits what either fits; text where the types differ."""
    if not one or not other:
        return one or other
    kinds = {one["type"], other["type"]}
    if kinds == {"object"}:
        names = {**one["properties"], **other["properties"]}
        merged = {n: _merged(one["properties"].get(n, {}), other["properties"].get(n, {})) for n in names}
        return {"type": "object", "properties": merged}
    if kinds == {"array"}:
        return {"type": "array", "items": _merged(one["items"], other["items"])}
    if kinds == {"integer", "number"}:
        return {"type": "number"}
    return one if len(kinds) == 1 else {"type": "string"}


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with text where nothing but nulls were seen."""
    if not schema:
        return {"type": "string"}
    if "properties" in schema:
        return schema | {"properties": {name: _completed(item) for name, item in schema["properties"].items()}}
    if "items" in schema:
        return schema | {"items": _completed(schema["items"])}
    return schema
