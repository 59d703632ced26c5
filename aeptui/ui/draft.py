"""The draft that the screens work on: a working copy with the file it belongs to and the problems it has.

What takes long (reading and writing YAML, looking for problems) is awaited and runs beside the keys, on the document
as it was when it began.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aeptui.core.manifest.edits import Batch, Put
from aeptui.core.manifest.merge import Key, merge
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.unfinished import same
from aeptui.store.database import Database
from aeptui.store.drafts import Drafts, FileContent
from aeptui.store.manifest_ids import remember_id, remembered_id
from aeptui.ui.draft_file import (
    ChangedOutside,
    DraftError,
    FileInTheWay,
    OutsideChange,
    compared,
    read_content,
    read_document,
    text_for,
    write_document,
)
from aeptui.ui.working_copy import WorkingCopy, manifest_json, name_of

if TYPE_CHECKING:
    from aeptui.core.mapping.lint.sample import Seen
    from aeptui.core.mapping.lint.watch import Watch


@dataclass(frozen=True, slots=True)
class Findings:
    """The problems of the document that the draft had at a revision."""

    revision: int
    problems: tuple[Problem, ...]


class Draft(WorkingCopy):
    """One draft, as ``open``, ``new`` and ``of_file`` give it."""

    def __init__(self, database: Database, number: int) -> None:
        """Opens the draft with that number, in the state in which it was left, however it was left."""
        super().__init__(database, number)
        self._findings = Findings(-1, ())
        self._watch: Watch | None = None
        self._at_the_file = asyncio.Lock()

    @classmethod
    async def of_file(cls, database: Database, file: Path) -> Self:
        """The draft that belongs to the file, made of what the file holds where there is none yet.

        One that is there keeps its edits and history; ``check_outside`` tells whether the file went on without it.
        Raises FileRefused for a text that cannot be read, DraftError for a file that cannot.
        """
        drafts = Drafts(database)
        known = drafts.of_file(file)
        if known is not None:
            return cls(database, known.number)
        found = await read_content(file)
        if found is None:
            raise DraftError(f"{file}: there is no such file. Check the name, or begin a new dataflow.")
        manifest = await read_document(file, found)
        given = remembered_id(database, file) if manifest.id is None else None
        number = drafts.create(name_of(manifest), manifest_json(manifest), file, found.content, given)
        return cls(database, number)

    @property
    def file(self) -> Path | None:
        """The file that the draft belongs to, absolute; None for none yet."""
        return self._record.file

    @property
    def saved(self) -> bool:
        """Whether the file, as the draft knows it, holds this document."""
        return self._record.saved_position == self._record.position

    @property
    def untouched(self) -> bool:
        """Whether the draft has neither history nor file, so that nothing is lost with it."""
        return self._record.length == 0 and self._record.file is None

    @property
    def findings(self) -> Findings:
        """What ``check`` found last; up to date where its revision is the draft's. Revision -1: nothing yet."""
        return self._findings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that ``check`` found last."""
        return self._findings.problems

    async def check(
        self,
        known: Mapping[str, Mapping[str, Any]] | None = None,
        tenant: str | None = None,
        seen: "Seen | None" = None,
    ) -> Findings:
        """Looks for problems of the document as it is now, beside the keys; those who listen are told of the result.

        ``known`` holds schemas, classes and field groups fetched from the organisation, by ``$id`` in full form,
        ``tenant`` its tenant's id; ``seen`` is what exploring the source showed. An older result never replaces a newer
        one.
        """
        record, manifest, far = self._record, self._manifest, self._is_far_from_kept()

        def work() -> tuple[Findings, str | None]:
            from aeptui.core.mapping.lint.watch import Watch

            self._watch = self._watch or Watch()
            found = Findings(record.revision, self._watch.look(manifest, known, tenant, seen))
            return found, manifest_json(manifest) if far else None

        findings, document = await asyncio.to_thread(work)
        if document is not None and self._record is record:
            self._keep(document)
        if self._findings.revision <= findings.revision:
            self._findings = findings
            self._announce(frozenset())
        return findings

    async def save(self, file: Path | None = None, *, replace: bool = False) -> Path:
        """Writes the document, finished or not, into the draft's file, or into another one that is its own from now on.

        Comments and order of the text stay; an id is given where there is none. Raises ChangedOutside, FileInTheWay,
        and DraftError where there is no file yet or it cannot be written.
        """
        async with self._at_the_file:
            target = await self._target(file, replace)
            held = self.saved and self._manifest.id is not None and target == self._record.file
            if held and await asyncio.to_thread(target.exists):
                return target
            given = self.give_id()
            position = self._record.position
            step = self._drafts.step(self.number, position)
            try:
                content = await write_document(target, self._manifest, self._drafts.saved_text(self.number))
            except DraftError:
                remember_id(self._database, target, given)
                raise
            # Edits made meanwhile may have put another history in the place of the one that was written.
            is_history = self._drafts.step(self.number, position) == step
            self._belongs_to(target, content, position if is_history else None)
            return target

    async def export(self, file: Path, *, replace: bool = False) -> None:
        """Writes the document, finished or not, into a file that does not become the draft's.

        Raises FileInTheWay, and DraftError where it cannot be written.
        """
        if not replace and await asyncio.to_thread(file.exists):
            raise FileInTheWay(file)
        await write_document(file, self._manifest, self._drafts.saved_text(self.number))

    async def text(self) -> str:
        """The document as the text that saving would write."""
        return await asyncio.to_thread(text_for, self._manifest, self._drafts.saved_text(self.number))

    async def check_outside(self) -> OutsideChange | None:
        """Whether somebody else changed the draft's file, and what merging would give; None where nobody did.

        A file that was deleted counts as unchanged: saving writes it again. Raises DraftError where it cannot be read.
        """
        # What saving has just written must not be taken for somebody else's.
        async with self._at_the_file:
            return await self._outside_change()

    def take(self, change: OutsideChange, theirs_wins: Collection[Key] = ()) -> None:
        """Merges what somebody else made of the file, as one edit; ``theirs_wins`` holds keys of conflicts.

        Raises ValueError where the file's text could not be read.
        """
        if change.base is None or change.theirs is None:
            raise ValueError("a text that cannot be read cannot be merged")
        merged = merge(change.base, self._manifest, change.theirs, theirs_wins).manifest
        self._take(change, merged, f"merged with {change.file.name} as changed outside")

    def take_theirs(self, change: OutsideChange) -> None:
        """Takes what somebody else made of the file instead of this document, as one edit. Raises as ``take``."""
        if change.theirs is None:
            raise ValueError("a text that cannot be read cannot be taken")
        self._take(change, change.theirs, f"replaced by {change.file.name} as changed outside")

    def keep_ours(self, change: OutsideChange) -> None:
        """Lets the next save write this document over what somebody else made of the file.

        The comments that stay are theirs; where their text could not be read, those that the draft knew.
        """
        content = change.content
        if change.theirs is None:
            content = FileContent(self._drafts.saved_text(self.number) or "", content.digest)
        self._belongs_to(change.file, content, None)

    async def _outside_change(self) -> OutsideChange | None:
        file = self._record.file
        found = await read_content(file) if file is not None else None
        if file is None or found is None or found.content.digest == self._record.saved_digest:
            return None
        position, revision = self._record.position, self._record.revision
        change = await compared(file, found, self._drafts.saved_text(self.number) or "", self._manifest)
        # Somebody (or this program, killed before it could note it) wrote just what the draft says.
        if change.theirs is not None and same(change.theirs, self._manifest) and self._record.revision == revision:
            self._belongs_to(file, found.content, position)
            return None
        return change

    async def _target(self, file: Path | None, replace: bool) -> Path:
        """The file to save to, after all that speaks against it."""
        own = self._record.file
        target = own if file is None else await asyncio.to_thread(file.resolve)
        if target is None:
            raise DraftError("This draft has no file yet. Name one to save it to.")
        if target == own:
            change = await self._outside_change()
            if change is not None:
                raise ChangedOutside(change)
        else:
            other = self._drafts.of_file(target)
            if other is not None:
                raise DraftError(
                    f"{target}: belongs to the draft '{other.title}'. Open that one, or choose another name."
                )
            if not replace and await asyncio.to_thread(target.exists):
                raise FileInTheWay(target)
        return target

    def _take(self, change: OutsideChange, document: Manifest, title: str) -> None:
        # The edit first: were the file's new text noted before it and the program killed between the two, the next
        # save would undo what somebody else did.
        self.edit(Batch((Put((), document),), title))
        holds_it = change.theirs is not None and same(change.theirs, self._manifest)
        self._belongs_to(change.file, change.content, self._record.position if holds_it else None)

    def _belongs_to(self, file: Path, content: FileContent, position: int | None) -> None:
        self._record = self._drafts.belongs_to(self._record, file, content, position)
        self._announce(frozenset())
