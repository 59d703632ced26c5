"""The source screen: finding an object by typing, and looking at its columns and rows."""

import asyncio
from collections.abc import Callable

import pytest

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import apply
from aeptui.core.manifest.model import DeltaColumn, FileFormat, SourceField
from aeptui.operations import explore
from aeptui.operations.explore import Account, Sample, SampleColumn, SourceObject
from aeptui.services.errors import Invalid
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.source.edits import choice, delta_proposal, toggled
from tests.ui.driver import Ui, driving
from tests.ui.pictures import Pictures

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
TABLES = Account("1", "Now", "enabled", "service-now", "ServiceNow", "tabular", ("columns", "ad-hoc"))
FILES = Account("2", "Files", "enabled", "sftp", "SFTP", "file", ("columns",))
SAMPLE = Sample((SampleColumn("id", "string"), SampleColumn("updated_at", "date-time")), ())


def source(ui: Ui):
    """The source of the draft."""
    assert ui.app.desk.draft is not None
    return ui.app.desk.draft.manifest.source


async def test_a_few_letters_and_enter_choose_a_table_with_all_that_can_be_proposed(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        await ui.screens.source.type("inc")
        await ui.press("enter")
        manifest = ui.app.desk.draft.manifest
        assert (manifest.source.system, manifest.source.connection) == ("service-now", "ServiceNow demo")
        assert (manifest.source.object, manifest.source.format, manifest.source.fields) == ("incident", "tabular", None)
        assert manifest.name == "ServiceNow Incident"
        assert manifest.schedule.delta_column == DeltaColumn("sys_updated_on")
        assert "all 90 columns" in ui.text() and "not requested" in ui.text()
        await ui.press("down", "space")
        assert "89 of 90 columns" in ui.text() and len(source(ui).fields or ()) == 89
        await ui.press("a", "s")
        assert source(ui).fields is None and source(ui).style == "columns"
        await ui.press("u", "u", "u", "u", "u")
        assert source(ui).object == "" and "core_company" in ui.text()
        await ui.press("escape")
        await ui.screens.source.type("zend")
        await ui.press("enter")
        await ui.screens.source.type("tick")
        await ui.press("enter")
        assert (source(ui).object, source(ui).format) == ("tickets", "json") and "brand_id" in ui.text()
        await ui.press("space")
        assert ui.said == "Nested records are taken whole."
        await ui.press("o", "escape", "c")
        assert "Connections of the sandbox" in ui.text()
        await ui.press("escape", "escape")
        assert ui.screens.dataflows.text


async def test_what_hangs_fails_or_is_missing_is_said(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    async def refuse(*_: object) -> None:
        raise Invalid("no columns", code="1330-400", status=400, operation="read the table incident")

    async def nothing(*_: object) -> list[SourceObject]:
        return []

    async with driving(make_app()) as ui:
        with monkeypatch.context() as patch:
            patch.setattr(explore, "accounts", nothing)
            await ui.press("n")
            assert "No base connection" in ui.text() and "f2  make one" in ui.text()
        with monkeypatch.context() as patch:
            patch.setattr(explore, "objects", nothing)
            await ui.press("ctrl+r")
            assert "shows no tables to this account" in ui.text()
        with monkeypatch.context() as patch:
            patch.setattr(explore, "objects", hang)
            await ui.press("ctrl+r", settle=False)
            await ui.until("Listing the tables of ServiceNow demo")
            await ui.press("escape", settle=False)
            await ui.until("Given up")
        with monkeypatch.context() as patch:
            patch.setattr("aeptui.operations.samples.sample", refuse)
            await ui.press("ctrl+r")
            await ui.screens.source.type("inc")
            await ui.press("enter")
            assert "FAILED" in ui.text() and "The name of the table is wrong" in ui.text()
        await ui.press("ctrl+r")
        assert "all 90 columns" in ui.text()


async def test_pictures(make_app: MakeApp, pictures: Pictures) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        await ui.screens.source.type("inc")
        await ui.press("enter")
        await pictures.check(ui, "source")


def test_another_object_begins_anew_and_keeps_a_name_of_the_users_own() -> None:
    table = SourceObject("Incident", "incident", "table")
    first = apply(blank(), choice(blank(), TABLES, [TABLES], table, ""))
    assert first.name == "ServiceNow Incident"
    folder = SourceObject("in", "/in", "folder", example="/in/a.tsv.gz")
    second = apply(first, choice(first, FILES, [FILES, FILES], folder, first.name))
    assert (second.name, second.source.object, second.source.connection) == ("SFTP in", "/in/", "2")
    assert (second.source.format, second.source.file) == ("delimited", FileFormat(delimiter="\t", compression="gzip"))
    assert apply(second, choice(second, TABLES, [TABLES], table, "")).name == "SFTP in"


def test_a_table_without_times_is_proposed_to_run_once() -> None:
    edit = delta_proposal(blank(), SAMPLE, tabular=True)
    assert edit is not None and apply(blank(), edit).schedule.delta_column == DeltaColumn("updated_at")
    once = delta_proposal(blank(), Sample((SampleColumn("id", "string"),), ()), tabular=True)
    assert once is not None and apply(blank(), once).schedule.frequency == "once"
    assert delta_proposal(blank(), SAMPLE, tabular=False) is None


def test_the_last_column_cannot_be_left() -> None:
    edit = toggled(blank(), SAMPLE, ["id"])
    assert edit is not None
    left = apply(blank(), edit)
    assert left.source.fields == (SourceField("updated_at", "date-time"),)
    assert toggled(left, SAMPLE, ["updated_at"]) is None
    again = toggled(left, SAMPLE, ["id"])
    assert again is not None and apply(left, again).source.fields is None
