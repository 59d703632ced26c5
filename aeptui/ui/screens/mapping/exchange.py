"""Mappings brought in from files, and written to files, from the mapping table."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aeptui.core.manifest.model import ExistingSchema, NewSchema
from aeptui.ui.screens.mapping.commands import MappingCommands
from aeptui.ui.screens.mapping.dialogs.menu import Item, Menu
from aeptui.ui.screens.mapping.table.text import read_source
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.words import count

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.exchange.forms import Form
    from aeptui.core.mapping.exchange.merging import Choice, Merge
    from aeptui.core.mapping.exchange.notes import Incoming
    from aeptui.core.mapping.exchange.sets import SetForm
    from aeptui.core.mapping.exchange.sources import Interpret
    from aeptui.core.mapping.exchange.tables import Layout
    from aeptui.core.mapping.exchange.targets import PlatformPaths
    from aeptui.session import Session

T = TypeVar("T")
_GROUP = "exchange"
# Of the document's title in a file's name, which may have 255 bytes with what is put around it while it is written.
_LONGEST_NAME = 40
_READS = "CSV, a mapping set as JSON, or the mapping of a manifest as YAML."


class Loaded(NamedTuple):
    """A file's text, its form, and how it is read where it is a table."""

    path: Path
    text: str
    form: "Form"
    layout: "Layout | None" = None


class Exchange:
    """Brings mappings into the screen's document, and writes them out."""

    def __init__(self, screen: MappingCommands) -> None:
        self.screen = screen
        self._choice: Choice | None = None

    def items(self) -> list[Item]:
        """The entries of the menu."""
        none = "" if self.screen.model.rows else "There are no rows yet."
        return [
            Item("i", "import", "Import a file", "CSV, mapping set, manifest; with a preview"),
            Item("e", "export", "Export to a file", "CSV, mapping set, part of a manifest", none),
        ]

    # -- in

    def bring_file(self) -> None:
        """Asks for a file and reads it."""
        from aeptui.ui.screens.ask_file import AskFile, not_readable

        self.screen.app.push_screen(
            AskFile("Bring in the mappings of which file?", "", _READS, not_readable), self._load
        )

    def _load(self, path: Path | None) -> None:
        if path is not None:
            work = partial(in_thread, partial(_loaded, path))
            self._attempt(f"Reading {path.name}", work, self._look)

    def _look(self, loaded: Loaded) -> None:
        if loaded.layout is not None and not loaded.layout.known:
            self._ask_columns(loaded)
        else:
            self._read(loaded)

    def _ask_columns(self, loaded: Loaded) -> None:
        from aeptui.ui.screens.mapping.dialogs.bring import ChooseColumns

        def answered(layout: "Layout | None") -> None:
            if layout is not None:
                self._read(loaded._replace(layout=layout))

        assert loaded.layout is not None
        self.screen.app.push_screen(ChooseColumns(loaded.path.name, loaded.layout), answered)

    def _read(self, loaded: Loaded) -> None:
        interpret = partial(read_source, columns=self.screen.model.view.types)
        work = partial(in_thread, partial(_rows, loaded, self.set_form(), interpret))
        then = partial(self._rows_read, loaded)
        self._attempt(f"Reading {loaded.path.name}", work, then)

    def _rows_read(self, loaded: Loaded, incoming: "Incoming") -> None:
        self.bring(incoming, loaded.path.name, loaded.layout, partial(self._ask_columns, loaded))

    def bring(
        self,
        incoming: "Incoming",
        where: str,
        layout: "Layout | None" = None,
        other_columns: "Callable[[], None] | None" = None,
    ) -> None:
        """Shows what bringing rows in would do, and does it. ``where`` names where they come from."""
        from aeptui.core.mapping.exchange.merging import Choice, merge
        from aeptui.ui.screens.mapping.dialogs.bring import COLUMNS, Bring, heading

        there, title = self.screen.manifest.mapping, heading(len(incoming.rows), where)

        def merged(choice: Choice) -> "Merge":
            return merge(there, incoming.rows, choice, f"{title}: {choice.value}")

        choice = self._choice or (Choice.FILL if there else Choice.REPLACE)
        dialog = Bring(title, merged, choice, layout, incoming.named)

        def answered(answer: "Merge | str | None") -> None:
            if answer == COLUMNS and other_columns is not None:
                other_columns()
            elif answer is not None and not isinstance(answer, str):
                self._choice = dialog.choice
                self.screen.change(answer.edit)
                self.screen.say(f"{answer.edit.title}; ctrl+z takes it back.")

        self.screen.app.push_screen(dialog, answered)

    def set_form(self) -> "SetForm":
        """How mapping sets say what this document says."""
        from aeptui.core.mapping.exchange.sets import SetForm

        schema = self.screen.manifest.target.schema
        flat = self.screen.manifest.source.format in ("tabular", "delimited")
        return SetForm(flat, self.platform_paths(), schema.id if isinstance(schema, ExistingSchema) else "")

    def platform_paths(self) -> "PlatformPaths":
        """How targets of this document are called on the platform."""
        from aeptui.core.mapping.exchange.targets import PlatformPaths

        schema = self.screen.manifest.target.schema
        own = isinstance(schema, NewSchema)
        custom = frozenset(field.path for field in schema.fields) if isinstance(schema, NewSchema) else frozenset()
        return PlatformPaths(custom, self.screen.desk.tenant, own)

    def with_tenant(self, then: "Callable[[], None]") -> None:
        """Goes on once the tenant is known, by which custom fields are called, or where it cannot be known."""
        desk = self.screen.desk
        if desk.tenant is not None or desk.session is None or not self.platform_paths().custom:
            then()
            return

        def take(tenant: str) -> None:
            desk.tenant = tenant
            desk.changed()
            then()

        work = partial(_tenant, desk.session)
        doing = "Asking for the tenant"
        self.screen.attempt(doing, work, take, group="tenant", quiet=True, failed=lambda _: then())

    # -- out

    def export(self) -> None:
        """Asks for a form and a file, and writes the rows that are selected, else all."""
        from aeptui.core.mapping.exchange.forms import Form

        keys = {"c": Form.CSV, "j": Form.SET, "o": Form.LEGACY, "y": Form.YAML}
        items = [Item(key, key, form.value, _ABOUT[key]) for key, form in keys.items()]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.with_tenant(partial(self._ask_target, keys[key]))

        self.screen.app.push_screen(Menu(f"Export {count(len(self._outgoing()), 'mapping')} as", items), chosen)

    def _outgoing(self) -> "tuple[MappingRow, ...]":
        selected = self.screen.grid.places() if self.screen.grid.selected_rows() else None
        return (
            self.screen.model.rows if selected is None else tuple(self.screen.model.rows[place] for place in selected)
        )

    def _ask_target(self, form: "Form") -> None:
        from aeptui.ui.screens.ask_file import AskFile, not_writable

        assert self.screen.desk.draft is not None
        words = "".join(c if c.isalnum() else " " for c in self.screen.desk.draft.title.casefold()).split()
        name = "-".join(words)[:_LONGEST_NAME].strip("-")
        proposed = "-".join(filter(None, (name, "mapping"))) + form.suffix
        dialog = AskFile("Write to which file?", proposed, f"In {Path.cwd()}", not_writable)
        self.screen.app.push_screen(dialog, partial(self._write_unless_there, form))

    def _write_unless_there(self, form: "Form", path: Path | None) -> None:
        if path is None:
            return
        # Not the path's own question: that fails for a name that is too long, which writing tells in words.
        if not os.path.exists(path):
            self._write(form, path)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(form, path)

        self.screen.app.push_screen(Confirm("Replace the file?", f"{path} exists already.", yes="replace"), answered)

    def _write(self, form: "Form", path: Path) -> None:
        rows = self._outgoing()
        work = partial(in_thread, partial(_written, path, rows, form, self.set_form()))
        told = f"{count(len(rows), 'mapping')} written to {path}."
        self._attempt(f"Writing {path.name}", work, lambda _: self.screen.say(told))

    def _attempt(self, doing: str, work: "Callable[[], Awaitable[T]]", then: "Callable[[T], None]") -> None:
        self.screen.attempt(doing, work, then, group=_GROUP, failed=self.screen.show_failure)


_ABOUT = {
    "c": "for spreadsheets",
    "j": "as the platform has them today",
    "o": "as older tutorials have them",
    "y": "as rows stand in a document",
}


async def _tenant(session: "Session") -> str:
    from aeptui.operations.target_parts import tenant_of

    return await tenant_of(session.platform)


def _loaded(path: Path) -> Loaded:
    from aeptui.core.mapping.exchange.forms import Form, form_of
    from aeptui.core.mapping.exchange.refused import ExchangeRefused
    from aeptui.core.mapping.exchange.tables import sniff
    from aeptui.ui.screens.mapping.files import read_file

    text = read_file(path)
    form = form_of(path.name, text)
    try:
        return Loaded(path, text, form, sniff(text) if form is Form.CSV else None)
    except ExchangeRefused as error:
        raise error.of(str(path)) from None


def _rows(loaded: Loaded, sets: "SetForm", interpret: "Interpret") -> "Incoming":
    from aeptui.core.mapping.exchange.forms import read
    from aeptui.core.mapping.exchange.refused import ExchangeRefused

    try:
        return read(loaded.text, loaded.form, sets, interpret, loaded.layout)
    except ExchangeRefused as error:
        raise error.of(str(loaded.path)) from None


def _written(path: Path, rows: "tuple[MappingRow, ...]", form: "Form", sets: "SetForm") -> None:
    from aeptui.core.mapping.exchange.forms import write
    from aeptui.ui.screens.mapping.files import write_file

    write_file(path, write(rows, form, sets))
