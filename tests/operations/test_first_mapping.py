"""The first mapping of a source: what suggestions and the sample agree on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from aeptui.core.manifest.model import MappingRow, Source
from aeptui.operations.about import topic_of
from aeptui.operations.explore import Sample, SampleColumn
from aeptui.operations.first_mapping import FirstMapping, propose, with_custom_fields

PEOPLE = Source("crm", "CRM", "Contact")
NAME = {"FirstName": "Ann"}


class Choices:
    """What a user accepted (1) and refused (-1) for columns."""

    def __init__(self, **weights: int) -> None:
        self._weights = weights

    def weight(self, system: str, object: str, column: str, path: str) -> float:
        return self._weights.get(column, 0)

    def paths(self, column: str) -> Sequence[str]:
        return ()


def sample(
    rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str] | None = None, *, nested: bool = False
) -> Sample:
    """A sample whose columns are those of the first row, or those with kinds; texts where no type is given."""
    known = dict.fromkeys(rows[0] if rows else (), "string") | dict(kinds or {})
    return Sample(tuple(SampleColumn(name, kind) for name, kind in known.items()), tuple(rows), nested)


def proposed(found: Sample, source: Source = PEOPLE, choices: Choices | None = None) -> FirstMapping:
    """The first mapping of a sample."""
    return propose(source, topic_of(source.object, (each.name for each in found.columns)), found, choices)


def rows_by_column(first: FirstMapping) -> dict[str, MappingRow]:
    """The row of each column."""
    return {each.column: each.row for each in first.chosen}


def test_a_boolean_is_no_choice_of_texts() -> None:
    kinds = {"HasOptedOutOfEmail": "boolean"}
    found = sample([NAME | {"HasOptedOutOfEmail": value} for value in (True, False)], kinds)
    assert set(rows_by_column(proposed(found))) == {"FirstName"}
    unseen = sample([NAME | {"HasOptedOutOfEmail": None}], kinds)
    assert set(rows_by_column(proposed(unseen))) == {"FirstName"}


@pytest.mark.parametrize(
    ("values", "taken"),
    [(["male", "female"], True), (["male"] * 99 + ["M"], False), (["M", "F"], False), (["", ""], False)],
)
def test_a_text_is_one_of_the_choices_in_every_row_of_the_sample(values: list[str], taken: bool) -> None:
    found = sample([NAME | {"gender": value} for value in values])
    assert ("gender" in rows_by_column(proposed(found))) is taken


def test_columns_of_records_are_tried_too() -> None:
    records = [{"name": {"first": "Ann"}, "person": {"gender": value}} for value in ("M", "F")]
    kinds = {"name.first": "string", "person.gender": "string"}
    columns = tuple(SampleColumn(name, kind) for name, kind in kinds.items())
    assert set(rows_by_column(proposed(Sample(columns, tuple(records), nested=True)))) == {"name.first"}


def test_no_single_value_fills_every_element() -> None:
    found = sample([{"email": "ann@example.com", "details": None}], nested=True)
    assert all("[*]" not in each.row.to for each in proposed(found).chosen)


def test_rows_that_are_not_sure_say_how_likely_they_are_and_why() -> None:
    found = sample([NAME | {"MailingAddress": "x", "Description": "y", "Company": "z"}])
    first = proposed(found)
    doubtful = [each for each in first.chosen if not each.sure]
    assert doubtful and all(each.probability < 0.8 for each in doubtful)
    for each in doubtful:
        assert each.row.note is not None and each.row.note.startswith(f"{int(100 * each.probability)} %: ")
    sure = rows_by_column(first)["FirstName"]
    assert sure == MappingRow("person.name.firstName", from_="FirstName")


def test_each_target_is_filled_once() -> None:
    found = sample([{"Email": "a@b.cc", "email": "a@b.cc", "E-Mail": "a@b.cc", "email_address": "a@b.cc"}])
    targets = [each.row.to for each in proposed(found).chosen]
    assert len(targets) == len(set(targets))


def test_what_was_refused_is_not_proposed() -> None:
    found = sample([NAME | {"LastName": "Lee"}])
    assert set(rows_by_column(proposed(found, choices=Choices(FirstName=-1)))) == {"LastName"}


def test_a_thing_without_a_class_fills_no_fields_of_persons() -> None:
    found = sample([{"sys_id": "a1", "state": "2", "contact_type": "phone", "description": "x", "email": "a@b.cc"}])
    first = proposed(found, Source("servicenow", "x", "incident"))
    assert {each.row.to for each in first.chosen} <= {"_id"} and first.groups == ()


def test_only_groups_that_are_needed_are_taken() -> None:
    assert proposed(sample([NAME])).groups == ("https://ns.adobe.com/xdm/context/profile-person-details",)


INCIDENT = Source("servicenow", "x", "incident")


def with_fields(found: Sample, source: Source = INCIDENT) -> FirstMapping:
    """The first mapping with custom fields."""
    topic = topic_of(source.object, (each.name for each in found.columns))
    return with_custom_fields(source, topic, found, propose(source, topic, found, None))


def test_custom_fields_have_the_types_of_the_columns_and_of_their_values() -> None:
    rows = [
        {"number": "INC1", "sla ends": "2026-01-02 03:04:05", "due": "2026-01-02", "made_sla": True, "tags": ["a"]},
        {"number": "INC2", "sla ends": "2026-01-03 03:04:05", "due": "", "made_sla": False, "tags": []},
    ]
    first = with_fields(sample(rows, {"made_sla": "boolean", "tags": "array"}))
    types = {field.path: (field.type, field.items) for field in first.fields}
    assert types == {
        "incident.number": ("string", None),
        "incident.sla_ends": ("date-time", None),
        "incident.due": ("date", None),
        "incident.made_sla": ("boolean", None),
        "incident.tags": ("array", "string"),
    }
    made = rows_by_column(first)
    assert made["sla ends"].expr == 'date(${sla ends}, "yyyy-MM-dd HH:mm:ss")'
    assert made["number"] == MappingRow("incident.number", from_="number")


def test_columns_that_no_custom_field_could_take_stay_unmapped() -> None:
    rows = [{"info": {"a": 1}, "lines": [{"a": 1}], "count": "many", "number": "INC1"}]
    first = with_fields(sample(rows, {"info": "object", "lines": "array", "count": "integer"}))
    assert [field.path for field in first.fields] == ["incident.number"]
    assert set(rows_by_column(first)) == {"number"}


def test_custom_fields_of_columns_with_like_names_are_told_apart() -> None:
    first = with_fields(sample([{"a.b": "x", "a_b": "y", "a b": "z"}]))
    assert [field.path for field in first.fields] == ["incident.a_b_2", "incident.a_b", "incident.a_b_3"]
    assert [each.row.from_ for each in first.chosen] == ["a.b", "a_b", "a b"]


def test_custom_fields_keep_clear_of_standard_ones() -> None:
    found = sample([{"first_name": "Ann", "last_name": "Lee", "shoe": "42"}])
    first = with_fields(found, Source("sftp", "x", "/person.csv"))
    assert [field.path for field in first.fields] == ["personRecord.shoe"]
