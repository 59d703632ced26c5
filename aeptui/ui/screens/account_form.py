"""The form of an account at a source: the name of its connection, and what the source asks of those who sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.form import Field, Form, fields_from_schema
from aeptui.ui.widgets.form_fields import look_up
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.sign_ins import SignIn

PARAMS = "params"


@dataclass(frozen=True, slots=True)
class Given:
    """A filled-in account; ``params`` hold secrets and stay out of ``repr``."""

    name: str
    params: Mapping[str, Any] = field(repr=False)


class AccountForm(Dialog[Given | None]):
    """Asks for an account; None where the user gives up. Secrets are never shown, nor filled in again."""

    BINDINGS: ClassVar[list[Any]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    AccountForm > Vertical { height: 21; }
    AccountForm Form { margin: 1 0 0 0; }
    AccountForm Form Input { margin: 0; }
    AccountForm .wrong { height: auto; color: $error; margin: 1 0 0 0; }
    """

    def __init__(
        self,
        system: str,
        sign_in: "SignIn",
        *,
        name: str = "",
        fixed: bool = False,
        before: Given | None = None,
        wrong: str = "",
        submit: str = "Make and test it",
    ) -> None:
        """``sign_in`` says what is asked for; ``name`` proposes the connection's name, ``fixed``: it is
        that one. ``before`` is what was filled in the last time, ``wrong`` why that was refused."""
        super().__init__()
        self._system, self._name, self._fixed = system, name, fixed
        self._before, self._wrong, self._submit = before, wrong, submit
        params = fields_from_schema(sign_in.schema)
        self._fields = [*([] if fixed else [_NAME]), *(_below(each) for each in params)]
        self._kept = {"name": name} if before is None else {"name": before.name, PARAMS: before.params}

    def body(self) -> ComposeResult:
        title = f"Account of {self._system}" + (f": {self._name}" if self._fixed else "")
        yield Static(Content.styled(printable(title), "bold"))
        if self._wrong:
            yield Static(Content(f"! {self._wrong}"), classes="wrong")
        kept = [each.name for each in self._fields if each.secret] if self._before is not None else []
        yield Form(self._fields, self._kept, submit=self._submit, kept=kept)
        yield Static(keys_content(("enter", "next, go on"), ("esc", "give up")))

    def on_mount(self) -> None:
        self.query_one(Form).focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        event.stop()
        values = event.values
        for secret in (each for each in self._fields if each.secret and self._before is not None):
            # A secret that was left empty is the one of before.
            if look_up(values, secret.place) is None and (kept := look_up(self._kept, secret.place)) is not None:
                values.put(secret.place, kept)
        self.dismiss(Given(str(values.get("name", self._name)).strip(), values.get(PARAMS, {})))

    def action_give_up(self) -> None:
        """Answers with nothing."""
        self.dismiss(None)


def _below(field: Field) -> Field:
    """The field of a parameter, kept apart from the connection's name."""
    return Field(
        **{each: getattr(field, each) for each in Field.__slots__ if each not in ("name", "path")},
        name=f"{PARAMS}.{field.name}",
        path=(PARAMS, *field.place),
    )


_NAME = Field("name", "Connection", required=True, help="What the connection is called in this sandbox.")
