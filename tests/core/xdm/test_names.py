import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.xdm.names import legal_name, legal_names, name_problem


@pytest.mark.parametrize("name", ["a", "caseNumber", "case-number", "case_number", "2nd", "-a"])
def test_legal_names(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "says"), [("", "empty"), ("_id", "underscore"), ("a b", "' '"), ("a.b", "'.'"), ("größe", "'öß'")]
)
def test_illegal_names(name: str, says: str) -> None:
    problem = name_problem(name)
    assert problem is not None
    assert says in problem


@pytest.mark.parametrize(
    ("text", "name"),
    [("_id", "id"), ("First Name", "First_Name"), ("Größe (m)", "Gro_e_m"), ("Ü", "U"), ("__", "field")],
)
def test_odd_names_stay_recognisable(text: str, name: str) -> None:
    assert legal_name(text) == name


def test_names_are_distinct_and_legal_ones_are_kept() -> None:
    assert legal_names(["a b", "a_b", "a.b", "id", "_id", "a b"]) == {
        "a b": "a_b_2", "a_b": "a_b", "a.b": "a_b_3", "id": "id", "_id": "id_2",
    }  # fmt: skip


@given(st.lists(st.text(max_size=6), max_size=12))
def test_any_columns_get_legal_and_distinct_names(columns: list[str]) -> None:
    names = legal_names(columns)
    assert set(names) == set(columns)
    assert len(set(names.values())) == len(names)
    for column, name in names.items():
        assert name_problem(name) is None
        assert name_problem(column) is not None or name == column
        assert re.fullmatch(r"[A-Za-z0-9_-]+", name)
