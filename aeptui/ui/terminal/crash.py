"""What happens when the program itself is at fault: a report without any value in it, and a few lines that say so."""

import contextlib
import os
import platform
import time
import traceback
from pathlib import Path

from aeptui import __version__


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Writes where ``error`` happened into a private file in ``folder``; None where that cannot be done.

    The report holds types, modules and lines, but neither messages nor values: those could hold secrets or rows.
    """
    path = folder / f"crash-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.getpid()}.txt"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(report(error))
        return path
    return None


def report(error: BaseException) -> str:
    """The report: program, system, and for each error of the chain its type and the places it passed."""
    lines = [f"aeptui {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"]
    lines += [f"TERM {os.environ.get('TERM', '')}, TMUX {'yes' if os.environ.get('TMUX') else 'no'}", ""]
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        lines += [f"  {place}" for place in _places(chain)]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


def message(error: BaseException, path: Path | None) -> str:
    """What the user reads once the terminal is his again."""
    where = f"Where it happened, without any of your data: {path}" if path else "No report could be written."
    return (
        f"aeptui had to stop: {type(error).__name__}, a fault of its own.\n"
        "Nothing is lost: every edit of your drafts is on disk. Start aeptui again to go on where you were.\n"
        f"{where}"
    )


def _places(error: BaseException) -> list[str]:
    """The frames without their source lines, which could hold a literal that somebody considers secret."""
    frames = traceback.extract_tb(error.__traceback__, limit=-40)
    return [f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]


def _short(name: str) -> str:
    """A file's name from the package on: the folders above could name a person."""
    parts = Path(name).parts
    roots = [index for index, part in enumerate(parts) if part in ("aeptui", "textual", "site-packages")]
    return "/".join(parts[roots[-1] :]) if roots else Path(name).name
