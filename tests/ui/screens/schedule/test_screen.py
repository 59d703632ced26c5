"""The schedule screen: what is offered, what entering it changes, and the runs that come of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from aeptui.core.manifest.model import DeltaColumn, Schedule, SourceField
from aeptui.core.schedule.rules import FORM_OF_2020
from aeptui.operations import schedules
from aeptui.operations.schedules import FlowRules
from aeptui.services.errors import PlatformError
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.schedule import screen
from tests.ui.pictures import Pictures
from tests.ui.screens.target_support import START, choose, demo, document, labels, on_screen, rows, settings

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 10, 17, tzinfo=UTC)
MakeApp = Callable[..., Aeptui]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "platform_now", lambda _desk: NOW)


async def test_every_setting_of_a_recurring_table_is_there_with_its_runs(make_app: MakeApp, pictures: Pictures) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        assert labels(ui) == [
            "Frequency", "Interval", "Start", "Backfill", "Delta column", "Date format", "Time zone",
            "Diagnostics", "Bad rows", "State",
        ]  # fmt: skip
        text = ui.text()
        assert "flow spec CRMToAEP" in text
        assert "2027-03-27 06:00Z Sat 03-27 07:00 CET  the beginning" in text
        assert "2027-03-27 12:00Z Sat 03-27 13:00 CET  2027-03-27 06:00Z 03-27 07:00 CET" in text
        assert "CEST from 2027-03-28" in text
        await pictures.check(ui, "schedule")
        assert "! 2027-03-28 06:00Z Sun 03-28 08:00 CEST" in ui.text()


async def test_once_takes_everything_away_that_it_does_not_take_and_hour_brings_it_back(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        await ui.press("enter")
        await ui.type("on")
        await ui.press("enter")
        assert document(ui).schedule == Schedule("once", START)
        assert labels(ui) == ["Frequency", "Start", "Diagnostics", "Bad rows", "State"]
        assert "The only run; it reads every row there is." in ui.text()
        await choose(ui, "schedule", "frequency")
        await ui.press("enter")
        await ui.type("hour")
        await ui.press("enter")
        assert document(ui).schedule == Schedule("hour", START, 1, True, DeltaColumn("sys_updated_on"))
        await ui.press("u", "u")
        assert document(ui).schedule == demo().schedule


async def test_minutes_begin_at_fifteen(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        await ui.press("enter")
        await ui.type("minute")
        await ui.press("enter")
        assert document(ui).schedule.interval == 15
        await ui.press("enter")
        assert settings(ui).editing
        await ui.press("backspace", "backspace", "5", "enter")
        await ui.settled()
        assert document(ui).schedule.interval == 5
        await choose(ui, "schedule", "interval")
        assert "WRONG" in ui.text() and "at least 15" in ui.text()


@pytest.mark.parametrize(
    ("typed", "keys", "start"),
    [
        ("2026-12-01 06:00Z", (), datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("2026-12-01 06:00", (), datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("2026-12-01 06:00", ("down",), datetime(2026, 12, 1, 5, tzinfo=UTC)),
        ("now", (), "now"),
    ],
)
async def test_a_start_is_entered_in_utc_or_on_the_clock_here(
    make_app: MakeApp, typed: str, keys: tuple[str, ...], start: Any
) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        await choose(ui, "schedule", "start")
        await ui.press("enter")
        await ui.type(typed)
        assert typed[-1] in "Zw" or ("12-01 07:00 CET" in ui.text() and "12-01 06:00 CET" in ui.text())
        await ui.press(*keys, "enter")
        assert document(ui).schedule.start == start
        assert ("Tue 12-01" if start != "now" else "when the dataflow is made") in ui.text()


async def test_what_is_no_time_is_refused_with_words_and_leaving_the_editor_changes_nothing(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        await choose(ui, "schedule", "start")
        await ui.press("enter")
        await ui.type("soon")
        await ui.press("enter")
        assert "'soon' is no time" in ui.said
        await choose(ui, "schedule", "start")
        await ui.press("enter", "escape")
        await choose(ui, "schedule", "start")
        await ui.press("enter", "enter")
        assert document(ui) == demo()


async def test_a_missing_delta_column_is_proposed_and_p_takes_it(make_app: MakeApp) -> None:
    without = demo(schedule=replace(demo().schedule, delta_column=None))
    async with on_screen(make_app(), "5", without) as ui:
        assert "sys_updated_on" in ui.text() and "proposed: p takes it" in ui.text()
        await choose(ui, "schedule", "delta_column")
        assert "WRONG" in ui.text()
        await ui.press("p")
        assert document(ui).schedule.delta_column == DeltaColumn("sys_updated_on")
        await ui.press("p")
        assert "nothing to propose" in ui.said
        await choose(ui, "schedule", "delta_column")
        await ui.press("d")
        assert document(ui).schedule.delta_column is None


async def test_only_dates_and_times_are_offered_as_delta_column(make_app: MakeApp) -> None:
    fields = (SourceField("sys_id", "string"), SourceField("opened_at", "date-time"), SourceField("closed", "date"))
    manifest = demo(source=replace(demo().source, fields=fields))
    async with on_screen(make_app(), "5", manifest) as ui:
        await choose(ui, "schedule", "delta_column")
        await ui.press("enter")
        assert "opened_at" in ui.text() and "closed" in ui.text() and "sys_id" not in ui.text()
        await ui.type("clo")
        await ui.press("enter")
        column = document(ui).schedule.delta_column
        assert column is not None and column.name == "closed"


async def test_switches_and_numbers_and_states_are_edited(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "5", demo()) as ui:
        await choose(ui, "schedule", "backfill")
        await ui.press("enter")
        await choose(ui, "options", "error_diagnostics")
        await ui.press("space")
        await choose(ui, "options", "partial_ingestion_percent")
        await ui.press("enter", "backspace", "x", "enter")
        assert "'x' is not a number" in ui.said
        await choose(ui, "options", "partial_ingestion_percent")
        await ui.press("enter", "backspace", "2", ".", "5", "enter", "enter")
        await ui.type("dis")
        await ui.press("enter")
        made = document(ui)
        assert (made.schedule.backfill, made.state) == (False, "disabled")
        assert (made.options.error_diagnostics, made.options.partial_ingestion_percent) == (False, 2.5)
        await choose(ui, "options", "partial_ingestion_percent")
        await ui.press("enter", "backspace", "backspace", "backspace", "9", "9", "9", "enter")
        assert "up to 100" in ui.said


async def test_a_file_has_no_delta_column_and_says_what_its_flow_spec_offers(make_app: MakeApp) -> None:
    source = replace(demo().source, system="sftp", connection="Files", object="/a.csv", format="delimited")
    manifest = demo(source=source, schedule=replace(demo().schedule, delta_column=None))
    async with on_screen(make_app(), "5", manifest) as ui:
        await ui.press("escape")
        assert "Delta column" not in labels(ui)


async def test_an_older_flow_spec_has_an_end_and_no_once_and_its_own_word(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def older(_platform: object, _system: str) -> FlowRules:
        return FlowRules("Old", FORM_OF_2020, ("Copy", "Mapping"), ())

    monkeypatch.setattr(schedules, "flow_rules", older)
    async with on_screen(make_app(), "5", demo()) as ui:
        assert "End" in labels(ui) and "Diagnostics" not in labels(ui)
        await choose(ui, "schedule", "end")
        await ui.press("enter")
        await ui.type("2027-03-28Z")
        await ui.press("enter")
        assert document(ui).schedule.end == datetime(2027, 3, 28, tzinfo=UTC)
        await choose(ui, "schedule", "end")
        await ui.press("d")
        assert document(ui).schedule.end is None
        offered = rows(ui)[0].completer
        assert offered is not None
        assert [each.label for each in offered("", 0)] == ["minute", "hour", "day", "week"]


async def test_a_schedule_that_only_the_flow_spec_refuses_is_wrong_at_its_place(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def strict(_platform: object, _system: str) -> FlowRules:
        return FlowRules("Daily", {"properties": {"frequency": {"enum": ["day"]}}}, ("Copy",), ())

    monkeypatch.setattr(schedules, "flow_rules", strict)
    async with on_screen(make_app(), "5", demo()) as ui:
        await choose(ui, "schedule", "frequency")
        assert "WRONG" in ui.text() and "no frequency 'hour'" in ui.text()


async def test_a_flow_spec_that_cannot_be_read_is_told_and_the_usual_rules_hold(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_platform: object, _system: str) -> FlowRules:
        raise PlatformError("no answer today", operation="list the flow specs")

    monkeypatch.setattr(schedules, "flow_rules", refused)
    async with on_screen(make_app(), "5", demo()) as ui:
        assert "FAILED" in ui.text() and "no answer today" in ui.text()
        await ui.press("escape")
        assert "what sources commonly take" in ui.text()
        assert labels(ui)[0] == "Frequency"


async def test_keys_are_answered_while_the_flow_spec_is_awaited(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hanging(_platform: object, _system: str) -> FlowRules:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(schedules, "flow_rules", hanging)
    async with on_screen(make_app(), "1", demo()) as ui:
        await ui.press("ctrl+g", settle=False)
        await ui.press("5", settle=False)
        await ui.until("Reading the flow spec of servicenow")
        await ui.press("down", "down", settle=False)
        assert "When it runs first" in ui.text()
        await ui.press("escape")
        assert "Given up" in ui.text()


async def test_problems_lead_to_their_setting_and_where_one_was_is_kept(make_app: MakeApp) -> None:
    broken = demo(schedule=replace(demo().schedule, delta_column=None))
    async with on_screen(make_app(), "3", broken) as ui:
        await ui.press("ctrl+n")
        found = settings(ui).setting
        assert ui.screens.schedule and found is not None and found.label == "Delta column"
        state = ui.screens.schedule.screen.remember()
        await ui.press("g")
        ui.screens.schedule.screen.restore(state)
        await ui.settled()
        found = settings(ui).setting
        assert found is not None and found.label == "Delta column"


async def test_a_new_draft_has_a_schedule_too(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "5", None) as ui:
        assert "now" in ui.text() and "when the dataflow is made" in ui.text()
        assert "2026-11-24 10:17Z" in ui.text()
