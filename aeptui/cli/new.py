"""``aeptui new``: manifests for objects of a source, explored, typed and mapped by suggestions."""

import argparse
import asyncio
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aeptui.cli.endings import CommandError, Status, describe, out, out_json, say, status_of
from aeptui.cli.manifests import SUFFIXES
from aeptui.cli.opening import chosen_profile, here, opened

if TYPE_CHECKING:
    from aeptui.operations.starting import Started
    from aeptui.session import Session

# Sources answer slowly, and few of them like to be asked by thirty at once.
AT_ONCE = 4
# As many files as are named one by one in what is said at the end.
_NAMED = 3

_EPILOG = """\
One manifest for each object. Every row of its mapping takes the values that the source shows; rows below 80 % carry
their likelihood and the reason as a note. Only objects about persons get identities.

  aeptui new servicenow sys_user -o users.yaml
  aeptui new salesforce-service-cloud Account Contact Lead -o manifests
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one object: the manifest that was started and written, or why there is none."""

    object: str
    file: Path
    made: "Started | None" = None
    error: Exception | None = None


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument("system", metavar="SYSTEM", help="the source system, as 'aeptui connections list' shows it")
    parser.add_argument("objects", nargs="+", metavar="OBJECT", help="a table, file or resource of it")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the file; a folder for several objects, or where no file ending is given",
    )
    parser.add_argument("--connection", metavar="NAME", help="the connection, where the system has several")
    parser.add_argument(
        "--custom",
        action=argparse.BooleanOptionalAction,
        help="custom fields for columns without a standard target; unasked only where no standard class "
        "describes the object",
    )
    parser.add_argument("--yes", action="store_true", help="replace files that are there")


def run(options: argparse.Namespace) -> int:
    """Writes one manifest for each object; nothing on the platform changes. One bad object does not stop the others."""
    files = files_for(options.objects, options.output)
    there = {} if options.yes else {object: file for object, file in files.items() if file.exists()}
    wanted = [object for object in files if object not in there]
    if not wanted:
        raise CommandError(
            f"{', '.join(map(str, there.values()))}: exists already. Add --yes to replace it, or name another with -o.",
            Status.USAGE,
        )
    paths = here()
    with chosen_profile(options, paths) as profile:

        async def act() -> dict[str, "Started | Exception"]:
            async with opened(profile, options, paths) as session:
                return await _start(session, options, wanted)

        made = asyncio.run(act())
    exists = CommandError("the file exists already. Add --yes to replace it.")
    results = [_written(object, file, made.get(object, exists)) for object, file in files.items()]
    return _show(options, results)


def files_for(objects: list[str], output: str | None) -> dict[str, Path]:
    """The file of each object: ``output`` for a single one, else one named by the object, in the folder ``output``.

    What exists as a folder, ends with a slash or has no file ending is a folder. Raises CommandError (usage) where
    several objects would share a file.
    """
    distinct = list(dict.fromkeys(objects))
    folder = Path(output or "")
    is_file = not (output or "").endswith("/") and not folder.is_dir() and bool(folder.suffix or folder.exists())
    if is_file and len(distinct) == 1:
        return {distinct[0]: folder}
    if is_file and folder.suffix in SUFFIXES:
        raise CommandError(f"{folder}: one file for {len(distinct)} objects; name a folder.", Status.USAGE)
    files = {each: folder / f"{_file_name(each)}.yaml" for each in distinct}
    if len(set(files.values())) < len(files):
        raise CommandError(
            "Two of the objects would be written to the same file; make them one by one with -o.", Status.USAGE
        )
    return files


def _file_name(object: str) -> str:
    last = object.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^\w-]+", "_", last.partition(".")[0]).strip("_") or "manifest"


async def _start(
    session: "Session", options: argparse.Namespace, objects: list[str]
) -> dict[str, "Started | Exception"]:
    """What is started for each object, or why it could not be; raises what no object can do without."""
    from aeptui.operations.explore import ExploreError
    from aeptui.operations.starting import account_for, start
    from aeptui.store.accepted import Accepted, accepted_file

    file = accepted_file(session.paths, session.profile.org_id)
    learned = Accepted(file) if file.exists() else None
    few = asyncio.Semaphore(AT_ONCE)
    try:
        account = await account_for(session.platform, options.system, options.connection)
    except ExploreError as error:
        raise CommandError(str(error)) from error

    async def one(object: str) -> "Started | Exception":
        async with few:
            try:
                return await start(session.platform, account, object, custom=options.custom, learned=learned)
            except ExploreError as error:
                return CommandError(str(error))
            except Exception as error:
                if status_of(error) is None:
                    raise
                return error

    return dict(zip(objects, await asyncio.gather(*map(one, objects)), strict=True))


def _written(object: str, file: Path, made: "Started | Exception") -> Result:
    from aeptui.core.manifest.write import to_yaml
    from aeptui.store.files import write_atomically

    if isinstance(made, Exception):
        return Result(object, file, error=made)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, _comment(made) + to_yaml(made.manifest), mode=0o644)
    except OSError as error:
        return Result(object, file, error=CommandError(f"{file}: cannot be written: {error.strerror}."))
    return Result(object, file, made)


def _comment(started: "Started") -> str:
    """What the file says above everything: what a row is, and where to look twice."""
    remark = f"# {started.remark[0].upper()}{started.remark[1:]}.\n"
    if not started.doubtful:
        return remark
    return (
        f"{remark}# Look twice where a row has a note with a likelihood ({started.doubtful} of {len(started.rows)}).\n"
    )


def _show(options: argparse.Namespace, results: list[Result]) -> int:
    """Says what was written and what was not, and returns the exit status."""
    made = [(each, each.made) for each in results if each.made is not None]
    failed = [(each, each.error) for each in results if each.error is not None]
    if failed and len(results) == 1:
        raise failed[0][1]
    if options.json:
        errors = [{"object": each.object, "error": describe(error)} for each, error in failed]
        out_json({"manifests": [_json(each, started) for each, started in made], "failed": errors})
    else:
        for each, started in made:
            out(f"{each.file}: {_counts(started)}\n  {started.remark}")
        for each, error in failed:
            say(f"{each.object}: not made: {describe(error)}")
        if made:
            say(next_commands(options, [each.file for each, _ in made]))
    if made or not failed:
        return Status.PROBLEMS if failed else Status.DONE
    # Where nothing at all could be made for one and the same reason, that reason is the status.
    statuses = {status_of(error) for _, error in failed}
    return statuses.pop() or Status.PROBLEMS if len(statuses) == 1 else Status.PROBLEMS


def _json(each: Result, started: "Started") -> dict[str, Any]:
    schema = started.manifest.target.schema
    return {
        "object": each.object,
        "file": str(each.file),
        "columns": started.columns,
        "mapped": len(started.rows),
        "sure": started.sure,
        "doubtful": started.doubtful,
        "custom": started.custom,
        "unmapped": started.unmapped,
        "class": getattr(schema, "class_id", ""),
        "identities": [identity.path for identity in schema.identities],
        "remark": started.remark,
    }


def _counts(started: "Started") -> str:
    counts = (
        (started.sure, "sure"),
        (started.doubtful, "doubtful"),
        (started.custom, "custom"),
        (started.unmapped, "unmapped"),
    )
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{len(started.rows)} of {started.columns} columns mapped ({told})"


def next_commands(options: argparse.Namespace, files: list[Path]) -> str:
    """The commands that go on with all the files, as the same person in the same sandbox."""
    folder = files[0].parent
    inside = [path for path in folder.iterdir() if path.suffix in SUFFIXES] if len(files) > _NAMED else []
    named = [folder] if inside and {*inside} == {*files} else files
    given = {f"--{name}": getattr(options, name) for name in ("profile", "sandbox")}
    same = [part for option, value in given.items() if value for part in (option, value)]
    same += ["--read-only"] if options.read_only else []
    check = shlex.join(["aeptui", "check", *map(str, named)])
    plan = shlex.join(["aeptui", *same, "plan", *map(str, named)])
    return f"Next: edit, then\n  {check}\n  {plan}"
