"""The controls of a form: inputs, a choice, yes or no, a button; one line each, nothing told by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Select

from aeptui.ui.widgets.form_fields import Field
from aeptui.ui.widgets.typeahead import Ordered, OrderedInput
from aeptui.ui.words import printable


class TextControl(OrderedInput):
    """A line of text."""

    @dataclass
    class Entered(Message):
        """Enter was pressed. Unlike what Textual's Input says it does not carry the text, which may be a secret."""

        input: TextControl

        @property
        def control(self) -> TextControl:
            """The input."""
            return self.input

    @property
    def answer(self) -> Any:
        """What is written."""
        return self.value

    @answer.setter
    def answer(self, answer: Any) -> None:
        joined = ", ".join(map(str, answer)) if isinstance(answer, list | tuple) else answer
        self.value = "" if joined is None else str(joined)

    async def action_submit(self) -> None:
        """Enter: the form goes on."""
        self.leave(self.Entered(self))


class ChoiceControl(Ordered, Select[Any], inherit_bindings=False):
    """One of several values; enter and space show them, the arrows are the form's."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,space", "show_overlay", "Choose", id="form.choose", tooltip="Shows the choices.", show=False)
    ]

    DEFAULT_CSS = """
    ChoiceControl:focus > SelectCurrent { background: $block-cursor-background; color: $block-cursor-foreground; }
    ChoiceControl:ansi:focus > SelectCurrent { text-style: reverse; }
    """

    @property
    def answer(self) -> Any:
        """The chosen value, None without one."""
        return None if self.is_blank() else self.value

    @answer.setter
    def answer(self, answer: Any) -> None:
        if answer is None:
            self.clear()
        else:
            self.value = answer


class YesNo(Ordered, Widget, can_focus=True):
    """Yes or no, as a word; space and enter turn it."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("space,enter", "turn", "Turn", id="form.turn", tooltip="Turns yes to no and no to yes.", show=False)
    ]
    DEFAULT_CSS = """
    YesNo { height: 1; width: 1fr; }
    YesNo:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    YesNo:ansi:focus { text-style: reverse; }
    """

    answer: reactive[bool] = reactive(False)

    @dataclass
    class Changed(Message):
        """It was turned."""

        switch: YesNo

        @property
        def control(self) -> YesNo:
            """The switch."""
            return self.switch

    def render(self) -> Content:
        return Content("[x] yes" if self.answer else "[ ] no")

    def action_turn(self) -> None:
        """Yes to no, no to yes."""
        self.answer = not self.answer
        self.post_message(self.Changed(self))


class Button(Ordered, Widget, can_focus=True):
    """A word in brackets; enter presses it."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,space", "press", "Press", id="form.press", tooltip="Submits the form.", show=False)
    ]
    DEFAULT_CSS = """
    Button { height: 1; width: auto; margin-top: 1; }
    Button:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    Button:ansi:focus { text-style: reverse; }
    """

    class Pressed(Message):
        """It was pressed."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def render(self) -> Content:
        return Content(f"[ {printable(self.label)} ]")

    def action_press(self) -> None:
        """Say so."""
        self.post_message(self.Pressed())


Control = TextControl | ChoiceControl | YesNo

_HINTS = {"date-time": "2026-12-01T06:00:00Z", "list": "one, two, three"}
KEPT = "kept as it is; type to replace"


def control_for(field: Field, answer: Any, *, kept: bool = False) -> Control:
    """The control of a field with its first answer (the default where there is none); never filled in with a secret."""
    first = field.default if answer is None else answer
    if field.kind == "switch":
        switch = YesNo()
        switch.set_reactive(YesNo.answer, bool(first))
        return switch
    if field.kind == "select":
        values = [value for value, _ in field.choices]
        options = [(Content(printable(text)), value) for value, text in field.choices]
        chosen = first if first in values else Select.NULL
        return ChoiceControl(options, value=chosen, prompt="choose one", compact=True)
    hint = KEPT if kept else _HINTS.get(field.kind, "")
    control = TextControl(password=field.secret, placeholder=hint, compact=True, select_on_focus=False)
    control.answer = None if field.secret else first
    return control
