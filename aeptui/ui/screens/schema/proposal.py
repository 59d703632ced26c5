"""What a source suggests for everything that is still empty: names, fields with their mapping, an identity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aeptui.core.manifest.edits import Batch, Edit, Insert, Put
from aeptui.core.manifest.model import (
    CustomField,
    DeltaColumn,
    Identity,
    Manifest,
    MappingRow,
    NewConnection,
    NewDataset,
    NewSchema,
)
from aeptui.core.schedule.delta import last_modified
from aeptui.core.schedule.form import ONCE
from aeptui.core.xdm.library import TIME_SERIES, standard
from aeptui.core.xdm.names import legal_names, object_name
from aeptui.core.xdm.tree import Tree
from aeptui.ui.screens.schema.places import DATASET, FIELDS, IDENTITIES, MAPPING, SCHEMA

RECORD_ID, EVENT_TIME = "_id", "timestamp"
PERSON = "CROSS_DEVICE"
"""The kind of namespaces whose values are an organisation's own numbers of persons or things."""
_KEYS = ("sysid", "id", "uuid", "guid", "key")
_EMAILS = ("email", "emailaddress", "mail")


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the source: names and types of its columns, and the organisation's namespaces as pairs of code
    and kind, its own ones first."""

    columns: Sequence[tuple[str, str]]
    namespaces: Sequence[tuple[str, str]] = ()


def proposal(manifest: Manifest, tree: Tree | None, source: Source) -> Batch | None:
    """One edit that fills what is still empty; None where nothing is, or nothing can be told from the source.

    ``tree`` holds the target's fields as they are. What the user decided already is left as it is.
    """
    edits: list[Edit] = [*_names(manifest)]
    schema = manifest.target.schema
    if isinstance(schema, NewSchema) and not schema.fields and not manifest.mapping:
        edits += fields_of(manifest, source.columns, parent_for(manifest, tree))
        edits += _identity(manifest, tree, source)
        edits += _required(manifest, source.columns)
    edits += _delta(manifest, source.columns)
    return Batch(tuple(edits), f"proposal from {manifest.source.object}") if edits else None


def fields_of(manifest: Manifest, columns: Sequence[tuple[str, str]], parent: str) -> tuple[Edit, ...]:
    """Custom fields for columns, below the object ``parent``, each mapped from its column; what is there stays.

    Columns that hold objects are left out: which of their fields are wanted cannot be told.
    """
    schema = manifest.target.schema
    assert isinstance(schema, NewSchema), "only a schema that is to be made takes custom fields"
    columns = [column for column in columns if column[1] not in ("object", "map")]
    names = legal_names(name for name, _ in columns)
    paths = {name: f"{parent}.{names[name]}" if parent else names[name] for name, _ in columns}
    there = {field.path for field in schema.fields}
    mapped = {row.to for row in manifest.mapping}
    made = [_field(paths[name], kind, name) for name, kind in columns if paths[name] not in there]
    rows = [MappingRow(paths[name], from_=name) for name, _ in columns if paths[name] not in mapped]
    first, last = len(schema.fields), len(manifest.mapping)
    return (
        *(Insert(FIELDS, first + place, field) for place, field in enumerate(made)),
        *(Insert(MAPPING, last + place, row) for place, row in enumerate(rows)),
    )


def parent_for(manifest: Manifest, tree: Tree | None) -> str:
    """The name of the object that the source's columns go below: the source object's, told apart from standard ones."""
    taken = {field.name for field in tree.fields if not field.custom} if tree is not None else set()
    return object_name(_object_name(manifest), taken)


def identity_for(manifest: Manifest, path: str, namespaces: Sequence[tuple[str, str]]) -> Identity:
    """An identity at a path, in the namespace that its name suggests; the primary one where there is none yet."""
    primary = not any(each.primary for each in manifest.target.schema.identities)
    return Identity(path, _namespace(path, namespaces) or "", primary)


def _names(manifest: Manifest) -> list[Edit]:
    connection = manifest.source.connection
    account = connection.name if isinstance(connection, NewConnection) else connection
    name = f"{_object_name(manifest)} from {account}" if account else _object_name(manifest)
    schema, dataset = manifest.target.schema, manifest.target.dataset
    edits: list[Edit] = []
    if not manifest.name:
        edits.append(Put(("name",), name))
    if isinstance(schema, NewSchema) and not schema.title:
        edits.append(Put((*SCHEMA, "title"), manifest.name or name))
    if isinstance(dataset, NewDataset) and not dataset.name:
        edits.append(Put((*DATASET, "name"), manifest.name or name))
    return edits


def _object_name(manifest: Manifest) -> str:
    """The table's name, or a file's without folders and endings."""
    last = manifest.source.object.rstrip("/").rsplit("/", 1)[-1]
    return (last.split(".", 1)[0] if manifest.source.format != "tabular" else last) or last


def _identity(manifest: Manifest, tree: Tree | None, source: Source) -> list[Edit]:
    """The key of the source's rows as the primary identity, where the organisation has a namespace for such keys."""
    if manifest.target.schema.identities or not source.columns:
        return []
    column = key_column(source.columns)
    if column is None:
        return []
    path = f"{parent_for(manifest, tree)}.{legal_names(name for name, _ in source.columns)[column]}"
    found = identity_for(manifest, path, source.namespaces)
    return [Insert(IDENTITIES, 0, found)] if found.namespace else []


def _required(manifest: Manifest, columns: Sequence[tuple[str, str]]) -> list[Edit]:
    """What every record of the class has: its id, and for events their time."""
    schema = manifest.target.schema
    rows: list[MappingRow] = []
    key = key_column(columns)
    if key is not None:
        rows.append(MappingRow(RECORD_ID, from_=key))
    times = [name for name, kind in columns if kind == "date-time"]
    if isinstance(schema, NewSchema) and times and TIME_SERIES in standard().ancestors(schema.class_id):
        rows.append(MappingRow(EVENT_TIME, from_=times[0]))
    return [Insert(MAPPING, place, row) for place, row in enumerate(rows)]


def _delta(manifest: Manifest, columns: Sequence[tuple[str, str]]) -> list[Edit]:
    schedule = manifest.schedule
    if schedule.frequency == ONCE or schedule.delta_column is not None or manifest.source.format != "tabular":
        return []
    column = last_modified(columns)
    return [Put(("schedule", "delta_column"), DeltaColumn(column))] if column is not None else []


def key_column(columns: Sequence[tuple[str, str]]) -> str | None:
    """The column that tells the source's rows apart, as its name says: an id before an e-mail address."""
    texts = {_letters(name): name for name, kind in reversed(columns) if kind == "string"}
    return next((texts[word] for word in (*_KEYS, *_EMAILS) if word in texts), None)


def _namespace(path: str, namespaces: Sequence[tuple[str, str]]) -> str | None:
    if _letters(path.rsplit(".", 1)[-1]) in _EMAILS:
        return next((code for code, kind in namespaces if kind == "EMAIL"), None)
    return next((code for code, kind in namespaces if kind == PERSON), None)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _field(path: str, kind: str, column: str) -> CustomField:
    return CustomField(path, kind, title=_title(column), items="string" if kind == "array" else None)


def _title(column: str) -> str:
    """A column's name as people write it: ``sys_updated_on`` is Sys updated on."""
    words = re.sub(r"[_.\W]+|(?<=[a-z0-9])(?=[A-Z])", " ", column).split()
    return " ".join(words).capitalize() or column
