"""``aeptui plan``: what apply would do, before it does anything."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from aeptui.cli.endings import Status, out, out_json, say
from aeptui.cli.manifests import ManifestFile, files_of, known_id, load, problem_json, problem_line
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.core.manifest.problems import Problem, has_errors
from aeptui.session import Session

NEW_ID = "new"
SIGNS = {"create": "+", "reuse": "=", "update": "~", "replace": "!", "none": " "}
CHANGES = 10


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("manifests", nargs="+", type=Path, metavar="MANIFEST", help="a manifest, or a folder of them")
    parser.add_argument(
        "--with", dest="overlays", action="append", default=[], type=Path, metavar="FILE", help="an overlay"
    )
    parser.add_argument("--detailed-exitcode", action="store_true", help="0: nothing to do, 10: changes, 1: problems")


def run(options: argparse.Namespace) -> int:
    """Prints the plans. With ``--json`` one object, or a list of them for several manifests."""
    files = [load(path, options.overlays) for path in files_of(options.manifests)]
    # The lint needs no platform: where it finds errors everywhere, nobody needs to sign in to read them.
    if all(file.manifest is None for file in files):
        plans = [_document(file, [], file.problems) for file in files]
    else:
        paths = here()
        with chosen_profile(options, paths) as profile:
            plans = asyncio.run(_plans(profile, options, paths, files))
    if options.json:
        out_json(plans if len(plans) > 1 else plans[0])
    else:
        for file, plan in zip(files, plans, strict=True):
            _show(file, plan)
    if any(problem["severity"] == "error" for plan in plans for problem in plan["problems"]):
        return Status.PROBLEMS
    changes = any(step["action"] in ("create", "update", "replace") for plan in plans for step in plan["steps"])
    return CHANGES if options.detailed_exitcode and changes else Status.DONE


async def _plans(
    profile: Any, options: argparse.Namespace, paths: Any, files: list[ManifestFile]
) -> list[dict[str, Any]]:
    async with opened(profile, options, paths) as session:
        return [await _plan(session, file) for file in files]


async def _plan(session: Session, file: ManifestFile) -> dict[str, Any]:
    from aeptui.engine.planning import plan_manifest

    if file.manifest is None:
        return _document(file, [], file.problems)
    manifest_id = known_id(file, session.database)
    plan = await plan_manifest(
        session.platform, session.journal(manifest_id or NEW_ID), file.manifest, manifest_id, file.where
    )
    return _document(file, [step.to_json() for step in plan.steps], (*file.problems, *plan.problems))


def _document(file: ManifestFile, steps: list[dict[str, Any]], problems: tuple[Problem, ...]) -> dict[str, Any]:
    found = [problem_json(problem, file.path) for problem in problems]
    shown = [] if has_errors(problems) else steps
    return {"manifest": str(file.path), "steps": shown, "problems": found}


def _show(file: ManifestFile, plan: dict[str, Any]) -> None:
    out(str(file.path))
    for problem in file.problems:
        out(problem_line(problem, file.path))
    lint = {(p.line, p.column, p.rule) for p in file.problems}
    for found in plan["problems"]:
        if (found["line"], found["column"], found["rule"]) not in lint:
            fix = f" ({found['fix']})" if found["fix"] else ""
            out(f"{found['file']}:{found['line']}:{found['column']}: {found['severity']}: {found['message']}{fix}")
    for step in plan["steps"]:
        request = step["request"]
        call = f"  {request['method']} {request['path']}" if request else ""
        out(f"  {SIGNS[step['action']]} {step['action']:<8}{step['key']:<27} {step['id'] or step['why']}{call}")
    counts = [step["action"] for step in plan["steps"]]
    words = [f"{counts.count(action)} to {action}" for action in ("create", "update", "replace") if action in counts]
    if plan["steps"]:
        say(f"{', '.join(words) or 'Nothing to do'}.")
