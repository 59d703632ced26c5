"""The application in a real terminal of 80x24: the whole main job by keys, against what the platform then holds."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from aeptui.localplatform.running import find_running
from tests.e2e.conftest import command, environment
from tests.e2e.inspect import objects
from tests.e2e.terminal import Terminal, terminal

pytestmark = pytest.mark.thorough

# Keys beside typed names, from the first screen to the first run's rows.
MOST_KEYS = 40


def new_dataflow(screen: Terminal) -> None:
    """From the empty home to a chosen table."""
    screen.wait_for("There is no dataflow in this sandbox yet")
    screen.press("n")
    screen.wait_for("incident")
    screen.type("inc")
    screen.wait_gone("core_company")
    screen.press("Enter")
    screen.wait_for("ServiceNow demo  >  incident")


def test_the_main_job_by_keys_only(home: Path) -> None:
    with terminal(command("demo"), environment(AEPTUI_HOME=str(home))) as screen:
        new_dataflow(screen)
        screen.press("3")
        screen.wait_for("add: custom field")
        screen.press("p")
        screen.wait_for("Proposal from incident taken")
        screen.press("6")
        screen.wait_for("to create")
        screen.press("a")
        screen.wait_for("First run: success")
        shown = screen.screen()
        assert "1,150 landed" in shown
        screen.press("r")
        screen.wait_for("Runs of")
        info = find_running(home / "data" / "demo" / "platform")
        assert info is not None
        held = objects(info)
        for kind in ("flows", "source_connections", "target_connections", "mapping_sets", "datasets", "field_groups"):
            assert len(held[kind]) == 1, kind
        assert screen.keys <= MOST_KEYS
        screen.press("C-q")
        ended = screen.wait_ended()
        assert "Traceback" not in ended


def test_it_opens_a_manifest_and_quits_where_it_was_and_resumes_there(home: Path, tmp_path: Path) -> None:
    with terminal(command("demo"), environment(AEPTUI_HOME=str(home))) as screen:
        new_dataflow(screen)
        screen.press("5")
        screen.wait_for("Frequency")
        screen.press("C-q")
        screen.wait_ended()
    with terminal(command("demo"), environment(AEPTUI_HOME=str(home))) as screen:
        screen.wait_for("*5 Sched")
        screen.press("2")
        screen.wait_for("ServiceNow demo  >  incident")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_however_it_ends_no_edit_is_lost(home: Path, number: signal.Signals) -> None:
    with terminal(command("demo"), environment(AEPTUI_HOME=str(home))) as screen:
        new_dataflow(screen)
        os.kill(screen.pid(), number)
        screen.wait_ended()
    database = next(home.rglob("aeptui.db"))
    kept = sqlite3.connect(database).execute("SELECT count(*) FROM draft").fetchone()
    assert kept == (1,)
    with terminal(command("demo"), environment(AEPTUI_HOME=str(home))) as screen:
        # Killed outright it starts at home, where the draft is; told to end, it comes back to where one was.
        screen.wait_for("ServiceNow Incident" if number == signal.SIGKILL else "ServiceNow demo  >  incident")


def test_without_a_terminal_or_on_a_dumb_one_it_says_what_else_does_the_work(home: Path) -> None:
    from tests.e2e.conftest import run

    ended = run("demo")
    assert ended.status == 2
    assert "aeptui check" in ended.err
    told = ["sh", "-c", '"$@"; echo "status $?"', "sh", "env", "TERM=dumb", *command("demo")]
    with terminal(told, environment(AEPTUI_HOME=str(home))) as screen:
        assert "status 2" in screen.wait_ended()
