"""``aeptui new``: manifests for objects of a source, explored, typed and mapped by suggestions."""

import argparse
import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from aeptui.cli.endings import CommandError, Status, out, out_json, say
from aeptui.cli.opening import chosen_profile, here, opened

if TYPE_CHECKING:
    from aeptui.core.manifest.model import Manifest
    from aeptui.session import Session

# Sources answer slowly, and few of them like to be asked by thirty at once.
AT_ONCE = 4


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("system", metavar="SYSTEM", help="the source system, as 'aeptui connections list' shows it")
    parser.add_argument("objects", nargs="+", metavar="OBJECT", help="a table, file or resource of it")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file; a folder for several objects")
    parser.add_argument("--connection", metavar="NAME", help="the connection, where the system has several")
    parser.add_argument("--custom", action="store_true", help="custom fields for columns without a standard target")
    parser.add_argument("--yes", action="store_true", help="replace files that are there")


def run(options: argparse.Namespace) -> int:
    """Writes one manifest for each object; nothing on the platform changes."""
    files = files_for(options.objects, options.output)
    there = [str(file) for file in files.values() if file.exists()]
    if there and not options.yes:
        raise CommandError(
            f"{', '.join(there)}: exists already. Add --yes to replace it, or name another with -o.", Status.USAGE
        )
    paths = here()
    with chosen_profile(options, paths) as profile:

        async def act() -> list["Manifest"]:
            async with opened(profile, options, paths) as session:
                return await _start(session, options)

        made = asyncio.run(act())
    for file, manifest in zip(files.values(), made, strict=True):
        _write(file, manifest)
    _show(options, list(files.items()), made)
    return Status.DONE


def files_for(objects: list[str], output: Path | None) -> dict[str, Path]:
    """The file of each object: ``output`` for a single one, else one named by the object, in the folder ``output``.

    Raises CommandError (usage) where several objects would share a file.
    """
    distinct = list(dict.fromkeys(objects))
    if output is not None and len(distinct) == 1 and not output.is_dir():
        return {distinct[0]: output}
    if output is not None and output.suffix in (".yaml", ".yml"):
        raise CommandError(f"{output}: one file for {len(distinct)} objects; name a folder.", Status.USAGE)
    folder = output or Path()
    files = {each: folder / f"{_file_name(each)}.yaml" for each in distinct}
    if len(set(files.values())) < len(files):
        raise CommandError(
            "Two of the objects would be written to the same file; make them one by one with -o.", Status.USAGE
        )
    return files


def _file_name(object: str) -> str:
    last = object.rstrip("/").rpartition("/")[2]
    return re.sub(r"[^\w-]+", "_", last.partition(".")[0]).strip("_") or "manifest"


async def _start(session: "Session", options: argparse.Namespace) -> list["Manifest"]:
    from aeptui.operations.explore import ExploreError
    from aeptui.operations.starting import account_for, start
    from aeptui.store.accepted import Accepted, accepted_file

    learned = Accepted(accepted_file(session.paths, session.profile.org_id))
    few = asyncio.Semaphore(AT_ONCE)
    try:
        account = await account_for(session.platform, options.system, options.connection)

        async def one(object: str) -> "Manifest":
            async with few:
                return await start(session.platform, account, object, custom=options.custom, learned=learned)

        return list(await asyncio.gather(*map(one, dict.fromkeys(options.objects))))
    except ExploreError as error:
        raise CommandError(str(error)) from error


def _write(file: Path, manifest: "Manifest") -> None:
    from aeptui.core.manifest.write import to_yaml
    from aeptui.store.files import write_atomically

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, to_yaml(manifest), mode=0o644)
    except OSError as error:
        raise CommandError(f"{file}: cannot be written: {error.strerror}.") from error


def _show(options: argparse.Namespace, files: list[tuple[str, Path]], made: list["Manifest"]) -> None:
    lines = [
        {
            "object": object,
            "file": str(file),
            "columns": len(manifest.source.fields or ()),
            "mapped": len(manifest.mapping),
        }
        for (object, file), manifest in zip(files, made, strict=True)
    ]
    if options.json:
        out_json({"manifests": lines})
        return
    for line in lines:
        out(f"{line['file']}: {line['mapped']} of {line['columns']} columns mapped")
    say(f"Next: edit, then 'aeptui check {files[0][1]}' and 'aeptui plan {files[0][1]}'.")
