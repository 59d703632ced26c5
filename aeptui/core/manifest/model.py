"""The dataflow document as values: what the manifest says, and nothing that is derived from it.

Every class is frozen; sequences are tuples. Times are aware ``datetime`` values in whole seconds. Enumerated texts
(``format``, ``frequency``, ``state`` ...) hold one of the values that :mod:`aeptui.core.manifest.keys` lists. ``None``
always means "the key is left out".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True)
class NewConnection:
    """A base connection that applying makes: its name and the name of its authentication kind. Never its secrets."""

    name: str
    auth: str


@dataclass(frozen=True, slots=True)
class SourceField:
    """A column of the source object; ``type`` is one of the document's type names (``string``, ``date-time`` ...)."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How files are read; all ``None`` for table sources. ``header``: the first line holds the column names."""

    delimiter: str | None = None
    encoding: str | None = None
    compression: str | None = None
    recursive: bool | None = None
    header: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data comes from.

    ``system`` is a connection spec and ``connection`` a base connection, both by name or id; ``object`` is a table's
    path or, for files, the path of a file or folder. ``fields`` of ``None`` are taken from the source itself.
    """

    system: str
    connection: str | NewConnection
    object: str
    format: str = "tabular"
    style: str = "auto"
    fields: tuple[SourceField, ...] | None = None
    file: FileFormat = FileFormat()


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of ours below the tenant namespace; ``path`` is dotted and carries no tenant prefix.

    ``items`` is the type of the elements of an ``array``, or of the values of a ``map``. The constraints are those of
    JSON Schema: ``min`` and ``max`` bound numbers, ``min_length`` and ``max_length`` count characters.
    """

    path: str
    type: str
    title: str | None = None
    description: str | None = None
    required: bool = False
    enum: tuple[Scalar, ...] = ()
    pattern: str | None = None
    format: str | None = None
    min: int | float | None = None
    max: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    default: Scalar | None = None
    items: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """A field that identifies a person or thing, and the code of the namespace its values belong to."""

    path: str
    namespace: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class ExistingSchema:
    """A schema that is there already, by its ``$id``; the identities listed are added where they are missing."""

    id: str
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSchema:
    """A schema that applying makes: one class, standard field groups, and custom fields in a field group of its own."""

    title: str
    class_id: str
    field_groups: tuple[str, ...] = ()
    fields: tuple[CustomField, ...] = ()
    identities: tuple[Identity, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ExistingDataset:
    """A dataset that is there already, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class NewDataset:
    """A dataset that applying makes; ``profile`` enables it for Real-Time Customer Profile, and its schema for good."""

    name: str
    profile: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where the data goes."""

    schema: ExistingSchema | NewSchema
    dataset: ExistingDataset | NewDataset


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One target path and what fills it; exactly one of ``from_``, ``expr`` and ``value`` is set.

    ``from_`` is a raw column name, ``expr`` an expression of the Data Prep language, ``value`` a constant. A constant
    null does not exist: a field is left empty by not mapping it, or by the expression ``nullify()``.
    """

    to: str
    from_: str | None = None
    expr: str | None = None
    value: Scalar | None = None
    note: str | None = None

    @property
    def kind(self) -> Literal["from", "expr", "value"]:
        """The key of the document that fills the target."""
        if self.from_ is not None:
            return "from"
        return "expr" if self.expr is not None else "value"


@dataclass(frozen=True, slots=True)
class DeltaColumn:
    """The source's date-time column that tells new rows from old ones, and how its values are written."""

    name: str
    date_format: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the dataflow runs: every ``interval`` minutes, hours, days or weeks from ``start``, or once."""

    frequency: str
    start: datetime | Literal["now"]
    interval: int | None = None
    backfill: bool | None = None
    delta_column: DeltaColumn | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How runs deal with bad rows; the percentage is the share of bad rows that a run survives (``None``: none)."""

    error_diagnostics: bool = True
    partial_ingestion_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole document. ``version`` is the version of the document's form, ``id`` its identity once saved."""

    name: str
    source: Source
    target: Target
    mapping: tuple[MappingRow, ...]
    schedule: Schedule
    id: str | None = None
    description: str = ""
    options: Options = Options()
    state: str = "enabled"
    version: int = 1
