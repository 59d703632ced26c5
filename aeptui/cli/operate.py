"""``aeptui run``, ``enable``, ``disable`` and ``delete``: what is done with a dataflow that exists."""

import argparse
import asyncio
from datetime import UTC, datetime
from typing import Any

from aeptui.cli import waiting
from aeptui.cli.choosing import only
from aeptui.cli.endings import CommandError, Status, out, out_json, say
from aeptui.cli.flows import run_lines, utc
from aeptui.cli.guard import confirm, guard
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.operations import control
from aeptui.operations.monitor import ended_run
from aeptui.services.flow_service.models import Flow
from aeptui.session import Session

LISTING = "aeptui flows"


def arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """Declares the arguments of the four commands."""
    parser.add_argument("flow_id", metavar="FLOW_ID", help="the dataflow's id, as 'aeptui flows' lists it, or its name")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    if name != "run":
        return
    parser.add_argument(
        "--from",
        dest="start",
        type=moment,
        metavar="T",
        help="first moment of the data: an ISO time (UTC where it has no zone) or seconds of the epoch; left out, "
        "where the latest good run stopped",
    )
    parser.add_argument("--to", dest="end", type=moment, metavar="T", help="the moment where the data ends (now)")
    parser.add_argument(
        "--delta-column", metavar="NAME", help="the column that the window is about, for the first such run of a table"
    )
    parser.add_argument("--again", metavar="RUN_ID", help="repeat this run over its own window instead")
    waiting.options(parser)


def run(options: argparse.Namespace) -> int:
    """Does what the command says."""
    paths = here()
    work = {"run": _run, "enable": _enable, "disable": _disable, "delete": _delete}
    with chosen_profile(options, paths) as profile:

        async def act() -> Status:
            async with opened(profile, options, paths) as session:
                await guard(session, options)
                found = await control.matching(session.platform, options.flow_id)
                flow = only(found, options.flow_id, "dataflow", LISTING)
                return await work[options.command](session, flow, options)

        return asyncio.run(act())


def moment(text: str) -> int:
    """A moment in seconds of the epoch, from an ISO date or time, or from such seconds."""
    if text.isdecimal():
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no time: write 2026-11-01, 2026-11-01T06:00:00Z or seconds of the epoch"
        raise argparse.ArgumentTypeError(message) from None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


async def _enable(session: Session, flow: Flow, options: argparse.Namespace) -> Status:
    return await _switch(session, flow, "enabled", options)


async def _disable(session: Session, flow: Flow, options: argparse.Namespace) -> Status:
    return await _switch(session, flow, "disabled", options)


async def _switch(session: Session, flow: Flow, wanted: control.State, options: argparse.Namespace) -> Status:
    if not options.yes:
        confirm(f"{options.command.title()} the dataflow {flow.name!r} in sandbox {session.profile.sandbox}?")
    switched = await control.switch(session.platform, flow.id, wanted)
    if options.json:
        out_json(switched.to_json())
    else:
        out(f"{flow.id}  {'now' if switched.changed else 'already'} {switched.state}  {flow.name}")
    return Status.DONE


async def _delete(session: Session, flow: Flow, options: argparse.Namespace) -> Status:
    if not options.yes:
        confirm(
            f"Delete the dataflow {flow.name!r}, which is {flow.state}, in sandbox {session.profile.sandbox}? Its "
            "connections, mapping set, dataset and rows stay."
        )
    await control.delete(session.platform, flow.id)
    if options.json:
        out_json({"flow_id": flow.id, "name": flow.name, "deleted": True})
    else:
        out(f"{flow.id}  deleted  {flow.name}")
    return Status.DONE


async def _run(session: Session, flow: Flow, options: argparse.Namespace) -> Status:
    _check_window(options)
    document = await (_repeated if options.again else _windowed)(session, flow, options)
    if not options.wait:
        if options.json:
            out_json(document)
        return Status.DONE
    ended = await ended_run(session.platform, document["run_id"], options.wait_seconds)
    assert ended is not None
    if options.json:
        out_json(document | {"run": ended.to_json()})
    else:
        for line in run_lines(ended):
            out(line)
    if not ended.ended:
        say(f"The run is {ended.status} after {options.wait_seconds:g} s: aeptui runs {flow.id}")
    return Status.DONE if waiting.good(ended.to_json()) else Status.PROBLEMS


async def _windowed(session: Session, flow: Flow, options: argparse.Namespace) -> dict[str, Any]:
    if not options.yes:
        confirm(f"Run the dataflow {flow.name!r} now in sandbox {session.profile.sandbox}?")
    try:
        started = await control.run_window(session.platform, flow, options.start, options.end, options.delta_column)
    except control.ColumnWanted as wanted:
        raise CommandError(f"{flow.name}: {wanted}. Name it with --delta-column; it stays.", Status.USAGE) from None
    if not options.json:
        column = f" of {started.delta_column}" if started.delta_column else ""
        window = f"{utc(started.start * 1000)} to {utc(started.end * 1000)}"
        out(f"{started.run_id}  started: data{column} from {window}")
    return {
        "flow_id": flow.id,
        "run_id": started.run_id,
        "window": [started.start, started.end],
        "delta_column": started.delta_column,
    }


async def _repeated(session: Session, flow: Flow, options: argparse.Namespace) -> dict[str, Any]:
    known = await session.platform.flow_service.runs.lookup(options.again)
    if known.flow_id != flow.id:
        raise CommandError(f"The run {options.again} is not one of {flow.name!r}. Its runs: aeptui runs {flow.id}")
    if not options.yes:
        confirm(f"Repeat a run of {flow.name!r} in sandbox {session.profile.sandbox}?")
    await control.run_again(session.platform, options.again)
    if not options.json:
        out(f"{options.again}  started again")
    return {"flow_id": flow.id, "run_id": options.again}


def _check_window(options: argparse.Namespace) -> None:
    window = [name for name in ("start", "end", "delta_column") if getattr(options, name) is not None]
    if options.again and window:
        raise CommandError(
            "--again repeats the window of a run: leave out --from, --to and --delta-column.", Status.USAGE
        )
    if options.start is not None and options.end is not None and options.end <= options.start:
        raise CommandError(
            f"The window ends before it begins. Swap the two: --from {options.end} --to {options.start}.", Status.USAGE
        )
