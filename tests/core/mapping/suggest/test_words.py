"""Names into words and terms."""

import pytest

from aeptui.core.mapping.suggest.lexicon import stem
from aeptui.core.mapping.suggest.terms import terms_of
from aeptui.core.mapping.suggest.words import words_of


@pytest.mark.parametrize("name", ["LastName", "last_name", "lastname", "LAST-NAME", "last name", "lastName"])
def test_separators_cases_and_the_vocabulary_part_words(name: str) -> None:
    assert words_of(name) == ("last", "name")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("numberofemployees", ("number", "of", "employees")),
        ("address1_line1", ("address", "1", "line", "1")),
        ("cust_no", ("customer", "number")),
        ("shpmthd", ("shipping", "method")),
        ("homephn", ("home", "phone")),
        ("Geburtsdatum", ("birth", "date")),
        ("URLName", ("url", "name")),
        ("eMail", ("email",)),
        ("IDs", ("ids",)),
        ("qqzzxxw", ("qqzzxxw",)),
        ("", ()),
        ("___", ()),
    ],
)
def test_names_of_many_habits(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zip", "postalCode"),
        ("PLZ", "postcode"),
        ("created_at", "createdDate"),
        ("date_modification", "lastUpdatedDate"),
        ("surname", "lastName"),
        ("cell", "mobilePhone"),
        ("employee_count", "numberOfEmployees"),
        ("cities", "city"),
        ("primary_email", "emailAddress"),
    ],
)
def test_different_words_for_the_same_give_the_same_terms(one: str, other: str) -> None:
    assert terms_of(one) == terms_of(other)


@pytest.mark.parametrize(
    "forms",
    [
        ("cancel", "cancelled", "cancellation"),
        ("bounce", "bounced", "bouncing"),
        ("ship", "shipped", "shipping"),
        ("create", "created", "creation"),
        ("adjust", "adjusted", "adjustment"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(each) for each in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("state", "status"), ("need", "nee"), ("on", "one"), ("count", "country")])
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_any_text_can_be_a_name() -> None:
    for name in ("\x1b[31m", "ü" * 500, "名前", "a" * 5000, "[bold]x[/]", "\u202eabc", "1" * 400):
        assert isinstance(terms_of(name), tuple)
