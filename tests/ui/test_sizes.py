"""Every screen in every size of terminal: nothing crashes, what is too small says so, and nothing is lost by it."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from aeptui.ui.app import Aeptui
from aeptui.ui.messages import Go
from aeptui.ui.places import PLACES
from aeptui.ui.terminal.too_small import too_small
from tests.ui import sample
from tests.ui.driver import driving

SIZES = ((1, 1), (20, 5), (60, 15), (80, 24), (200, 60))


@pytest.mark.thorough
@pytest.mark.parametrize("name", PLACES)
async def test_every_screen_in_every_size(make_app: Callable[..., Aeptui], name: str) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        ui.app.post_message(Go(name))
        await ui.settled()
        assert ui.screens.__getattr__(name).screen
        for size in SIZES:
            await ui.resize(*size)
            await ui.settled()
            text = ui.text()
            assert max(map(len, text.splitlines()), default=0) <= size[0]
            if size == (20, 5):
                assert "Too small" in text
            elif not too_small(ui.app.size):
                assert "Too small" not in text
                assert "? More" in text


async def test_too_small_keeps_the_focus_and_takes_no_key(
    make_app: Callable[..., Aeptui], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.use_samples(monkeypatch)
    async with driving(make_app()) as ui:
        await ui.press("n")
        field = ui.screen.query_one(Input)
        field.focus()
        await ui.type("ab")
        await ui.resize(20, 5)
        assert "Too small" in ui.text()
        await ui.type("cd")
        await ui.press("escape")
        await ui.resize(80, 24)
        assert ui.focused is field
        assert field.value == "ab"
        await ui.resize(20, 5)
        await ui.press("ctrl+q")
    assert ui.app.return_code == 0


@pytest.mark.thorough
async def test_dialogs_are_covered_too(make_app: Callable[..., Aeptui], monkeypatch: pytest.MonkeyPatch) -> None:
    sample.use_samples(monkeypatch)
    async with driving(make_app()) as ui:
        await ui.press("question_mark")
        await ui.resize(20, 5)
        assert "Too small" in ui.text()
        await ui.resize(1, 1)
        await ui.resize(80, 24)
        assert "Every dataflow of the sandbox" in ui.text()
