"""``aeptui automap``: mapping suggestions for one task, from a file to standard output."""

import argparse
import gc
import json
import time
from pathlib import Path
from typing import Any

from aeptui.cli.endings import CommandError, Status, out_json
from aeptui.core.mapping.suggest.model import SourceField, SourceObject, Suggestions, TargetField


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument(
        "task", type=Path, metavar="TASK.json", help="a source with its fields, a target with its paths"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the suggestions of every source field as JSON, with or without ``--json``. Nothing learned is used."""
    from aeptui.core.mapping.suggest.suggest import suggest

    # The process ends with its answer: looking for garbage on the way costs more than the garbage.
    gc.disable()
    try:
        task = _read(options.task)
        source, targets = _source(task, options.task), _targets(task, options.task)
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


def _read(path: Path) -> dict[str, Any]:
    try:
        task = json.loads(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}.", Status.USAGE) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path}: this is not JSON: {error}", Status.PROBLEMS) from error
    if not isinstance(task, dict):
        raise _wrong(path, "the task", "an object with 'source' and 'target'")
    return task


def _source(task: dict[str, Any], path: Path) -> SourceObject:
    source = task.get("source")
    if not isinstance(source, dict):
        raise _wrong(path, "'source'", "an object with 'system', 'object' and 'fields'")
    fields = tuple(
        SourceField(
            _text(each, "name", f"source.fields[{number}]", path),
            _optional(each, "type"),
            _optional(each, "description"),
            _samples(each),
        )
        for number, each in enumerate(_list(source, "source", path))
    )
    return SourceObject(_optional(source, "system"), _optional(source, "object"), fields)


def _targets(task: dict[str, Any], path: Path) -> list[TargetField]:
    target = task.get("target")
    if not isinstance(target, dict):
        raise _wrong(path, "'target'", "an object with 'class' and 'fields'")
    return [
        TargetField(
            _text(each, "path", f"target.fields[{number}]", path),
            _optional(each, "type") or "string",
            _optional(each, "title"),
            each.get("in_array") is True,
        )
        for number, each in enumerate(_list(target, "target", path))
    ]


def _class(task: dict[str, Any]) -> str:
    return _optional(task["target"], "class")


def _list(part: dict[str, Any], name: str, path: Path) -> list[Any]:
    fields = part.get("fields")
    if not isinstance(fields, list):
        raise _wrong(path, f"'{name}.fields'", "a list")
    return fields


def _text(each: Any, key: str, place: str, path: Path) -> str:
    value = each.get(key) if isinstance(each, dict) else None
    if not isinstance(value, str) or not value:
        raise _wrong(path, f"'{place}'", f"an object with a '{key}'")
    return value


def _optional(each: dict[str, Any], key: str) -> str:
    value = each.get(key)
    return value if isinstance(value, str) else ""


def _samples(each: dict[str, Any]) -> tuple[str, ...]:
    values = each.get("samples")
    return tuple(str(value) for value in values if value is not None) if isinstance(values, list) else ()


def _wrong(path: Path, what: str, wanted: str) -> CommandError:
    return CommandError(f"{path}: {what} must be {wanted}.", Status.PROBLEMS)
