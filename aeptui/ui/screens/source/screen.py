"""The source: which connection and which table or file the rows come from, and which of its columns."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import FileFormat, Manifest, NewConnection, Source
from aeptui.ui.commands import Command
from aeptui.ui.messages import Go
from aeptui.ui.screens.source.choosing import WhereLine
from aeptui.ui.screens.source.connecting import Connecting, list_accounts
from aeptui.ui.screens.source.edits import (
    all_columns,
    choice,
    delta_proposal,
    file_options,
    object_key,
    taken_columns,
    toggled,
)
from aeptui.ui.screens.source.files import FileOptions
from aeptui.ui.screens.source.sample import ColumnsGrid, SampleView
from aeptui.ui.widgets.search_list import SearchList
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aeptui.core.manifest.edits import Edit
    from aeptui.core.xdm.profile import ColumnProfile
    from aeptui.operations.explore import Account, Sample, SourceObject
    from aeptui.session import Session
    from aeptui.ui.desk import Desk

CONNECTION = "source.connection"
"""The key of the store under which the connection used last is remembered."""


def _with_object(screen: "SourceScreen") -> str | None:
    return None if screen.level == "object" else "Choose a table or file first."


def _with_files(screen: "SourceScreen") -> str | None:
    account = screen.account
    return _with_object(screen) or (None if account and account.kind == "file" else "Only files have a format.")


def _with_styles(screen: "SourceScreen") -> str | None:
    account = screen.account
    return _with_object(screen) or (None if account and len(account.styles) > 1 else "Only tables have a style.")


class SourceScreen(Connecting):
    """The object is found by typing; then its columns and rows are in sight.

    What the draft says wins: after every edit, undo and redo the screen follows it.
    """

    PLACE = "source"
    ABOUT = (
        "Chooses where the rows come from. Type a few letters of a table or file, enter takes it; esc shows the other "
        "connections. Then the columns are listed with what the first 100 rows tell about them: how many are filled, "
        "how many values differ, the form they are written in. Space takes or leaves a column."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (
        Command("source.other", ("o",), "Other object", "Chooses another table or file.", allowed=_with_object),
        Command("source.connection", ("c",), "Connection", "Chooses another connection.", allowed=_with_object),
        Command("source.new-connection", ("f2",), "New connection", "Makes a connection to a source: its account."),
        Command("source.style", ("s",), "Style", "Changes how the raw columns are declared.", allowed=_with_styles),
        Command("source.format", ("f",), "Format", "Changes how the files are read.", allowed=_with_files),
    )

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._sample: Sample | None = None
        self._shown: Source | None = None
        self._to_propose: Source | None = None
        self._proposed_name = ""
        self._column = ""
        self._fresh = False

    def body(self) -> ComposeResult:
        yield WhereLine()
        yield SearchList(id="choose")
        yield Pane(SampleView(), id="object")

    # What the frame calls

    def load(self) -> None:
        self._sample = self._shown = None
        self.accounts = ()
        self.stand("object" if self._source.object else "objects")
        pane = self.object_pane if self.level == "object" else self.search.pane
        pane.filled = False
        if self.level == "objects":
            self.search.focus()
        self.ask("Listing the connections of the sandbox", list_accounts, self._take_accounts, pane=pane)

    def draft_changed(self) -> None:
        source = self._source
        if not self.accounts:
            return
        if self.level == "object" and not source.object:
            self.choose_object()
        elif source.object and self._shown != object_key(source):
            self._look()
        elif self._sample is not None:
            self._view.show_taken(taken_columns(source, self._sample))
        self.tell()

    def reveal(self, path: tuple[str | int, ...]) -> None:
        fields = self._source.fields or ()
        if self.level != "object":
            self.search.focus()
        elif path[:2] == ("source", "fields"):
            index = path[2] if len(path) > 2 and isinstance(path[2], int) else 0
            self._view.move_to(fields[index].name if index < len(fields) else "")
            self._view.columns.focus()
        elif path[1:2] in (("object",), ("connection",), ("system",)):
            self.do_other()
        else:
            self._view.columns.focus()

    def remember(self) -> dict[str, Any]:
        chosen = self._view.chosen
        return {} if chosen is None else {"column": chosen.name}

    def restore(self, state: dict[str, Any]) -> None:
        self._column = str(state.get("column") or "")

    def chosen_path(self) -> str:
        return self._source.object

    def tell(self) -> None:
        sample = self._sample
        if self.level != "object":
            super().tell()
        else:
            source = self._source
            connection = source.connection.name if isinstance(source.connection, NewConnection) else source.connection
            taken = _taken(source, sample) if sample is not None else ""
            self.say_where(printable(connection), printable(source.object), right=taken)

    # Commands

    def do_reload(self) -> None:
        """Asks for connections, objects, columns and rows anew."""
        self._fresh = True
        self.load()

    def do_back(self) -> None:
        """Gives up what is awaited; otherwise goes back to the object, up to the connections, or home."""
        if self.running or not self.go_up():
            super().do_back()
        elif self.level == "object":
            self._view.columns.focus()

    def do_other(self) -> None:
        """Chooses another object of the connection."""
        self.choose_sibling()

    def do_connection(self) -> None:
        """Chooses another connection."""
        self.choose_connection()

    def do_new_connection(self) -> None:
        """Makes a connection that is not there yet."""
        self.new_connection()

    def do_style(self) -> None:
        """Takes the next way in which raw columns may be declared."""
        if self.account is not None:
            styles = ("auto", *self.account.styles)
            place = styles.index(self._source.style)
            self._edit(Put(("source", "style"), styles[(place + 1) % len(styles)]))

    def do_format(self) -> None:
        """Asks how the files are read."""
        self.app.push_screen(FileOptions(self._source), self._read_as)

    def _read_as(self, answer: tuple[str, FileFormat] | None) -> None:
        if answer is not None:
            self._edit(file_options(self._manifest, *answer))

    # The connection

    def _take_accounts(self, accounts: "list[Account]") -> None:
        self.accounts = accounts
        source = self._source
        self.account = self._account_of(source) or (None if source.object else self._usual_account())
        if source.object:
            self._look()
        elif accounts:
            self.choose_object()
        else:
            nothing = "No base connection in this sandbox."
            self.search.pane.empty(
                nothing, ("f2", "make one"), ("ctrl+r", "look again"), ("ctrl+g 1", "another sandbox")
            )

    def _account_of(self, source: Source) -> "Account | None":
        named = [each for each in self.accounts if source.connection in (each.id, each.name)]
        return next((each for each in named if each.system == source.system), named[0] if named else None)

    def _usual_account(self) -> "Account | None":
        """The connection used last in this sandbox, else the first one that can be used."""
        drafts = self.desk.drafts
        last = None if drafts is None else drafts.ui_state(self._connection_key)
        enabled = [each for each in self.accounts if each.enabled] or list(self.accounts)
        return next((each for each in enabled if each.id == last), enabled[0] if enabled else None)

    @property
    def _connection_key(self) -> str:
        assert self.desk.session is not None, "connections are listed in a session"
        profile = self.desk.session.profile
        return f"{CONNECTION} {profile.org_id} {profile.sandbox}"

    # The object

    def take_object(self, account: "Account", chosen: "SourceObject") -> None:
        if self.desk.drafts is not None:
            self.desk.drafts.set_ui_state(self._connection_key, account.id)
        self._edit(choice(self._manifest, account, self.accounts, chosen, self._proposed_name))
        self._proposed_name = self._manifest.name
        self._to_propose = object_key(self._source)
        self._look()

    def _look(self) -> None:
        """Reads the columns and rows of the draft's object."""
        source = self._source
        self._shown, self._sample = object_key(source), None
        self.stand("object")
        self.object_pane.filled = False
        doing = f"Reading columns and rows of {printable(source.object)}"
        work = partial(_sample, source=source, account=self.account, fresh=self._fresh)
        self._fresh = False
        self.ask(doing, work, self._show, pane=self.object_pane)

    def _show(self, answer: "tuple[Sample, Mapping[str, ColumnProfile]]") -> None:
        sample, profiles = answer
        self._sample = sample
        self._view.show(sample, profiles, taken_columns(self._source, sample))
        self._view.move_to(self._column)
        self._view.columns.focus()
        self.tell()
        if self._to_propose == object_key(self._source):
            self._to_propose = None
            self._propose(sample)

    def _propose(self, sample: "Sample") -> None:
        edit = delta_proposal(self._manifest, sample, tabular=self._source.format == "tabular")
        if edit is not None and self._edit(edit):
            delta = self._manifest.schedule.delta_column
            self.say(f"New rows are told by {delta.name}." if delta else "No column tells new rows: it will run once.")

    @on(ColumnsGrid.Toggled)
    def _toggled(self, event: ColumnsGrid.Toggled) -> None:
        event.stop()
        if self._sample is None:
            return
        edit = toggled(self._manifest, self._sample, event.names) if event.names else all_columns()
        if edit is None:
            self.say("At least one column has to be taken.", wrong=True)
        else:
            self._edit(edit)

    @on(ColumnsGrid.Activated, "#columns")
    def _go_on(self, event: ColumnsGrid.Activated) -> None:
        event.stop()
        self.post_message(Go("schema"))

    # The draft

    @property
    def _manifest(self) -> Manifest:
        assert self.desk.draft is not None, "the screens of the wizard are in sight only with a draft"
        return self.desk.draft.manifest

    @property
    def _source(self) -> Source:
        return self._manifest.source

    @property
    def _view(self) -> SampleView:
        return self.query_one(SampleView)

    def _edit(self, edit: "Edit") -> bool:
        assert self.desk.draft is not None, "the screens of the wizard are in sight only with a draft"
        return self.desk.draft.edit(edit)


async def _sample(
    session: "Session", source: Source, account: "Account | None", fresh: bool
) -> "tuple[Sample, Mapping[str, ColumnProfile]]":
    from aeptui.operations.samples import sample_of

    found = await sample_of(session.platform, source, account=account, fresh=fresh)
    return found, await asyncio.to_thread(found.profiles)


def _taken(source: Source, sample: "Sample") -> str:
    number = len(taken_columns(source, sample))
    every = "all " if source.fields is None else f"{number} of "
    how = f"style {source.style}" if source.format == "tabular" else source.format
    return f"{every}{count(len(sample.columns), 'column')}, {how}"


SCREEN = SourceScreen
