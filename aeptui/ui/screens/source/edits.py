"""What choosing a source makes of the draft: pure functions from a manifest to an edit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aeptui.core.manifest.edits import Batch, Edit, Put
from aeptui.core.manifest.model import DeltaColumn, FileFormat, Manifest, Source, SourceField
from aeptui.core.schedule.delta import last_modified

if TYPE_CHECKING:
    from aeptui.operations.explore import Account, Sample, SourceObject

FILE_KEYS = ("delimiter", "encoding", "compression", "recursive", "header")
_TIMES = ("date", "date-time")


def object_key(source: Source) -> Source:
    """The part of a source that says which object is read and how: another one has other columns."""
    return replace(source, fields=None, style="auto")


def choice(
    manifest: Manifest, account: "Account", accounts: "Sequence[Account]", chosen: "SourceObject", proposed: str
) -> Batch:
    """The edit that makes ``chosen`` the source. Another object begins with all columns and no delta column.

    A name is proposed where there is none, or where it is the one ``proposed`` before.
    """
    from aeptui.operations.explore import format_of

    path = folder_path(chosen.path) if chosen.kind == "folder" else chosen.path
    form, file = format_of(account.kind, chosen.example or path)
    twins = [each for each in accounts if each.name == account.name and each.system == account.system]
    puts: dict[tuple[str, ...], Any] = {
        ("source", "system"): account.system,
        ("source", "connection"): account.name if len(twins) < 2 else account.id,
        ("source", "object"): path,
        ("source", "format"): form,
        **{("source", key): getattr(file, key) for key in FILE_KEYS},
    }
    same = manifest.source.object == path and manifest.source.system == account.system
    if not same:
        puts[("source", "fields")] = None
        if manifest.schedule.delta_column is not None:
            puts[("schedule", "delta_column")] = None
    if manifest.source.style not in ("auto", *account.styles):
        puts[("source", "style")] = "auto"
    if manifest.name in ("", proposed):
        puts[("name",)] = name_for(account, chosen)
    return Batch(tuple(Put(path, value) for path, value in puts.items()), f"source {path}")


def name_for(account: "Account", chosen: "SourceObject") -> str:
    """A name for a dataflow of this object."""
    stem = chosen.name.rstrip("/").split(".")[0] if account.kind == "file" else chosen.name
    return f"{account.label} {stem or chosen.name}"


def folder_path(path: str) -> str:
    """A folder's path as documents write it."""
    return path if path.endswith("/") else f"{path}/"


def delta_proposal(manifest: Manifest, sample: "Sample", *, tabular: bool) -> Edit | None:
    """The schedule's delta column for these columns, where one is needed and can be guessed.

    Tables without any time cannot be read again for what is new: for them, one run is proposed.
    """
    schedule = manifest.schedule
    if schedule.frequency == "once" or not tabular:
        return None
    columns = [(column.name, column.type) for column in sample.columns]
    found = last_modified(columns)
    if found is not None:
        return Batch((Put(("schedule", "delta_column"), DeltaColumn(found)),), f"delta column {found}")
    if columns and not any(kind in _TIMES for _, kind in columns):
        once = replace(schedule, frequency="once", interval=None, backfill=None, delta_column=None)
        return Batch((Put(("schedule",), once),), "one run, since no column tells what is new")
    return None


def toggled(manifest: Manifest, sample: "Sample", names: Sequence[str]) -> Edit | None:
    """The edit that takes the named columns, or leaves them where all of them are taken; None where none were left."""
    taken = taken_columns(manifest.source, sample)
    leaves = taken.issuperset(names)
    wanted = taken.difference(names) if leaves else taken.union(names)
    if not wanted:
        return None
    title = f"{'leave' if leaves else 'take'} {names[0] if len(names) == 1 else f'{len(names)} columns'}"
    return Batch((Put(("source", "fields"), _fields(sample, wanted)),), title)


def all_columns() -> Edit:
    """The edit that takes every column."""
    return Batch((Put(("source", "fields"), None),), "take all columns")


def taken_columns(source: Source, sample: "Sample") -> frozenset[str]:
    """The names of the columns that the document takes."""
    if source.fields is None:
        return frozenset(column.name for column in sample.columns)
    return frozenset(field.name for field in source.fields)


def file_options(manifest: Manifest, form: str, file: FileFormat) -> Edit:
    """The edit that reads the object's files in another way."""
    puts = [Put(("source", "format"), form), *(Put(("source", key), getattr(file, key)) for key in FILE_KEYS)]
    fields = [Put(("source", "fields"), None)] if manifest.source.fields is not None else []
    return Batch((*puts, *fields), f"files are {form}")


def _fields(sample: "Sample", names: frozenset[str]) -> tuple[SourceField, ...] | None:
    """The document's list of columns: None where it is all of them."""
    taken = tuple(SourceField(column.name, column.type) for column in sample.columns if column.name in names)
    return None if len(taken) == len(sample.columns) else taken
