"""The table of the document's keys: names, kinds, defaults and help, in the order in which they are written.

Reading, writing, completion and the documentation all go by this table; nothing else lists the document's keys.
"""

from collections.abc import Iterator
from typing import Any

from aeptui.core import facts
from aeptui.core.manifest import model
from aeptui.core.manifest.kinds import (
    ByKey,
    Choice,
    Constant,
    Flag,
    Items,
    Key,
    Kind,
    Number,
    Section,
    Text,
    TextOr,
    Time,
)

FORM = 1
"""The version of the document's form that this program reads and writes."""

_TYPES: list[dict[str, Any]] = facts.load("types")["types"]
TYPE_NAMES = tuple(each["name"] for each in _TYPES)
TYPE = Choice(
    TYPE_NAMES,
    spellings={alias: each["name"] for each in _TYPES for alias in each["aliases"]},
    mistakes={"datetime": "date-time", "timestamp": "date-time", "text": "string", "bool": "boolean"},
)

TEXT = Text()
PROSE = Text(empty=True)
CODE = Text(shape=r"[0-9A-Za-z_-]{1,64}", shape_says="up to 64 letters, digits, dashes and underscores")


def _source(**values: Any) -> model.Source:
    """A Source; the keys of files stand beside the others in the document and below ``file`` in the model."""
    names = ("delimiter", "encoding", "compression", "recursive", "header")
    return model.Source(file=model.FileFormat(**{name: values.pop(name, None) for name in names}), **values)


NEW_CONNECTION = Section(
    "a base connection to be made",
    model.NewConnection,
    (
        Key("name", TEXT, "Name of the connection to make.", required=True),
        Key("auth", TEXT, "Kind of authentication, as the source's connection spec names it.", required=True),
    ),
)

SOURCE_FIELD = Section(
    "a column of the source",
    model.SourceField,
    (
        Key("name", TEXT, "Name of the column, exactly as the source spells it.", required=True),
        Key("type", TYPE, "Its type.", required=True),
    ),
)

SOURCE = Section(
    "the source",
    _source,
    (
        Key("system", TEXT, "Connection spec: name or id. Names compare by letters and digits only.", required=True),
        Key(
            "connection",
            TextOr(TEXT, NEW_CONNECTION),
            "Base connection: name or id, or name and auth of one to be made. Secrets never stand here.",
            required=True,
            inline=True,
        ),
        Key("object", TEXT, "Table, or path of a file or folder.", required=True),
        Key(
            "format",
            Choice(("tabular", "delimited", "json", "parquet"), mistakes={"csv": "delimited", "table": "tabular"}),
            "Shape of the data: tabular for tables, the others for files.",
            default="tabular",
            always=True,
        ),
        Key(
            "style",
            Choice(("auto", "columns", "ad-hoc")),
            "How the raw columns are declared: in the source connection, or by an ad-hoc class and schema; "
            "auto takes what the source accepts.",
            default="auto",
            always=True,
        ),
        Key("delimiter", TEXT, "Files: the sign between columns.", attribute="file.delimiter"),
        Key("encoding", TEXT, "Files: the character encoding.", attribute="file.encoding"),
        Key("compression", TEXT, "Files: the kind of compression.", attribute="file.compression"),
        Key("recursive", Flag(), "Folders: take the files of folders below, too.", attribute="file.recursive"),
        Key("header", Flag(), "Delimited files: the first line holds the names.", attribute="file.header"),
        Key("fields", Items(SOURCE_FIELD, empty=False), "Columns to take; left out: all that the source reports."),
    ),
)

CUSTOM_FIELD = Section(
    "a custom field",
    model.CustomField,
    (
        Key("path", TEXT, "Dotted path below the tenant namespace, without it.", required=True),
        Key("type", TYPE, "Its type.", required=True),
        Key("items", TYPE, "Arrays and maps: the type of an element or value."),
        Key("title", TEXT, "Name shown to people."),
        Key("description", PROSE, "What the field holds."),
        Key("required", Flag(), "Rows without it are refused.", default=False),
        Key("enum", Items(Constant(), empty=False), "The only values allowed.", default=()),
        Key("pattern", TEXT, "Regular expression that texts must match."),
        Key("format", Choice(tuple(facts.load("types")["string_formats"])), "Form of texts."),
        Key("min", Number(), "Least number allowed."),
        Key("max", Number(), "Greatest number allowed."),
        Key("min_length", Number(whole=True, at_least=0), "Least number of characters."),
        Key("max_length", Number(whole=True, at_least=0), "Greatest number of characters."),
        Key("default", Constant(), "Default value; for information, ingestion does not fill it in."),
    ),
)

IDENTITY = Section(
    "an identity",
    model.Identity,
    (
        Key(
            "path", TEXT, "Field that holds the identifier; custom fields without the tenant namespace.", required=True
        ),
        Key("namespace", TEXT, "Code of its identity namespace.", required=True),
        Key("primary", Flag(), "The identity that profiles are keyed by; at most one.", default=False),
    ),
)

_IDENTITIES = Key("identities", Items(IDENTITY), "Fields that identify a person or thing.", default=())

EXISTING_SCHEMA = Section(
    "a schema that exists",
    model.ExistingSchema,
    (Key("id", TEXT, "The schema's $id.", required=True), _IDENTITIES),
)

NEW_SCHEMA = Section(
    "a schema to be made",
    model.NewSchema,
    (
        Key("title", TEXT, "Its title; unique in the organisation.", required=True),
        Key("class", TEXT, "The $id of its class.", attribute="class_id", required=True),
        Key("description", PROSE, "What the schema is for."),
        Key("field_groups", Items(TEXT), "The $ids of its field groups.", default=()),
        Key("fields", Items(CUSTOM_FIELD), "Custom fields, in a field group that is made for them.", default=()),
        _IDENTITIES,
    ),
)

EXISTING_DATASET = Section(
    "a dataset that exists", model.ExistingDataset, (Key("id", TEXT, "The dataset's id.", required=True),)
)

NEW_DATASET = Section(
    "a dataset to be made",
    model.NewDataset,
    (
        Key("name", TEXT, "Its name.", required=True),
        Key("profile", Flag(), "Feed Real-Time Customer Profile; cannot be undone.", default=False, always=True),
    ),
)

TARGET = Section(
    "the target",
    model.Target,
    (
        Key("schema", ByKey("id", EXISTING_SCHEMA, NEW_SCHEMA), "The XDM schema of the data.", required=True),
        Key("dataset", ByKey("id", EXISTING_DATASET, NEW_DATASET), "Where it lands.", required=True, inline=True),
    ),
)

MAPPING_ROW = Section(
    "a mapping",
    model.MappingRow,
    (
        Key("from", TEXT, "Column that is copied.", attribute="from_"),
        Key("expr", TEXT, "Expression of the Data Prep language."),
        Key("value", Constant(), "Constant."),
        Key("to", TEXT, "Target path; custom fields without the tenant namespace.", required=True),
        Key("note", PROSE, "Remark for readers."),
    ),
    exactly_one=("from", "expr", "value"),
)

DELTA_COLUMN = Section(
    "the delta column",
    model.DeltaColumn,
    (
        Key("name", TEXT, "Date-time column by which new and changed rows are known.", required=True),
        Key("date_format", TEXT, "How its values are written, in Java's letters: yyyy-MM-dd HH:mm:ss."),
        Key("timezone", TEXT, "Zone of its values; UTC unless the source says otherwise."),
    ),
)

SCHEDULE = Section(
    "the schedule",
    model.Schedule,
    (
        Key("start", Time(("now",)), "First run; now: when the dataflow is created.", required=True),
        Key(
            "frequency",
            Choice(
                ("once", "minute", "hour", "day", "week"),
                mistakes={
                    "minutes": "minute",
                    "hours": "hour",
                    "hourly": "hour",
                    "days": "day",
                    "daily": "day",
                    "weeks": "week",
                    "weekly": "week",
                    "one-time": "once",
                    "onetime": "once",
                    "single": "once",
                },
            ),
            "Unit of the interval, or once.",
            required=True,
        ),
        Key("interval", Number(whole=True), "Units between runs; at least 15 for minute. Not with once."),
        Key("backfill", Flag(), "Let the first run take all history; not with once. Left out: as the platform does."),
        Key(
            "delta_column",
            DELTA_COLUMN,
            "How recurring runs of table sources find what is new. Not with once.",
            inline=True,
        ),
        Key("end", Time(), "No runs from then on."),
    ),
)

OPTIONS = Section(
    "the options",
    model.Options,
    (
        Key("error_diagnostics", Flag(), "Keep the rows that fail for download.", default=True, always=True),
        Key("partial_ingestion_percent", Number(above=0, at_most=100), "Share of bad rows that a run survives."),
    ),
)

MANIFEST = Section(
    "the manifest",
    model.Manifest,
    (
        Key(
            "aeptui",
            Number(whole=True),
            "Version of the document's form.",
            attribute="version",
            required=True,
        ),
        Key("id", CODE, "Identity of the dataflow; given by the first save."),
        Key("name", TEXT, "Name of the dataflow.", required=True),
        Key("description", PROSE, "What it is for.", default=""),
        Key("source", SOURCE, "Where the data comes from.", required=True),
        Key("target", TARGET, "Where it goes.", required=True),
        Key("mapping", Items(MAPPING_ROW), "What fills each target field.", required=True),
        Key("schedule", SCHEDULE, "When it runs.", required=True, inline=True),
        Key("options", OPTIONS, "What happens to bad rows.", default=model.Options(), always=True, inline=True),
        Key(
            "state",
            Choice(("enabled", "disabled", "draft"), mistakes={"active": "enabled", "paused": "disabled"}),
            "State that the dataflow is put into.",
            default="enabled",
            always=True,
        ),
    ),
)


def sections(kind: Kind = MANIFEST, path: str = "") -> Iterator[tuple[str, Section]]:
    """Every section of the document with its dotted path (empty for the whole), from the outside in."""
    if isinstance(kind, Items):
        yield from sections(kind.of, f"{path}[]")
    elif isinstance(kind, TextOr):
        yield from sections(kind.section, path)
    elif isinstance(kind, ByKey):
        yield from sections(kind.lacking, path)
        yield from sections(kind.having, path)
    elif isinstance(kind, Section):
        yield path, kind
        for key in kind.keys:
            yield from sections(key.kind, f"{path}.{key.name}" if path else key.name)
