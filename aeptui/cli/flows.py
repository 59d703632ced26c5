"""``aeptui flows``, ``runs`` and ``rows``: what there is, how it ran, and what it landed."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any

from aeptui.cli.endings import Status, out, out_json, say
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.core.runs.summary import RunSummary
from aeptui.session import Session

# Without --limit a person gets a screenful of rows; a script (--json) gets all of them.
SCREENFUL = 20


def arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """Declares the arguments of the three commands."""
    if name == "flows":
        return
    parser.add_argument("flow_id", metavar="FLOW_ID", help="the dataflow's id, as 'aeptui flows' lists it")
    if name == "runs":
        parser.add_argument("--watch", action="store_true", help="go on printing runs as they begin and end")
    if name == "rows":
        parser.add_argument(
            "--limit", type=_positive, metavar="N", help=f"at most N rows (default {SCREENFUL}; with --json all)"
        )
        parser.add_argument("--run", metavar="ID", help="only the rows of this run")


def run(options: argparse.Namespace) -> int:
    """Lists, as lines or as one JSON document."""
    paths = here()
    with chosen_profile(options, paths) as profile:

        async def work() -> None:
            async with opened(profile, options, paths) as session:
                await {"flows": _flows, "runs": _runs, "rows": _rows}[options.command](session, options)

        asyncio.run(work())
    return Status.DONE


async def _flows(session: Session, options: argparse.Namespace) -> None:
    from aeptui.operations.flows import flow_lines

    lines = await flow_lines(session.platform)
    if options.json:
        out_json({"flows": [line.to_json() for line in lines]})
        return
    for line in lines:
        last = line.last_run
        words = f"{last['status']} {utc(last['finished'] or last['started'])}" if last else "never ran"
        schedule = f"{line.schedule.get('frequency', '')} {line.schedule.get('interval', '')}".strip()
        out(f"{line.id}  {line.state:<9} {schedule:<9} {line.source or '?':<26} {words:<28} {line.name}")
    if not lines:
        say(f"No dataflows in sandbox {session.profile.sandbox}. Make one: aeptui apply MANIFEST")


async def _runs(session: Session, options: argparse.Namespace) -> None:
    from aeptui.operations.control import watch
    from aeptui.operations.monitor import runs_of

    await session.platform.flow_service.flows.lookup(options.flow_id)
    shown: dict[str, RunSummary] = {}
    try:
        async for run in (watch if options.watch else runs_of)(session.platform, options.flow_id):
            shown[run.id] = run
            for line in () if options.json else run_lines(run):
                out(line)
            sys.stdout.flush()
    except asyncio.CancelledError:
        # An interrupted watch has a result as well.
        _print_document(options, shown)
        raise
    _print_document(options, shown)
    if not shown:
        say("No runs yet. The first can take minutes after the start time.")


def _print_document(options: argparse.Namespace, shown: dict[str, RunSummary]) -> None:
    """The runs with ``--json``, newest first; a watch has seen them the other way round."""
    if options.json:
        runs = reversed(shown.values()) if options.watch else shown.values()
        out_json({"flow_id": options.flow_id, "runs": [run.to_json() for run in runs]})


def run_lines(run: RunSummary) -> list[str]:
    """A run and its errors, as lines for a person."""
    counts = "  ".join(f"{name} {count if count is not None else '?'}" for name, count in run.counts().items())
    lines = [f"{run.id}  {run.status:<16} {utc(run.started)}  {counts}"]
    for error in run.errors:
        lines.append(f"    {error.code}: {error.message}" + (f" ({error.count} rows)" if error.count else ""))
    return lines


async def _rows(session: Session, options: argparse.Namespace) -> None:
    from aeptui.operations.rows import dataset_of, landed_rows

    dataset_id = await dataset_of(session.platform, options.flow_id)
    limit = options.limit or (None if options.json else SCREENFUL)
    rows: list[dict[str, Any]] = []
    async for row in landed_rows(session.platform, options.flow_id, options.run):
        if limit is not None and len(rows) == limit:
            break
        rows.append(row)
    if options.json:
        out_json({"flow_id": options.flow_id, "dataset_id": dataset_id, "rows": rows})
        return
    for row in rows:
        out(json.dumps(row, ensure_ascii=False))
    if not rows:
        say("No rows have landed.")


def utc(milliseconds: Any) -> str:
    """Epoch milliseconds as UTC to the second; empty for anything else."""
    if not isinstance(milliseconds, int | float):
        return ""
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M:%SZ}"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
