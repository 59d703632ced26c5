"""Forms by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from aeptui.ui.widgets.form import Field, Form, FormValues, fields_from_schema
from aeptui.ui.widgets.form_controls import KEPT
from tests.ui.widgets.support import Stage, showing
from tests.ui.widgets.test_form_fields import SCHEMA

FIELDS = (
    Field("url", "Endpoint", required=True, help="Where the source is", pattern="^https://"),
    Field("password", "Password [x]", "password", required=True),
    Field("mode", "Way in", "select", choices=(("b", "basic [b]"), ("o", "oauth")), default="b"),
    Field("verify", "Verify", "switch", default=True),
    Field("retries", "Retries", "integer", default=3),
)


def form(values: dict[str, Any] | None = None, **more: Any) -> Callable[[], Form]:
    return lambda: Form(FIELDS, values, **more)


def of(stage: Stage) -> Form:
    return stage.app.query_one(Form)


def submitted(stage: Stage) -> list[FormValues]:
    return [event.values for event in stage.of(Form.Submitted)]


def screen(stage: Stage) -> str:
    return "\n".join(stage.lines())


async def test_is_filled_in_and_submitted_by_keys_alone() -> None:
    async with showing(form()) as stage:
        await stage.press(*"https://x", "enter", *"hunter2", "tab", "tab", "space", "down", "backspace", "5", "enter")
        assert submitted(stage) == [
            {"url": "https://x", "password": "hunter2", "mode": "b", "verify": False, "retries": 5}
        ]
        assert "hunter2" not in screen(stage)


async def test_says_what_is_required_and_explains_the_field_one_is_in() -> None:
    async with showing(form()) as stage:
        assert "Endpoint (required)" in stage.line(0)
        assert "Password [x] (required)" in stage.line(1)
        assert "required" not in stage.line(3)
        assert "Where the source is" in screen(stage)
        await stage.press("tab")
        assert "Where the source is" not in screen(stage)


async def test_errors_stand_below_their_fields_and_the_first_gets_the_focus() -> None:
    async with showing(form()) as stage:
        of(stage).set_answer("url", "http://x")
        assert not of(stage).submit()
        await stage.settled()
        assert "must have the form ^https://" in stage.line(1)
        assert "This is required." in stage.line(3)
        assert set(of(stage).errors) == {"url", "password"}
        assert submitted(stage) == []
        await stage.press("home", *["delete"] * 4, *"https")
        assert "must have the form" not in screen(stage)


async def test_a_field_is_checked_when_one_leaves_it_but_not_while_it_is_empty() -> None:
    async with showing(form()) as stage:
        await stage.press("x", "tab", "tab")
        assert "must have the form" in stage.line(1)
        assert "This is required." not in screen(stage)


async def test_choices_are_opened_and_taken() -> None:
    async with showing(form()) as stage:
        await stage.press("tab", "tab", "enter")
        assert "oauth" in screen(stage) and "basic [b]" in screen(stage)
        await stage.press("down", "enter")
        assert of(stage).values["mode"] == "o"
        assert [event.name for event in stage.of(Form.Changed)][-1] == "mode"


async def test_yes_and_no_are_words() -> None:
    async with showing(form()) as stage:
        assert "[x] yes" in stage.line(3)
        await stage.press("tab", "tab", "tab", "enter")
        assert "[ ] no" in stage.line(3)


async def test_first_values_are_filled_in_but_never_secrets() -> None:
    async with showing(form({"url": "https://y", "password": "hunter2", "verify": False})) as stage:
        assert "https://y" in stage.line(0)
        assert "•" not in screen(stage) and "hunter" not in screen(stage)
        assert of(stage).values == {"url": "https://y", "mode": "b", "verify": False, "retries": 3}


async def test_a_secret_that_is_kept_may_stay_empty() -> None:
    async with showing(form({"url": "https://y"}, kept=["password"])) as stage:
        assert KEPT in stage.line(1)
        assert of(stage).submit()
        await stage.settled()
        assert "password" not in submitted(stage)[0]


async def test_messages_do_not_tell_secrets() -> None:
    async with showing(form({"url": "https://y"})) as stage:
        await stage.press("tab", *"hunter2", "enter")
        assert of(stage).submit()
        await stage.settled()
        told = [
            message for message in stage.messages.values() if not isinstance(message, Input.Changed | Input.Blurred)
        ]
        assert not any("hunter2" in repr(message) for message in told)
        outside = [message for message in stage.of(Input.Changed) if message.value == "hunter2"]
        assert all(message._stop_propagation for message in outside)


async def test_an_error_from_outside_is_shown_until_the_answer_changes() -> None:
    async with showing(form({"url": "https://y"})) as stage:
        of(stage).set_error("url", "The source refused [it]\x1b[2J")
        await stage.settled()
        assert "! The source refused [it]\\x1b[2J" in stage.line(1)
        await stage.press("z")
        assert "refused" not in screen(stage)


async def test_up_and_down_move_and_enter_on_the_button_submits() -> None:
    async with showing(form({"url": "https://y"}, kept=["password"], submit="Connect")) as stage:
        assert "[ Connect ]" in screen(stage)
        await stage.press("down", "up", "tab", "tab", "tab", "down", "down", "enter")
        assert len(submitted(stage)) == 1


async def test_keys_typed_ahead_reach_their_fields() -> None:
    async with showing(form()) as stage:
        await stage.burst(*"https://x", "enter", *"hunter2", "tab", "tab", "tab", "backspace", "7", "enter")
        assert submitted(stage) == [
            {"url": "https://x", "password": "hunter2", "mode": "b", "verify": True, "retries": 7}
        ]


async def test_the_terminals_cursor_is_at_the_control() -> None:
    async with showing(form()) as stage:
        for _ in range(3):
            await stage.press("tab")
        assert stage.app.focused is not None
        assert stage.app.cursor_position == stage.app.focused.content_region.offset


async def test_focus_goes_to_the_first_field_that_needs_it() -> None:
    async with showing(lambda: [Input(), Form(FIELDS, {"url": "https://y"})]) as stage:
        of(stage).focus()
        await stage.press("x")
        assert of(stage).values["password"] == "x"


async def test_an_answer_that_cannot_be_read_is_given_as_it_is() -> None:
    async with showing(form()) as stage:
        of(stage).set_answer("retries", "many")
        assert of(stage).values["retries"] == "many"


@pytest.mark.parametrize(
    "size",
    [(1, 1), (20, 5), *(pytest.param(size, marks=pytest.mark.thorough) for size in [(5, 2), (60, 15), (200, 60)])],
)
@pytest.mark.thorough
async def test_any_size(size: tuple[int, int]) -> None:
    async with showing(lambda: Form(fields_from_schema(SCHEMA)), size) as stage:
        await stage.press(*["x", "tab"] * 6, "enter", "escape", "down", "down", "down", "down", "down", "enter")
