"""A dataflow's runs."""

from collections.abc import AsyncIterator, Callable

import pytest

from aeptui.core.runs.summary import RunError, RunSummary
from aeptui.ui.app import Aeptui
from aeptui.ui.messages import ShowRuns
from aeptui.ui.screens.runs import screen as runs_screen
from tests.ui.driver import Ui, driving
from tests.ui.pictures import Pictures

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
AT = 1_795_327_200_000


def run(id_: str, status: str, counts: tuple[int | None, ...], *errors: RunError, took: int | None = 95) -> RunSummary:
    finished = None if took is None else AT + took * 1000
    return RunSummary(id_, status, AT, finished, *counts, errors=errors, batches=())


FAILED = RunError("MAPPER-3700-199", "person.birthDate: 'n/a' [red] is no date", 12)
RUNS = [
    run("3", "partial-success", (1150, 1138, 12, 0), FAILED),
    run("2", "success", (12_400, 12_400, 0, 3), took=3700),
    run("1", "failed", (None, None, None, None), RunError("1308-400", "the source refused the credential", 0)),
]


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[RunSummary]:
    found = list(RUNS)

    async def runs_of(platform: object, flow_id: str) -> AsyncIterator[RunSummary]:
        for each in tuple(found):
            yield each

    monkeypatch.setattr("aeptui.operations.monitor.runs_of", runs_of)
    monkeypatch.setattr(runs_screen, "FIRST_PAUSE", 0.02)
    return found


async def show(ui: Ui) -> None:
    ui.app.post_message(ShowRuns("f", "ServiceNow incidents"))
    await ui.settled()


async def test_counts_times_and_errors(make_app: MakeApp, listed: list[RunSummary], pictures: Pictures) -> None:
    async with driving(make_app()) as ui:
        await show(ui)
        text = ui.text()
        assert "Runs of ServiceNow incidents" in text
        assert "12,400" in text
        assert "MAPPER-3700-199  person.birthDate: 'n/a' [red] is no date  (12 rows)" in text
        assert "2026-11-22 06:00Z (07:00 CET)" in text
        await pictures.check(ui, "runs")
        await ui.press("down")
        assert "No errors." in ui.text()
        await ui.press("down")
        assert "the source refused the credential" in ui.text()


async def test_the_first_run_is_watched_until_it_has_ended(make_app: MakeApp, listed: list[RunSummary]) -> None:
    listed.clear()
    async with driving(make_app()) as ui:
        await show(ui)
        assert "No run yet" in ui.text()
        listed.append(run("1", "running", (10, 0, 0, 0), took=None))
        await ui.until("running")
        listed[:] = [run("1", "success", (10, 10, 0, 0))]
        await ui.until("success")
        assert ui.screens.runs.screen._timer is None, "nothing is looked for once the newest run has ended"


async def test_nothing_is_watched_out_of_sight(make_app: MakeApp, listed: list[RunSummary]) -> None:
    listed[:] = [run("1", "running", (10, 0, 0, 0), took=None)]
    async with driving(make_app()) as ui:
        await show(ui)
        screen = ui.screens.runs.screen
        await ui.press("0")
        assert screen._timer is None
        listed[:] = [run("1", "success", (10, 10, 0, 0))]
        await show(ui)
        await ui.until("success")


async def test_quitting_and_starting_again_shows_the_same_runs(make_app: MakeApp, listed: list[RunSummary]) -> None:
    async with driving(make_app()) as ui:
        await show(ui)
        await ui.press("ctrl+q")
    async with driving(make_app()) as ui:
        assert "Runs of ServiceNow incidents" in ui.text()
        assert "12,400" in ui.text()
