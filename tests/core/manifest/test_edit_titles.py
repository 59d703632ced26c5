from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given

from aeptui.core.manifest.edit_titles import place, title
from aeptui.core.manifest.edits import Batch, Edit, Insert, Move, Put, Remove
from aeptui.core.manifest.model import (
    CustomField,
    ExistingSchema,
    MappingRow,
    NewConnection,
    NewSchema,
    Source,
    SourceField,
)
from tests.core.manifest.edit_samples import RANDOM, SEEDED, an_edit, unfinished


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Put(("source", "object"), "incident"), "source object: incident"),
        (Put(("source", "object"), ""), "source object cleared"),
        (Put(("schedule", "end"), None), "schedule end cleared"),
        (Put(("schedule", "backfill"), False), "schedule backfill: no"),
        (Put(("schedule", "start"), datetime(2026, 12, 1, 6, tzinfo=UTC)), "schedule start: 2026-12-01T06:00:00Z"),
        (Put(("mapping", 3, "to"), "person.name"), "mapping 4 to: person.name"),
        (Put(("mapping", 3), MappingRow("_id", from_="sys_id")), "mapping 4: sys_id to _id"),
        (Put(("mapping", 3), MappingRow("a", value=True)), "mapping 4: yes to a"),
        (Put(("mapping",), (MappingRow("a"),) * 3), "mapping: 3 in all"),
        (Insert(("mapping",), 0, MappingRow("a", expr="x  +\n 1")), "new mapping 1: x + 1 to a"),
        (Insert(("mapping",), 0, MappingRow("", from_="b")), "new mapping 1: b to ?"),
        (Insert(("source", "fields"), 1, SourceField("a", "string")), "new column 2: a"),
        (Insert(("target", "schema", "fields"), 1, CustomField("a.b", "string")), "new custom field 2: a.b"),
        (Insert(("target", "schema", "field_groups"), 0, "https://x"), "new target schema field groups 1: https://x"),
        (Remove(("target", "schema", "identities"), 0), "identity 1 removed"),
        (Move(("mapping",), 1, 4), "mapping 2 moved to 5"),
        (Put(("target", "schema"), NewSchema("Customer", "c")), "target schema: Customer"),
        (Put(("target", "schema"), NewSchema("", "c")), "target schema: changed"),
        (Put(("target", "schema"), ExistingSchema("https://s")), "target schema: https://s"),
        (Put(("source", "connection"), NewConnection("mine", "Basic")), "source connection: mine"),
        (Put(("source",), Source("s", "c", "incident")), "source: incident"),
        (Put(("name",), "x" * 99), "name: " + "x" * 47 + "…"),
        (Batch((Put(("name",), "a"),), "filled down"), "filled down"),
        (Batch((Put(("name",), "a"), Remove(("mapping",), 0)), ""), "name: a; mapping 1 removed"),
        (Batch((), ""), "nothing"),
    ],
)
def test_edits_in_words(edit: Edit, words: str) -> None:
    assert title(edit) == words


def test_places_in_words() -> None:
    assert place(()) == "the whole document"
    assert place(("target", "schema", "fields", 0, "min_length")) == "custom field 1 min length"


@SEEDED
@given(RANDOM)
def test_every_edit_has_a_title_of_one_line(random: Random) -> None:
    words = title(an_edit(random, unfinished(random)))
    assert words
    assert len(words.splitlines()) == 1
    assert len(words) < 200
