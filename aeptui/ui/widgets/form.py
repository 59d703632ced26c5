"""A form made from fields: one line a question, its error below it, what is asked for explained at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from aeptui.ui.widgets.form_controls import Button, TextControl, YesNo, control_for
from aeptui.ui.widgets.form_fields import Field, FormValues, fields_from_schema, look_up, problem, read
from aeptui.ui.words import printable

__all__ = ["Field", "Form", "FormValues", "fields_from_schema"]


class FieldRow(Vertical):
    """A label, its control, and what is wrong with the answer."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > Horizontal { height: auto; }
    FieldRow .form--label { width: 36%; max-width: 40; padding-right: 2; color: $foreground; }
    FieldRow .form--error { display: none; height: auto; color: $error; padding: 0 0 0 2; }
    FieldRow.-wrong > .form--error { display: block; }
    FieldRow.-here .form--label { text-style: bold; }
    """

    def __init__(self, field: Field, answer: Any, *, kept: bool) -> None:
        super().__init__()
        self.field = field
        self.kept = kept
        self.control = control_for(field, answer, kept=kept)
        self.error = ""

    def compose(self) -> ComposeResult:
        label = Content(printable(self.field.label))
        if self.field.required:
            label += Content.styled(" (required)", "$foreground 60%")
        with Horizontal():
            yield Static(label, classes="form--label")
            yield self.control
        yield Static("", classes="form--error", markup=False)

    def on_descendant_focus(self) -> None:
        """The label of the field one is in stands out."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """It no longer does."""
        self.remove_class("-here")

    def show_error(self, text: str) -> None:
        """Show what is wrong; nothing for an empty text."""
        if text != self.error:
            self.error = text
            self.query_one(".form--error", Static).update(f"! {printable(text)}" if text else "")
            self.set_class(bool(text), "-wrong")

    @property
    def problem(self) -> str:
        """What is wrong with the answer; empty when it is good. A secret that is kept may stay empty."""
        if self.kept and not self.control.answer:
            return ""
        return problem(self.field, self.control.answer) or ""

    @property
    def value(self) -> Any:
        """The answer, read; as it is where it cannot be read; None without one."""
        try:
            return read(self.field, self.control.answer)
        except ValueError:
            return self.control.answer


class Form(Vertical):
    """Asks for fields. `values` are the first answers; a secret is never filled in, and an empty one means: as it was.

    Enter goes to the next field, on the last one and on the button it submits; up and down move between fields, as
    tab does. Errors stand below their fields; submitting goes to the first. `kept` names secrets that exist already and
    so may stay empty.
    """

    BINDINGS: ClassVar[list[Any]] = [
        Binding("down", "step(1)", "Next field", id="form.next", tooltip="Goes to the next field.", show=False),
        Binding("up", "step(-1)", "Field before", id="form.previous", tooltip="Goes to the field before.", show=False),
    ]
    DEFAULT_CSS = """
    Form { height: 1fr; }
    Form > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    Form > .form--help { height: 2; color: $text-muted; padding: 0 1; }
    """

    @dataclass
    class FormMessage(Message):
        """Base: the form it comes from."""

        form: Form

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    @dataclass
    class Changed(FormMessage):
        """An answer is another one; ask the form for its `values`."""

        name: str

    @dataclass
    class Submitted(FormMessage):
        """The form was filled in and every answer is good."""

        values: FormValues

    def __init__(
        self,
        fields: Sequence[Field],
        values: Mapping[str, Any] | None = None,
        *,
        submit: str = "Save",
        kept: Sequence[str] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._submit = submit
        given = values or {}
        self._rows = {
            field.name: FieldRow(field, look_up(given, field.place), kept=field.name in kept) for field in fields
        }

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield from self._rows.values()
            yield Button(self._submit)
        yield Static("", classes="form--help", markup=False)

    # -- answers

    @property
    def values(self) -> FormValues:
        """The answers as they are: unanswered ones are left out, an answer that cannot be read is the text."""
        values = FormValues()
        for row in self._rows.values():
            if (value := row.value) is not None:
                values.put(row.field.place, value)
        return values

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with the answers, by field name."""
        return {name: row.problem for name, row in self._rows.items() if row.problem}

    def set_answer(self, name: str, answer: Any) -> None:
        """Fill in a field."""
        self._rows[name].control.answer = answer

    def set_error(self, name: str, text: str) -> None:
        """Show what is wrong with a field, as somebody else found it; an empty text takes it away."""
        self._rows[name].show_error(text)

    def submit(self) -> bool:
        """Post the answers if all are good; else show what is wrong and go to the first such field."""
        errors = self.errors
        for name, row in self._rows.items():
            row.show_error(errors.get(name, ""))
        if errors:
            self._go(self._rows[next(iter(errors))].control)
            return False
        self.post_message(self.Submitted(self, self.values))
        return True

    # -- keys and focus

    def focus(self, scroll_visible: bool = True) -> Form:
        """Focus the first field that is wrong or missing, else the first."""
        wrong = next(iter(self.errors), None)
        self._go(self._stops()[0] if wrong is None else self._rows[wrong].control)
        return self

    def _go(self, widget: Widget) -> None:
        """Focus a control now; what was typed ahead in the one before comes here."""
        before = self.screen.focused
        self.screen.set_focus(widget)
        if isinstance(before, TextControl):
            before.release(widget)

    def _row_of(self, control: Widget) -> FieldRow | None:
        return next((row for row in self._rows.values() if row.control is control), None)

    def _stops(self) -> list[Widget]:
        return [*(row.control for row in self._rows.values()), self.query_one(Button)]

    def action_step(self, by: int) -> None:
        """To another field."""
        stops = self._stops()
        focused = self.screen.focused
        if focused in stops:
            self._go(stops[max(0, min(stops.index(focused) + by, len(stops) - 1))])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain the field; the terminal's cursor comes to it."""
        if not isinstance(event.widget, Input):
            self.call_after_refresh(self._show_cursor, event.widget)
        row = self._row_of(event.widget)
        self.query_one(".form--help", Static).update(printable(row.field.help) if row is not None else "")

    def _show_cursor(self, control: Widget) -> None:
        if control.has_focus:
            self.app.cursor_position = control.content_region.offset

    # -- what controls say

    @on(Input.Changed)
    @on(Select.Changed)
    @on(YesNo.Changed)
    def _changed(self, event: Input.Changed | Select.Changed | YesNo.Changed) -> None:
        event.stop()
        row = self._row_of(event.control)
        if row is not None:
            if row.error:
                row.show_error(row.problem)
            self.post_message(self.Changed(self, row.field.name))

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        row = self._row_of(event.control)
        if row is not None and event.value:
            row.show_error(row.problem)

    @on(TextControl.Entered)
    def _entered(self, event: TextControl.Entered) -> None:
        event.stop()
        if event.control is self._stops()[-2]:
            self.submit()
        else:
            self.action_step(1)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.submit()
