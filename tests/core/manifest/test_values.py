import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.model import (
    CustomField,
    ExistingDataset,
    ExistingSchema,
    Identity,
    Manifest,
    MappingRow,
    NewConnection,
    SourceField,
)
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import same
from aeptui.core.manifest.values import EditError, decode, encode, key_at, path_text
from tests.core.manifest.edit_samples import SEEDED, UNFINISHED
from tests.core.manifest.samples import TEXT

SAMPLE = read(TEXT).manifest
assert SAMPLE is not None


@SEEDED
@given(UNFINISHED)
def test_a_document_comes_back_from_json_as_it_was(manifest: Manifest) -> None:
    again = decode(MANIFEST, json.loads(json.dumps(encode(MANIFEST, manifest))))
    assert same(again, manifest)


@pytest.mark.parametrize("value", [1, True, 1.0, 0, False, "", "1", -0.0, 2**63 - 1])
def test_a_constant_keeps_its_type(value: Any) -> None:
    kind = key_at(("mapping", 0)).kind
    again = decode(kind, json.loads(json.dumps(encode(kind, MappingRow("a", value=value)))))
    assert repr(again.value) == repr(value)


def test_what_a_stored_document_lacks_is_taken_from_a_blank_one() -> None:
    manifest = decode(MANIFEST, {"name": "a", "source": {"object": "o"}, "mapping": [{"from": "x"}]}, blank("c"))
    expected = replace(blank("c"), name="a", mapping=(MappingRow("", from_="x"),))
    assert manifest == replace(expected, source=replace(expected.source, object="o"))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("name",), 5, "'name' must be text; 5 is not"),
        (("name",), None, "'name' must be text; None is not"),
        (("id",), "a b", "'id' must be up to 64 letters"),
        (("state",), "off", "'state' must be one of enabled, disabled, draft; 'off' is not"),
        (("state",), "", "'state' must be one of"),
        (("schedule", "interval"), "5", "'schedule.interval' must be a whole number; '5' is not"),
        (("schedule", "interval"), True, "a whole number; True is not"),
        (("schedule", "interval"), 1.5, "a whole number; 1.5 is not"),
        (("schedule", "backfill"), 1, "'schedule.backfill' must be true or false; 1 is not"),
        (("schedule", "start"), "soon", "a time with a zone, as .* or now; 'soon' is not"),
        (("schedule", "start"), datetime(2026, 1, 1), "a time with a zone"),
        (("schedule", "start"), datetime(2026, 1, 1, 0, 0, 0, 5, UTC), "a time with a zone"),
        (("options", "partial_ingestion_percent"), 0, "a number above 0 up to 100; 0 is not"),
        (("options", "partial_ingestion_percent"), 100.5, "up to 100; 100.5 is not"),
        (("options", "partial_ingestion_percent"), float("nan"), "nan is not"),
        (("mapping", 0, "value"), float("inf"), "inf is not"),
        (("mapping", 0, "value"), 2**63, "is not"),
        (("mapping", 0, "value"), ("a",), "a text, a number, or true or false"),
        (("mapping", 0), Identity("a", "b"), r"'mapping\[0\]' must be a map: a mapping; Identity"),
        (("mapping",), [MappingRow("a", value=1)], "'mapping' must be a list"),
        (("mapping",), (MappingRow("a", value=1), "x"), r"'mapping\[1\]' must be a map: a mapping"),
        (("mapping", 0), MappingRow("a", from_="b", value=1), "from and value exclude each other"),
        (("target", "dataset"), ExistingSchema("x"), "'target.dataset' must be a map: a dataset that exists, or a map"),
        (("target", "schema"), ExistingDataset("x"), "'target.schema' must be a map"),
        (("source", "connection"), SourceField("a", "string"), "'source.connection' must be text, or a map"),
        (("source", "connection"), NewConnection("a", 3), "'source.connection.auth' must be text; 3 is not"),  # type: ignore[arg-type]
        (
            ("source", "fields"),
            (SourceField("a", "text"),),
            r"'source.fields\[0\].type' must be one of .*'text' is not",
        ),
        (("target", "schema", "fields", 0), CustomField("a", "string", min_length=-1), "of at least 0; -1 is not"),
        (("name",), object(), "must be text"),
    ],
)
def test_a_value_that_reading_would_not_take_is_refused_in_words(path: Any, value: Any, message: str) -> None:
    with pytest.raises(EditError, match=message):
        encode(key_at(path).kind, value, path)


def test_a_long_value_is_not_repeated_in_full() -> None:
    with pytest.raises(EditError) as caught:
        encode(key_at(("state",)).kind, "x" * 500, ("state",))
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("nothing",), "nothing"),
        (("source", "connection", "secret"), "source.connection.secret"),
        (("mapping", "from"), "mapping.from"),
        (("mapping", 0, 1), "mapping[0][1]"),
        (("name", "x"), "name.x"),
        ((0,), "[0]"),
    ],
)
def test_a_path_that_no_document_has_is_refused(path: Any, place: str) -> None:
    with pytest.raises(EditError) as caught:
        key_at(path)
    assert str(caught.value) == f"no document has a place '{place}'"


def test_places_in_words() -> None:
    assert path_text(("mapping", 3, "to")) == "mapping[3].to"
    assert path_text(()) == "the document"
    assert key_at(("target", "schema", "id")).required
    assert key_at(("target", "schema", "title")).required
    assert key_at(("source", "connection", "auth")).required
