"""``aeptui demo``: the main job on the local platform: the application on it, or all of it without a screen."""

import argparse
import asyncio
import re
from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path

from aeptui.cli.apply import apply_file, status_of
from aeptui.cli.endings import CommandError, Status, out, out_json
from aeptui.cli.local import demo_platform
from aeptui.cli.manifests import load
from aeptui.cli.opening import demo_home, here, opened
from aeptui.credentials.profiles import Profile
from aeptui.store.files import private_folder, write_atomically
from aeptui.store.paths import Paths

STYLES = ("auto", "columns", "ad-hoc")


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--headless", action="store_true", help="the whole job without a screen")
    parser.add_argument("--reset", action="store_true", help="empty the demo's folder first")
    parser.add_argument("--source", default="servicenow", metavar="NAME", help=f"one of {', '.join(sources())}")
    parser.add_argument("--style", choices=STYLES, default="auto", help="how the source's columns are described")
    parser.add_argument("--wait-seconds", type=float, default=120, metavar="N", help="wait at most so long for the run")


def sources() -> list[str]:
    """The source systems that the demo has a dataflow for."""
    return sorted(path.name.removesuffix(".yaml") for path in _manifests().iterdir() if path.name.endswith(".yaml"))


def run(options: argparse.Namespace) -> int:
    """Opens the application; headless, makes the dataflow (or finds it as made earlier) and waits for its first run."""
    paths = here()
    if not options.headless:
        from aeptui.cli.app import open_application

        def chosen() -> AbstractContextManager[Profile]:
            return demo_platform(paths, reset=options.reset)

        return open_application(chosen, options, paths, None, drafts=demo_home(paths))
    with demo_platform(paths, reset=options.reset) as profile:
        manifest = _manifest(paths, options.source, options.style)
        return asyncio.run(_main_job(profile, options, paths, manifest))


async def _main_job(profile: Profile, options: argparse.Namespace, paths: Paths, manifest: Path) -> int:
    options.yes, options.wait, options.auth_params = True, True, None
    async with opened(profile, options, paths) as session:
        result = await apply_file(session, load(manifest), options)
        if options.json:
            out_json(result)
        elif result["run"] is not None:
            out(f"  The manifest: {manifest}")
            out(f"  The rows:     aeptui --profile demo rows {result['ids']['flow']} --limit 3")
    return status_of([result])


def _manifest(paths: Paths, source: str, style: str) -> Path:
    """The demo's manifest for a source and style, written at its first use; later demos find its id in it."""
    named = next((name for name in sources() if _letters(name) == _letters(source)), None)
    if named is None:
        raise CommandError(f"--source {source}: the demo has {', '.join(sources())}.", Status.USAGE)
    path = private_folder(demo_home(paths).data / "manifests") / f"{named}-{style}.yaml"
    if not path.exists():
        text = _manifests().joinpath(f"{named}.yaml").read_text(encoding="utf-8")
        title = "" if style == "auto" else f", {style}"
        text = re.sub(r"(?m)^(  style: ).*$", rf"\g<1>{style}", text)
        text = re.sub(r"(?m)^((?:name|    title): .*)$", rf"\g<1>{title}", text, count=2) if title else text
        write_atomically(path, text)
    return path


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _manifests() -> resources.abc.Traversable:
    return resources.files("aeptui.cli").joinpath("demos")
