"""``aeptui explain``: what an error code means and what to do, and why a run went as it did."""

import argparse
import asyncio

from aeptui.cli.choosing import nearest
from aeptui.cli.endings import CommandError, Status, out, out_json, say
from aeptui.cli.flows import run_lines, utc
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.operations.diagnose import Diagnosis, diagnose
from aeptui.services.guidance import Guidance, codes, explain, is_known

# Rejected rows that a person is shown; a script (--json) gets all that were read.
SHOWN = 3


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("code", nargs="?", metavar="CODE", help="a code as the platform prints it, such as 1425-400")
    what.add_argument("--run", metavar="RUN_ID", help="why this run went as it did, with the rows that it rejected")


def run(options: argparse.Namespace) -> int:
    """Explains a code, without a network, or a run."""
    if options.run is None:
        return _code(options)
    paths = here()
    with chosen_profile(options, paths) as profile:

        async def work() -> Diagnosis:
            async with opened(profile, options, paths) as session:
                return await diagnose(session.platform, options.run)

        found = asyncio.run(work())
    if options.json:
        out_json(found.to_json())
    else:
        _show(found)
    return Status.DONE


def _code(options: argparse.Namespace) -> Status:
    guidance, known = explain(options.code), is_known(options.code)
    if options.json:
        parts = {name: getattr(guidance, name) for name in ("code", "title", "meaning", "cause", "next_step")}
        out_json(parts | {"known": known})
    elif known:
        out(f"{guidance.code}: {guidance.title}")
        _advise(guidance, "  ")
    if known:
        return Status.DONE
    if options.json:
        return Status.PROBLEMS
    raise CommandError(f"No published error has the code {options.code!r}.{nearest(options.code, codes())}")


def _advise(guidance: Guidance, indent: str) -> None:
    for name, text in (
        ("what it means", guidance.meaning),
        ("likely cause", guidance.cause),
        ("what to do", guidance.next_step),
    ):
        if text:
            out(f"{indent}{name + ':':<15} {text}")


def _show(found: Diagnosis) -> None:
    for line in run_lines(found.run):
        out(line)
    begin, end = found.window
    if begin is not None or end is not None:
        out(f"  data from {utc(begin) if begin else 'the beginning'} to {utc(end) if end else 'now'}")
    if found.read_nothing:
        out("  No row of the source was in this window. Rows are chosen by their incremental column, in UTC.")
    if found.source_words:
        out(f"  the source said: {found.source_words}")
    for cause in found.causes:
        out(f"  {cause.code}: {cause.guidance.title}")
        _advise(cause.guidance, "    ")
    for row in found.rows[:SHOWN]:
        for error in row.errors:
            rule = f"  (mapping: {error.rule.source} -> {error.rule.destination})" if error.rule else ""
            out(f"  row {row.record}: {error.code} {error.message}{rule}")
    if len(found.rows) > SHOWN:
        out(f"  and {len(found.rows) - SHOWN} more rows: aeptui explain --run {found.run.id} --json")
    if not found.details:
        say("The dataflow keeps no rejected rows: set options.error_diagnostics in its manifest, and run it again.")
