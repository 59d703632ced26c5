"""Suggestions in the mapping table: shown, accepted, looked into, refused; never in the document unasked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.model import CustomField, MappingRow
from aeptui.store.accepted import accepted_file
from aeptui.ui.app import Aeptui
from aeptui.ui.draft import Draft
from aeptui.ui.screens.mapping.dialogs.alternatives import Alternatives
from aeptui.ui.screens.mapping.dialogs.sure import AcceptSure
from aeptui.ui.widgets.grid import Grid
from tests.ui.driver import Ui
from tests.ui.pages_mapping import MappingPage
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import FIELDS, document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


def learned(ui: Ui) -> list[tuple[str, str, int]]:
    """What is remembered for the organisation: column, path and count."""
    session = ui.app.desk.session
    assert session is not None
    file = accepted_file(session.paths, session.profile.org_id)
    choices = json.loads(file.read_text(encoding="utf-8"))["choices"] if file.exists() else []
    return [(each["column"], each["path"], each["count"]) for each in choices]


async def go_to_offer(ui: Ui, page: MappingPage, source: str) -> None:
    """Moves the cursor to the line of a column without keys."""
    await page.go_to(page.row_of(source), "state")
    assert ui.keys == 0


async def test_suggestions_stand_below_the_rows_and_not_in_the_document(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        needed = next(row for row in page.rows if row[0] == "need")
        assert needed[1].endswith("% number") and needed[1][0] == "~" and needed[3].startswith("INC")
        found = {source: (state, target) for state, source, target, _ in page.offers}
        assert found["active"][1] == "support.active" and found["active"][0] in ("~98%", "~99%")
        assert "number" not in found and page.mapping == []
        assert f"{len(page.offers) + 1} suggested" in page.counters and "90 unmapped" in page.counters
        await go_to_offer(ui, page, "active")
        assert "same name" in page.detail and "enter takes it" in page.detail
        assert "from" not in await ui.app.desk.draft.text()


async def test_enter_accepts_one_after_the_other_and_undo_offers_it_again(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("down", "enter")
        assert page.mapping == [("from", "number", "support.caseNumber")]
        here = page.cursor[0]
        second = page.offers[0]
        assert page.row(here) == second
        await ui.press("enter")
        assert [row[1] for row in page.mapping] == ["number", second[1]]
        assert ("number", "support.caseNumber", 1) in learned(ui)
        await ui.press("ctrl+z")
        assert page.offers[0] == second and [row[1] for row in page.mapping] == ["number"]
        assert [column for column, _, _ in learned(ui)] == ["number"]
        await ui.press("ctrl+y")
        assert len(learned(ui)) == 2


async def test_all_that_are_sure_are_accepted_in_one_step_after_their_number_is_shown(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        position = ui.app.desk.draft.position
        await ui.press("f7")
        assert isinstance(ui.screen, AcceptSure) and "80%" in ui.text() and "Wrong ones to expect" in ui.text()
        grid = ui.screen.query_one(Grid)
        many = int(grid.model.cell(grid.row, "many").text)
        fewer = int(grid.model.cell(0, "many").text)
        assert 0 < fewer < many
        await ui.press("escape")
        assert page.mapping == []
        await ui.press("f7", "home", "enter")
        assert len(page.mapping) == fewer and ui.app.desk.draft.position == position + 1
        assert page.offers != [] and all(int(row[0].strip("~%")) < 95 for row in page.offers)
        await ui.press("u")
        assert page.mapping == []
        await ui.press("f7", "enter")
        assert len(page.mapping) == many and page.offers == []


async def test_several_are_accepted_by_selecting_them(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        first, second = page.offers[:2]
        await page.go_to(page.row_of(first[1]), "state")
        await ui.press("space", "space", "enter")
        assert [(row[1], row[2]) for row in page.mapping] == [(first[1], first[2]), (second[1], second[2])]
        await ui.press("u")
        assert page.mapping == []


async def test_the_alternatives_say_why_and_one_is_picked(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await go_to_offer(ui, page, "sys_id")
        await ui.press("ctrl+t")
        assert isinstance(ui.screen, Alternatives) and "Targets that suit sys_id" in ui.text()
        await ui.press("enter")
        assert page.mapping == [("from", "sys_id", "_id")]
        assert ("sys_id", "_id", 1) in learned(ui)
        await page.go_to(0, "to")
        await ui.press("ctrl+t")
        assert "(the target now)" in ui.text()
        await ui.press("down", "enter")
        assert page.mapping == [("from", "sys_id", "personID")]
        assert [row for row in learned(ui) if row[0] == "sys_id"] == [("sys_id", "personID", 1)]


async def test_what_is_refused_never_comes_again_unless_that_is_undone(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await go_to_offer(ui, page, "active")
        await ui.press("f8")
        assert "refused for good" in ui.said and "active" not in [row[1] for row in page.offers]
        assert ("active", "support.active", -1) in learned(ui)
        await ui.press("ctrl+z")
        assert "active" in [row[1] for row in page.offers] and learned(ui) == []
        await page.go_to(page.row_of("active"), "state")
        await ui.press("d", "ctrl+r")
        assert "active" not in [row[1] for row in page.offers] and page.mapping == []
    async with mapping(make_app, document()) as (ui, page):
        assert "active" not in [row[1] for row in page.offers]
        await ui.press("escape", "S")
        await page.go_to(page.row_of("active"), "state")
        await ui.press("ctrl+t", "enter")
        assert page.mapping == [("from", "active", "support.active")]
        assert ("active", "support.active", 1) in learned(ui)


async def test_a_refusal_is_undone_where_no_edit_could_be(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with mapping(make_app, document()) as (ui, page):
        monkeypatch.setattr(Draft, "can_undo", False)
        await go_to_offer(ui, page, "active")
        await ui.press("f8", "ctrl+z")
        assert ui.said == "Undone: the refusal." and "active" in [row[1] for row in page.offers]


async def test_what_was_learned_is_shown_where_it_is_kept_and_forgotten(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await go_to_offer(ui, page, "active")
        await ui.press("f8")
        await ui.press("ctrl+p")
        await ui.type("learned")
        await ui.press("enter")
        assert "Forget 1 accepted or refused suggestion?" in ui.text() and "It is kept in" in ui.text()
        await ui.press("y")
        assert learned(ui) == [] and "begin anew" in ui.said
        assert "active" in [row[1] for row in page.offers]
        await ui.press("ctrl+p")
        await ui.type("learned")
        assert "Nothing was learned yet" in ui.text()


async def test_what_was_accepted_before_is_suggested_for_the_next_table(make_app: MakeApp) -> None:
    fields = (*FIELDS, CustomField("support.reference", "string"))
    async with mapping(make_app, document(fields=fields)) as (ui, page):
        assert "correlation_id" not in [row[1] for row in page.offers]
        page.screen.desk.draft.edit(_insert(MappingRow("support.reference", from_="correlation_display")))
        await ui.settled()
        page.screen.teach(page.screen.model.offers.candidates("number")[:1])
        assert learned(ui) == [("number", "support.caseNumber", 1)]
    async with mapping(make_app, document(object="sn_customerservice_case", fields=fields)) as (_ui, page):
        needed = next(row for row in page.rows if row[0] == "need")
        assert needed[1] == "~99% number"


def _insert(row: MappingRow) -> Any:
    from aeptui.core.manifest.edits import Insert

    return Insert(("mapping",), 0, row)


async def test_a_folder_that_cannot_be_written_is_told_and_the_row_is_there(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        session = ui.app.desk.session
        folder = accepted_file(session.paths, session.profile.org_id).parent
        folder.write_text("no folder", encoding="utf-8")
        await ui.press("down", "enter")
        assert page.mapping == [("from", "number", "support.caseNumber")]
        assert "Not remembered for next time" in ui.said


async def test_after_the_proposal_of_the_schema_few_are_left(make_app: MakeApp) -> None:
    rows = [MappingRow(f"support.{each.path.partition('.')[2]}", from_=name) for each, name in _pairs()]
    async with mapping(make_app, document(*rows)) as (ui, page):
        offered = {row[2] for row in page.offers}
        assert not offered & {row.to for row in rows} and not {row[1] for row in page.offers} & {"number", "active"}
        await ui.press("f7", "escape")
        assert len(page.mapping) == len(rows)


def _pairs() -> list[tuple[CustomField, str]]:
    return list(zip(FIELDS, ("number", "short_description", "priority", "active", "contact_type"), strict=True))


async def test_an_offered_line_is_typed_over_like_any_other(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await page.go_to(page.row_of("active"), "to")
        following = page.row(page.cursor[0] + 1)
        await page.type("support.subject")
        await ui.press("enter")
        assert page.mapping == [("from", "active", "support.subject")] and page.row(page.cursor[0]) == following
        await ui.press("ctrl+z")
        await page.go_to(page.row_of("active"), "source")
        await page.type("=upper(active)")
        await ui.press("enter")
        assert page.mapping == [("expr", "upper(active)", "support.active")]


async def test_the_tree_changes_the_target_of_an_offer(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await go_to_offer(ui, page, "active")
        await ui.press("t")
        await ui.type("subject")
        await ui.press("enter")
        assert page.mapping == [("from", "active", "support.subject")]


async def test_without_columns_or_schema_there_are_no_suggestions(make_app: MakeApp, tmp_path: Path) -> None:
    async with mapping(make_app, document(object="no_such_table")) as (ui, page):
        await ui.press("escape")
        assert page.offers == [] and "0 suggested" in page.counters
        await ui.press("f7")
        assert "no suggestions" in ui.said


async def test_pictures_of_suggestions(make_app: MakeApp, pictures: Pictures) -> None:
    rows = (MappingRow("_id", from_="sys_id"), MappingRow("support.subject", from_="short_description"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await page.go_to(page.row_of("active"), "state")
        await pictures.check(ui, "mapping-suggestions")
        await ui.resize(80, 24)
        await ui.press("f7")
        await pictures.check(ui, "mapping-accept")
