"""Mappings as mapping sets in JSON, in the words of today and in the older ones that tutorials still use."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aeptui.core.expressions import ExpressionError, parse, parse_path, quote_field
from aeptui.core.expressions.nodes import Field
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.scalars import LARGEST_INTEGER
from aeptui.core.mapping.exchange.notes import Incoming, note_of
from aeptui.core.mapping.exchange.refused import ExchangeRefused, refuse
from aeptui.core.mapping.exchange.sources import WORDS, kind_of, read_constant, source_of, with_source
from aeptui.core.mapping.exchange.targets import AS_THEY_ARE, PlatformPaths
from aeptui.core.mapping.wire import FULL

_GAP = re.compile(r"[\s,]*")
_LIST = re.compile(r'"mappings"\s*:\s*\[')
_LEGACY_VERSION = "1.0"
_SHAPE = "A mapping set is an object with a list 'mappings', or that list alone."


@dataclass(frozen=True, slots=True)
class SetForm:
    """How a mapping set says things.

    ``flat``: columns are raw names, quoted where they would read as a path; in other sources they are paths.
    ``paths`` turns targets into the platform's and back. ``schema`` is the target schema's ``$id`` where it is known.
    """

    flat: bool = True
    paths: PlatformPaths = AS_THEY_ARE
    schema: str = ""


def write_set(rows: Iterable[MappingRow], form: SetForm, *, legacy: bool = False) -> str:
    """The rows as a mapping set, indented JSON text.

    The older words have none for expressions and constants: those stand in today's words there, too.
    """
    made = [_mapping(row, form, legacy=legacy) for row in rows]
    if legacy:
        body: dict[str, Any] = {"version": 0, "xdmSchema": form.schema, "xdmVersion": _LEGACY_VERSION, "id": None}
    else:
        body = {"outputSchema": {"schemaRef": {"id": form.schema, "contentType": FULL}}} if form.schema else {}
    return json.dumps(body | {"mappings": made}, indent=2, ensure_ascii=False) + "\n"


def read_set(text: str, form: SetForm) -> Incoming:
    """The rows of a mapping set or of a list of mappings. Raises ExchangeRefused, with the line where that is known."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        refuse(f"not valid JSON: {error.msg}", line=error.lineno, cause="A comma, quote or bracket may be missing.")
    except ValueError:
        refuse("not valid JSON: a number in it is too long")
    except RecursionError:
        refuse("its brackets are nested too deep", cause=_SHAPE)
    read = _read(_mappings(data), form, lambda number: _line(text, number))
    return Incoming(tuple(row for row, _ in read), sum(is_named for _, is_named in read))


def rows_of(mappings: Iterable[Any], form: SetForm) -> tuple[MappingRow, ...]:
    """The rows of mappings as a mapping set holds them, of either form. Raises ExchangeRefused."""
    return tuple(row for row, _ in _read(mappings, form, lambda number: 0))


def _read(mappings: Iterable[Any], form: SetForm, line: Callable[[int], int]) -> list[tuple[MappingRow, bool]]:
    """The rows, each with whether its note has a name in it.

    ``line`` tells where the mapping with a number, counted from 1, stands in its text.
    """
    read: list[tuple[MappingRow, bool]] = []
    for number, each in enumerate(mappings, 1):
        try:
            read.append(_named_row(number, each, form))
        except ExchangeRefused as error:
            raise error.at(line(number)) from None
    return read


def _line(text: str, number: int) -> int:
    """The line of a text at which the mapping with a number begins, 0 where that cannot be told."""
    begin = _LIST.search(text) if text.lstrip("\ufeff \n\r\t").startswith("{") else re.search(r"\[", text)
    decoder = json.JSONDecoder()
    at = begin.end() if begin is not None else len(text)
    for _ in range(number):
        gap = _GAP.match(text, at)
        begun = gap.end() if gap is not None else at
        try:
            at = decoder.raw_decode(text, begun)[1]
        except ValueError:
            return 0
    return text.count("\n", 0, begun) + 1


def _mappings(data: Any) -> Sequence[Any]:
    """The list of mappings in a set, in the only set of a list of sets, or the list itself."""
    if isinstance(data, Mapping) and isinstance(data.get("data"), list) and len(data["data"]) == 1:
        data = data["data"][0]
    found = data.get("mappings") if isinstance(data, Mapping) else data
    if not isinstance(found, list):
        refuse("no mappings are in it", cause=_SHAPE)
    return found


def _mapping(row: MappingRow, form: SetForm, *, legacy: bool) -> dict[str, Any]:
    source, target = source_of(row), form.paths.of_platform(row.to)
    if row.from_ is not None:
        source = quote_field((row.from_,)) if form.flat and row.from_ else row.from_
    if legacy and row.from_ is not None:
        old = {"identity": False, "identityGroup": None, "namespaceCode": None, "version": 0}
        made: dict[str, Any] = {"destinationXdmPath": target, "sourceAttribute": source} | old
    else:
        made = {"sourceType": WORDS[row.kind], "source": source, "destination": target}
    return made | ({} if row.note is None else {"description": row.note})


def _named_row(number: int, data: Any, form: SetForm) -> tuple[MappingRow, bool]:
    if not isinstance(data, Mapping):
        refuse(f"mapping {number} is no object in braces", cause=_SHAPE)
    source = _first(data, "source", "sourceAttribute")
    target = _first(data, "destination", "destinationXdmPath")
    if source is None or not isinstance(target, str):
        lacking = "source" if source is None else "destination"
        refuse(f"mapping {number} has no {lacking}", next_step="Put it in, or take the mapping out.")
    word = data.get("sourceType") or WORDS["from"]
    kind = kind_of(str(word))
    if kind is None:
        refuse(f"mapping {number}: '{str(word)[:40]}' is no kind of source", cause=f"Use {', '.join(WORDS.values())}.")
    if not isinstance(source, str if kind != "value" else str | int | float):
        refuse(f"mapping {number}: its source must be a text, not {json.dumps(source)[:40]}")
    if not isinstance(source, str) and not abs(source) <= LARGEST_INTEGER:
        refuse(f"mapping {number}: no document holds the number {str(source)[:40]}")
    note, is_named = note_of(_text(data, "description"), _text(data, "name") or "", str(source), target)
    row = MappingRow(form.paths.of_document(target), note=note)
    if kind == "from" and form.flat:
        return with_source(row, kind, raw_name(source)), is_named
    value = read_constant(source) if kind == "value" and isinstance(source, str) else source
    return with_source(row, kind, value), is_named


def _first(data: Mapping[str, Any], *names: str) -> Any:
    found = next((data[name] for name in names if data.get(name) is not None), None)
    # Halves of characters, which only JSON can spell, cannot be kept in any file.
    return found.encode("utf-8", "replace").decode("utf-8") if isinstance(found, str) else found


def _text(data: Mapping[str, Any], name: str) -> str | None:
    found = _first(data, name)
    return found if isinstance(found, str) else None


def raw_name(source: str) -> str:
    r"""The raw name of a column that a mapping reads: without ``${…}``, ``\.`` as a dot; a longer path as it is."""
    if source.startswith("${"):
        try:
            node = parse(source)
        except ExpressionError:
            return source
        return node.path[0] if isinstance(node, Field) and len(node.path) == 1 else source
    if "\\" not in source:
        return source
    try:
        steps = parse_path(source)
    except ExpressionError:
        return source
    return steps[0] if len(steps) == 1 and isinstance(steps[0], str) else source
