"""The draft on the desk: opened, its problems looked for beside the keys, and saved with what there is to ask."""

import asyncio
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from aeptui.ui.desk import Desk
from aeptui.ui.failure import Failure
from aeptui.ui.screens.outside import MERGE, MINE, Outside
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.confirm import Confirm, Notice, Prompt

if TYPE_CHECKING:
    from aeptui.ui.draft import Draft
    from aeptui.ui.draft_file import OutsideChange
    from aeptui.ui.keeping import Keeping

SUFFIX = ".yaml"


class Drafting:
    """Owns the draft on the desk. What asks the user has to be awaited in a worker of the application."""

    def __init__(self, app: App[Any], desk: Desk, check: Callable[[], object]) -> None:
        """``check`` starts a worker that awaits ``look_for_problems``."""
        self._app = app
        self._desk = desk
        self._check = check
        self._looking = False
        self._looked_with: object = None
        desk.subscribe(self._look_again)
        self._opened = asyncio.Event()
        self._unsubscribe: Callable[[], None] = lambda: None

    async def open_store(self) -> "Keeping":
        """Opens the store; what that takes is imported off the loop. Raises StoreError."""
        await in_thread(partial(import_module, "aeptui.ui.draft"))
        from aeptui.store.database import Database
        from aeptui.ui.keeping import Keeping

        store = self._desk.store = await in_thread(partial(Database, self._desk.opening.paths.database))
        self._opened.set()
        return Keeping(store)

    async def open(self, which: int | Path | None) -> "Draft":
        """The draft of that number, the one of that file, or a new one.

        Raises StoreError and DraftError.
        """
        from aeptui.ui.draft import Draft

        # The user may be quicker than the disk.
        await self._opened.wait()
        store = self._desk.store
        assert store is not None
        if isinstance(which, Path):
            return await Draft.of_file(store, which)
        return Draft.new(store) if which is None else Draft.open(store, which)

    def take(self, draft: "Draft | None") -> None:
        """Puts a draft on the desk instead of the one that is there."""
        self.tidy()
        self._unsubscribe()
        self._desk.take(draft)
        if draft is not None:
            self._unsubscribe = draft.subscribe(self._draft_changed)
        self._desk.changed()
        self._check()

    def tidy(self) -> None:
        """Deletes the draft on the desk where nothing was ever done to it; to be called before it leaves the desk."""
        draft, drafts = self._desk.draft, self._desk.drafts
        if draft is not None and drafts is not None and draft.untouched:
            self._desk.draft = None
            drafts.delete(draft.number)

    def _draft_changed(self, places: frozenset[Any]) -> None:
        self._desk.changed()
        # Without a place, the document is what it was: problems were found, or it was saved.
        if places:
            self._check()

    async def look_for_problems(self) -> None:
        """Looks for the draft's problems until what was found is of the draft as it is; once at a time."""
        if self._looking:
            return
        self._looking = True
        try:
            while (draft := self._desk.draft) is not None and not self._is_looked_at(draft):
                await self.look_at(draft)
        finally:
            self._looking = False

    async def look_at(self, draft: "Draft") -> None:
        """Looks for a draft's problems with all that is known by now."""
        desk = self._desk
        self._looked_with = self._knowledge(draft)
        await draft.check(desk.known, desk.tenant, desk.seen(draft.manifest.source))

    def _is_looked_at(self, draft: "Draft") -> bool:
        return draft.findings.revision == draft.revision and self._looked_with == self._knowledge(draft)

    def _knowledge(self, draft: "Draft") -> object:
        """Another value when problems may look different although the draft is the same."""
        desk = self._desk
        return draft.number, frozenset(desk.known), desk.tenant, id(desk.seen(draft.manifest.source))

    def _look_again(self) -> None:
        draft = self._desk.draft
        # A draft that was not looked at yet is about to be.
        known = draft is not None and draft.findings.revision == draft.revision
        if draft is not None and known and self._looked_with != self._knowledge(draft):
            self._check()

    async def save(self) -> bool:
        """Writes the draft's file, after asking what there is to ask; False where the user gave up or it failed."""
        from aeptui.ui.draft_file import ChangedOutside, DraftError, FileInTheWay

        draft = self._desk.draft
        if draft is None:
            return True
        file = draft.file or await self._name(draft)
        replace = False
        while file is not None:
            try:
                await draft.save(file, replace=replace)
                return True
            except ChangedOutside as outside:
                if not await self._settle(draft, outside.change):
                    return False
            except FileInTheWay as error:
                replace = await self._replaces(error)
                if not replace:
                    return False
            except DraftError as error:
                await self._app.push_screen_wait(Notice(Failure(str(error), key="ctrl+s", key_title="save again")))
                return False
        return False

    async def export(self) -> Path | None:
        """Writes the draft to another file, and returns that; None where the user gave up or it failed."""
        from aeptui.ui.draft_file import DraftError, FileInTheWay

        draft = self._desk.draft
        file = None if draft is None else await self._name(draft, "Export to which file?")
        replace = False
        while draft is not None and file is not None:
            try:
                await draft.export(file, replace=replace)
                return file
            except FileInTheWay as error:
                replace = await self._replaces(error)
                if not replace:
                    return None
            except DraftError as error:
                await self._app.push_screen_wait(Notice(Failure(str(error))))
                return None
        return None

    async def _replaces(self, error: Exception) -> bool:
        return await self._app.push_screen_wait(Confirm("Replace the file?", str(error), yes="replace"))

    async def _name(self, draft: "Draft", question: str = "Save to which file?") -> Path | None:
        words = "".join(c if c.isalnum() else " " for c in draft.title.casefold()).split()
        proposed = "-".join(words) or "dataflow"
        answer = await self._app.push_screen_wait(
            Prompt(question, proposed + SUFFIX, f"In {Path.cwd()}", check=_wrong_name)
        )
        return None if answer is None else _path(answer)

    async def _settle(self, draft: "Draft", change: "OutsideChange") -> bool:
        """Merges what somebody else made of the file; asks, where both sides changed the same.

        False where the user gave up.
        """
        if change.theirs is not None and not change.conflicts:
            draft.take(change)
            return True
        choice = await self._app.push_screen_wait(Outside(change))
        if choice is None:
            return False
        if choice == MERGE:
            draft.take(change)
        elif choice == MINE:
            draft.keep_ours(change)
        else:
            draft.take_theirs(change)
        return True

    async def outside_change(self) -> bool:
        """Whether somebody else changed the draft's file meanwhile."""
        draft = self._desk.draft
        return draft is not None and draft.file is not None and await draft.check_outside() is not None


def _wrong_name(text: str) -> str:
    name = text.strip()
    if not name:
        return "A file needs a name."
    path = _path(name)
    if path.is_dir():
        return "That is a folder: add a file name."
    return "" if path.parent.is_dir() else f"There is no folder {path.parent}."


def _path(text: str) -> Path:
    return Path(os.path.abspath(os.path.expanduser(text.strip())))
