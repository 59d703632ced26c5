from dataclasses import replace
from random import Random

from hypothesis import given

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.model import Manifest, MappingRow
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import lacking
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.mapping.lint.unfinished import check_unfinished
from aeptui.core.xdm.library import PROFILE
from tests.core.manifest.edit_samples import RANDOM, SEEDED, unfinished
from tests.core.manifest.samples import TEXT

_SAMPLE = read(TEXT).manifest
assert _SAMPLE is not None
SAMPLE: Manifest = _SAMPLE


@SEEDED
@given(RANDOM)
def test_any_unfinished_document_can_be_looked_at(random: Random) -> None:
    manifest = unfinished(random)
    problems = check_unfinished(manifest)
    gaps = lacking(manifest)
    assert list(problems[: len(gaps)]) == gaps
    assert not {gap.path for gap in gaps} & {each.path for each in problems[len(gaps) :]}


def test_a_finished_document_has_the_problems_that_check_finds() -> None:
    assert list(check_unfinished(SAMPLE)) == check(SAMPLE, target_tree(SAMPLE))
    worse = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("nowhere", from_="nothing")))
    assert list(check_unfinished(worse)) == check(worse, target_tree(worse))
    assert len(check_unfinished(worse)) > len(check_unfinished(SAMPLE))


def test_an_empty_place_is_reported_once() -> None:
    manifest = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("", from_="sys_id")))
    added = set(check_unfinished(manifest)) - set(check_unfinished(SAMPLE))
    assert [(each.rule, each.path) for each in added] == [("manifest/missing-key", ("mapping", 4, "to"))]


def test_a_row_without_a_source_claims_its_target() -> None:
    manifest = replace(SAMPLE, mapping=(*SAMPLE.mapping, MappingRow("_id"), MappingRow("nowhere")))
    added = {(each.rule, each.path) for each in set(check_unfinished(manifest)) - set(check_unfinished(SAMPLE))}
    assert added == {
        ("manifest/one-of", ("mapping", 4)),
        ("manifest/one-of", ("mapping", 5)),
        ("mapping/duplicate-target", ("mapping", 4, "to")),
        ("mapping/unknown-target", ("mapping", 5, "to")),
    }


def test_a_blank_document_is_told_what_it_lacks_and_nothing_of_what_follows_from_that() -> None:
    rules = [(each.rule, each.path) for each in check_unfinished(blank(PROFILE))]
    assert [rule for rule, _ in rules[:6]] == ["manifest/missing-key"] * 6
    assert rules[6:] == [("delta/missing", ("schedule",)), ("mapping/empty", ("mapping",))]


def test_schemas_that_were_fetched_are_known() -> None:
    id = "https://ns.adobe.com/acme/mixins/1"
    group = {"$id": id, "properties": {"extra": {"type": "string", "title": "Extra"}}}
    schema = replace(SAMPLE.target.schema, field_groups=(id,))
    manifest = replace(
        SAMPLE, target=replace(SAMPLE.target, schema=schema), mapping=(MappingRow("extra", from_="sys_id"),)
    )
    assert "mapping/unknown-target" in {each.rule for each in check_unfinished(manifest)}
    assert "mapping/unknown-target" not in {each.rule for each in check_unfinished(manifest, {id: group})}
