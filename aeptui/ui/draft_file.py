"""A draft's file: read with its digest, compared with what the draft knows of it, and brought up to the draft.

Nothing here touches a draft, and what takes long runs beside the keys: YAML of ten thousand rows takes seconds.
"""

import asyncio
import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aeptui.core.manifest.decode import decode
from aeptui.core.manifest.merge import Conflict, Merge, merge
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.unfinished import read_unfinished, text_of, update_unfinished
from aeptui.store.drafts import FileContent
from aeptui.store.files import write_atomically


class DraftError(Exception):
    """A draft cannot be opened or saved: the message says which, where, why and what to do."""


class FileRefused(DraftError):
    """A file cannot be opened as a draft: ``problems`` tell what is wrong with its text."""

    def __init__(self, message: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems


class FileInTheWay(DraftError):
    """Another file stands where something is to be written; ``replace=True`` replaces it."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file}: there is such a file already. Replace it, or choose another name.")


@dataclass(frozen=True, slots=True)
class OutsideChange:
    """A draft's file as somebody else wrote it.

    ``base`` is the document that the draft knew the file to hold, ``theirs`` what it holds now: None where
    ``problems`` keep it from being read. ``merge`` is what merging gives, None as well then.
    """

    file: Path
    content: FileContent
    base: Manifest | None
    theirs: Manifest | None
    merge: Merge | None
    problems: tuple[Problem, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What both sides changed differently."""
        return self.merge.conflicts if self.merge is not None else ()


class ChangedOutside(DraftError):
    """The draft's file was changed by somebody else: nothing is written until ``change`` is taken or overruled."""

    def __init__(self, change: OutsideChange) -> None:
        super().__init__(f"{change.file}: changed outside since it was opened. Merge it, or keep one of the two.")
        self.change = change


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file as it is read; ``problem`` says why its bytes are no text, which is then only an approximation."""

    content: FileContent
    problem: Problem | None = None


async def read_content(file: Path) -> OnDisk | None:
    """What the file holds, None where there is none. Raises DraftError where it cannot be read."""
    try:
        data = await asyncio.to_thread(file.read_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DraftError(
            f"{file}: cannot be read: {error.strerror or error}. Check its owner and rights, then try again."
        ) from error
    return _on_disk(data, file)


async def read_document(file: Path, found: OnDisk) -> Manifest:
    """The document that a file holds, finished or not. Raises FileRefused where it cannot be read."""
    manifest, problems = await asyncio.to_thread(_document, file, found)
    if manifest is None:
        raise FileRefused(f"{file}: not a manifest that can be opened. Correct its text first.", problems)
    return manifest


async def compared(file: Path, found: OnDisk, known: str, ours: Manifest) -> OutsideChange:
    """What happened to a file outside; ``known`` is its text before, ``ours`` the draft's document."""

    def work() -> OutsideChange:
        base = read_unfinished(known).manifest
        theirs, problems = _document(file, found)
        merged = merge(base, ours, theirs) if base is not None and theirs is not None else None
        return OutsideChange(file, found.content, base, theirs, merged, problems)

    return await asyncio.to_thread(work)


def text_for(manifest: Manifest, known: str | None) -> str:
    """The text to write: ``known`` with its comments, brought up to the manifest; a new one where that cannot be."""
    if known is None:
        return text_of(manifest)
    try:
        return update_unfinished(known, manifest)
    except ValueError:
        return text_of(manifest)


async def write_document(file: Path, manifest: Manifest, known: str | None) -> FileContent:
    """Writes the manifest as ``text_for`` gives it, whole or not at all. Raises DraftError where that cannot be."""

    def work() -> FileContent:
        text = text_for(manifest, known)
        write_atomically(file, text)
        return _on_disk(text.encode("utf-8"), file).content

    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise DraftError(
            f"{file}: cannot be written: {error.strerror or error}. Nothing is lost, the draft is kept; "
            "save it under another name, or look after the folder's rights and space."
        ) from error


def _document(file: Path, found: OnDisk) -> tuple[Manifest | None, tuple[Problem, ...]]:
    if found.problem is not None:
        return None, (found.problem,)
    reading = read_unfinished(found.content.text, str(file))
    return reading.manifest, reading.problems


def _on_disk(data: bytes, file: Path) -> OnDisk:
    text = decode(data, str(file))
    digest = hashlib.sha256(data).hexdigest()
    if isinstance(text, Problem):
        return OnDisk(FileContent(data.decode("utf-8", "replace"), digest), text)
    return OnDisk(FileContent("\ufeff" + text if data.startswith(codecs.BOM_UTF8) else text, digest))
