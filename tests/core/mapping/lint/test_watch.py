from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import apply
from aeptui.core.manifest.model import Manifest, MappingRow, NewSchema
from aeptui.core.manifest.problems import SEVERITIES, in_order
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import lacking
from aeptui.core.mapping.lint import watch as watching
from aeptui.core.mapping.lint.check import check, examined
from aeptui.core.mapping.lint.sample import Seen
from aeptui.core.mapping.lint.subject import Subject, target_tree
from aeptui.core.mapping.lint.table import Examined
from aeptui.core.mapping.lint.watch import Watch
from aeptui.core.xdm.library import PROFILE
from tests.core.manifest.edit_samples import POOL, RANDOM, SEEDED, an_edit, unfinished
from tests.core.manifest.samples import TEXT

_SAMPLE = read(TEXT).manifest
assert _SAMPLE is not None
SAMPLE: Manifest = _SAMPLE


_TARGETS = (
    "_id",
    "person",
    "person.name",
    "person.name.fullName",
    "identityMap.Email[0].id",
    "identityMap.Email",
    "..",
    "",
)
_COLUMNS = ("sys_id", "number", "no such column", "sys_id.value", "")


@SEEDED
@given(RANDOM)
def test_any_unfinished_document_can_be_looked_at(random: Random) -> None:
    manifest = unfinished(random)
    problems = Watch().look(manifest)
    gaps = lacking(manifest)
    assert set(gaps) <= set(problems)
    assert not {gap.path for gap in gaps} & {each.path for each in problems if each not in gaps}


def _row(random: Random) -> MappingRow:
    row = MappingRow(random.choice(_TARGETS))
    column = random.choice(_COLUMNS)
    return random.choice((row, replace(row, from_=column), replace(row, expr=f"trim({column})"), replace(row, value=1)))


def _edited(random: Random, manifest: Manifest) -> Manifest:
    """A manifest after an edit, mostly of its mapping: rows put, added, taken out, moved, all changed."""
    rows = list(manifest.mapping)
    at = random.randrange(len(rows) + 1)
    kind = random.randrange(7)
    if kind == 0:
        return apply(manifest, an_edit(random, manifest))
    if kind == 1 and rows:
        del rows[at % len(rows)]
    elif kind == 2 and rows:
        rows.insert(at, rows.pop(random.randrange(len(rows))))
    elif kind == 3:
        rows[at:] = [replace(row, note="again") for row in rows[at:]]
    elif kind == 4 and rows:
        rows[at % len(rows)] = _row(random)
    else:
        rows[at:at] = [_row(random) for _ in range(random.randrange(3))]
    return replace(manifest, mapping=tuple(rows))


@SEEDED
@given(RANDOM)
def test_after_any_edits_it_tells_what_a_first_look_tells(random: Random) -> None:
    watch, manifest = Watch(), random.choice((SAMPLE, *POOL))
    seen = Seen((("sys_id", "integer"), ("number", "string")), ({"sys_id": 1.5, "number": ""}, {"sys_id": None}))
    for _ in range(12):
        manifest = _edited(random, manifest)
        known = random.choice(
            ({}, {"https://a/1": {"$id": "https://a/1", "properties": {"extra": {"type": "string"}}}})
        )
        shown = random.choice((None, seen, seen))
        assert Counter(watch.look(manifest, known, "acme", shown)) == Counter(
            Watch().look(manifest, known, "acme", shown)
        )


def _looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The targets of the rows that are looked at from now on."""
    targets: list[str] = []

    def counted(subject: Subject, row: MappingRow) -> Examined:
        targets.append(row.to)
        return examined(subject, row)

    monkeypatch.setattr(watching, "examined", counted)
    return targets


def test_only_rows_that_changed_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(MappingRow(f"crm.field{number}", from_="sys_id") for number in range(50))
    manifest, watch, targets = replace(SAMPLE, mapping=rows), Watch(), _looked_at(monkeypatch)
    watch.look(manifest)
    assert len(targets) == 50
    targets.clear()
    manifest = replace(manifest, mapping=(*rows[:20], MappingRow("new", from_="sys_id"), *rows[20:]))
    watch.look(manifest)
    manifest = replace(manifest, mapping=(*manifest.mapping[:3], replace(rows[3], note="a"), *manifest.mapping[4:]))
    watch.look(manifest)
    watch.look(replace(manifest, mapping=tuple(reversed(manifest.mapping))))
    watch.look(replace(manifest, name="another", schedule=replace(manifest.schedule, frequency="week")))
    assert targets == ["new", "crm.field3"]
    watch.look(replace(manifest, source=replace(manifest.source, fields=())))
    assert len(targets) == 2 + 51


def test_the_worst_is_told_first_and_rows_in_their_order() -> None:
    rows = (
        MappingRow("nowhere", from_="sys_id"),
        MappingRow("", from_="sys_id"),
        MappingRow("also.not", from_="sys_id"),
    )
    problems = Watch().look(replace(SAMPLE, mapping=rows))
    grades = [SEVERITIES.index(each.severity) for each in problems]
    assert grades == sorted(grades)
    assert [each.path[1] for each in problems if each.path[0] == "mapping" and each.severity == "error"][:3] == [
        0,
        1,
        2,
    ]


def test_a_finished_document_has_the_problems_that_check_finds() -> None:
    assert in_order(list(Watch().look(SAMPLE))) == tuple(check(SAMPLE, target_tree(SAMPLE)))
    worse = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("nowhere", from_="nothing")))
    assert in_order(list(Watch().look(worse))) == tuple(check(worse, target_tree(worse)))
    assert len(Watch().look(worse)) > len(Watch().look(SAMPLE))


def test_an_empty_place_is_reported_once() -> None:
    manifest = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("", from_="sys_id")))
    added = set(Watch().look(manifest)) - set(Watch().look(SAMPLE))
    assert [(each.rule, each.path) for each in added] == [("manifest/missing-key", ("mapping", 4, "to"))]


def test_a_row_without_a_source_claims_its_target() -> None:
    manifest = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("_id"), MappingRow("nowhere")))
    added = {(each.rule, each.path) for each in set(Watch().look(manifest)) - set(Watch().look(SAMPLE))}
    assert added == {
        ("manifest/one-of", ("mapping", 4)),
        ("manifest/one-of", ("mapping", 5)),
        ("mapping/duplicate-target", ("mapping", 4, "to")),
        ("mapping/unknown-target", ("mapping", 5, "to")),
    }


def test_a_blank_document_is_told_what_it_lacks_and_nothing_of_what_follows_from_that() -> None:
    rules = [(each.rule, each.path) for each in Watch().look(blank(PROFILE))]
    assert [rule for rule, _ in rules[:6]] == ["manifest/missing-key"] * 6
    assert rules[6:] == [("delta/missing", ("schedule",)), ("mapping/empty", ("mapping",))]


def test_schemas_that_were_fetched_are_known() -> None:
    id = "https://ns.adobe.com/acme/mixins/1"
    group = {"$id": id, "properties": {"extra": {"type": "string", "title": "Extra"}}}
    assert isinstance(SAMPLE.target.schema, NewSchema)
    schema = replace(SAMPLE.target.schema, field_groups=(id,))
    manifest = replace(
        SAMPLE, target=replace(SAMPLE.target, schema=schema), mapping=(MappingRow("extra", from_="sys_id"),)
    )
    assert "mapping/unknown-target" in {each.rule for each in Watch().look(manifest)}
    assert "mapping/unknown-target" not in {each.rule for each in Watch().look(manifest, {id: group})}
