"""Waiting for a dataflow's first run, and what it printed."""

import argparse
from typing import Any

from aeptui.cli.endings import out, say
from aeptui.operations.monitor import first_run
from aeptui.session import Session

COUNTS = ("input", "landed", "failed", "skipped")


def options(parser: argparse.ArgumentParser) -> None:
    """Declares the options about waiting."""
    parser.add_argument("--wait", action="store_true", help="wait until the first run has ended")
    parser.add_argument(
        "--wait-seconds", type=float, default=120, metavar="N", help="wait at most so long (default 120)"
    )


def good(run: dict[str, Any]) -> bool:
    """Whether a run that was waited for ended well."""
    return run["status"] in ("success", "partial-success")


async def wait_for_first_run(session: Session, flow_id: str, options: argparse.Namespace) -> dict[str, Any]:
    """The first run as ``apply --json`` prints it. Where time runs out, the run as it is then, or one without an id."""
    summary = await first_run(session.platform, flow_id, options.wait_seconds)
    if summary is None:
        say(f"No run after {options.wait_seconds:g} s. It can take minutes: aeptui runs {flow_id}")
        return {"id": None, "status": "waiting", **dict.fromkeys(COUNTS)}
    if not summary.ended:
        say(f"The run is {summary.status} after {options.wait_seconds:g} s: aeptui runs {flow_id}")
    run = {"id": summary.id, "status": summary.status, **summary.counts()}
    if not options.json:
        counts = ", ".join(f"{name} {run[name]}" for name in COUNTS)
        out(f"  run {summary.id}: {summary.status}; rows: {counts}")
    return run
