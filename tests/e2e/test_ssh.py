"""Over a real SSH link: the program on a jump host, as its users have it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.terminal import terminal


@dataclass(frozen=True)
class Host:
    """An sshd on loopback that lets this user in by a key."""

    port: int
    key: Path

    def command(self, line: str) -> list[str]:
        """The ssh command line that runs ``line`` with a terminal."""
        options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentitiesOnly=yes")
        flags = [flag for option in options for flag in ("-o", option)]
        return ["ssh", "-tt", "-p", str(self.port), "-i", str(self.key), *flags, "127.0.0.1", line]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    sshd = shutil.which("sshd") or "/usr/sbin/sshd"
    if not Path(sshd).exists() or shutil.which("ssh") is None:
        pytest.skip("sshd or ssh is not installed")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    (tmp_path / "authorized").write_bytes((tmp_path / "user.pub").read_bytes())
    (tmp_path / "authorized").chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path / 'host'}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {tmp_path / 'authorized'}\nStrictModes no\nPasswordAuthentication no\n"
        "PermitRootLogin yes\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([sshd, "-D", "-e", "-f", config], stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(port, process)
        yield Host(port, tmp_path / "user")
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert process.poll() is None and process.stderr is not None, "sshd ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("sshd does not listen")


def line(home: Path, *arguments: str) -> str:
    """The program's command line for the far side, with a home of its own."""
    return f"cd {Path(__file__).parents[2]} && AEPTUI_HOME={home} exec {sys.executable} -m aeptui {' '.join(arguments)}"


@pytest.mark.thorough
def test_the_application_opens_and_a_lost_link_ends_it_and_loses_nothing(host: Host, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with terminal(host.command(line(home, "demo")), dict(os.environ)) as far:
        far.wait_for("There is no dataflow in this sandbox yet")
        far.press("n")
        far.wait_for("incident")
        far.type("inc")
        far.press("Enter")
        far.wait_for("ServiceNow demo  >  incident")
        assert _running(home)
        # The link is lost: the client dies, and the far side's terminal with it.
        os.kill(far.pid(), 9)
        deadline = time.monotonic() + 20
        while _running(home):
            assert time.monotonic() < deadline, "the program outlives its terminal"
            time.sleep(0.1)
    with terminal(host.command(line(home, "demo")), dict(os.environ)) as again:
        again.wait_for("ServiceNow demo  >  incident")


def _running(home: Path) -> bool:
    """Whether a process works in this home."""
    mark = f"AEPTUI_HOME={home}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (
                mark in (process / "environ").read_bytes().split(b"\0")
                and b"aeptui" in (process / "cmdline").read_bytes()
            ):
                return True
        except OSError:
            continue
    return False


@pytest.mark.thorough
def test_commands_over_the_link_end_with_their_status(host: Host, tmp_path: Path) -> None:
    done = subprocess.run(host.command(line(tmp_path / "home", "flows")), capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
