"""Unfinished manifests and edits that fit a manifest, made at random from a few manifests that use every key.

They are made by a seeded generator in one draw: drawing each of their parts would take minutes.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Batch, Edit, Insert, Move, Put, Remove, apply
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import Items, Key, Text, TextOr
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
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.values import section_of

SEEDED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.integers(0, 2**32).map(Random)

_HARD = ("null", "12:30", "a: b #c", "'", '"', " x ", "&a", "zwei\nZeilen", "é\u2028\x85", "\U0001f600", "- a", "1e5")

TABLE = Manifest(
    name="ServiceNow incidents",
    description="a: b\n#c",
    source=Source(
        "servicenow", "ServiceNow", "incident", fields=(SourceField("a", "string"), SourceField("b c", "date-time"))
    ),
    target=Target(
        NewSchema(
            "Customer",
            "https://ns.adobe.com/xdm/context/profile",
            ("https://a/1", "https://a/2"),
            (
                CustomField("support.id", "string", "Id", "text", True, ("a", "1", 1, True), "^a", "email"),
                CustomField("support.count", "integer", min=1, max=2.5, default=2),
                CustomField("support.names", "array", min_length=1, max_length=9, items="string"),
            ),
            (Identity("support.id", "CRMID", True), Identity("support.count", "Email")),
            "what for",
        ),
        NewDataset("Incidents", True),
    ),
    mapping=(
        MappingRow("support.id", from_="a"),
        MappingRow("person.name.fullName", expr='concat(a, " ", b)', note="shown"),
        *(MappingRow(f"support.v{n}", value=value) for n, value in enumerate((1, True, 1.0, "1", 0.0, False, ""))),
        *(MappingRow(text, from_=text, note=text) for text in _HARD),
    ),
    schedule=Schedule(
        "day",
        datetime(2026, 12, 1, 6, tzinfo=timezone(timedelta(hours=2))),
        2,
        False,
        DeltaColumn("b c", "yyyy-MM-dd", "UTC"),
        datetime(2027, 1, 1, tzinfo=UTC),
    ),
    id="4f6c2d0e",
    options=Options(False, 5.5),
    state="draft",
)
FILES = Manifest(
    name="files",
    source=Source(
        "sftp",
        NewConnection("new", "Basic"),
        "/in",
        "delimited",
        "ad-hoc",
        (),
        FileFormat("\t", "utf-8", "gzip", True, False),
    ),
    target=Target(ExistingSchema("https://s/schemas/1", (Identity("a", "ECID"),)), ExistingDataset("5ed1")),
    mapping=(MappingRow("a", from_="a"), MappingRow("a", from_="b")),
    schedule=Schedule("once", "now"),
    state="disabled",
)
POOL = (TABLE, FILES, replace(TABLE, id=None, mapping=()), blank("https://c"), blank())


def places(manifest: Manifest) -> Iterator[tuple[Path, Key, Any]]:
    """Every place of a manifest with its key and value, from the outside in."""
    yield from _places(Key("", MANIFEST, "", required=True), manifest, ())


def _places(key: Key, value: Any, path: Path) -> Iterator[tuple[Path, Key, Any]]:
    yield path, key, value
    if isinstance(key.kind, Items) and isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _places(Key("", key.kind.of, "", required=True), item, (*path, index))
        return
    section = section_of(key.kind, value)
    for each in section.keys if section is not None else ():
        yield from _places(each, each.value_of(value), (*path, each.name))


def _shape(path: Path) -> Path:
    return tuple("[]" if isinstance(step, int) else step for step in path)


def _values(path: Path) -> list[Any]:
    """What stands at such a place in the manifests of the pool."""
    return [value for donor in POOL for each, _, value in places(donor) if _shape(each) == _shape(path)]


def unfinished(random: Random) -> Manifest:
    """A manifest of which some texts are not filled in."""
    manifest = random.choice(POOL)
    for _ in range(random.randrange(6)):
        texts = [
            path
            for path, key, value in places(manifest)
            if isinstance(key.kind, Text | TextOr) and value is not None and path != ("id",)
        ]
        manifest = apply(manifest, Put(random.choice(texts), ""))
    return manifest


UNFINISHED = RANDOM.map(unfinished)


def an_edit(random: Random, manifest: Manifest, depth: int = 1) -> Edit:
    """An edit that the manifest can take."""
    kind = random.choice(["put", "put", "put", "insert", "remove", "move", "batch"])
    if kind == "batch" and depth:
        made: list[Edit] = []
        for _ in range(random.randrange(4)):
            made.append(an_edit(random, manifest, depth - 1))
            manifest = apply(manifest, made[-1])
        return Batch(tuple(made), random.choice(["", "fill down"]))
    here = list(places(manifest))
    path, items = random.choice([each for each in _lists(here) if each[1] or kind == "insert"] or [((), ())])
    if kind == "insert":
        return Insert(path, random.randint(0, len(items)), random.choice(_values((*path, 0))))
    if items and kind in ("remove", "move"):
        index = random.randrange(len(items))
        return Remove(path, index) if kind == "remove" else Move(path, index, random.randrange(len(items)))
    path, key, value = random.choice(here)
    empty = [""] * (isinstance(key.kind, Text) and path != ("id",))
    left_out = [None] * (not key.required and key.default is None)
    return Put(path, random.choice([value, *_values(path), *empty, *left_out]))


def _lists(here: list[tuple[Path, Key, Any]]) -> list[tuple[Path, tuple[Any, ...]]]:
    return [(path, value) for path, key, value in here if isinstance(key.kind, Items) and isinstance(value, tuple)]
