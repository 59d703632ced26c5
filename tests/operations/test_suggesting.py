"""Suggestions for the mapping table of a dataflow."""

from collections.abc import Mapping, Sequence
from typing import Any

from aeptui.core.manifest.model import CustomField, MappingRow, Source
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.operations.suggesting import Advisor

PEOPLE = "https://ns.adobe.com/xdm/context/profile-person-details"
ACCOUNT = Source("salesforce", "Salesforce", "Account")
ROW = {"Id": "0015", "Name": "Ada Lovelace", "CreatedDate": "2026-01-02T03:04:05.000+0000", "Opened": "1714557600"}


def advisor(*fields: CustomField, every: str = "[0]") -> Advisor:
    """Over a profile schema with these custom fields."""
    tree = compose(standard(), PROFILE, (PEOPLE,), fields)
    return Advisor(tree, [each for each in tree.leaves() if ".*" not in each.path], PROFILE, every=every)


def rows_for(
    advising: Advisor,
    sample: Mapping[str, Any],
    kinds: Mapping[str, str] | None = None,
    more: Sequence[Mapping[str, Any]] = (),
) -> dict[str, MappingRow]:
    """The best row for each column of a sample row; texts where no other type is given."""
    columns = [(name, (kinds or {}).get(name, "string")) for name in sample]
    found = advising.advise(ACCOUNT, columns, [sample, *more], None).candidates
    return {name: each[0].row for name, each in found.items()}


def test_texts_become_what_the_target_holds_in_the_form_in_which_they_are_written() -> None:
    found = rows_for(advisor(), ROW)
    assert found["Name"] == MappingRow("person.name.fullName", from_="Name")
    pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSX"
    assert found["CreatedDate"] == MappingRow("_repo.createDate", expr=f'date(CreatedDate, "{pattern}")')
    typed = rows_for(advisor(), ROW, {"CreatedDate": "date-time"})
    assert typed["CreatedDate"] == MappingRow("_repo.createDate", from_="CreatedDate")


def test_times_that_are_not_all_written_alike_are_copied() -> None:
    found = rows_for(advisor(), ROW, more=[ROW | {"CreatedDate": "2026-01-02T03:04:05Z"}])
    assert found["CreatedDate"] == MappingRow("_repo.createDate", from_="CreatedDate")


def test_values_that_a_target_would_not_take_make_it_unlikely() -> None:
    severity = CustomField("support.severity", "string", enum=("new", "closed"), title="Severity")
    columns = [("severity", "string")]
    fits = advisor(severity).advise(ACCOUNT, columns, [{"severity": "new"}] * 3, None).candidates["severity"][0]
    clashes = advisor(severity).advise(ACCOUNT, columns, [{"severity": "17"}] * 3, None).candidates["severity"]
    assert fits.probability > 0.8 and fits.path == "support.severity"
    wrong = next(each for each in clashes if each.path == "support.severity")
    assert wrong.probability < 0.3 and "values do not fit" in wrong.reason


def test_a_field_of_exactly_that_name_comes_before_one_that_resembles_it() -> None:
    names = ("assigned_to", "assigned_on", "order", "case")
    fields = tuple(CustomField(f"support.{name}", "string") for name in names)
    found = rows_for(advisor(*fields), dict.fromkeys(reversed(names), ""))
    assert {name: row.to for name, row in found.items()} == {name: f"support.{name}" for name in names}


def test_lists_take_a_single_value_as_their_first_element() -> None:
    fields = (CustomField("support.tags", "array", items="string"),)
    assert rows_for(advisor(*fields), {"tags": "a"})["tags"] == MappingRow("support.tags[0]", from_="tags")
    listed = rows_for(advisor(*fields), {"tags": ["a"]}, {"tags": "array"})
    assert listed["tags"] == MappingRow("support.tags", from_="tags")


def test_without_a_schema_there_are_profiles_and_no_suggestions() -> None:
    found = Advisor(None, (), "").advise(ACCOUNT, [("Name", "string")], [ROW], None)
    assert found.profiles["Name"].filled == 1 and not found.candidates


def test_reasons_are_words() -> None:
    found = advisor().advise(ACCOUNT, [("Name", "string")], [ROW], None).candidates["Name"][0]
    assert found.reason == "name, string" and 0.42 < found.probability < 1
