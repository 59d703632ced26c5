"""Rows from columns to targets."""

from collections.abc import Sequence

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.core.xdm.profile import profile
from aeptui.operations.explore import SampleColumn
from aeptui.operations.proposing import row_for

PEOPLE = "https://ns.adobe.com/xdm/context/profile-person-details"
TREE = compose(standard(), PROFILE, (PEOPLE,))


def row(name: str, values: Sequence[str], target: str, every: str = "[0]") -> MappingRow:
    """The row from a text column with these values to a target of Profile."""
    found = TREE.find(target)
    assert found is not None
    return row_for(SampleColumn(name, "string"), profile(values), found.field, every=every)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("birth_date", "birth_date"),
        ("birth date", "${birth date}"),
        ("birth-date", "${birth-date}"),
        ("Birth.Date", r"${Birth\.Date}"),
        ("concat", "${concat}"),
    ],
)
def test_times_are_read_by_their_form_whatever_the_column_is_called(name: str, written: str) -> None:
    made = row(name, ["1980-01-02", "1990-03-04"], "person.birthDate")
    assert made == MappingRow("person.birthDate", expr=f'date({written}, "yyyy-MM-dd")')
    assert Preview(TREE).result(made, {name: "1980-01-02"}).value == "1980-01-02"


def test_times_and_dates_are_read_by_the_form_of_their_values() -> None:
    made = row("changed on", ["2026-01-02 03:04:05"], "_repo.modifyDate")
    assert made.expr == 'date(${changed on}, "yyyy-MM-dd HH:mm:ss")'
    assert row("changed on", ["2026-01-02", "02.01.2026"], "_repo.modifyDate").from_ == "changed on"
    assert row("year", ["1980"], "person.birthYear").expr == "to_integer(year)"
    assert row("year of birth", ["1980"], "person.birthYear").expr == "to_integer(${year of birth})"


def test_columns_of_records_are_paths() -> None:
    made = row("contact.birth-date", ["1980-01-02"], "person.birthDate", every="[*]")
    sample = {"contact": {"birth-date": "1980-01-02"}}
    assert Preview(TREE, nested=True).result(made, sample).value == "1980-01-02"
    assert row("odd[", ["1980-01-02"], "person.birthDate", every="[*]").from_ == "odd["
