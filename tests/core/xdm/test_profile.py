"""What a sample tells about a column."""

import pytest

from aeptui.core.xdm.profile import profile, profiles, text_of, value_at


def test_counts_filled_and_distinct_values() -> None:
    found = profile(["b", None, "", "a", "a", "ccc"])
    assert (found.rows, found.filled, found.distinct, found.filled_percent) == (6, 4, 3, 67)
    assert (found.least, found.greatest, found.longest, found.samples) == ("a", "ccc", 3, ("b", "a", "ccc"))


@pytest.mark.parametrize(
    ("filled", "rows", "percent"), [(0, 3, 0), (3, 3, 100), (999, 1000, 99), (1, 1000, 1), (0, 0, 0)]
)
def test_no_percentage_says_all_or_none_where_that_is_not_so(filled: int, rows: int, percent: int) -> None:
    assert profile(["x"] * filled + [None] * (rows - filled)).filled_percent == percent


def test_numbers_are_bounded_by_value() -> None:
    assert (profile([9, 10.5, None]).least, profile([9, 10.5]).greatest) == ("9", "10.5")
    assert (profile(["9", "10"]).least, profile(["9", "10"]).greatest) == ("9", "10")


@pytest.mark.parametrize("values", [[True, False], [["x"], ["y"]], [{"a": 1}], [None], []])
def test_what_has_no_order_has_no_bounds(values: list[object]) -> None:
    assert (profile(values).least, profile(values).greatest) == ("", "")


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["true", "False"], "boolean"),
        (["Y", "no"], "yes or no"),
        (["0123", "007"], "digits"),
        (["1", "-20"], "integer"),
        (["1.5", "2.0"], "number"),
        (["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123+0100"], "ISO 8601 time"),
        (["2026-01-02 03:04:05"], "yyyy-MM-dd HH:mm:ss"),
        (["2026-01-02"], "yyyy-MM-dd"),
        (["02.01.2026"], "dd.MM.yyyy"),
        (["1/2/2026"], "slashed date"),
        (["ann@example.com"], "email"),
        (["https://example.com/x?y"], "url"),
        (["6b3b5aee-8ab3-4b5d-9a33-4f5a1c4c2f11"], "uuid"),
        (["5ce6a97cdb2949f6c4d638282f1d2b7a"], "32 hex digits"),
        (["10.0.0.1"], "IPv4 address"),
        (["+49 61 755-8235"], "phone"),
        (["ann@example.com", "n/a"], ""),
        (["1", "x"], ""),
        ([1, 2], ""),
        ([None], ""),
    ],
)
def test_the_form_is_one_that_every_value_has(values: list[object], form: str) -> None:
    assert profile(values).form == form


def test_columns_of_nested_rows_are_paths() -> None:
    rows = [{"a": {"b": 1}, "a.c": 2}, {"a": None}]
    found = profiles(rows, ["a.b", "a.c", "gone"])
    assert [found[name].filled for name in ("a.b", "a.c", "gone")] == [1, 1, 0]
    assert value_at({"a": [1]}, "a.b") is None


def test_values_as_text() -> None:
    assert [text_of(value) for value in (None, True, 1, 1.5, "é", {"é": [1]})] == [
        "",
        "true",
        "1",
        "1.5",
        "é",
        '{"é":[1]}',
    ]
