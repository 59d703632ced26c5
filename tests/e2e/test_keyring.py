"""A real secret store: gnome-keyring on a D-Bus session of its own, as on a desktop or an unlocked jump host."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """\
import sys
from aeptui.credentials.profiles import Profile
from aeptui.credentials.secrets import Secrets

profile = Profile(name="work", client_id="client", org_id="org@AdobeOrg")
secrets = Secrets()
state = secrets.look()
print(state.state)
if sys.argv[1] == "keep":
    print(secrets.keep("client-secret", profile, "s3cret" * 500, "keyring"))
elif sys.argv[1] == "find":
    found = secrets.find("client-secret", profile)
    print(found[1] if found and found[0] == "s3cret" * 500 else "not found")
else:
    secrets.forget("client-secret", profile)
"""


def in_session(tmp_path: Path, commands: str, *, unlock: bool = True) -> str:
    """Runs shell commands on a bus with a secret service; gives what they print."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    (tmp_path / "script.py").write_text(SCRIPT)
    start = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets > /dev/null\n" if unlock else ""
    python = f"{sys.executable} {tmp_path / 'script.py'}"
    environment = dict(os.environ) | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHON": python}
    environment.pop("DISPLAY", None)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-ec", start + commands],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        # Its own session: the daemon is told to end when the bus is gone, and nothing of it may outlive the test.
        start_new_session=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_secret_is_there_for_the_next_process_and_gone_when_it_is_forgotten(tmp_path: Path) -> None:
    printed = in_session(tmp_path, "$PYTHON keep\n$PYTHON find\n$PYTHON forget\n$PYTHON find\n")
    assert printed.split("\n")[:7] == ["ok", "keyring", "ok", "keyring", "ok", "ok", "not found"]


def test_a_store_that_nobody_unlocked_keeps_the_secret_for_this_session_only(tmp_path: Path) -> None:
    printed = in_session(tmp_path, "timeout 30 $PYTHON keep\n", unlock=False)
    # Before them stands what the daemon says of itself when the bus starts it.
    state, place = printed.split()[-2:]
    assert state != "ok"
    assert place == "session"
