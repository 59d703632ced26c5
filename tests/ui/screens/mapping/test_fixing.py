"""Problems of rows are mended at one key, and what was explored counts for them."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from tests.ui.screens.mapping.support import document, mapping

MakeApp = Callable[..., Aeptui]

ROWS = (
    MappingRow("support.caseNumber", from_="nmber"),
    MappingRow("_id", from_="sys_id"),
    MappingRow("support.subjct", from_="short_description"),
    MappingRow("entirely.else", from_="opened_at"),
)


@pytest.mark.thorough
async def test_one_key_mends_what_the_line_below_names(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        draft = ui.app.desk.draft
        assert draft is not None
        assert "! mends it (from: number)" in page.detail
        await ui.press("exclamation_mark")
        assert draft.manifest.mapping[0].from_ == "number" and "Mended" in ui.said
        assert page.rows[0][0] == "ok"
        await ui.press("down", "exclamation_mark")
        assert "nothing here that one key could mend" in ui.said
        await ui.press("down", "right", "exclamation_mark")
        assert draft.manifest.mapping[2].to == "support.subject"
        await ui.press("down", "exclamation_mark")
        fields = getattr(draft.manifest.target.schema, "fields", ())
        assert fields[-1].path == "entirely.else" and fields[-1].type == "date-time"
        await ui.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert draft.manifest.mapping == ROWS


@pytest.mark.thorough
async def test_rail_and_next_know_the_columns_that_were_explored(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS[:2])) as (ui, page):
        problems = [each for each in ui.app.desk.problems if each.rule == "mapping/unknown-source"]
        assert [each.path for each in problems] == [("mapping", 0, "from")]
        assert "1 ! problem" in page.counters
        await ui.press("5")
        while not (ui.app.desk.attended is not None and ui.app.desk.attended.rule == "mapping/unknown-source"):
            await ui.press("ctrl+n")
        assert ui.screens.mapping is not None
