"""``python -m aeptui.localplatform OPTIONS``: serves a local platform in a process of its own.

OPTIONS is a JSON object: ``data_dir`` and, if wanted, ``port``, ``files_dir``, ``latency_ms``, ``rate``, ``faults``,
``clock_speed`` and ``until_stdin_closes`` (end as soon as whoever started this process is gone). The first line on
standard output is the JSON object that tells how to reach the platform. Ends with 1 if it cannot serve, 2 if OPTIONS
are wrong; the reason is on standard error.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from aeptui.localplatform.running import AlreadyRunning
from aeptui.localplatform.server import Options, serve

_PATHS = ("data_dir", "files_dir", "faults")


def main(arguments: list[str]) -> int:
    """Serves; gives the exit status."""
    try:
        (text,) = arguments
        options: dict[str, Any] = json.loads(text)
        watch = options.pop("until_stdin_closes", False)
        Options(**options)
    except (ValueError, TypeError, AttributeError) as error:
        print(f"expected one JSON object with options: {error}", file=sys.stderr)
        return 2
    if watch:
        threading.Thread(target=_stop_when_stdin_closes, daemon=True).start()
    for name in _PATHS:
        if options.get(name) is not None:
            options[name] = Path(options[name])
    try:
        serve(**options, on_ready=_tell)
    except (AlreadyRunning, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _tell(info: dict[str, Any]) -> None:
    print(json.dumps(info), flush=True)


def _stop_when_stdin_closes() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
