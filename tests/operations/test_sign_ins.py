import pytest

from aeptui.operations.sign_ins import SignIn, SignInField, sign_ins
from aeptui.services.flow_service.models import ConnectionSpec

SPEC = ConnectionSpec.model_validate(
    {
        "id": "1",
        "name": "some-source",
        "authSpec": [
            {
                "name": "Key",
                "spec": {
                    "type": "object",
                    "properties": {
                        "host": {"type": "string", "title": "Host"},
                        "port": {"type": "integer", "default": 22},
                        "secure": {"type": "boolean"},
                        "region": {"type": "string", "enum": ["eu", "us"]},
                        "key": {"type": "string", "format": "password"},
                    },
                    "required": ["host", "key"],
                },
            },
            {"name": "Bare"},
            {"name": "Odd", "spec": {"properties": {"a": True}}},
        ],
    }
)


def test_a_form_is_made_from_the_specification() -> None:
    key, bare, odd = sign_ins(SPEC)
    assert key.fields == (
        SignInField("host", True, False, "string", "Host"),
        SignInField("port", False, False, "integer", default=22),
        SignInField("secure", False, False, "boolean"),
        SignInField("region", False, False, choices=("eu", "us")),
        SignInField("key", True, True),
    )
    assert key.secrets == {"key"}
    assert bare.fields == () and [field.name for field in odd.fields] == ["a"]


@pytest.mark.parametrize(
    ("params", "problems"),
    [
        ({"host": "h", "key": "k"}, []),
        ({"host": "h", "key": "k", "port": 22, "secure": True, "region": "eu"}, []),
        ({"host": 5, "key": 7}, []),
        ({}, ["host is missing", "key is missing"]),
        ({"host": "", "key": None}, ["host is missing", "key is missing"]),
        ({"host": "h", "key": {"hidden": 1}}, ["key must be of the type string"]),
        ({"host": "h", "key": True}, ["key must be of the type string"]),
        ({"host": "h", "key": "k", "port": "22"}, ["port must be of the type integer"]),
        ({"host": "h", "key": "k", "region": "hidden"}, ["region must be one of eu, us"]),
    ],
)
def test_problems_name_parameters_and_never_values(params: dict[str, object], problems: list[str]) -> None:
    found = sign_ins(SPEC)[0].problems(params)
    assert found == problems
    assert "hidden" not in str(found)


def test_unknown_parameters_are_told_apart() -> None:
    assert SignIn("x", (SignInField("a", True, False),)).unknown({"a": 1, "b": 2}) == ["b"]
