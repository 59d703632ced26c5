"""``aeptui eval`` and ``aeptui functions``: the mapping language without a manifest."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TextIO

from aeptui.cli.endings import CommandError, Status, out, out_json
from aeptui.cli.inputs import STANDARD_INPUT, reading
from aeptui.core.expressions.help import FunctionDoc, describe, functions_by_category

_EXAMPLE = """echo '{"expr": "upper(a)", "row": {"a": "x"}}' | aeptui eval --json"""
_EPILOG = f"""\
A line in is one JSON object: "expr" is the expression, "row" the source row (default: an empty one). Each has a line
out: its "value", with a "warning" where something failed, or an "error" with its position where it is no expression.

  {_EXAMPLE}
  {{"value": "X"}}
"""


def arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """Declares the arguments of the two commands."""
    if name == "functions":
        parser.add_argument("name", nargs="?", metavar="NAME", help="a function; without it, all of them")
        return
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument(
        "lines",
        nargs="?",
        type=Path,
        default=STANDARD_INPUT,
        metavar="FILE",
        help="JSON lines; - for stdin, the default",
    )


def run(options: argparse.Namespace) -> int:
    """Evaluates standard input line by line, or documents functions."""
    if options.command == "functions":
        return _functions(options)
    if not options.json:
        raise CommandError(f"eval takes and gives JSON lines: {_EXAMPLE}", Status.USAGE)
    with reading(options.lines) as lines:
        answer_lines(lines, sys.stdout)
    return Status.DONE


def answer_lines(lines: BinaryIO | Iterable[bytes], answers: TextIO) -> None:
    """One answer for every line, in order, each written before the next line is read. Never ends for a bad line."""
    from aeptui.core.expressions.protocol import evaluate_line

    for line in lines:
        # A byte that is no UTF-8 becomes a mark that is no JSON either, or a harmless one inside a text.
        answers.write(evaluate_line(line.decode("utf-8", "replace")) + "\n")
        answers.flush()


def _functions(options: argparse.Namespace) -> int:
    if options.name is None:
        groups = functions_by_category()
        if options.json:
            out_json({"functions": [asdict(describe(name)) for names in groups.values() for name in names]})
            return Status.DONE
        for category, names in groups.items():
            out(category)
            for name in names:
                out(f"  {name:<24}{describe(name).description}")
        return Status.DONE
    try:
        found = describe(options.name)
    except KeyError:
        raise _unknown(options.name) from None
    if options.json:
        out_json(asdict(found))
    else:
        _show(found)
    return Status.DONE


def _show(found: FunctionDoc) -> None:
    from aeptui.core.expressions.protocol import evaluate_line

    also = f"  (also {', '.join(found.aliases)})" if found.aliases else ""
    for signature in found.signatures:
        out(f"{signature}: {found.returns}{also}")
    out(f"  {found.description}")
    for note in found.notes:
        out(f"  {note}")
    answer = json.loads(evaluate_line(json.dumps({"expr": found.example})))
    result = "" if "warning" in answer else f"  gives  {json.dumps(answer.get('value'), ensure_ascii=False)}"
    out(f"  {found.example}{result}")


def _unknown(name: str) -> CommandError:
    from aeptui.core.expressions.catalog import closest, functions

    near = closest(name, list(functions()))
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return CommandError(f"There is no function {name!r}.{hint} 'aeptui functions' lists them all.", Status.PROBLEMS)
