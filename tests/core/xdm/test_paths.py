import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.xdm.paths import Index, PathError, join, names_of, parse


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("_id", ("_id",)),
        ("person.name.fullName", ("person", "name", "fullName")),
        ("phones[0].number", ("phones", Index(0), "number")),
        ("phones[*]", ("phones", Index(None))),
        ("m.Email[0].id", ("m", "Email", Index(0), "id")),
        ("a[0][*].b", ("a", Index(0), Index(None), "b")),
        (r"a\.b.c", ("a.b", "c")),
    ],
)
def test_paths_and_their_steps(path: str, steps: tuple[object, ...]) -> None:
    assert parse(path) == steps
    assert join(parse(path)) == path


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ("", 1),
        (".a", 1),
        ("a.", 3),
        ("a..b", 3),
        ("a[x]", 2),
        ("a[0", 2),
        ("a[0]b", 5),
        ("a]", 2),
        ("[0]", 1),
        ("a. .b", 4),
    ],
)
def test_what_is_no_path_is_shown_where_it_stops_being_one(path: str, position: int) -> None:
    with pytest.raises(PathError) as caught:
        parse(path)
    assert caught.value.position == position


def test_names_leave_indexes_out() -> None:
    assert names_of(parse("a[0].b[*]")) == ("a", "b")


@given(st.text("ab.[]*0\\ ", max_size=12))
def test_a_text_is_a_path_or_an_error_within_it(text: str) -> None:
    try:
        steps = parse(text)
    except PathError as error:
        assert 1 <= error.position <= len(text) + 1
    else:
        assert parse(join(steps)) == steps
