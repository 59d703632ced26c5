"""The command line as a whole: which commands there are, the options that mean the same everywhere, and endings."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from aeptui import __version__
from aeptui.cli.endings import CommandError, Status, ending


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the module that declares its arguments and runs it, and its line of help."""

    name: str
    module: str
    help: str


COMMANDS = tuple(
    Command(name, f"aeptui.cli.{module}", text)
    for name, module, text in (
        ("demo", "demo", "a complete dataflow on the local platform"),
        ("platform", "platform", "the local platform alone"),
        ("new", "new", "manifests for objects of a source: explored, typed and mapped by suggestions"),
        ("check", "check", "lint manifests, without a network"),
        ("plan", "plan", "what apply would do"),
        ("apply", "apply", "make or continue the dataflows that manifests describe"),
        ("flows", "flows", "the dataflows of the sandbox"),
        ("runs", "flows", "the runs of a dataflow"),
        ("rows", "flows", "the rows that a dataflow landed"),
        ("run", "operate", "run a dataflow over a window of data, or repeat a run"),
        ("enable", "operate", "let a dataflow run by its schedule"),
        ("disable", "operate", "keep a dataflow from running"),
        ("delete", "operate", "delete a dataflow"),
        ("connections", "connections", "the accounts at sources"),
        ("explain", "explain", "what an error code means, or why a run failed"),
        ("automap", "automap", "mapping suggestions for a task as JSON"),
        ("eval", "expressions", "expressions as JSON lines in, values out"),
        ("functions", "expressions", "the functions of the mapping language"),
    )
)

# Options with a value that may stand before the command, so that the command can be found behind them.
VALUED = ("--profile", "--record", "--sandbox")


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit status; never raises but SystemExit from ``--help``."""
    with ending() as status:
        chosen = _command_in(arguments)
        if chosen is None:
            status.code = _application(arguments)
        else:
            options = _parser(chosen).parse_args(arguments)
            status.code = import_module(chosen.module).run(options)
    return status.code


def _command_in(arguments: Sequence[str]) -> Command | None:
    """The command among the arguments, so that only its module is imported."""
    names = {command.name: command for command in COMMANDS}
    skip = False
    for argument in arguments:
        if skip or argument.startswith("-"):
            skip = not skip and argument in VALUED
            continue
        return names.get(argument)
    return None


def _application(arguments: Sequence[str]) -> int:
    """No command: the application, on a manifest where one is named."""
    words = [each for each in arguments if not each.startswith("-")]
    if not words or "-h" in arguments or "--help" in arguments:
        parser = _parser(None)
        options = parser.parse_args(arguments)
        options.manifest = None
    else:
        parser = argparse.ArgumentParser(prog="aeptui", allow_abbrev=False)
        parser.add_argument("manifest", type=Path, metavar="MANIFEST")
        common_options(parser, before=True)
        options = parser.parse_args(arguments)
        options.command = None
    if options.manifest is not None and not options.manifest.exists():
        names = ", ".join(command.name for command in COMMANDS)
        raise CommandError(f"{options.manifest}: no such command or manifest. Commands: {names}.", Status.USAGE)
    from aeptui.cli.app import open_application
    from aeptui.cli.opening import chosen_profile, here

    paths = here()
    return open_application(lambda: chosen_profile(options, paths), options, paths, options.manifest)


def _parser(chosen: Command | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aeptui",
        description="Build and operate Adobe Experience Platform source dataflows from the terminal.",
        epilog="Exit status: 0 done, 1 problems found or work failed, 2 usage, 3 not signed in or not allowed, "
        "4 platform unreachable, 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"aeptui {__version__}")
    common_options(parser, before=True)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", title="commands")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False)
        if command is chosen:
            import_module(command.module).arguments(sub, command.name)
            common_options(sub, before=False)
    return parser


def common_options(parser: argparse.ArgumentParser, *, before: bool) -> None:
    """The options that mean the same before and after the command; given after it, they win."""
    unset = None if before else argparse.SUPPRESS
    off = False if before else argparse.SUPPRESS
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--profile", metavar="NAME", default=unset, help="the credential to use ('demo': the local platform)"
    )
    group.add_argument("--sandbox", metavar="NAME", default=unset, help="the sandbox to work in")
    group.add_argument("--json", action="store_true", default=off, help="one JSON document on standard output")
    group.add_argument("--read-only", action="store_true", default=off, help="nothing that writes can be sent")
    group.add_argument("--record", metavar="FILE", default=unset, help="append every HTTP exchange, secrets masked")
    group.add_argument("--plain", action="store_true", default=off, help="lines only, no screen")
