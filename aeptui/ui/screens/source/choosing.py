"""Finding an object of a source by typing: first its connection, then a table, file or resource of it."""

from functools import partial
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.content import Content
from textual.widget import Widget

from aeptui.ui.screens.base import Step
from aeptui.ui.widgets.search_list import Entry, SearchList
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aeptui.operations.explore import Account, SourceObject
    from aeptui.session import Session
    from aeptui.ui.desk import Desk

Level = Literal["connections", "objects", "object"]
NOUNS = {"tabular": ("table", "tables"), "file": ("file", "files"), "rest": ("resource", "resources")}
UP, WHOLE_FOLDER, NEW_CONNECTION = "..", "*", "+"


class WhereLine(Widget):
    """One line: where one is, and something at its right end."""

    DEFAULT_CSS = "WhereLine { height: 1; margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = Content(), ""

    def show(self, first: str, further: "Sequence[str]", right: str) -> None:
        """Shows other places, the outermost first; all is plain text."""
        self._left = Content.styled(first, "bold") + "".join(f"  >  {part}" for part in further)
        self._right = right
        self.refresh()

    def render(self) -> Content:
        room = max(0, self.content_size.width - len(self._right) - 2)
        left = self._left.truncate(room, ellipsis=True)
        return left + Content(self._right.rjust(self.content_size.width - left.cell_length))


class Choosing(Step):
    """A screen on which an object of a source is chosen, and is in sight afterwards.

    ``level`` says what is in sight: the ``connections``, the ``objects`` of one, or the chosen ``object``.
    ``accounts`` is empty until they were listed, ``account`` is the one whose objects are listed.
    """

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.level: Level = "objects"
        self.accounts: Sequence[Account] = ()
        self.account: Account | None = None
        self._objects: dict[str, SourceObject] = {}
        self._folder = ""

    # Hooks

    def chosen_path(self) -> str:
        """The path of the object that is chosen already; empty where none is."""
        return ""

    def take_object(self, account: "Account", chosen: "SourceObject") -> None:
        """Makes the object the chosen one."""

    def new_connection(self) -> None:
        """Makes a connection that is not there yet."""

    # What is in sight

    @property
    def search(self) -> SearchList:
        """The list to choose from."""
        return self.query_one("#choose", SearchList)

    @property
    def object_pane(self) -> Pane:
        """Where the chosen object is shown."""
        return self.query_one("#object", Pane)

    def stand(self, level: Level) -> None:
        """Brings a level in sight."""
        self.level = level
        self.query_one("#choose").display = level != "object"
        self.object_pane.display = level == "object"
        self.tell()
        self.refresh_frame()

    def tell(self) -> None:
        """Says in the first line where one is."""
        account = self.account
        if self.level == "connections" or account is None:
            self.say_where("Connections of the sandbox")
        else:
            where = [f"{printable(account.name)} ({printable(account.label)})", printable(self._folder)]
            self.say_where(*(part for part in where if part))

    def say_where(self, first: str, *further: str, right: str = "") -> None:
        """Shows the first line: where one is, outermost first, and on the right what is chosen."""
        self.query_one(WhereLine).show(first, further, right)

    # Choosing

    def choose_connection(self) -> None:
        """Lists the connections."""
        self.stand("connections")
        self.search.begin("type to find a connection, enter takes it", ("Connection", "Source", ""))
        self.search.offer(_connection_entries(self.accounts), None if self.account is None else self.account.id)
        self.search.pane.ready()
        self.search.focus()

    def choose_object(self, folder: str = "") -> None:
        """Lists the objects of the connection, or of a folder in it."""
        account = self.account
        if account is None:
            self.choose_connection()
            return
        self._folder = folder
        self.stand("objects")
        noun, nouns = NOUNS[account.kind]
        hint = f"type to find a {noun}, enter takes it, esc goes back"
        self.search.begin(hint, (noun.capitalize(), "Name at the source", ""))
        self.search.pane.filled = False
        self.search.focus()
        doing = f"Listing the {nouns} of {printable(folder or account.name)}"
        self.ask(doing, partial(_objects, account=account, folder=folder), self._offer, pane=self.search.pane)

    def choose_sibling(self) -> None:
        """Lists the objects where the chosen one is."""
        files = self.account is not None and self.account.kind == "file"
        self.choose_object(parent(self.chosen_path()) if files else "")

    def go_up(self) -> bool:
        """Goes back to the object that is chosen, else up to the connections; False where there is nothing to go to."""
        if self.level == "object" or not self.accounts:
            return False
        if self.chosen_path():
            self.stand("object")
        elif self.level == "objects" and self._folder:
            self.choose_object(parent(self._folder))
        elif self.level == "objects":
            self.choose_connection()
        else:
            return False
        return True

    def _offer(self, objects: "list[SourceObject]") -> None:
        account = self.account
        assert account is not None, "objects are listed of a connection"
        self._objects = {each.path: each for each in objects}
        if objects or self._folder:
            self.search.offer(_object_entries(objects, self._folder), self.chosen_path())
        else:
            nothing = f"{printable(account.name)} shows no {NOUNS[account.kind][1]} to this account."
            self.search.pane.empty(nothing, ("esc", "other connections"), ("ctrl+r", "look again"))

    @on(SearchList.Chosen)
    def _entry_chosen(self, event: SearchList.Chosen) -> None:
        event.stop()
        key = str(event.key)
        if key == NEW_CONNECTION:
            self.new_connection()
        elif self.level == "connections":
            self.account = next(each for each in self.accounts if each.id == key)
            self.choose_object()
        elif key == UP:
            self.choose_object(parent(self._folder))
        elif key == WHOLE_FOLDER:
            self._take(_whole_folder(self._folder, self._objects))
        elif self._objects[key].kind == "folder":
            self.choose_object(self._objects[key].path)
        else:
            self._take(self._objects[key])

    def _take(self, chosen: "SourceObject") -> None:
        if self.account is not None and chosen.readable:
            self.take_object(self.account, chosen)
        else:
            self.say(f"The source does not let anybody look into {chosen.name}.", wrong=True)


def parent(path: str) -> str:
    """The folder that a file or folder is in; empty for the top."""
    return path.rstrip("/").rpartition("/")[0]


async def _objects(session: "Session", account: "Account", folder: str) -> "list[SourceObject]":
    from aeptui.operations.explore import objects

    return await objects(session.platform, account, folder)


def _whole_folder(path: str, objects: "Mapping[str, SourceObject]") -> "SourceObject":
    """The folder as an object; its first file tells how all of them are written."""
    from aeptui.operations.explore import SourceObject

    first = next((each.path for each in objects.values() if each.kind == "file"), "")
    return SourceObject(path.rstrip("/").rpartition("/")[2], path, "folder", example=first)


def _connection_entries(accounts: "Sequence[Account]") -> list[Entry]:
    ordered = sorted(accounts, key=lambda account: account.name.casefold())
    entries = [Entry(each.id, each.name, each.label, "" if each.enabled else each.state) for each in ordered]
    return [*entries, Entry(NEW_CONNECTION, "(a new connection)", "", "f2")]


def _object_entries(objects: "Sequence[SourceObject]", folder: str) -> list[Entry]:
    entries = [_object_entry(each) for each in objects]
    if not folder:
        return entries
    return [Entry(WHOLE_FOLDER, "(every file in here)"), Entry(UP, UP, "", "one folder up"), *entries]


def _object_entry(item: "SourceObject") -> Entry:
    note = "folder" if item.kind == "folder" else "" if item.readable else "cannot be read"
    detail = item.path if item.path != item.name else ""
    name = f"{item.name}/" if item.kind == "folder" else item.name
    return Entry(item.path, name, detail, note, dim=not item.readable)
