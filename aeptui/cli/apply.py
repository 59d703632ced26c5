"""``aeptui apply``: makes what manifests describe, or continues where an earlier apply was cut off."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from aeptui.cli.choosing import account_params
from aeptui.cli.endings import CommandError, Status, out, out_json, say
from aeptui.cli.guard import confirm, guard
from aeptui.cli.manifests import ManifestFile, files_of, give_id, known_id, load, problem_line, with_known_id
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.cli.waiting import good, wait_for_first_run
from aeptui.cli.waiting import options as waiting_options
from aeptui.credentials.profiles import Profile
from aeptui.engine.apply import Applied, Progress
from aeptui.engine.applying import Job, Making, Refused, connection_to_make, prepared, writes
from aeptui.engine.graph import WRITING
from aeptui.operations import connections
from aeptui.session import Session
from aeptui.store.locks import Locked
from aeptui.store.paths import Paths

SIGNS = {"done": "ok  ", "failed": "FAIL"}


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("manifests", nargs="+", type=Path, metavar="MANIFEST", help="a manifest, or a folder of them")
    parser.add_argument(
        "--with", dest="overlays", action="append", default=[], type=Path, metavar="FILE", help="an overlay"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--auth-params",
        metavar="FILE",
        help="JSON object with the parameters of the new base connection ('-': standard input)",
    )
    waiting_options(parser)


def run(options: argparse.Namespace) -> int:
    """Applies every manifest; nothing is sent while one of them has errors."""
    files = [load(path, options.overlays) for path in files_of(options.manifests)]
    _refuse_problems(files)
    paths = here()
    with chosen_profile(options, paths) as profile:
        results = asyncio.run(_apply_all(profile, options, paths, files))
    if options.json:
        out_json(results if len(results) > 1 else results[0])
    return status_of(results)


def status_of(results: list[dict[str, Any]]) -> int:
    """The exit status for what applies printed."""
    failed = any(result["result"] == "failed" for result in results)
    runs = [result["run"] for result in results if result["run"] is not None]
    return Status.PROBLEMS if failed or not all(good(run) for run in runs) else Status.DONE


def _refuse_problems(files: list[ManifestFile]) -> None:
    for file in files:
        for problem in file.problems:
            say(problem_line(problem, file.path))
    wrong = [str(file.path) for file in files if file.manifest is None]
    if wrong:
        raise CommandError(f"Nothing was sent: {', '.join(wrong)} must be mended first.")


async def _apply_all(
    profile: Profile, options: argparse.Namespace, paths: Paths, files: list[ManifestFile]
) -> list[dict[str, Any]]:
    async with opened(profile, options, paths) as session:
        await guard(session, options)
        return [await apply_file(session, file, options) for file in files]


async def apply_file(session: Session, file: ManifestFile, options: argparse.Namespace) -> dict[str, Any]:
    """Applies one manifest under its lock, and waits for its first run where that is asked. As ``--json`` prints it."""
    known = known_id(file, session.database)
    manifest_id = known or give_id(file, session.database)
    manifest = with_known_id(file.sound, manifest_id)
    journal, locks = session.journal(manifest_id), session.paths.locks
    try:
        async with prepared(session.platform, journal, locks, manifest, file.where, fresh=known is None) as job:
            return await _apply(session, file, job, options)
    except Locked as holder:
        raise CommandError(f"{file.path}: {holder} is applying this manifest. Wait for it to end.") from holder
    except Refused as refused:
        for problem in refused.problems:
            say(problem_line(problem, file.path))
        raise CommandError(f"{file.path}: nothing was sent.") from refused


async def _apply(session: Session, file: ManifestFile, job: Job, options: argparse.Namespace) -> dict[str, Any]:
    if not options.json:
        out(f"{file.path} → {session.profile.org_id}, sandbox {session.profile.sandbox}")
    if job.plan.changes and not options.yes:
        confirm(_question(writes(job.plan), session))
    making = connection_to_make(job.plan)
    account = await _account(session, making, options) if making else None
    applied = await job.run(_reporter(options), account)
    result = _document(file, applied)
    if applied.failed is None and options.wait and file.sound.state != "enabled":
        say(f"The dataflow is {file.sound.state}: there is no run to wait for.")
    elif applied.failed is None and options.wait:
        result["run"] = await wait_for_first_run(session, result["ids"]["flow"], options)
    return result


def _question(count: int, session: Session) -> str:
    return f"Make {count} change{'s' if count != 1 else ''} in sandbox {session.profile.sandbox}?"


def _reporter(options: argparse.Namespace) -> Any:
    def report(progress: Progress) -> None:
        if progress.error is not None:
            say(f"{progress.key}: {progress.error}\n{progress.error.guidance.next_step}")
        if not options.json and progress.state in SIGNS:
            time = f"{progress.ms} ms" if progress.action in WRITING else ""
            line = f"  {SIGNS[progress.state]} {progress.action:<8}{progress.key:<27} {time:>8}  {progress.id or ''}"
            out(line.rstrip())

    return report


async def _account(session: Session, making: Making, options: argparse.Namespace) -> dict[str, Any]:
    """The parameters of the base connection that the plan makes; they are nowhere but in the request."""
    sign_in = await connections.sign_in_of(session.platform, making.spec_id, making.auth)
    if sign_in is None:
        raise CommandError(f"The connection {making.name!r} cannot be made: its source has no {making.auth!r}.")
    return account_params(options.auth_params, sign_in)


def _document(file: ManifestFile, applied: Applied) -> dict[str, Any]:
    failed = applied.failed
    return {
        "manifest": str(file.path),
        "result": "failed" if failed is not None else "applied" if applied.changed else "unchanged",
        "ids": {step.key: step.id for step in applied.steps if step.id is not None},
        "steps": [
            {
                "key": step.key,
                "kind": step.kind,
                "action": step.action,
                "id": step.id,
                "ms": step.ms,
                "attempts": step.attempts,
                "state": step.state,
            }
            for step in applied.steps
        ],
        "run": None,
        "error": None if failed is None or failed.error is None else {"step": failed.key} | failed.error.to_json(),
    }
