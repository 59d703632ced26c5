"""Parquet, where the library for it is installed: the rows of a table in, bytes out, and back.

The library is an extra of the package. Nothing here imports it before it is needed.
"""

import importlib
import importlib.util
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

Node = dict[str, Any]
Row = dict[str, Any]

INSTALL = "Parquet needs a library that is not installed: pip install 'aeptui[parquet]'"
_LIBRARY = "pyarrow"
_AT_ONCE = 1000
"""Rows that are in memory together while a file is read."""


class ParquetMissing(Exception):
    """Parquet is asked for where the extra is not installed; the text says how to install it."""

    def __init__(self) -> None:
        super().__init__(INSTALL)


def available() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec(_LIBRARY) is not None


def from_lines(lines: bytes, tree: Node) -> bytes:
    """A Parquet file of rows that are JSON lines, with the types of a resolved schema.

    Columns are the fields that occur in the rows; what the schema does not know is kept as JSON text. Raises
    ParquetMissing.
    """
    arrow, parquet = _library()
    rows = [json.loads(line) for line in lines.splitlines() if line.strip()]
    whole = arrow.struct(_fields(arrow, rows, tree))
    typed = [_value(arrow, row, whole) for row in rows]
    table = arrow.Table.from_pylist(typed, schema=arrow.schema(list(whole)))
    made = io.BytesIO()
    parquet.write_table(table, made)
    return made.getvalue()


def rows(file: Path) -> Iterator[Row]:
    """The rows of a Parquet file as JSON values. Raises ParquetMissing, OSError for what is no such file."""
    arrow, parquet = _library()
    try:
        with parquet.ParquetFile(file) as opened:
            for batch in opened.iter_batches(batch_size=_AT_ONCE):
                for row in batch.to_pylist():
                    yield {name: plain(value) for name, value in row.items()}
    except arrow.ArrowException as error:
        raise OSError(str(error)) from error


def schema_of(file: Path) -> Node:
    """The JSON Schema of a Parquet file's rows. Raises as ``rows``."""
    arrow, parquet = _library()
    try:
        found = parquet.read_schema(file)
    except arrow.ArrowException as error:
        raise OSError(str(error)) from error
    return {"type": "object", "properties": {field.name: _described(arrow, field.type) for field in found}}


def plain(value: Any) -> Any:
    """A value of the library as JSON has it: decimals as numbers, bytes as text, times as texts that Data Prep reads
    without being told how."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return dict(map(_pair, value)) if value and isinstance(value[0], tuple) else [plain(item) for item in value]
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _pair(entry: tuple[Any, Any]) -> tuple[str, Any]:
    return str(entry[0]), plain(entry[1])


def _library() -> tuple[Any, Any]:
    if not available():
        raise ParquetMissing
    return importlib.import_module(_LIBRARY), importlib.import_module(f"{_LIBRARY}.parquet")


def _fields(arrow: Any, values: Sequence[Row], node: Node) -> list[Any]:
    """The columns, or the members of an object, that occur in any of the values."""
    names = dict.fromkeys(name for value in values for name in value)
    known = node.get("properties", {})
    return [
        arrow.field(name, _type(arrow, [value[name] for value in values if name in value], known.get(name, {})))
        for name in names
    ]


def _type(arrow: Any, values: Sequence[Any], node: Node) -> Any:
    """The type of the values of a node; text for what the schema does not describe."""
    kind, others = node.get("type"), node.get("additionalProperties")
    if kind == "object" and isinstance(others, dict) and not node.get("properties"):
        inner = [item for value in values for item in value.values()]
        return arrow.map_(arrow.string(), _type(arrow, inner, others))
    if kind == "object" and (fields := _fields(arrow, values, node)):
        return arrow.struct(fields)
    if kind == "array":
        return arrow.list_(_type(arrow, [item for value in values for item in value], node.get("items", {})))
    if kind == "string" and node.get("format") in ("date", "date-time"):
        return arrow.date32() if node["format"] == "date" else arrow.timestamp("ms", "UTC")
    plain_types = {"integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_()}
    return plain_types.get(str(kind), arrow.string())


def _value(arrow: Any, value: Any, kind: Any) -> Any:
    """A JSON value in the form that the library wants for a type."""
    types = arrow.types
    if value is None:
        return None
    if types.is_struct(kind):
        return {field.name: _value(arrow, value.get(field.name), field.type) for field in kind}
    if types.is_map(kind):
        return [(name, _value(arrow, item, kind.item_type)) for name, item in value.items()]
    if types.is_list(kind):
        return [_value(arrow, item, kind.value_type) for item in value]
    if types.is_timestamp(kind):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if types.is_date(kind):
        return date.fromisoformat(value)
    return json.dumps(value, ensure_ascii=False) if types.is_string(kind) and not isinstance(value, str) else value


def _described(arrow: Any, kind: Any) -> Node:
    types = arrow.types
    if types.is_struct(kind):
        return {"type": "object", "properties": {field.name: _described(arrow, field.type) for field in kind}}
    if types.is_map(kind):
        return {"type": "object", "additionalProperties": _described(arrow, kind.item_type)}
    if types.is_list(kind) or types.is_large_list(kind):
        return {"type": "array", "items": _described(arrow, kind.value_type)}
    if types.is_boolean(kind):
        return {"type": "boolean"}
    if types.is_integer(kind):
        return {"type": "integer"}
    if types.is_floating(kind) or types.is_decimal(kind):
        return {"type": "number"}
    if types.is_timestamp(kind):
        return {"type": "string", "format": "date-time"}
    return {"type": "string", "format": "date"} if types.is_date(kind) else {"type": "string"}
