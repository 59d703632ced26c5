"""Manifests for the tests, and a strategy that makes any manifest the model allows."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from aeptui.core.manifest import keys
from aeptui.core.manifest.model import (
    CustomField,
    DeltaColumn,
    ExistingDataset,
    ExistingSchema,
    FileFormat,
    Identity,
    Manifest,
    MappingRow,
    NewConnection,
    NewDataset,
    NewSchema,
    Options,
    Schedule,
    Source,
    SourceField,
    Target,
)

TEXT = """\
# incidents of the help desk
aeptui: 1
name: ServiceNow incidents
description: Incidents into the profile store   # why
source:
  system: servicenow                 # connection spec
  connection: ServiceNow production
  object: incident
  fields:                            # left out: taken from explore
    - {name: sys_id, type: string}   # the key
    - {name: sys_updated_on, type: date-time}
target:
  schema:
    title: Customer success profile
    class: https://ns.adobe.com/xdm/context/profile
    field_groups:
      - https://ns.adobe.com/xdm/context/profile-person-details
    fields:
      - {path: support.caseNumber, type: string}
      - {path: support.channel, type: string}
    identities:
      - {path: support.caseNumber, namespace: CRMID, primary: true}
  dataset: {name: Customer success incidents, profile: false}   # or an id
mapping:
  - {from: sys_id, to: _id}
  # names
  - {expr: 'concat(first_name, " ", last_name)', to: person.name.fullName, note: display name}  # shown
  - value: support
    to: support.channel  # fixed
  - {from: sys_id, to: support.caseNumber}
schedule: {start: 2026-12-01T06:00:00Z, frequency: hour, interval: 1, delta_column: {name: sys_updated_on}}
options: {error_diagnostics: true, partial_ingestion_percent: 5}
state: enabled                       # enabled | disabled | draft
"""

_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_words = st.one_of(
    st.sampled_from(
        [
            "null",
            "yes",
            "no",
            "on",
            "1e5",
            "0x1F",
            "12:30",
            "2026-01-01",
            "a: b",
            "a #b",
            "- a",
            "'",
            '"',
            " x ",
            "&a",
            "*a",
        ]
    ),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_. /-]{0,15}", fullmatch=True),
    _texts,
)
_scalars = st.one_of(
    _words,
    st.just(""),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
_numbers = st.one_of(st.integers(-(2**53), 2**53), st.floats(-1e12, 1e12))
_types = st.sampled_from(keys.TYPE_NAMES)
_zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_times = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.one_of(st.just(UTC), _zones)).map(
    lambda time: time.replace(microsecond=0)
)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), strategy)


def _tuples(strategy: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


_identities = _tuples(st.builds(Identity, path=_words, namespace=_words, primary=st.booleans()))
_custom_fields = st.builds(
    CustomField,
    path=_words,
    type=_types,
    title=_maybe(_words),
    description=_maybe(_words),
    required=st.booleans(),
    enum=_tuples(_scalars),
    pattern=_maybe(_words),
    format=_maybe(st.sampled_from(["email", "uri"])),
    min=_maybe(_numbers),
    max=_maybe(_numbers),
    min_length=_maybe(st.integers(0, 99)),
    max_length=_maybe(st.integers(0, 99)),
    default=_maybe(_scalars),
    items=_maybe(_types),
)
_new_schemas = st.builds(
    NewSchema,
    title=_words,
    class_id=_words,
    field_groups=_tuples(_words),
    fields=_tuples(_custom_fields),
    identities=_identities,
    description=_maybe(_words),
)
_rows = st.one_of(
    st.builds(MappingRow, to=_words, from_=_words, note=_maybe(_words)),
    st.builds(MappingRow, to=_words, expr=_words, note=_maybe(_words)),
    st.builds(MappingRow, to=_words, value=_scalars, note=_maybe(_words)),
)
_files = st.builds(
    FileFormat,
    delimiter=_maybe(st.sampled_from([",", ";", "\t", "|"])),
    encoding=_maybe(_words),
    compression=_maybe(_words),
    recursive=_maybe(st.booleans()),
    header=_maybe(st.booleans()),
)
_sources = st.builds(
    Source,
    system=_words,
    connection=st.one_of(_words, st.builds(NewConnection, name=_words, auth=_words)),
    object=_words,
    format=st.sampled_from(["tabular", "delimited", "json", "parquet"]),
    style=st.sampled_from(["auto", "columns", "ad-hoc"]),
    fields=_maybe(_tuples(st.builds(SourceField, name=_words, type=_types), 1)),
    file=_files,
)
_schedules = st.builds(
    Schedule,
    frequency=st.sampled_from(["once", "minute", "hour", "day", "week"]),
    start=st.one_of(st.just("now"), _times),
    interval=_maybe(st.integers(1, 1000)),
    backfill=_maybe(st.booleans()),
    delta_column=_maybe(st.builds(DeltaColumn, name=_words, date_format=_maybe(_words), timezone=_maybe(_words))),
    end=_maybe(_times),
)

MANIFESTS = st.builds(
    Manifest,
    name=_words,
    source=_sources,
    target=st.builds(
        Target,
        schema=st.one_of(_new_schemas, st.builds(ExistingSchema, id=_words, identities=_identities)),
        dataset=st.one_of(
            st.builds(NewDataset, name=_words, profile=st.booleans()), st.builds(ExistingDataset, id=_words)
        ),
    ),
    mapping=_tuples(_rows),
    schedule=_schedules,
    id=_maybe(st.from_regex(r"[0-9a-f]{8}", fullmatch=True)),
    description=st.one_of(st.just(""), _words),
    options=st.builds(
        Options,
        error_diagnostics=st.booleans(),
        partial_ingestion_percent=_maybe(st.one_of(st.integers(1, 100), st.floats(0.01, 100))),
    ),
    state=st.sampled_from(["enabled", "disabled", "draft"]),
)
"""Any manifest that can be written, sensible or not."""
