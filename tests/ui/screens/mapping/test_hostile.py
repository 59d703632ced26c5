"""Names of any kind in the dialogs of the mapping screen, in a small terminal: drawn whole lines, nothing obeyed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.tables import write_table
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.history import History
from aeptui.ui.screens.mapping.dialogs.bring import Bring, ChooseColumns
from aeptui.ui.screens.mapping.dialogs.change_many import ChangeMany
from aeptui.ui.screens.mapping.dialogs.menu import Menu
from aeptui.ui.screens.mapping.record import RecordDialog
from aeptui.ui.widgets.confirm import Dialog
from tests.ui.driver import Ui
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
HOSTILE = "[bold red]x[/] \x1b[31m\x07\u202e\u200f日本語e\u0301🧑\u200d🚀 @click=app.bell"
SIZE = (60, 15)
ROWS = (
    MappingRow(f"{HOSTILE}.{'x' * 500}", from_=HOSTILE, note=HOSTILE),
    MappingRow("a.b", expr=f'"{HOSTILE[:14]}"'),
)


def check(ui: Ui, kind: type[Dialog[Any]]) -> None:
    assert isinstance(ui.screen, kind), ui.text()
    text = ui.text()
    assert not set(text) & {"\x1b", "\x07", "\u202e", "\u200f"} and "esc" in text
    assert all(cell_len(line) <= SIZE[0] for line in text.split("\n"))


async def test_they_are_drawn_harmlessly(make_app: MakeApp, tmp_path: Path) -> None:
    table = tmp_path / "[bold]rows.csv"
    table.write_bytes(write_table(ROWS).replace("source,", f"{HOSTILE[:14]},", 1).encode())
    async with mapping(make_app, document(*ROWS), SIZE) as (ui, page):
        await ui.press("b")
        check(ui, Menu)
        await ui.press("w")
        await ui.type("trim")
        check(ui, ChangeMany)
        while isinstance(ui.screen, ChangeMany):
            await ui.press("enter")
        assert page.mapping[1][0] == "expr"
        await ui.press("H")
        check(ui, History)
        await ui.press("escape", "r")
        check(ui, RecordDialog)
        await ui.press("escape", "b", "i")
        await ui.type(str(table))
        await ui.press("enter")
        check(ui, ChooseColumns)
        await ui.press("down", "s", "enter")
        check(ui, Bring)
        assert "[bold]rows.csv" in ui.text()
        await ui.press("3")
        check(ui, Bring)
        await ui.press("enter")
        assert page.screen.desk.draft.manifest.mapping[0] == ROWS[0]
