"""The schema screen: the target's rows, what enters into them, the source's columns, and the tree."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from aeptui.core.manifest.model import (
    CustomField,
    Identity,
    NewDataset,
    NewSchema,
    SourceField,
    Target,
)
from aeptui.core.xdm.library import PROFILE
from aeptui.operations import samples, schemas
from aeptui.operations.explore import ExploreError
from aeptui.ui.app import Aeptui
from tests.ui.pictures import Pictures
from tests.ui.screens.target_support import choose, demo, document, labels, on_screen, schema_of, settings, sourced

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]
FIELDS, IDENTITIES = ("target", "schema", "fields"), ("target", "schema", "identities")
GROUPS = ("target", "schema", "field_groups")
HOSTILE = "[bold]x[/] \x1b[31mred"


async def test_the_target_stands_beside_the_sources_columns(make_app: MakeApp, pictures: Pictures) -> None:
    async with on_screen(make_app(), "3", demo()) as ui:
        assert labels(ui) == [
            "Schema", "Title", "Class", "Group", "+", *["Field"] * 6, "+", "About", "Identity", "+",
            "Dataset", "Name", "Profile",
        ]  # fmt: skip
        assert "XDM Individual Pr" in ui.text() and "CRMID primary" in ui.text()
        assert "m active" in ui.text() and "activity_due   date-time" in ui.text()
        await choose(ui, *FIELDS, 0)
        await pictures.check(ui, "schema")
        assert "glide_date" in ui.text()


async def test_a_proposal_fills_everything_with_one_key_and_one_undo_takes_it_back(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        assert ui.app.desk.problems
        await ui.press("p")
        made = document(ui)
        assert made.name == schema_of(made).title == "incident from ServiceNow demo"
        assert len(schema_of(made).fields) > 60 and len(made.mapping) == len(schema_of(made).fields) + 1
        assert schema_of(made).identities == (Identity("incident.sys_id", "CRMID", primary=True),)
        assert [problem for problem in ui.app.desk.problems if problem.severity != "hint"] == []
        assert "u takes it back" in ui.said
        await ui.press("p")
        assert "Nothing is left to propose" in ui.said
        await ui.press("u")
        assert document(ui) == sourced()


async def test_a_proposal_waits_for_what_the_platform_has_to_say(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, may_answer = schemas.tenant, asyncio.Event()

    async def slow(platform: Any) -> Any:
        await may_answer.wait()
        return await real(platform)

    monkeypatch.setattr(schemas, "tenant", slow)
    async with on_screen(make_app(), "1", sourced()) as ui:
        await ui.press("ctrl+g", "3", settle=False)
        await ui.until("additional_as")
        await ui.press("p", settle=False)
        await ui.pilot.pause()
        assert "Proposing as soon as" in ui.said and document(ui) == sourced()
        may_answer.set()
        await ui.settled()
        assert document(ui).target.schema.identities == (Identity("incident.sys_id", "CRMID", primary=True),)


async def test_without_a_source_there_is_nothing_to_propose_and_the_pane_says_what_to_do(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", None) as ui:
        assert "No source yet." in ui.text() and "choose one" in ui.text()
        await ui.press("p")
        assert "no source yet" in ui.said


async def test_title_class_and_names_are_edited_in_place(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        await ui.press("down", "enter")
        await ui.type("Incidents")
        await ui.press("enter", "enter")
        assert "XDM ExperienceEvent" in ui.text()
        await ui.type("experienceevent")
        await ui.press("enter")
        assert schema_of(document(ui)).title == "Incidents"
        assert schema_of(document(ui)).class_id == "https://ns.adobe.com/xdm/context/experienceevent"
        assert "events" in ui.text()
        await choose(ui, "target", "dataset", "name")
        await ui.press("enter")
        await ui.type("Incident rows")
        await ui.press("enter")
        assert document(ui).target.dataset == NewDataset("Incident rows")


async def test_a_field_group_is_searched_among_those_that_fit_added_replaced_and_removed(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        await choose(ui, *GROUPS, key="add")
        await ui.press("enter")
        await ui.type("demog")
        assert "Demographic Details" in ui.text()
        await ui.press("enter")
        details = "https://ns.adobe.com/xdm/context/profile-person-details"
        assert schema_of(document(ui)).field_groups == (details,)
        await choose(ui, *GROUPS, 0)
        await ui.press("enter")
        await ui.type("loyalty det")
        await ui.press("enter")
        assert schema_of(document(ui)).field_groups == (
            "https://ns.adobe.com/xdm/mixins/profile/profile-loyalty-details",
        )
        await choose(ui, *GROUPS, 0)
        await ui.press("d")
        assert schema_of(document(ui)).field_groups == ()


async def test_a_title_that_none_has_is_refused_with_words_and_an_id_is_taken(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        await choose(ui, *GROUPS, key="add")
        await ui.press("enter")
        await ui.type("qqzzqq")
        await ui.press("enter")
        assert "no field group 'qqzzqq'" in ui.said
        await choose(ui, *GROUPS, key="add")
        await ui.press("enter")
        await ui.type("https://ns.adobe.com/acme/mixins/1")
        await ui.press("enter")
        assert schema_of(document(ui)).field_groups == ("https://ns.adobe.com/acme/mixins/1",)


async def test_a_group_that_does_not_fit_the_class_is_wrong_at_its_row(make_app: MakeApp) -> None:
    group = "https://ns.adobe.com/xdm/context/experienceevent-web"
    schema = NewSchema("Incidents", PROFILE, (group,))
    async with on_screen(make_app(), "3", sourced(target=Target(schema, NewDataset("x")))) as ui:
        await choose(ui, *GROUPS, 0)
        assert "WRONG" in ui.text() and "does not fit the class" in ui.text()
        assert any(line.lstrip().startswith("! Group") for line in ui.text().splitlines())


async def test_what_the_schema_is_for_is_said_and_taken_back(make_app: MakeApp) -> None:
    async with on_screen(
        make_app(), "3", sourced(target=Target(NewSchema("Incidents", PROFILE), NewDataset("x")))
    ) as ui:
        await choose(ui, "target", "schema", "description")
        await ui.press("enter")
        await ui.type("Cases of support")
        await ui.press("enter")
        assert schema_of(document(ui)).description == "Cases of support"
        await choose(ui, "target", "schema", "description")
        await ui.press("d")
        assert schema_of(document(ui)).description is None


async def test_the_profile_switch_is_confirmed_because_it_stays_for_ever(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", demo()) as ui:
        await choose(ui, "target", "dataset", "profile")
        await ui.press("enter")
        assert "never be turned off again" in ui.text()
        await ui.press("n")
        assert document(ui).target.dataset == NewDataset("Customer success incidents")
        await ui.press("enter", "y")
        assert document(ui).target.dataset == NewDataset("Customer success incidents", profile=True)
        assert "for ever" in ui.text()
        await ui.press("enter")
        assert document(ui).target.dataset == NewDataset("Customer success incidents")


async def test_the_chosen_columns_are_shown_and_those_only(make_app: MakeApp) -> None:
    fields = (SourceField("number", "string"), SourceField("opened_at", "date-time"))
    async with on_screen(make_app(), "3", demo(source=replace(demo().source, fields=fields)), (120, 36)) as ui:
        assert "opened_at" in ui.text() and "glide_date" in ui.text() and "assigned_to" not in ui.text()


async def test_the_tree_is_searched_and_explains_what_a_field_holds(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", demo()) as ui:
        await ui.press("t")
        await ui.type("casenum")
        assert "caseNumber" in ui.text() and "identity custom" in ui.text()
        assert "Identifies in the namespace CRMID" in ui.text()
        await ui.press("enter")
        found = settings(ui).setting
        assert not ui.screens.schema.screen.tree_open and found is not None and found.text == "support.caseNumber"
        await ui.press("t")
        await ui.type("lastname")
        await ui.press("enter")
        assert "comes with the class or a field group" in ui.said
        await ui.press("escape", "escape")
        assert labels(ui)[0] == "Schema"


async def test_where_one_was_is_kept(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", demo()) as ui:
        await choose(ui, *FIELDS, 2)
        await ui.press("enter", "down", "down")
        state = ui.screens.schema.screen.remember()
        await ui.press("escape", "t")
        assert ui.screens.schema.screen.remember()["tree"] is True
        await ui.press("escape")
        ui.screens.schema.screen.restore(state)
        await ui.settled()
        found = settings(ui).setting
        assert "Custom field support.channel" in ui.text() and found is not None and found.label == "Title"
        ui.screens.schema.screen.restore({"part": ["x"], "at": 3, "tree": "yes"})


async def test_names_of_others_are_only_text(make_app: MakeApp) -> None:
    schema = NewSchema(HOSTILE, PROFILE, (HOSTILE,), (CustomField(HOSTILE, "string"),), (Identity(HOSTILE, HOSTILE),))
    fields = (SourceField(HOSTILE, "string"),)
    made = sourced(target=Target(schema, NewDataset(HOSTILE)))
    async with on_screen(make_app(), "3", replace(made, source=replace(made.source, fields=fields))) as ui:
        assert "[bold]x[/]" in ui.text() and "\x1b" not in ui.text()
        await choose(ui, *FIELDS, 0)
        await ui.press("enter", "escape", "t")
        assert "\x1b" not in ui.text()


async def test_columns_that_cannot_be_read_say_why_and_the_rows_stay_usable(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise ExploreError("The connection is gone. Choose another one.")

    monkeypatch.setattr(samples, "sample_of", refused)
    async with on_screen(make_app(), "3", demo()) as ui:
        assert "FAILED" in ui.text() and "connection" in ui.text()
        await ui.press("c")
        assert "not known: ctrl+r asks" in ui.said
        assert "support.caseNumber" in ui.text()


async def test_keys_are_answered_while_everything_is_awaited(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hanging(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(samples, "sample_of", hanging)
    monkeypatch.setattr(schemas, "tenant", hanging)
    async with on_screen(make_app(), "1", demo()) as ui:
        await ui.press("ctrl+g", "3", settle=False)
        await ui.until("Reading the columns of")
        await ui.press("down", "down", settle=False)
        assert "What a record is about" in ui.text()
        await ui.press("escape")
        assert "Given up" in ui.text()
