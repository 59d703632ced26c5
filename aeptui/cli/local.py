"""The demo's local platform as seen from the command line: started in a process of its own, or joined."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aeptui.cli.endings import CommandError, Status
from aeptui.credentials.profiles import Profile
from aeptui.store.files import private_folder
from aeptui.store.paths import Paths

DEMO = "demo"
# Seconds for the platform's process to end after it was asked to; it finishes the answers it has begun.
PATIENCE = 10


@contextmanager
def demo_platform(paths: Paths, *, reset: bool = False) -> Iterator[Profile]:
    """The demo's platform, as a profile whose secrets are nowhere but in memory.

    Joins a platform that already runs on the demo's folder, and starts one otherwise, which ends with the block (or
    with this process, however that ends). ``reset`` empties the demo's folder first. Raises CommandError.
    """
    from aeptui.localplatform.running import find_running

    data = paths.demo / "platform"
    info = find_running(data)
    if reset and info is not None:
        raise CommandError(f"The demo's platform is in use by process {info.get('pid')}. End that first, then reset.")
    if reset and paths.demo.exists():
        shutil.rmtree(paths.demo)
    if info is not None:
        yield _profile(info)
        return
    private_folder(data)
    with _process(data) as started:
        yield _profile(started)


@contextmanager
def _process(data: Path) -> Iterator[dict[str, Any]]:
    options = json.dumps({"data_dir": str(data), "until_stdin_closes": True})
    process = subprocess.Popen(
        [sys.executable, "-m", "aeptui.localplatform", options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Its own session: an interrupt at the terminal is for aeptui, which then ends the platform in order.
        start_new_session=True,
    )
    assert process.stdout is not None and process.stdin is not None and process.stderr is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise CommandError(
                f"The local platform did not start: {process.stderr.read().strip() or 'no reason given'}"
            )
        yield json.loads(line)
    finally:
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


def _profile(info: dict[str, Any]) -> Profile:
    return Profile(
        name=DEMO,
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        org_id=info["org_id"],
        scopes=info["scopes"],
        sandbox=info["sandbox"],
        platform_url=info["platform_url"],
        ims_url=info["ims_url"],
    )


def refuse_missing_profile(name: str | None) -> CommandError:
    """What to say where no profile can be used."""
    text = "Nobody is signed in." if name is None else f"There is no profile {name!r}."
    return CommandError(
        f"{text} Set AEPTUI_CLIENT_ID, AEPTUI_CLIENT_SECRET and AEPTUI_ORG_ID (an OAuth server-to-server credential "
        "of the Adobe Developer Console), or use --profile demo for the local platform.",
        Status.NOT_ALLOWED,
    )
