"""The review: the plan, what forbids it, the apply with its failures, and the first run."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import Manifest, MappingRow, NewDataset, SourceField, Target
from aeptui.engine import planning
from aeptui.operations import monitor
from aeptui.services.errors import PlatformError
from aeptui.store.locks import exclusive
from aeptui.ui.app import Aeptui
from tests.e2e.conftest import serving
from tests.e2e.inspect import objects
from tests.ui.conftest import opening_for, profile_of
from tests.ui.driver import Ui
from tests.ui.pictures import Pictures
from tests.ui.screens.target_support import demo, document, on_screen

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
KEYS = [
    "source connection", "field group", "target schema", "descriptor", "dataset", "target connection", "mapping set",
    "flow",
]  # fmt: skip


def now(**changes: Any) -> Manifest:
    """The demo's document, beginning at once."""
    return demo(schedule=replace(demo().schedule, start="now"), **changes)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with serving(tmp_path_factory.mktemp("review")) as info:
        yield info


def app_of(info: dict[str, Any], sandbox: str = "dev", **options: Any) -> Aeptui:
    return Aeptui(replace(opening_for(profile_of(info, sandbox)), **options))


def steps(ui: Ui) -> dict[str, tuple[str, str]]:
    """Action and state of each step in sight, by its name."""
    model = ui.screens.review.screen._steps
    found = [[model.cell(row, key).text for key in ("step", "action", "state")] for row in range(model.row_count())]
    return {name: (action, state) for name, action, state in found}


async def test_the_plan_is_shown_in_the_order_of_the_graph_and_nothing_is_sent(
    make_app: MakeApp, platform_info: dict[str, Any], pictures: Pictures
) -> None:
    before = await asyncio.to_thread(objects, platform_info)
    async with on_screen(make_app(), "6", demo()) as ui:
        assert list(steps(ui)) == KEYS
        assert set(steps(ui).values()) == {("create", "")}
        assert "incident of ServiceNow demo into Customer success" in ui.text()
        assert "Sandbox dev. 8 to create." in ui.text()
        await pictures.check(ui, "review")
        assert await asyncio.to_thread(objects, platform_info) == before


async def test_enter_shows_the_request_with_placeholders(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "6", demo()) as ui:
        await ui.press("end", "enter")
        assert "create: flow" in ui.text() and "POST /data/foundation/flowservice/flows" in ui.text()
        assert "{source_connection.id}" in ui.text() and "After source connection" in ui.text()
        await ui.press("pagedown", "pagedown")
        assert "{mapping_set.version}" in ui.text()
        await ui.press("escape")
        assert ui.screens.review


async def test_it_is_applied_step_by_step_and_the_first_run_is_watched_to_its_counts(
    served: dict[str, Any], home: Path
) -> None:
    async with on_screen(app_of(served), "6", now(name="Whole job")) as ui:
        await ui.press("a")
        assert set(steps(ui).values()) == {("create", "ok")}
        assert "First run: success. Rows: 1,150 read, 1,150 landed, 0 failed, 0 skipped." in ui.text()
        assert "6 Review ok" in ui.text() and "Everything is there" in ui.text()
        assert ui.keys == 1
        held = await asyncio.to_thread(objects, served)
        assert ui.screens.review.screen.flow_id in held["flows"]
        await ui.press("a")
        assert "nothing to do" in ui.said
        await ui.press("r")
        assert "Runs of Whole job" in ui.screens.runs.text
        await ui.press("ctrl+g", "6", "ctrl+r")
        assert {action for action, _ in steps(ui).values()} == {"leave"}
        assert "Nothing to do" in ui.text() or "Everything is there" in ui.text()


async def test_a_start_that_lies_ahead_is_said_and_not_awaited(served: dict[str, Any], home: Path) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    manifest = demo(name="Later", schedule=replace(demo().schedule, start=later))
    async with on_screen(app_of(served), "6", manifest) as ui:
        await ui.press("a")
        assert f"The first run is at {later:%Y-%m-%d %H:%M}Z" in ui.text()
        ui.app.desk.draft.edit(Put(("state",), "disabled"))  # type: ignore[union-attr]
        await ui.settled()
        assert steps(ui)["flow"] == ("update", "")
        await ui.press("a")
        assert "The dataflow is disabled: there is no run to wait for." in ui.text()


async def test_a_failed_step_is_told_in_full_and_one_key_goes_on(tmp_path: Path, home: Path) -> None:
    faults = tmp_path / "faults.yaml"
    faults.write_text("- {method: POST, path: /data/foundation/catalog/dataSets, times: 1, do: status, status: 400}\n")
    with serving(tmp_path / "platform", "--faults", faults) as info:
        async with on_screen(app_of(info), "6", now()) as ui:
            await ui.press("a")
            assert steps(ui)["dataset"] == ("create", "FAILED")
            assert steps(ui)["flow"] == ("create", "not tried")
            assert "FAILED  Could not create the dataset" in ui.text() and "c  continue" in ui.text()
            assert "5 of 8 steps are done and stay" in " ".join(ui.text().split())
            await ui.press("a")
            assert "c continues" in ui.said
            await ui.press("c")
            assert "First run: success" in ui.text()
            held = await asyncio.to_thread(objects, info)
            assert all(len(held[kind]) == 1 for kind in ("datasets", "flows", "mapping_sets", "source_connections"))


async def test_escape_stops_it_and_continuing_makes_nothing_twice(tmp_path: Path, home: Path) -> None:
    faults = tmp_path / "faults.yaml"
    faults.write_text("- {method: POST, path: /data/foundation/catalog/dataSets, times: 1, do: delay, ms: 3000}\n")
    with serving(tmp_path / "platform", "--faults", faults) as info:
        async with on_screen(app_of(info), "6", now()) as ui:
            await ui.press("a", settle=False)
            while steps(ui)["dataset"][1] != "running":
                await ui.pilot.pause(0.02)
            assert "Applying" in ui.text() and "esc gives up" in ui.text()
            await ui.press("down", "up", settle=False)
            await ui.press("escape")
            assert "Given up" in ui.text() and "continuing looks first" in ui.text()
            await ui.press("c")
            assert "First run: success" in ui.text()
            held = await asyncio.to_thread(objects, info)
            assert len(held["datasets"]) == len(held["flows"]) == 1


async def test_what_is_wrong_forbids_the_plan_and_enter_goes_to_it(make_app: MakeApp) -> None:
    broken = demo(mapping=(*demo().mapping, MappingRow("no.such", from_="number")), name="")
    async with on_screen(make_app(), "6", broken) as ui:
        assert "2 things are to be mended" in ui.text()
        await ui.press("a")
        assert "things to mend first" in ui.said
        assert "no field 'no.such'" in ui.text()
        ui.screen.query_one("#problems").focus()
        await ui.press("home")
        rows = [row for row in range(2) if "name" in ui.screens.review.screen._found.cell(row, "place").text]
        await ui.press(*["down"] * rows[0], "enter")
        assert "What is the dataflow called?" in ui.text()
        await ui.type("Named")
        await ui.press("enter")
        assert document(ui).name == "Named"
        assert "1 thing is to be mended" in ui.text()
        await ui.press("enter")
        assert ui.screens.mapping


async def test_what_the_platform_lacks_is_a_problem_of_the_plan_at_its_place(make_app: MakeApp) -> None:
    gone = demo(source=replace(demo().source, object="incidents"))
    async with on_screen(make_app(), "6", gone) as ui:
        assert "no table 'incidents'" in ui.text() and "to be mended" in ui.text()
        await ui.press("enter")
        assert ui.screens.source


async def test_warnings_stand_below_the_plan(make_app: MakeApp) -> None:
    doubtful = demo(schedule=replace(demo().schedule, delta_column=replace_delta("opened_at")))
    async with on_screen(make_app(), "6", doubtful) as ui:
        assert list(steps(ui)) == KEYS
        assert "~ schedule delta column name" in ui.text() and "time of creation" in ui.text()
        await ui.press("tab", "enter")
        assert ui.screens.schedule


def replace_delta(name: str) -> Any:
    column = demo().schedule.delta_column
    assert column is not None
    return replace(column, name=name)


async def test_production_wants_its_name_typed(served: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(served, "prod"), "6", now(name="In production")) as ui:
        assert "PRODUCTION sandbox prod" in ui.text()
        await ui.press("a")
        assert "Change the PRODUCTION sandbox prod?" in ui.text()
        await ui.type("dev")
        await ui.press("enter")
        assert "Type prod to go on" in ui.text()
        await ui.press("escape")
        assert (await asyncio.to_thread(objects, served | {"sandbox": "prod"}))["flows"] == []
        await ui.press("a")
        await ui.type("prod")
        await ui.press("enter")
        assert "First run: success" in ui.text()
        assert len((await asyncio.to_thread(objects, served | {"sandbox": "prod"}))["flows"]) == 1


async def test_replacing_is_asked_about(served: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(served), "6", now(name="Replaced")) as ui:
        await ui.press("a")
        names = [
            "sys_id",
            "number",
            "short_description",
            "contact_type",
            "priority",
            "active",
            "opened_at",
            "sys_updated_on",
        ]
        fields = tuple(SourceField(name, "date-time" if name.startswith("sys_up") else "string") for name in names)
        ui.app.desk.draft.edit(Put(("source", "fields"), fields))  # type: ignore[union-attr]
        await ui.settled()
        assert steps(ui)["flow"] == ("replace", "")
        await ui.press("a")
        assert "Replace what is there?" in ui.text() and "source connection, flow" in ui.text()
        await ui.press("n")
        assert steps(ui)["flow"] == ("replace", "")
        await ui.press("a", "y")
        assert steps(ui)["flow"] == ("replace", "ok")


async def test_read_only_sends_nothing_that_writes(served: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(served, read_only=True), "6", now(name="Read only")) as ui:
        assert list(steps(ui)) == KEYS
        await ui.press("a")
        assert "--read-only" in ui.said


async def test_another_program_that_applies_it_is_named(served: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(served), "6", now(name="Locked", id="0badf00d")) as ui:
        session = ui.app.desk.session
        assert session is not None
        with exclusive(session.paths.locks, "0badf00d"):
            await ui.press("a")
            assert "is applying this manifest" in ui.text()
        await ui.press("a")
        assert "First run: success" in ui.text()


async def test_a_plan_that_became_another_one_is_shown_before_anything_is_sent(
    served: dict[str, Any], home: Path
) -> None:
    async with on_screen(app_of(served), "6", now(name="First")) as ui:
        await ui.press("a")
        ids = document(ui).id
        made = ui.screens.review.screen.flow_id
    async with on_screen(app_of(served), "6", now(name="First", id=ids)) as ui:
        assert {action for action, _ in steps(ui).values()} <= {"leave", "reuse"}
        ui.app.desk.draft.edit(Put(("schedule", "interval"), 3))  # type: ignore[union-attr]
        await ui.settled()
        assert steps(ui)["flow"] == ("update", "")
        await ui.app.desk.session.platform.flow_service.flows.delete(made)  # type: ignore[union-attr, arg-type]
        await ui.press("a")
        assert "another plan than the one you saw" in ui.text()
        assert steps(ui)["flow"][0] == "create"
        await ui.press("a")
        assert "First run" in ui.text()


async def test_a_plan_that_fails_says_why_and_ctrl_r_tries_again(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = planning.plan_manifest

    async def refused(*_: object, **__: object) -> None:
        raise PlatformError("busy", operation="list the connections", status=503)

    monkeypatch.setattr(planning, "plan_manifest", refused)
    async with on_screen(make_app(), "6", demo()) as ui:
        assert "FAILED" in ui.text() and "Could not list the connections" in ui.text()
        await ui.press("a")
        assert "ctrl+r" in ui.said
        monkeypatch.setattr(planning, "plan_manifest", real)
        await ui.press("ctrl+r")
        assert list(steps(ui)) == KEYS


async def test_keys_are_answered_while_the_plan_is_awaited(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hanging(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(planning, "plan_manifest", hanging)
    async with on_screen(make_app(), "1", demo()) as ui:
        await ui.press("ctrl+g", "6", settle=False)
        await ui.until("Comparing the document with the platform")
        await ui.press("escape")
        assert "Given up" in ui.text()


async def test_a_run_that_cannot_be_watched_leaves_it_applied(
    served: dict[str, Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise PlatformError("gone", operation="list the runs")

    monkeypatch.setattr(monitor, "first_run", refused)
    async with on_screen(app_of(served), "6", now(name="Unwatched")) as ui:
        await ui.press("a")
        assert "Applied. Could not list the runs" in ui.text()
        assert ui.app.desk.applied


async def test_the_id_given_by_applying_is_written_into_the_file(
    served: dict[str, Any], home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "flow.yaml"
    path.write_bytes((Path(__file__).parents[4] / "aeptui/cli/demos/servicenow.yaml").read_bytes())
    from tests.ui.driver import driving

    async with driving(Aeptui(opening_for(profile_of(served), manifest=path))) as ui:
        await ui.press("ctrl+g", "6", "a")
        given = document(ui).id
        assert given is not None
        await ui.settled()
        assert given in path.read_text()


async def test_an_empty_draft_says_what_is_to_be_done(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "6", None) as ui:
        assert "to be mended before this can be planned" in ui.text() and "ctrl+n" in ui.text()


async def test_names_of_others_are_only_text(make_app: MakeApp) -> None:
    hostile = "[bold]x[/] \x1b[31mred"
    schema = replace(demo().target.schema, title=hostile)  # type: ignore[type-var]
    async with on_screen(make_app(), "6", demo(name=hostile, target=Target(schema, NewDataset(hostile)))) as ui:
        assert "[bold]x[/]" in ui.text() and "\x1b" not in ui.text()
        await ui.press("down", "down", "enter")
        assert "\x1b" not in ui.text()


async def test_the_name_and_the_description_are_asked_for_on_a_key(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "6", demo()) as ui:
        await ui.press("d")
        await ui.type("For support")
        await ui.press("enter")
        draft = ui.app.desk.draft
        assert draft is not None and draft.manifest.description.endswith("For support")
        await ui.press("n")
        await ui.type("Once again")
        await ui.press("enter")
        assert draft.manifest.name == "Once again"
