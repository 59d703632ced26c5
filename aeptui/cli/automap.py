"""``aeptui automap``: mapping suggestions for one task, from a file to standard output."""

import argparse
import gc
import json
import time
from pathlib import Path
from typing import Any

from aeptui.cli.endings import CommandError, Status, out_json
from aeptui.cli.inputs import name_of, reading
from aeptui.core.mapping.suggest.model import SourceField, SourceObject, Suggestions, TargetField

_EPILOG = """\
TASK.json, one JSON object; only a field's name and a target's path are needed:

  {"source": {"system": "CRM", "object": "Contact",
              "fields": [{"name": "LastName", "type": "string", "description": "Family name",
                          "samples": ["Lovelace"]}]},
   "target": {"class": "https://ns.adobe.com/xdm/context/profile",
              "fields": [{"path": "person.name.lastName", "type": "string", "title": "Last name",
                          "in_array": false}]}}

The answer, one JSON object on standard output; a score is the likelihood that the target is right:

  {"suggestions": {"LastName": [{"path": "person.name.lastName", "score": 0.97, "accepted": true}]},
   "threshold": 0.42, "elapsed_ms": 1.3}
"""


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument(
        "task", type=Path, metavar="TASK.json", help="a source with its fields, a target with its paths; - for stdin"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the suggestions of every source field as JSON, with or without ``--json``. Nothing learned is used."""
    from aeptui.core.mapping.suggest.suggest import suggest

    # The process ends with its answer: looking for garbage on the way costs more than the garbage.
    gc.disable()
    try:
        task, name = _read(options.task), name_of(options.task)
        source, targets = _source(task, name), _targets(task, name)
        began = time.perf_counter()
        found = suggest(source, targets, _class(task))
        elapsed = (time.perf_counter() - began) * 1000
        out_json(_document(found, elapsed))
    finally:
        gc.enable()
    return Status.DONE


def _document(found: Suggestions, elapsed: float) -> dict[str, Any]:
    suggestions = {
        name: [{"path": each.path, "score": each.probability, "accepted": each.accepted} for each in ranked]
        for name, ranked in found.by_source.items()
    }
    return {"suggestions": suggestions, "threshold": found.threshold, "elapsed_ms": round(elapsed, 1)}


def _read(file: Path) -> dict[str, Any]:
    name = name_of(file)
    with reading(file) as content:
        text = content.read()
    try:
        task = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{name}: this is not JSON: {error}", Status.PROBLEMS) from error
    if not isinstance(task, dict):
        raise _wrong(name, "the task", "an object with 'source' and 'target'")
    return task


def _source(task: dict[str, Any], file: str) -> SourceObject:
    source = task.get("source")
    if not isinstance(source, dict):
        raise _wrong(file, "'source'", "an object with 'system', 'object' and 'fields'")
    fields = (
        SourceField(
            _text(each, "name", f"source.fields[{number}]", file),
            _optional(each, "type"),
            _optional(each, "description"),
            _samples(each),
        )
        for number, each in enumerate(_list(source, "source", file))
    )
    # The answer has one entry for a name: a second field of that name would only be a rival of the first.
    distinct = {field.name: field for field in reversed(list(fields))}
    return SourceObject(_optional(source, "system"), _optional(source, "object"), tuple(reversed(distinct.values())))


def _targets(task: dict[str, Any], file: str) -> list[TargetField]:
    target = task.get("target")
    if not isinstance(target, dict):
        raise _wrong(file, "'target'", "an object with 'class' and 'fields'")
    return [
        TargetField(
            _text(each, "path", f"target.fields[{number}]", file),
            _optional(each, "type") or "string",
            _optional(each, "title"),
            each.get("in_array") is True,
        )
        for number, each in enumerate(_list(target, "target", file))
    ]


def _class(task: dict[str, Any]) -> str:
    return _optional(task["target"], "class")


def _list(part: dict[str, Any], name: str, file: str) -> list[Any]:
    fields = part.get("fields")
    if not isinstance(fields, list):
        raise _wrong(file, f"'{name}.fields'", "a list")
    return fields


def _text(each: Any, key: str, place: str, file: str) -> str:
    value = each.get(key) if isinstance(each, dict) else None
    if not isinstance(value, str) or not value:
        raise _wrong(file, f"'{place}'", f"an object with a '{key}'")
    return value


def _optional(each: dict[str, Any], key: str) -> str:
    value = each.get(key)
    return value if isinstance(value, str) else ""


def _samples(each: dict[str, Any]) -> tuple[str, ...]:
    values = each.get("samples")
    return tuple(str(value) for value in values if value is not None) if isinstance(values, list) else ()


def _wrong(file: str, what: str, wanted: str) -> CommandError:
    return CommandError(f"{file}: {what} must be {wanted}.", Status.PROBLEMS)
