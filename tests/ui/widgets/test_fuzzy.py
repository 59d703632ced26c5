"""Ranking names by what one types."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.ui.widgets.fuzzy import Ranking

PATHS = [
    ("_id", "Identifier"),
    ("person.name.firstName", "First name"),
    ("person.name.lastName", "Last name"),
    ("person.birthDate", "Birthday"),
    ("personalEmail.address", "E-mail address"),
    ("homeAddress.street1", "Street"),
    ("consents.marketing.email.val", "Consent to e-mail"),
]


def ranking() -> Ranking[str]:
    return Ranking((path, path, title) for path, title in PATHS)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("_id", "_id"),
        ("birth", "person.birthDate"),
        ("street", "homeAddress.street1"),
        ("lastName", "person.name.lastName"),
        ("person name", "person.name.lastName"),
        ("person.name.f", "person.name.firstName"),
        ("address", "personalEmail.address"),
        ("BIRTHDAY", "person.birthDate"),
        ("pnln", "person.name.lastName"),
        ("email", "personalEmail.address"),
        ("email.v", "consents.marketing.email.val"),
    ],
)
def test_the_best_comes_first(query: str, first: str) -> None:
    assert ranking().best(query, 3)[0] == first


def test_nothing_matches_and_everything_matches_nothing() -> None:
    assert ranking().best("zzz", 5) == []
    assert ranking().best("  ", 2) == ["_id", "person.name.firstName"]
    assert len(ranking()) == len(PATHS)


def test_matches_come_in_their_own_order() -> None:
    assert ranking().matches("name") == ["person.name.firstName", "person.name.lastName"]


@given(st.lists(st.text(string.ascii_letters + "._ é漢İ", max_size=12)), st.text(max_size=5), st.integers(0, 10))
def test_any_query_gives_matches_of_which_the_best_are_some(names: list[str], query: str, limit: int) -> None:
    found = Ranking((place, name, "") for place, name in enumerate(names))
    best = found.best(query, limit)
    assert len(best) == len(set(best)) <= limit
    if query.split():
        assert set(best) <= set(found.matches(query))
        assert all(
            all(letter in names[place].casefold() for letter in "".join(query.casefold().split())) for place in best
        )


@given(st.lists(st.text("abA. ", max_size=6), max_size=12), st.text("abc ", max_size=6))
def test_letter_by_letter_finds_what_the_whole_query_finds(names: list[str], query: str) -> None:
    entries = [(name, name, name[::-1]) for name in names]
    typed = Ranking(entries)
    for end in (*range(len(query) + 1), 1, len(query)):
        assert typed.best(query[:end], 5) == Ranking(entries).best(query[:end], 5)
