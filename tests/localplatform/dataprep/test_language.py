from typing import Any

import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import PREP, ok

LANGUAGE = f"{PREP}/languages/el"


async def test_functions_tell_how_to_call_them(client: Client) -> None:
    listed = ok(await client.call("GET", f"{LANGUAGE}/functions"))
    names = {entry["function"] for entry in listed}
    assert {"concat", "date", "iif", "coalesce", "sha256", "json_to_object"} <= names
    date = [entry for entry in listed if entry["function"] == "date"]
    assert any(len(entry["params"]) == 3 for entry in date) or any(len(entry["params"]) == 2 for entry in date)
    keys = {
        "category",
        "function",
        "description",
        "syntax",
        "returns",
        "returnType",
        "example",
        "result",
        "params",
        "since",
    }
    assert all(set(entry) == keys for entry in listed)
    assert all(entry["description"] for entry in listed)
    assert [param["position"] for param in date[0]["params"]] == list(range(1, len(date[0]["params"]) + 1))


async def test_operators_are_listed(client: Client) -> None:
    listed = ok(await client.call("GET", f"{LANGUAGE}/operators"))
    symbols = {entry["operatorSymbol"] for entry in listed}
    assert {"+", "-", "*", "/", "%", "~", "!", "==", "!=", "<", "<=", ">", ">=", "&&", "||"} <= symbols
    assert {entry["numberOfOperands"] for entry in listed} == {1, 2, 3}


@pytest.mark.parametrize(
    ("expression", "valid"),
    [
        ('concat("Hi", ",", "there", "!")', True),
        ({"expression": "upper(name)"}, True),
        ("concat(", False),
        ("nosuch(1)", False),
        ("", False),
    ],
)
async def test_an_expression_is_valid_or_not(client: Client, expression: Any, valid: bool) -> None:
    answer = await client.call("POST", f"{LANGUAGE}/validate", {"expression": expression})
    assert ok(answer) is valid


@pytest.mark.parametrize("body", [{}, {"expression": 5}, []])
async def test_without_an_expression_nothing_is_validated(client: Client, body: Any) -> None:
    assert (await client.call("POST", f"{LANGUAGE}/validate", body)).status_code == 400
