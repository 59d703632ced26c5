"""A tenant's object in targets, columns and expressions."""

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.targets import PlatformPaths, moved, rename_tenant

PATHS = PlatformPaths(frozenset({"support.caseNumber"}), "new")


def test_rows_of_another_tenant_become_rows_of_this_document() -> None:
    rows = (
        MappingRow("_old.support.caseNumber", from_="number"),
        MappingRow("_old.other", from_="_old.loyalty.id"),
        MappingRow("_older.x", expr="upper(_old.loyalty.id)"),
        MappingRow("_old.tags[0].name", value="_old.x"),
    )
    assert moved(rows, "old", PATHS) == (
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("_new.other", from_="_new.loyalty.id"),
        MappingRow("_older.x", expr="upper(_new.loyalty.id)"),
        MappingRow("_new.tags[0].name", value="_old.x"),
    )


def test_within_a_tenant_only_custom_fields_change_their_form() -> None:
    rows = (MappingRow("_new.support.caseNumber", expr="_new.x"), MappingRow("_new.y", from_="a"))
    assert moved(rows, "new", PATHS) == (MappingRow("support.caseNumber", expr="_new.x"), rows[1])


def test_what_a_document_does_not_list_yet_is_a_custom_field_of_its_own_schema() -> None:
    rows = (MappingRow("_old.other[0].name", from_="a"), MappingRow("person.name", from_="b"))
    own = PlatformPaths(PATHS.custom, "new", own=True)
    assert [row.to for row in moved(rows, "old", own)] == ["other[0].name", "person.name"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("_old.a.b + ${_old.c d}", "_new.a.b + ${_new.c d}"),
        ("contains_key('_old.a') ? '_older' : z", 'contains_key("_new.a") ? \'_older\' : z'),
        ("x.get('_old')", 'x.get("_new")'),
        ("transformArray(_old.items[*], _old -> _old.x)", None),
        ("filterArray(list, _old -> _old.x > 0)", "filterArray(list, _old -> _old.x > 0)"),
        ("person._old.x + _old_thing", "person._old.x + _old_thing"),
        ("not an (expression _old.x", "not an (expression _old.x"),
        ("_old.items[0].price", "_new.items[0].price"),
    ],
)  # fmt: skip
def test_expressions_are_renamed_as_the_language_reads_them(before: str, after: str | None) -> None:
    assert rename_tenant(before, "_old", "_new") == (before if after is None else after)
