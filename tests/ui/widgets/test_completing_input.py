"""An input with completions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from aeptui.ui.widgets.completing_input import CompletingInput, Completion, fuzzy_completer
from aeptui.ui.widgets.completion_list import CompletionList
from tests.ui.widgets.support import Stage, showing
from tests.ui.widgets.test_cells import HOSTILE

FRUIT = [Completion("apple", detail="red [b]", meaning="Grows on trees"), Completion("apricot"), Completion("banana")]


def fruit(choose_first: bool = False) -> Callable[[], CompletingInput]:
    return lambda: CompletingInput(completer=fuzzy_completer(FRUIT), choose_first=choose_first, id="fruit")


def field(stage: Stage) -> CompletingInput:
    return stage.app.query_one("#fruit", CompletingInput)


def submitted(stage: Stage) -> list[str]:
    return [event.value for event in stage.of(Input.Submitted)]


async def test_typing_opens_the_list_and_shows_details_and_meaning() -> None:
    async with showing(fruit(True)) as stage:
        await stage.press("a", "p")
        screen = "\n".join(stage.lines())
        assert ">apple" in screen and "red [b]" in screen and "apricot" in screen and "banana" not in screen
        assert "1/2  Grows on trees" in screen
        await stage.press("down")
        assert ">apricot" in "\n".join(stage.lines())


async def test_enter_takes_the_chosen_one_and_then_submits() -> None:
    async with showing(fruit(True)) as stage:
        await stage.press("b", "enter")
        assert (field(stage).value, field(stage).completions_open, submitted(stage)) == ("banana", False, [])
        await stage.press("enter")
        assert submitted(stage) == ["banana"]
        assert [event.completion.label for event in stage.of(CompletingInput.Completed)] == ["banana"]


async def test_free_text_is_not_replaced_until_one_chooses() -> None:
    async with showing(fruit()) as stage:
        await stage.press("a", "p", "enter")
        assert submitted(stage) == ["ap"]
        await stage.press("r")
        assert field(stage).chosen is None
        await stage.press("down", "enter", "enter")
        assert submitted(stage) == ["ap", "apricot"]


async def test_tab_takes_the_best_without_one_chosen() -> None:
    async with showing(lambda: [fruit()(), Input(id="next")]) as stage:
        await stage.press("b", "tab")
        assert (field(stage).value, stage.app.focused) == ("banana", field(stage))
        await stage.press("tab")
        assert stage.app.focused is stage.app.query_one("#next")


async def test_escape_closes_the_list_and_keeps_the_text() -> None:
    async with showing(fruit(True)) as stage:
        await stage.press("b", "escape")
        assert not field(stage).completions_open
        await stage.press("enter")
        assert submitted(stage) == ["b"]


async def test_closed_it_takes_no_key() -> None:
    async with showing(fruit()) as stage:
        heard: list[str] = []
        for key in ("up", "down", "pageup", "pagedown", "escape"):
            stage.app.bind(key, f"heard('{key}')")
        stage.app.action_heard = lambda key: heard.append(key)  # type: ignore[attr-defined]
        await stage.press("up", "down", "pageup", "pagedown", "escape")
        assert heard == ["up", "down", "pageup", "pagedown", "escape"]
        await stage.press("a", "up", "down", "pageup", "pagedown")
        assert len(heard) == 5


async def test_the_list_opens_without_typing_too() -> None:
    async with showing(fruit()) as stage:
        await stage.press("ctrl+@")
        assert field(stage).completions_open
        await stage.press("down", "down", "enter")
        assert field(stage).value == "apricot"


async def test_deleting_offers_again_and_nothing_closes() -> None:
    async with showing(fruit()) as stage:
        await stage.press("b", "x")
        assert not field(stage).completions_open
        await stage.press("backspace")
        assert field(stage).completions_open


async def test_a_text_that_is_the_only_completion_offers_nothing() -> None:
    async with showing(fruit(True)) as stage:
        await stage.press(*"banana")
        assert not field(stage).completions_open


async def test_a_value_that_is_set_opens_nothing() -> None:
    async with showing(fruit()) as stage:
        field(stage).value = "ap"
        await stage.settled()
        assert not field(stage).completions_open


async def test_a_completion_may_replace_a_part() -> None:
    def names(text: str, cursor: int) -> list[Completion]:
        start = text.rfind("(", 0, cursor) + 1
        return [Completion("firstName", insert="first_name", start=start, end=cursor, done=False)]

    async with showing(lambda: CompletingInput("trim()", completer=names, id="fruit", select_on_focus=False)) as stage:
        await stage.press("left", "f", "tab")
        assert (field(stage).value, field(stage).cursor_position) == ("trim(first_name)", 15)


async def test_keys_typed_at_once_find_the_list_of_their_text() -> None:
    async with showing(fruit(True)) as stage:
        await stage.burst(*"ban", "enter", "enter")
        assert submitted(stage) == ["banana"]


@pytest.mark.parametrize(("y", "above"), [(0, False), (10, False), (23, True)])
async def test_the_list_is_below_or_above_where_there_is_room(y: int, above: bool) -> None:
    def make() -> CompletingInput:
        made = CompletingInput(completer=fuzzy_completer(FRUIT), id="fruit", compact=True)
        made.styles.offset = (0, y)
        return made

    async with showing(make) as stage:
        await stage.press("a")
        region = stage.app.query_one(CompletionList).region
        assert region.height == 3 + 1
        assert (region.bottom <= y) if above else (region.y == y + 1)
        assert region.bottom <= 24


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (20, 5), (200, 60)])
@pytest.mark.thorough
async def test_any_size_and_any_text(size: tuple[int, int]) -> None:
    completer = fuzzy_completer([Completion(text, detail=text, meaning=text) for text in HOSTILE])
    async with showing(lambda: CompletingInput(completer=completer, id="fruit"), size) as stage:
        await stage.press("ctrl+@", "down", "down", "pagedown", "up")
        await stage.resize(40, 12)
        await stage.press("x", "down")
        assert all(line.isprintable() for line in stage.lines())
        await stage.press("escape")


async def test_the_list_goes_with_the_focus_and_with_the_input() -> None:
    async with showing(lambda: [fruit()(), Input(id="next")]) as stage:
        await stage.press("a")
        stage.app.screen.set_focus(stage.app.query_one("#next"))
        await stage.settled()
        assert not field(stage).completions_open
        await field(stage).remove()
        await stage.settled()
        assert not stage.app.query(CompletionList)


async def test_many_completions_are_cut_and_paged_through() -> None:
    many = fuzzy_completer([Completion(f"field{number:05}") for number in range(5_000)])
    async with showing(lambda: CompletingInput(completer=many, choose_first=True, id="fruit")) as stage:
        await stage.press("f", "pagedown", "pagedown", "up")
        assert field(stage).chosen == Completion("field00015")
        assert any(">field00015" in line for line in stage.lines())
        assert any("16/200+" in line for line in stage.lines())


async def test_it_does_not_blink_and_the_terminals_cursor_is_in_it() -> None:
    async with showing(fruit()) as stage:
        await stage.press("a", "b")
        assert field(stage).cursor_blink is False
        content = field(stage).content_region
        assert stage.app.cursor_position == content.offset + Offset(2, 0)
