"""``aeptui check``: lints manifests without a network."""

import argparse
from pathlib import Path

from aeptui.cli.endings import Status, out, out_json, say
from aeptui.cli.manifests import files_of, load, problem_json, problem_line
from aeptui.core.manifest.problems import has_errors


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("manifests", nargs="+", type=Path, metavar="MANIFEST", help="a manifest, or a folder of them")
    parser.add_argument(
        "--with", dest="overlays", action="append", default=[], type=Path, metavar="FILE", help="an overlay"
    )


def run(options: argparse.Namespace) -> int:
    """Prints every problem at its place. Warnings alone end with 0."""
    files = [load(path, options.overlays) for path in files_of(options.manifests)]
    found = [(problem, file.path) for file in files for problem in file.problems]
    if options.json:
        out_json({"problems": [problem_json(problem, path) for problem, path in found]})
    else:
        for problem, path in found:
            out(problem_line(problem, path))
        say(_count([problem.severity for problem, _ in found], len(files)))
    return Status.PROBLEMS if has_errors([problem for problem, _ in found]) else Status.DONE


def _count(severities: list[str], files: int) -> str:
    noun = "manifest" if files == 1 else "manifests"
    if not severities:
        return f"{files} {noun}: no problems."
    kinds = [
        f"{severities.count(kind)} {kind}{'s' if severities.count(kind) != 1 else ''}"
        for kind in ("error", "warning", "hint")
    ]
    return f"{files} {noun}: {', '.join(text for text in kinds if not text.startswith('0 '))}."
