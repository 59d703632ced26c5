"""Making a connection on the source screen, and the account of one that the review makes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.model import NewConnection
from aeptui.operations.sign_ins import SignIn
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.account_form import AccountForm, Given
from tests.e2e.conftest import run, serving
from tests.ui.conftest import opening_for, profile_of
from tests.ui.driver import Ui, driving
from tests.ui.screens.target_support import demo, on_screen

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with serving(tmp_path_factory.mktemp("connecting")) as info:
        yield info


async def fill_in(ui: Ui, *answers: str) -> None:
    """Types the answers, an enter after each."""
    for answer in answers:
        if answer:
            await ui.type(answer)
        await ui.press("enter")


def connections(info: dict[str, Any]) -> dict[str, list[str]]:
    """The ids of the connections, by name."""
    found: dict[str, list[str]] = {}
    for each in run("connections", "list", "--json", info=info).json["connections"]:
        found.setdefault(each["name"], []).append(each["id"])
    return found


async def test_a_connection_is_made_tested_and_entered(served: dict[str, Any], home: Path) -> None:
    async with driving(Aeptui(opening_for(profile_of(served)))) as ui:
        await ui.press("n", "f2")
        await fill_in(ui, "servicenow")
        assert "Account of ServiceNow" in ui.text()
        await fill_in(ui, "https://acme.example.com", "ada", "wrong")
        assert "does not let this account in" in ui.text()
        assert "Connection (required)" not in ui.text(), "it is there already, under its name"
        assert "wrong" not in str(ui.app.screen.query_one("Form").values), "secrets are named, never told"
        await ui.press("down", "down")
        await fill_in(ui, "right")
        assert "ServiceNow (ServiceNow)" in ui.text() and "incident" in ui.text()
        assert len(connections(served)["ServiceNow"]) == 1, "the refused one was mended, no second one made"


async def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(served: dict[str, Any], home: Path) -> None:
    async with driving(Aeptui(opening_for(profile_of(served)))) as ui:
        await ui.press("n", "f2")
        await fill_in(ui, "servicenow")
        await ui.press("up", *["backspace"] * 10)
        await fill_in(ui, "ServiceNow demo", "https://acme.example.com", "ada", "right")
        assert "There is a connection called 'ServiceNow demo' at ServiceNow already" in " ".join(ui.text().split())
        assert "https://acme.example.com" in ui.text()
        await ui.press("escape")
        assert len(connections(served)["ServiceNow demo"]) == 1


async def test_the_list_of_connections_ends_with_a_new_one(served: dict[str, Any], home: Path) -> None:
    async with driving(Aeptui(opening_for(profile_of(served)))) as ui:
        await ui.press("n", "escape")
        await fill_in(ui, "a new connection")
        assert "Amazon S3" in ui.text()
        await fill_in(ui, "servicenow")
        await ui.press("escape")
        assert "Connections of the sandbox" in ui.text()


async def test_the_review_asks_for_the_account_of_a_connection_that_it_makes(
    served: dict[str, Any], home: Path
) -> None:
    source = demo().source
    connection = NewConnection("Made by the review", "Basic Authentication")
    manifest = demo(source=replace(source, connection=connection))
    async with on_screen(Aeptui(opening_for(profile_of(served))), "6", manifest) as ui:
        await ui.press("a")
        assert "Made by the review" in ui.text() and "Password" in ui.text()
        await ui.press("escape")
        assert "Made by the review" not in connections(served), "nothing is made where nobody answered"
        await ui.press("a")
        await fill_in(ui, "https://acme.example.com", "ada", "right")
        assert len(connections(served)["Made by the review"]) == 1


def test_an_account_does_not_tell_its_secrets() -> None:
    assert "geheim" not in repr(Given("a", {"password": "geheim"}))


def test_fields_of_the_source_do_not_meet_the_name_of_the_connection() -> None:
    schema = {"properties": {"name": {"type": "string"}, "password": {"type": "string"}}}
    form = AccountForm("S", SignIn("basic", (), schema))
    assert [each.name for each in form._fields] == ["name", "params.name", "params.password"]
