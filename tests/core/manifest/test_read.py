import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.keys import CUSTOM_FIELD, MANIFEST, TYPE_NAMES, sections
from aeptui.core.manifest.lint import READING
from aeptui.core.manifest.model import (
    CustomField,
    DeltaColumn,
    ExistingDataset,
    ExistingSchema,
    FileFormat,
    Identity,
    MappingRow,
    NewConnection,
    NewDataset,
    NewSchema,
    Options,
)
from aeptui.core.manifest.read import read, read_bytes
from tests.core.manifest.samples import TEXT

SMALL = """\
aeptui: 1
name: x
source: {system: s, connection: c, object: o}
target: {schema: {id: s}, dataset: {id: d}}
mapping: []
schedule: {start: now, frequency: once}
"""


def problems(text: str) -> list[tuple[str, int, int]]:
    reading = read(text, "m.yaml")
    assert reading.manifest is None
    assert all(each.file == "m.yaml" for each in reading.problems)
    return [(each.rule, each.line, each.column) for each in reading.problems]


def only(text: str) -> tuple[str, int, int, str, str | None]:
    (each,) = read(text).problems
    return each.rule, each.line, each.column, each.message, each.fix


def test_the_sample_says_what_it_says() -> None:
    reading = read(TEXT)
    assert reading.problems == ()
    manifest = reading.manifest
    assert manifest is not None
    assert (manifest.version, manifest.id, manifest.state) == (1, None, "enabled")
    assert manifest.source.format == "tabular"
    assert manifest.source.fields is not None
    assert [field.type for field in manifest.source.fields] == ["string", "date-time"]
    schema = manifest.target.schema
    assert isinstance(schema, NewSchema)
    assert schema.class_id == "https://ns.adobe.com/xdm/context/profile"
    assert schema.identities == (Identity("support.caseNumber", "CRMID", True),)
    assert manifest.target.dataset == NewDataset("Customer success incidents")
    assert [row.kind for row in manifest.mapping] == ["from", "expr", "value", "from"]
    assert manifest.mapping[1].note == "display name"
    assert manifest.schedule.delta_column == DeltaColumn("sys_updated_on")
    assert manifest.options == Options(partial_ingestion_percent=5)


def test_what_is_left_out_has_its_default() -> None:
    manifest = read(SMALL).manifest
    assert manifest is not None
    assert (manifest.description, manifest.options, manifest.state) == ("", Options(), "enabled")
    assert (manifest.source.style, manifest.source.fields, manifest.source.file) == ("auto", None, FileFormat())
    assert manifest.target.schema == ExistingSchema("s")
    assert manifest.target.dataset == ExistingDataset("d")
    assert manifest.schedule.start == "now"


def test_new_connections_files_and_custom_fields() -> None:
    text = SMALL.replace(
        "connection: c, object: o",
        "connection: {name: n, auth: a}, object: /f, format: delimited, delimiter: ;, header: false",
    )
    text = text.replace(
        "{schema: {id: s}", "{schema: {title: t, class: c, fields: [{path: p, type: int, min: 1, enum: [1, a, true]}]}"
    )
    manifest = read(text).manifest
    assert manifest is not None
    assert manifest.source.connection == NewConnection("n", "a")
    assert manifest.source.file == FileFormat(delimiter=";", header=False)
    schema = manifest.target.schema
    assert isinstance(schema, NewSchema)
    assert schema.fields == (CustomField("p", "integer", min=1, enum=(1, "a", True)),)


def test_texts_may_look_like_other_values_and_constants_keep_their_kind() -> None:
    text = SMALL.replace(
        "mapping: []",
        "mapping: [{value: 5, to: 1e5}, {value: '5', to: yes}, {value: 2026-12-01, to: 007}, {value: '', to: x}]",
    )
    manifest = read(text).manifest
    assert manifest is not None
    assert manifest.mapping == (
        MappingRow("1e5", value=5),
        MappingRow("yes", value="5"),
        MappingRow("007", value="2026-12-01"),
        MappingRow("x", value=""),
    )


def test_every_error_is_found_at_once_where_it_stands() -> None:
    text = """\
aeptui: 1
naem: x
source: {system: servicenow, connection: {name: a}, object: [1], format: csv, interval: 3}
target:
  schema: {id: a, title: b}
  dataset: {name: x, profile: yes}
mapping:
  - {from: a, expr: b, to: c}
  - {to: c}
  - {value: null, to: d}
  - foo
schedule:
  start: 2026-12-01
  frequency: hourly
  interval: 15m
  end: 2026-12-01T06:00:00
options: {partial_ingestion_percent: 0, error_diagnostics: "true"}
state: on
"""
    assert problems(text) == [
        ("manifest/missing-key", 1, 1),
        ("manifest/unknown-key", 2, 1),
        ("manifest/missing-key", 3, 42),
        ("manifest/type", 3, 61),
        ("manifest/choice", 3, 74),
        ("manifest/unknown-key", 3, 79),
        ("manifest/unknown-key", 5, 19),
        ("manifest/type", 6, 31),
        ("manifest/one-of", 8, 15),
        ("manifest/one-of", 9, 5),
        ("manifest/one-of", 10, 6),
        ("manifest/type", 11, 5),
        ("manifest/time", 13, 10),
        ("manifest/choice", 14, 14),
        ("manifest/type", 15, 13),
        ("manifest/time", 16, 8),
        ("manifest/range", 17, 38),
        ("manifest/type", 17, 60),
        ("manifest/choice", 18, 8),
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule", "says", "fix"),
    [
        ("schedule:", "schedul:", "manifest/unknown-key", "did you mean 'schedule'?", "schedule"),
        ("start: now", "START: now", "manifest/unknown-key", "did you mean 'start'?", "start"),
        ("name: x", "name: x\nend: 1", "manifest/unknown-key", "it belongs in 'schedule'", "move it to 'schedule'"),
        ("name: x", "name: x\nzzz: true", "manifest/unknown-key", "the keys are aeptui, id, name", None),
        ("{id: s}", "{id: s, class: c}", "manifest/unknown-key", "'class' belongs to a schema", "keep one of the two"),
        ("frequency: once", "frequency: daily", "manifest/choice", "did you mean 'day'?", "day"),
        ("frequency: once", "frequency: onec", "manifest/choice", "did you mean 'once'?", "once"),
        ("frequency: once", "frequency: monthly", "manifest/choice", "'monthly' is not", None),
        ("frequency: once", "frequency: hour, interval: '15'", "manifest/type", "must be a whole number", "write 15"),
        ("frequency: once", "frequency: hour, interval: 1.5", "manifest/type", "must be a whole number", "write 1"),
        ("frequency: once", "frequency: hour, backfill: on", "manifest/type", "must be true or false", "true"),
        ("start: now", "start: [now]", "manifest/type", "must be a time with a zone", None),
        ("start: now", "start: 2026-12-01T06:00:00", "manifest/time", "has no time zone", None),
        ("mapping: []", "mapping: {}", "manifest/type", "must be a list", None),
        ("mapping: []", "mapping: [{to: a, value: [1]}]", "manifest/type", "this is a list", None),
        ("mapping: []", "mapping: [{to: a, value: .inf}]", "manifest/range", "JSON does not have", None),
        ("mapping: []", "mapping: [{to: a, value: ~}]", "manifest/one-of", "nullify()", None),
        ("mapping: []", "mapping: [{to: '', from: a}]", "manifest/empty", "'to' must not be empty", None),
        ("object: o", "object: o, fields: []", "manifest/empty", "must not be an empty list", None),
        ("object: o", "object: o, fields: [{name: a, type: datetime}]", "manifest/choice", "'date-time'", "date-time"),
        ("connection: c", "connection: [c]", "manifest/type", "must be text, or a map", None),
        ("name: x", "name: x\nid: a/b", "manifest/type", "letters, digits", None),
        ("name: x", "name: x\noptions: {partial_ingestion_percent: 101}", "manifest/range", "up to 100", None),
        ("aeptui: 1", "aeptui: 2", "manifest/version", "reads form 1", "aeptui: 1, or a newer aeptui"),
    ],
)  # fmt: skip
def test_a_single_error_is_explained(old: str, new: str, rule: str, says: str, fix: str | None) -> None:
    assert old in SMALL
    found = [each for each in read(SMALL.replace(old, new, 1)).problems if each.rule == rule]
    assert len(found) == 1
    assert says in found[0].message
    assert found[0].fix == fix


@pytest.mark.parametrize("key", ["aeptui", "name", "source", "target", "mapping", "schedule"])
def test_required_keys_are_missed_also_when_empty(key: str) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith(key)]
    for text in ("\n".join(lines), "\n".join([*lines, f"{key}:"])):
        found = [each for each in read(text).problems if each.rule == "manifest/missing-key"]
        assert [each.path for each in found] == [(key,)]
        assert f"'{key}' is missing" in found[0].message


def test_a_missing_key_is_shown_at_its_section() -> None:
    text = SMALL.replace("schedule: {start: now, frequency: once}", "schedule:\n  # when\n  start: now\n")
    assert only(text)[:3] == ("manifest/missing-key", 6, 1)


def test_texts_that_are_no_map_are_refused() -> None:
    assert only("") == ("manifest/empty", 1, 1, "the document is empty", None)
    assert only("- a\n")[:3] == ("manifest/type", 1, 1)
    assert only("hello\n")[:3] == ("manifest/type", 1, 1)


def test_null_leaves_an_optional_key_out() -> None:
    manifest = read(SMALL + "description:\noptions: null\nstate: ~\n").manifest
    assert manifest == read(SMALL).manifest


def test_problems_of_yaml_come_with_those_of_the_document() -> None:
    assert problems(SMALL + "name: y\nstat: draft\n") == [("yaml/duplicate-key", 7, 1), ("manifest/unknown-key", 8, 1)]


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"aeptui: 1\nname: caf\xe9\n", (2, 10)),
        (b"\xff\xfea\x00\x00\xd8", (1, 2)),
    ],
)
def test_bytes_that_are_no_text_are_shown_where_they_stand(data: bytes, position: tuple[int, int]) -> None:
    reading = read_bytes(data, "m.yaml")
    assert reading.manifest is None
    (found,) = reading.problems
    assert (found.rule, found.line, found.column, found.file) == ("yaml/encoding", *position, "m.yaml")
    assert reading.where(("name",)).line == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_are_read_in_the_encodings_of_yaml(encoding: str) -> None:
    text = SMALL.replace("name: x", "name: Größe")
    manifest = read_bytes(text.encode(encoding)).manifest
    assert manifest is not None
    assert manifest.name == "Größe"


def test_a_byte_order_mark_does_not_move_columns() -> None:
    assert [(each.line, each.column) for each in read("\ufeffnaem: x\n").problems if "naem" in each.message] == [(1, 1)]


def test_where_knows_values_keys_and_what_is_around() -> None:
    where = read(TEXT, "m.yaml").where
    lines = TEXT.splitlines()

    def at(*path: str | int) -> tuple[int, str]:
        position = where(path)
        assert position.file == "m.yaml"
        return position.line, lines[position.line - 1][position.column - 1 :]

    assert at() == (2, "aeptui: 1")
    assert at("mapping") == (24, "mapping:")
    assert at("mapping", 1, "to")[1].startswith("person.name.fullName, note")
    assert at("mapping", 2, "to")[1] == "support.channel  # fixed"
    assert at("mapping", 2)[1] == "value: support"
    assert at("mapping", 9, "to") == at("mapping")
    assert at("schedule", "end") == at("schedule")
    assert at("target", "schema", "class")[1] == "https://ns.adobe.com/xdm/context/profile"
    assert at("source", "fields")[1].startswith("fields:")


@pytest.mark.parametrize(
    ("written", "offset", "expected"),
    [
        ("abc def", 4, (1, 8)),
        ("'it''s x'", 5, (1, 11)),
        ('"a\\tb\\u0041c"', 3, (1, 9)),
        ('"a\\tb\\u0041c"', 4, (1, 15)),
        ("|-\n  one\n  two", 5, (3, 4)),
        ("|-\n  one\n  two", 3, (2, 6)),
        (">-\n  one\n  two", 5, (1, 4)),
        ("two\n  lines", 5, (1, 4)),
        ("[a]", 1, (1, 4)),
    ],
)
def test_where_finds_characters_inside_a_text(written: str, offset: int, expected: tuple[int, int]) -> None:
    position = read(f"x: {written}\n").where.inside(("x",), offset)
    assert (position.line, position.column) == expected


def test_every_problem_of_reading_is_a_registered_rule() -> None:
    rules = {rule.id for rule in READING}
    texts = [SMALL + "x: 1\n", "a:\n\tb: 1\n", "- a\n", "a: &x [*x]\n", SMALL.replace("once", "never")]
    assert {each.rule for text in texts for each in read(text).problems} <= rules


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(TEXT)), st.text("{}[]:,'\"-#&*|> \n\tax", max_size=4), st.integers(0, 6))
def test_no_damage_makes_reading_fail(at: int, new: str, gone: int) -> None:
    reading = read(TEXT[:at] + new + TEXT[at + gone :])
    assert (reading.manifest is None) == any(each.severity == "error" for each in reading.problems)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=80))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    assert read_bytes(data).manifest is None


def test_the_table_of_keys_is_complete_and_explains_itself() -> None:
    found = list(sections())
    assert found[0] == ("", MANIFEST)
    assert ("target.schema.fields[]", CUSTOM_FIELD) in found
    for _, section in found:
        names = [key.name for key in section.keys]
        assert len(set(names)) == len(names)
        assert set(section.exactly_one) <= set(names)
        for key in section.keys:
            assert key.help.endswith(".")
            assert key.kind.label
    assert "date-time" in TYPE_NAMES
