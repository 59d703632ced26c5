"""``aeptui platform serve``: the local platform alone."""

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aeptui.cli.endings import CommandError, Status


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's arguments."""
    parser.add_argument("action", choices=["serve"], help="serve: run until SIGTERM or SIGINT")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on loopback; 0 takes any free one")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="where its state is kept (default: the user's data folder)"
    )
    parser.add_argument("--files", type=Path, metavar="DIR", help="offer this folder as the connection 'Local files'")
    parser.add_argument(
        "--latency", type=_number(int, 0), default=0, metavar="MS", help="milliseconds that every answer is held back"
    )
    parser.add_argument("--rate", type=_number(int, 1), metavar="N", help="requests a second; more are answered 429")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="YAML list of faults to make on purpose")
    parser.add_argument(
        "--clock-speed",
        type=_number(float, 0, above=True),
        default=1.0,
        metavar="N",
        help="how many times faster its time runs",
    )


def _number(kind: Callable[[str], float], least: float, *, above: bool = False) -> Callable[[str], float]:
    """Reads a number that is not below ``least``; with ``above``, not equal to it either."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no {'whole ' if kind is int else ''}number") from None
        if not (value > least if above else value >= least) or not math.isfinite(value):
            raise argparse.ArgumentTypeError(f"must be {'above' if above else 'at least'} {least:g}, not {text}")
        return value

    return read


def run(options: argparse.Namespace) -> int:
    """Serves; prints one line of JSON when ready. Ends with 1 where the port or the folder is taken."""
    from aeptui.localplatform.running import AlreadyRunning
    from aeptui.localplatform.server import serve
    from aeptui.store.paths import user_paths

    if options.files is not None and not options.files.is_dir():
        raise CommandError(f"--files {options.files}: no such folder.", Status.USAGE)
    try:
        serve(
            options.data or user_paths().data / "platform",
            port=options.port,
            files_dir=options.files,
            latency_ms=options.latency,
            rate=options.rate,
            faults=options.faults,
            clock_speed=options.clock_speed,
            on_ready=_announce,
        )
    except (AlreadyRunning, ValueError) as error:
        raise CommandError(str(error)) from error
    return Status.DONE


def _announce(info: dict[str, Any]) -> None:
    print(json.dumps(info), flush=True)
