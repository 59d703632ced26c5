import pytest

from aeptui.core.mapping.lint.values import constraint_breach, conversion, misfit
from aeptui.core.xdm.tree import Field


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        ("x", "string"),
        (5, "string"),
        (True, "boolean"),
        ("yes", "boolean"),
        (5, "integer"),
        ("5", "integer"),
        (5.0, "long"),
        (5.5, "number"),
        ("5.5", "number"),
        ("2026-12-01", "date"),
        ("2026-12-01T06:00:00Z", "date-time"),
        (127, "byte"),
    ],
)
def test_values_of_a_type(value: object, type_name: str) -> None:
    assert misfit(value, type_name) is None


@pytest.mark.parametrize(
    ("value", "type_name", "says"),
    [
        ("maybe", "boolean", "neither true nor false"),
        (1, "boolean", "neither true nor false"),
        ("x", "integer", "no number"),
        (True, "integer", "no number"),
        ("1e999", "number", "no number"),
        (5.5, "integer", "no whole number"),
        (129, "byte", "ends at 128"),
        ("soon", "date", "no date"),
        (20261201, "date-time", "no date-time"),
        ("x", "object", "single value"),
        ("x", "array", "single value"),
    ],
)
def test_values_that_are_not_of_a_type(value: object, type_name: str, says: str) -> None:
    found = misfit(value, type_name)
    assert found is not None
    assert says in found


@pytest.mark.parametrize(
    ("value", "field", "says"),
    [
        ("b", Field("f", "f", "string", enum=("a",)), "not one of"),
        ("a", Field("f", "f", "string", enum=("a",)), None),
        (1, Field("f", "f", "integer", enum=(1, 2)), None),
        ("1", Field("f", "f", "integer", enum=(1, 2)), None),
        (0, Field("f", "f", "integer", min=1), "less than 1"),
        ("9", Field("f", "f", "integer", max=5), "greater than 5"),
        ("", Field("f", "f", "string", min_length=1), "shorter"),
        ("abc", Field("f", "f", "string", max_length=2), "longer"),
        ("abc", Field("f", "f", "string", pattern="^x"), "does not match"),
        ("abc", Field("f", "f", "string", pattern="("), None),
        ("abc", Field("f", "f", "string"), None),
    ],
)
def test_constraints(value: object, field: Field, says: str | None) -> None:
    found = constraint_breach(value, field)
    assert (found is None) == (says is None)
    assert says is None or says in (found or "")


@pytest.mark.parametrize(
    ("source", "target", "fit"),
    [
        ("string", "string", "fits"),
        ("integer", "string", "fits"),
        ("date", "string", "fits"),
        ("object", "string", "clash"),
        ("string", "date", "parsed"),
        ("string", "integer", "parsed"),
        ("string", "boolean", "parsed"),
        ("string", "array", "clash"),
        ("array", "array", "fits"),
        ("object", "map", "fits"),
        ("array", "object", "clash"),
        ("date", "date-time", "fits"),
        ("date-time", "date", "narrowed"),
        ("date", "integer", "clash"),
        ("boolean", "integer", "clash"),
        ("integer", "boolean", "clash"),
        ("integer", "number", "fits"),
        ("number", "integer", "narrowed"),
        ("long", "integer", "narrowed"),
        ("byte", "long", "fits"),
    ],
)
def test_what_becomes_of_types(source: str, target: str, fit: str) -> None:
    assert conversion(source, target) == fit
