from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.model import (
    ExistingSchema,
    Identity,
    Manifest,
    MappingRow,
    NewConnection,
    NewSchema,
    Source,
    SourceField,
)
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import lacking, read_unfinished, same, text_of, update_unfinished
from aeptui.core.manifest.write import to_yaml
from tests.core.manifest.edit_samples import POOL, RANDOM, SEEDED, unfinished
from tests.core.manifest.samples import MANIFESTS, TEXT

RARE = settings(SEEDED, max_examples=40)
SAMPLE = read_unfinished(TEXT).manifest
assert SAMPLE is not None


def written(manifest: Manifest) -> Manifest:
    reading = read_unfinished(text_of(manifest))
    assert reading.manifest is not None, reading.problems
    return reading.manifest


@SEEDED
@given(RANDOM)
def test_an_unfinished_document_comes_back_from_its_text(random: Random) -> None:
    manifest = unfinished(random)
    assert same(written(manifest), manifest)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(MANIFESTS)
def test_a_finished_document_is_written_and_read_as_ever(manifest: Manifest) -> None:
    assert text_of(manifest) == to_yaml(manifest)
    assert same(written(manifest), manifest)
    assert lacking(manifest) == []


@SEEDED
@given(RANDOM)
def test_reading_its_text_reports_just_what_is_lacking(random: Random) -> None:
    manifest = unfinished(random)
    reported = {(each.rule, each.path) for each in read(text_of(manifest)).problems}
    assert {(each.rule, each.path) for each in lacking(manifest)} == reported


def test_a_blank_document_lacks_what_only_a_person_can_say() -> None:
    assert [each.path for each in lacking(blank("https://c"))] == [
        ("name",),
        ("source", "system"),
        ("source", "connection"),
        ("source", "object"),
        ("target", "schema", "title"),
        ("target", "dataset", "name"),
    ]
    assert text_of(blank("https://c")).splitlines() == [
        "aeptui: 1",
        "source:",
        "  format: tabular",
        "  style: auto",
        "target:",
        "  schema:",
        "    class: https://c",
        "  dataset: {profile: false}",
        "mapping: []",
        "schedule: {start: now, frequency: hour, interval: 1, backfill: true}",
        "options: {error_diagnostics: true}",
        "state: enabled",
    ]


@pytest.mark.parametrize(
    ("change", "line", "rule", "path"),
    [
        ({"mapping": (MappingRow("", from_="a"),)}, "  - {from: a}", "missing-key", ("mapping", 0, "to")),
        ({"mapping": (MappingRow("a"),)}, "  - {to: a}", "one-of", ("mapping", 0)),
        ({"mapping": (MappingRow("a", from_=""),)}, "  - {from: '', to: a}", "empty", ("mapping", 0, "from")),
        (
            {"source": Source("s", NewConnection("", "b"), "o")},
            "  connection: {auth: b}",
            "missing-key",
            ("source", "connection", "name"),
        ),
        ({"source": Source("s", "c", "o", fields=())}, "  fields: []", "empty", ("source", "fields")),
        (
            {"source": Source("s", "c", "o", fields=(SourceField("", "string"),))},
            "    - {type: string}",
            "missing-key",
            ("source", "fields", 0, "name"),
        ),
    ],
)
def test_how_what_is_lacking_is_written(change: Any, line: str, rule: str, path: Any) -> None:
    manifest = replace(SAMPLE, **change)
    assert line in text_of(manifest).splitlines()
    assert [(each.rule, each.path) for each in lacking(manifest)] == [(f"manifest/{rule}", path)]


def test_a_schema_that_exists_stays_one_while_it_is_not_chosen() -> None:
    manifest = replace(SAMPLE, target=replace(SAMPLE.target, schema=ExistingSchema("", (Identity("a", "ECID"),))))
    assert "    id: ''" in text_of(manifest).splitlines()
    assert written(manifest) == manifest
    assert [each.path for each in lacking(manifest)] == [("target", "schema", "id")]


def test_parts_that_a_text_lacks_are_those_of_a_blank_document() -> None:
    reading = read_unfinished("aeptui: 1\nsource: {object: incident}\nmapping:\n  - {to: a}\ntarget:\n", "a.yaml")
    expected = blank()
    assert reading.manifest == replace(
        expected, source=replace(expected.source, object="incident"), mapping=(MappingRow("a"),)
    )
    assert {each.rule for each in reading.problems} == {"manifest/missing-key", "manifest/one-of"}
    assert reading.where(("mapping", 0)).line == 4
    assert reading.where(("mapping", 0)).file == "a.yaml"


def test_words_and_numbers_are_read_as_ever_where_something_is_lacking() -> None:
    text = TEXT.replace("name: ServiceNow incidents\n", "").replace("type: string}   # the key", "type: int}")
    text = text.replace("value: support\n", "value: '5'\n").replace("from: sys_id, to: support", "from: 7, to: support")
    manifest = read_unfinished(text).manifest
    assert manifest is not None
    assert manifest.source.fields is not None
    assert manifest.source.fields[0].type == "integer"
    assert manifest.mapping[2].value == "5"
    assert manifest.mapping[3].from_ == "7"
    assert manifest.schedule == SAMPLE.schedule
    assert manifest.options.partial_ingestion_percent == 5
    assert manifest.target == SAMPLE.target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "aeptui: 1\nname: [a]\n",
        "aeptui: 1\nnmae: a\n",
        "aeptui: 2\nstate: draft\n",
        "aeptui: 1\nstate: off\n",
        "aeptui: 1\nmapping:\n  - {from: a, expr: b}\n",
        "aeptui: 1\nsource: {fields: [{name: a}]}\n",
        "aeptui: 1\nname: a: b\n",
    ],
)
def test_errors_of_other_kinds_keep_a_text_from_being_read(text: str) -> None:
    reading = read_unfinished(text)
    assert reading.manifest is None
    assert reading.problems or "aeptui: 2" in text


def test_comments_stay_while_a_document_is_filled_in() -> None:
    text = text_of(blank("https://c")).replace("source:\n", "source:  # the help desk\n") + "# end\n"
    manifest = blank("https://c")
    for path, value in ((("source", "system"), "servicenow"), (("source", "object"), "incident")):
        manifest = replace(manifest, source=replace(manifest.source, **{path[1]: value}))
        text = update_unfinished(text, manifest)
        assert read_unfinished(text).manifest == manifest
    assert text.startswith(
        "aeptui: 1\nsource:  # the help desk\n  system: servicenow\n  object: incident\n  format: tabular\n"
    )
    assert text.endswith("state: enabled\n# end\n")


def test_comments_stay_while_a_document_is_emptied_and_filled_again() -> None:
    emptied = replace(SAMPLE, name="", mapping=(replace(SAMPLE.mapping[0], to=""), *SAMPLE.mapping[1:]))
    text = update_unfinished(TEXT, emptied)
    assert read_unfinished(text).manifest == emptied
    assert "- {from: sys_id}\n  # names\n" in text
    assert "name: ServiceNow incidents" not in text
    again = update_unfinished(text, SAMPLE)
    assert read(again).manifest == SAMPLE
    assert again.count("#") == TEXT.count("#")


@RARE
@given(RANDOM)
def test_any_text_can_be_brought_up_to_any_document(random: Random) -> None:
    before, after = unfinished(random), unfinished(random)
    text = update_unfinished("# head\n" + text_of(before), after)
    assert same(read_unfinished(text).manifest, after)


@RARE
@given(RANDOM)
def test_comments_outlive_every_change(random: Random) -> None:
    before, after = (_with_texts_only(unfinished(random)) for _ in range(2))
    mark = random.choice(["", "\ufeff"])
    assert update_unfinished(mark + "# head\n" + text_of(before), after).startswith(mark + "# head\n")


def _with_texts_only(manifest: Manifest) -> Manifest:
    """Without rows that differ only in the type of a constant."""
    return replace(manifest, mapping=tuple(row for row in manifest.mapping if isinstance(row.value, str | None)))


def test_a_finished_text_is_changed_as_ever() -> None:
    after = replace(SAMPLE, name="b", mapping=SAMPLE.mapping[1:])
    assert read(update_unfinished(TEXT, after)).manifest == after
    assert update_unfinished(TEXT, SAMPLE) == TEXT


def test_a_constant_that_changes_only_its_type_is_written() -> None:
    one, true = (replace(SAMPLE, mapping=(MappingRow("a", value=value),)) for value in (1, True))
    assert "  - {value: true, to: a}" in update_unfinished(text_of(one), true).splitlines()


def test_a_text_with_errors_is_not_brought_up() -> None:
    with pytest.raises(ValueError, match="errors"):
        update_unfinished("aeptui: 1\nnmae: a\n", SAMPLE)


def test_what_says_the_same() -> None:
    assert same(SAMPLE, read_unfinished(TEXT).manifest)
    assert not same(MappingRow("a", value=1), MappingRow("a", value=True))
    assert not same((1,), (1.0,))
    assert not same((1, 2), (1,))
    assert not same(NewSchema("a", "b"), None)
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert same(noon, noon.replace(tzinfo=timezone(timedelta(0), "Z")))
    assert not same(noon, noon.astimezone(timezone(timedelta(hours=2))))
    assert all(same(one, other) == (one is other) for one in POOL for other in POOL)
