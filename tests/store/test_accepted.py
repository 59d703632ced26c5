"""What was accepted and refused before."""

import json
from pathlib import Path

import pytest

from aeptui.store.accepted import Accepted, Pair, accepted_file
from aeptui.store.paths import user_paths

PAIR = Pair("ServiceNow", "incident", "u_phone", "workPhone.number")


@pytest.fixture
def file() -> Path:
    """The file of an organisation."""
    return accepted_file(user_paths(), "ABC@AdobeOrg")


def test_choices_last_and_say_how_near_they_are(file: Path) -> None:
    Accepted(file).accept(PAIR)
    known = Accepted(file)
    assert known.weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 1
    other_object = known.weight("ServiceNow", "case", "U_Phone", "workPhone.number")
    other_system = known.weight("Zendesk", "users", "uPhone", "workPhone.number")
    assert 0 < other_system < other_object < 1
    assert known.weight("ServiceNow", "incident", "u_phone", "homePhone.number") == 0
    assert known.paths("U-PHONE") == ("workPhone.number",) and known.paths("phone") == ()


def test_what_is_refused_stays_refused_until_it_is_accepted(file: Path) -> None:
    known = Accepted(file)
    known.refuse(PAIR)
    assert Accepted(file).weight("ServiceNow", "incident", "u_phone", "workPhone.number") == -1
    assert known.weight("Zendesk", "users", "u_phone", "workPhone.number") == 0
    known.accept(PAIR)
    assert Accepted(file).weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 1


def test_two_windows_keep_each_others_choices(file: Path) -> None:
    one, other = Accepted(file), Accepted(file)
    second = Pair("ServiceNow", "incident", "u_mail", "workEmail.address")
    one.accept(PAIR)
    other.accept(second)
    found = json.loads(file.read_text(encoding="utf-8"))["choices"]
    assert {each["column"] for each in found} == {"u_phone", "u_mail"}


def test_the_file_is_private_readable_and_can_be_deleted(file: Path) -> None:
    known = Accepted(file)
    known.accept(PAIR)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "workPhone.number" in file.read_text(encoding="utf-8")
    known.forget()
    assert not file.exists() and known.weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 0


def test_organisations_are_kept_apart(file: Path) -> None:
    assert accepted_file(user_paths(), "../x").parent == file.parent
    Accepted(file).accept(PAIR)
    other = Accepted(accepted_file(user_paths(), "XYZ@AdobeOrg"))
    assert other.weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"choices": 5}', '{"choices": [1, {}, {"system": 1}]}'])
def test_a_damaged_file_counts_as_empty(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    known = Accepted(file)
    assert known.weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 0
    known.accept(PAIR)
    assert Accepted(file).weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 1


def test_what_was_taken_back_leaves_nothing(file: Path) -> None:
    known = Accepted(file)
    second = Pair("ServiceNow", "incident", "u_mail", "workEmail.address")
    known.accept(PAIR, second)
    known.accept(PAIR)
    known.withdraw(PAIR, second)
    assert known.weight("ServiceNow", "incident", "u_phone", "workPhone.number") == 1
    assert known.paths("u_mail") == ()
    known.refuse(second)
    known.withdraw(second)
    assert known.weight("ServiceNow", "incident", "u_mail", "workEmail.address") == -1
    known.readmit(second, PAIR)
    assert known.weight("ServiceNow", "incident", "u_mail", "workEmail.address") == 0
    assert [each["column"] for each in json.loads(file.read_text(encoding="utf-8"))["choices"]] == ["u_phone"]
