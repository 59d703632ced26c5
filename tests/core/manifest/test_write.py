import difflib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.model import (
    CustomField,
    ExistingSchema,
    Manifest,
    MappingRow,
    NewConnection,
    NewSchema,
    Options,
    SourceField,
)
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import update_unfinished
from aeptui.core.manifest.write import new_id, to_yaml, with_id
from tests.core.manifest.samples import MANIFESTS, TEXT

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def manifest_of(text: str) -> Manifest:
    reading = read(text)
    assert reading.manifest is not None, reading.problems
    return reading.manifest


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in lines if line[0] in "+-"]


SAMPLE = manifest_of(TEXT)


@SLOW
@given(MANIFESTS)
def test_what_is_written_reads_as_the_same_manifest(manifest: Manifest) -> None:
    assert manifest_of(to_yaml(manifest)) == manifest


@SLOW
@given(MANIFESTS)
def test_writing_is_stable(manifest: Manifest) -> None:
    text = to_yaml(manifest)
    assert to_yaml(manifest_of(text)) == text


@SLOW
@given(MANIFESTS, st.sampled_from(["\n", "\r\n"]))
def test_a_text_brought_up_to_what_it_says_stays(manifest: Manifest, eol: str) -> None:
    text = to_yaml(manifest).replace("\n", eol)
    assert update_unfinished(text, manifest_of(text)) == text


@SLOW
@given(MANIFESTS, MANIFESTS)
@pytest.mark.thorough
def test_any_manifest_can_be_brought_up_to_any_other(before: Manifest, after: Manifest) -> None:
    assert manifest_of(update_unfinished(to_yaml(before), after)) == after


@settings(SLOW, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(MANIFESTS, MANIFESTS, st.sampled_from(["\n", "\r\n"]))
@pytest.mark.thorough
def test_changes_in_place_need_no_second_way(before: Manifest, after: Manifest, eol: str) -> None:
    text = "# head comment" + eol + to_yaml(before).replace("\n", eol)
    assert update_unfinished(text, after).startswith("# head comment")


@SLOW
@given(MANIFESTS)
def test_the_sample_can_be_brought_up_to_any_other(after: Manifest) -> None:
    assert manifest_of(update_unfinished(TEXT, after)) == after


@SLOW
@given(st.permutations(SAMPLE.mapping), st.sets(st.integers(0, 3)), st.lists(st.integers(0, 4), max_size=3))
def test_rows_moved_removed_and_inserted_keep_all_other_lines(
    rows: list[MappingRow], gone: set[int], places: list[int]
) -> None:
    wanted = [row for number, row in enumerate(rows) if number not in gone]
    for number, place in enumerate(places):
        wanted.insert(place, MappingRow(to=f"new.n{number}", from_=f"column {number}"))
    after = update_unfinished(TEXT, replace(SAMPLE, mapping=tuple(wanted)))
    assert manifest_of(after).mapping == tuple(wanted)
    head, tail = TEXT.split("mapping:\n")[0], TEXT[TEXT.index("schedule:") :]
    assert after.startswith(head)
    assert after.endswith(tail)


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_an_id_is_one_new_line_and_nothing_else_changes(eol: str) -> None:
    text = TEXT.replace("\n", eol)
    after = with_id(text, "4f6c2d0e")
    assert after.replace(f"id: 4f6c2d0e{eol}", "") == text
    assert after.splitlines()[1:4] == ["aeptui: 1", "id: 4f6c2d0e", "name: ServiceNow incidents"]
    assert manifest_of(after).id == "4f6c2d0e"


@SLOW
@given(MANIFESTS, st.from_regex(r"[0-9a-f]{8}", fullmatch=True), st.sampled_from(["", "\ufeff", "# head\n\n", "---\n"]))
def test_an_id_leaves_every_other_byte(manifest: Manifest, id: str, head: str) -> None:
    text = head + to_yaml(replace(manifest, id=None))
    after = with_id(text, id)
    start = next(at for at in range(len(text)) if after[at] != text[at])
    added = len(after) - len(text)
    assert after[:start] + after[start + added :] == text
    assert manifest_of(after).id == id


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("{aeptui: 1, name: x}", "{aeptui: 1, id: abc, name: x}"),
        ("{name: x}\n", "{id: abc, name: x}\n"),
        ("{}", "{id: abc}"),
        ("name: x", "id: abc\nname: x"),
        ("name: x\naeptui: 1", "name: x\naeptui: 1\nid: abc"),
        ("id:   # to come\nname: x\n", "id: abc   # to come\nname: x\n"),
        ("id: null\nname: x\n", "id: abc\nname: x\n"),
        ("id: there\nname: x\n", "id: there\nname: x\n"),
        ("# c\r\naeptui: 1 # form\r\nname: x\r\n", "# c\r\naeptui: 1 # form\r\nid: abc\r\nname: x\r\n"),
    ],
)
def test_an_id_fits_into_any_form_of_map(text: str, after: str) -> None:
    assert with_id(text, "abc") == after


@pytest.mark.parametrize("text", ["", "- a\n", "a: b: c\n", "word"])
def test_an_id_has_no_place_outside_a_map(text: str) -> None:
    with pytest.raises(ValueError, match="not a YAML map"):
        with_id(text, "abc")


def test_new_ids_are_eight_hexadecimal_digits_and_differ() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(id) == 8 and int(id, 16) >= 0 for id in ids)


def test_a_changed_value_changes_its_own_characters_only() -> None:
    after = update_unfinished(TEXT, replace(SAMPLE, name="a: b", state="disabled"))
    assert changed_lines(TEXT, after) == [
        "- name: ServiceNow incidents",
        "+ name: 'a: b'",
        "- state: enabled                       # enabled | disabled | draft",
        "+ state: disabled                       # enabled | disabled | draft",
    ]


def test_a_row_that_changes_its_kind_keeps_its_form_and_comment() -> None:
    rows = list(SAMPLE.mapping)
    rows[1] = replace(rows[1], expr=None, from_="full_name")
    rows[2] = replace(rows[2], value=None, expr="upper(x)", note="why")
    after = update_unfinished(TEXT, replace(SAMPLE, mapping=tuple(rows)))
    assert changed_lines(TEXT, after) == [
        """-   - {expr: 'concat(first_name, " ", last_name)', to: person.name.fullName, note: display name}  # shown""",
        "+   - {from: full_name, to: person.name.fullName, note: display name}  # shown",
        "-   - value: support",
        "+   - expr: upper(x)",
        "+     note: why",
    ]


def test_a_moved_row_takes_its_comment_along() -> None:
    first, second, third, fourth = SAMPLE.mapping
    after = update_unfinished(TEXT, replace(SAMPLE, mapping=(third, first, second, fourth)))
    start = after.index("mapping:\n") + len("mapping:\n")
    assert after[start:].startswith(
        "  - value: support\n    to: support.channel  # fixed\n  - {from: sys_id, to: _id}\n"
    )


def test_keys_that_come_and_go_take_their_place_in_the_order() -> None:
    schedule = replace(SAMPLE.schedule, frequency="once", interval=None, backfill=None, delta_column=None)
    schema = SAMPLE.target.schema
    assert isinstance(schema, NewSchema)
    target = replace(SAMPLE.target, schema=replace(schema, field_groups=(), description="new"))
    after = update_unfinished(TEXT, replace(SAMPLE, description="", schedule=schedule, target=target))
    assert changed_lines(TEXT, after) == [
        "- description: Incidents into the profile store   # why",
        "+     description: new",
        "-     field_groups:",
        "-       - https://ns.adobe.com/xdm/context/profile-person-details",
        "- schedule: {start: 2026-12-01T06:00:00Z, frequency: hour, interval: 1, delta_column: {name: sys_updated_on}}",
        "+ schedule: {start: 2026-12-01T06:00:00Z, frequency: once}",
    ]


def test_parts_that_become_another_thing_are_written_anew() -> None:
    source = replace(SAMPLE.source, connection=NewConnection("new", "Basic Authentication"))
    target = replace(SAMPLE.target, schema=ExistingSchema("https://ns.adobe.com/acme/schemas/1"))
    after = update_unfinished(TEXT, replace(SAMPLE, source=source, target=target))
    assert "  connection: {name: new, auth: Basic Authentication}\n  object: incident\n" in after
    assert "  schema:\n    id: https://ns.adobe.com/acme/schemas/1\n  dataset: {name:" in after


def test_lists_in_brackets_over_several_lines_keep_their_comments() -> None:
    text = TEXT.replace(
        "  fields:                            # left out: taken from explore\n"
        "    - {name: sys_id, type: string}   # the key\n"
        "    - {name: sys_updated_on, type: date-time}\n",
        "  fields: [\n    {name: sys_id, type: string},  # the key\n"
        "    {name: sys_updated_on, type: date-time},  # time\n    {name: x, type: long}\n  ]\n",
    )
    manifest = manifest_of(text)
    assert manifest.source.fields is not None
    first, second, third = manifest.source.fields
    new = SourceField("new", "string")

    def with_fields(*fields: SourceField) -> str:
        return update_unfinished(text, replace(manifest, source=replace(manifest.source, fields=fields)))

    assert changed_lines(text, with_fields(first, second, new)) == [
        "-     {name: x, type: long}",
        "+     {name: new, type: string}",
    ]
    assert "# the key\n    {name: x, type: long}\n  ]" in with_fields(first, third)
    assert "[\n    {name: new, type: string}, {name: sys_id, type: string},  # the key\n" in with_fields(
        new, first, second, third
    )
    assert "{name: x, type: long}, {name: new, type: string}\n  ]" in with_fields(first, second, third, new)
    assert "{name: sys_id, type: string}\n  ]" in with_fields(first)


def test_anchors_never_change_what_was_not_meant() -> None:
    text = TEXT.replace("{from: sys_id, to: _id}", "{from: &key sys_id, to: _id}").replace(
        "- {from: sys_id, to: support.caseNumber}", "- {from: *key, to: support.caseNumber}"
    )
    manifest = manifest_of(text)
    assert manifest == SAMPLE
    rows = (replace(manifest.mapping[0], from_="other"), *manifest.mapping[1:])
    assert manifest_of(update_unfinished(text, replace(manifest, mapping=rows))).mapping == rows
    assert update_unfinished(text, replace(manifest, name="b")) == text.replace("ServiceNow incidents", "b")


def test_a_text_with_errors_cannot_be_brought_up() -> None:
    with pytest.raises(ValueError, match="errors"):
        update_unfinished("aeptui: 1\nnonsense: 2\n", SAMPLE)


def test_the_form_of_what_is_written() -> None:
    schema = SAMPLE.target.schema
    assert isinstance(schema, NewSchema)
    long = CustomField("support.note", "string", description="what was said " * 9, enum=("a", 1, True))
    start = datetime(2026, 12, 1, 8, tzinfo=timezone(timedelta(hours=2)))
    manifest = replace(
        SAMPLE,
        id="12345678",
        target=replace(SAMPLE.target, schema=replace(schema, fields=(long,), description="two\nlines")),
        schedule=replace(SAMPLE.schedule, start=start, end=datetime(2027, 1, 1, tzinfo=UTC)),
        options=Options(),
    )
    lines = to_yaml(manifest).splitlines()
    assert lines[:4] == [
        "aeptui: 1",
        "id: '12345678'",
        "name: ServiceNow incidents",
        "description: Incidents into the profile store",
    ]
    assert '    description: "two\\nlines"' in lines
    assert "      - path: support.note" in lines
    assert "        enum: [a, 1, true]" in lines
    assert "  start: 2026-12-01T08:00:00+02:00" in lines
    assert "  end: 2027-01-01T00:00:00Z" in lines
    assert lines[-2:] == ["options: {error_diagnostics: true}", "state: enabled"]
    assert max(map(len, lines)) <= 160
