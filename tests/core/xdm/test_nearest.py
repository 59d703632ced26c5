import pytest

from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.core.xdm.nearest import PathIndex, nearest_paths
from tests.core.xdm.samples import CONTACT, DETAILS

TREE = compose(standard(), PROFILE, [DETAILS, CONTACT])


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("person.name.fullname", "person.name.fullName"),
        ("persn.name.firstName", "person.name.firstName"),
        ("fullName", "person.name.fullName"),
        ("name.lastName", "person.name.lastName"),
        ("person.name.full_name", "person.name.fullName"),
        ("homeAdress.city", "homeAddress.city"),
    ],
)
def test_the_path_that_was_meant_comes_first(path: str, meant: str) -> None:
    assert nearest_paths(TREE, path)[0] == meant


def test_nothing_is_near_what_resembles_nothing() -> None:
    assert nearest_paths(TREE, "zzzzqqqq") == ()
    assert PathIndex([]).nearest("a") == ()


def test_a_beginning_in_common_is_not_enough() -> None:
    known = PathIndex(["support.openedAt", "support.number", "support.there"])
    assert known.nearest("support.nothere") == ("support.there",)
    assert PathIndex(["support.openedAt"]).nearest("support.nothere") == ()
    assert PathIndex(["person.name.fullName"]).nearest("person.name.ful") == ("person.name.fullName",)


def test_no_more_than_asked_for() -> None:
    assert len(nearest_paths(TREE, "person.name.fullName", 2)) == 2
