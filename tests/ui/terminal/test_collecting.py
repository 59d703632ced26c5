"""What survived once is looked at again only when there is twice as much of it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from aeptui.ui.terminal.collecting import Collecting


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collecting() -> Iterator[Collecting]:
    made = Collecting()
    made.begin()
    yield made
    made.end()


def test_what_is_there_is_set_aside_and_new_garbage_is_found(collecting: Collecting) -> None:
    assert gc.get_freeze_count() > 1000
    ring = weakref.ref(Ring())
    gc.collect()
    assert ring() is None


def test_what_survived_is_set_aside_until_there_is_twice_as_much(collecting: Collecting) -> None:
    kept = Ring()
    ring = weakref.ref(kept)
    gc.collect()
    del kept
    gc.collect()
    assert ring() is not None
    grown = [[number] for number in range(2 * gc.get_freeze_count())]
    gc.collect()
    gc.collect()
    assert ring() is None and len(grown)


def test_at_the_end_everything_is_python_s_again(collecting: Collecting) -> None:
    collecting.end()
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert gc.get_freeze_count() == 0
    collecting.begin()
