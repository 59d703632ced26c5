"""The working copy of a document: every edit is on disk before it is announced, and can be taken back."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self, TypeAlias

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edit_titles import title as title_of
from aeptui.core.manifest.edits import Batch, Edit, applied, apply, from_json, to_json, touched
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Path as Place
from aeptui.core.manifest.unfinished import same
from aeptui.core.manifest.values import decode, encode
from aeptui.core.manifest.write import new_id
from aeptui.core.xdm.library import PROFILE
from aeptui.store.database import Database, StoreError
from aeptui.store.drafts import Drafts, Step, StoredEdit

EDITS_BETWEEN_DOCUMENTS = 100
"""So many edits may follow the last whole document that is kept, before another one is."""

Subscriber: TypeAlias = Callable[[frozenset[Place]], None]


class WorkingCopy:
    """A document, its history, and who listens to it.

    To be used from one thread. Whatever cannot be kept on disk raises StoreError and leaves the document as it was.
    """

    def __init__(self, database: Database, number: int) -> None:
        """Opens the one with that number in the store, in the state in which it was left, however it was left."""
        self._database = database
        self._drafts = Drafts(database)
        self._record = self._drafts.record(number)
        self._kept_at, document = self._drafts.document(number, self._record.position)
        self._manifest = self._named(self._restored(document))
        self._subscribers: list[Subscriber] = []
        if self._is_far_from_kept():
            self._keep(manifest_json(self._manifest))

    @classmethod
    def open(cls, database: Database, number: int) -> Self:
        """The working copy with that number, as it was left. Raises StoreError where there is none."""
        return cls(database, number)

    @classmethod
    def new(cls, database: Database, manifest: Manifest | None = None) -> Self:
        """One without a file, blank unless a manifest is given."""
        manifest = manifest or blank(PROFILE)
        return cls(database, Drafts(database).create(name_of(manifest), manifest_json(manifest)))

    @property
    def number(self) -> int:
        """Its number in the store."""
        return self._record.number

    @property
    def manifest(self) -> Manifest:
        """The document as it is now, finished or not."""
        return self._manifest

    @property
    def revision(self) -> int:
        """Another number after every change of the document, a greater one."""
        return self._record.revision

    @property
    def title(self) -> str:
        """What it is called in lists: the dataflow's name, else its source object."""
        return self._record.title

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Calls back after every change with the places that may differ; gives a function that ends it.

        A list to or from which elements were added, taken or moved is one place, the empty path is the whole document.
        No place at all: only what is known of the document changed (its problems, whether its file holds it).
        """
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def edit(self, edit: Edit) -> bool:
        """Makes the edit, on disk when this returns; what was taken back before is gone then.

        False where it changes nothing. Raises EditError for values or places that the document does not take.
        """
        text = to_json(edit)
        after, back = applied(self._manifest, edit)
        manifest = self._named(after)
        if same(self._manifest, manifest):
            return False
        stored = StoredEdit(title_of(edit), text, to_json(back))
        position = self._record.position
        self._record = self._drafts.append(self._record, name_of(manifest), stored)
        self._kept_at = self._kept_at if self._kept_at <= position else 0
        self._manifest = manifest
        self._announce(touched(edit))
        return True

    @property
    def position(self) -> int:
        """How many edits of the history are in force."""
        return self._record.position

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._record.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether an edit that was taken back can be made again."""
        return self._record.position < self._record.length

    def history(self) -> list[Step]:
        """Every edit in order, those behind ``position`` taken back; it survives the end of the program."""
        return self._drafts.history(self.number)

    def undo(self) -> str | None:
        """Takes the last edit back and tells its title; None where there is none."""
        step = self._drafts.step(self.number, self._record.position)
        if step is None:
            return None
        self.go_to(step.number - 1)
        return step.title

    def redo(self) -> str | None:
        """Makes the edit again that was taken back last and tells its title; None where there is none."""
        step = self._drafts.step(self.number, self._record.position + 1)
        if step is None:
            return None
        self.go_to(step.number)
        return step.title

    def go_to(self, position: int) -> None:
        """Goes to any point of the history, 0 is before the first edit. Raises ValueError for one it does not have."""
        if not 0 <= position <= self._record.length:
            raise ValueError(f"the history has {self._record.length} edits; there is no point {position}")
        way = self._drafts.way(self.number, self._record.position, position)
        if not way:
            return
        change = Batch(tuple(map(from_json, way)), "")
        manifest = self._named(apply(self._manifest, change))
        self._record = self._drafts.stand_at(self._record, name_of(manifest), position)
        self._manifest = manifest
        self._announce(touched(change))

    def give_id(self) -> str:
        """The id of the document, which gets one now where it has none; no undo takes it away again."""
        if self._manifest.id is None:
            self._record = self._drafts.give_id(self._record, new_id())
            self._manifest = self._named(self._manifest)
            self._announce(frozenset({("id",)}))
        assert self._manifest.id is not None
        return self._manifest.id

    def ui_state(self, key: str) -> Any:
        """What a screen remembered for this document under the key, or None."""
        return self._drafts.ui_state(key, self.number)

    def set_ui_state(self, key: str, value: Any) -> None:
        """Remembers a value that JSON can hold, on disk when this returns: for leaving a screen, not for every key."""
        self._drafts.set_ui_state(key, value, self.number)

    def _named(self, manifest: Manifest) -> Manifest:
        """The manifest with the id that was given where it has none: an id outlives what it was given to."""
        given = self._record.manifest_id
        return replace(manifest, id=given) if manifest.id is None and given is not None else manifest

    def _restored(self, document: str) -> Manifest:
        """The document that was kept whole last, with the edits since."""
        try:
            manifest: Manifest = decode(MANIFEST, json.loads(document), blank())
            way = self._drafts.way(self.number, self._kept_at, self._record.position)
            return apply(manifest, Batch(tuple(map(from_json, way)), ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"The draft '{self.title}' (number {self.number}) cannot be read by this version of aeptui: {error}. "
                "Use the version that made it, or delete the draft."
            ) from error

    def _is_far_from_kept(self) -> bool:
        position = self._record.position
        return position - (self._kept_at if self._kept_at <= position else 0) >= EDITS_BETWEEN_DOCUMENTS

    def _keep(self, document: str) -> None:
        self._drafts.keep_document(self._record, document)
        self._kept_at = self._record.position

    def _announce(self, places: frozenset[Place]) -> None:
        for subscriber in tuple(self._subscribers):
            subscriber(places)


def manifest_json(manifest: Manifest) -> str:
    """The document as JSON text, as it is kept whole."""
    return json.dumps(encode(MANIFEST, manifest), separators=(",", ":"))


def name_of(manifest: Manifest) -> str:
    return manifest.name or manifest.source.object or "unnamed"
