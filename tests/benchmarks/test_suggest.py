"""How fast suggestions are, beside a loop of plain Python in the same run."""

import gc
import time
from collections.abc import Callable

import pytest

from aeptui.core.mapping.suggest.model import SourceField, SourceObject, TargetField
from aeptui.core.mapping.suggest.suggest import suggest
from aeptui.core.mapping.suggest.targets import TargetIndex
from tests.core.mapping.suggest.tables import own_tasks, source_of, targets_of

pytestmark = pytest.mark.thorough

# One yardstick is a second's hundredth or so on a machine of today: the bars are 50 ms and 1 s.
USUAL = 5.0
LARGE = 100.0


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The processor time of the fastest of some runs."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(times):
            began = time.process_time()
            work()
            best = min(best, time.process_time() - began)
    finally:
        gc.enable()
    return best


def yardstick() -> int:
    """A loop that takes about ten milliseconds."""
    counts: dict[int, int] = {}
    for number in range(100_000):
        counts[number % 1000] = counts.get(number % 1000, 0) + number
    return len(counts)


def made_up(columns: int, leaves: int) -> tuple[SourceObject, list[TargetField]]:
    """A table and a schema of those sizes, made of the names of real ones with prefixes and numbers."""
    tasks = own_tasks()
    names = [each for task in tasks for each in source_of(task).fields]
    paths = list({each.path: each for task in tasks for each in targets_of(task)}.values())
    fields = [
        names[at] if at < len(names) else SourceField(f"legacy_{names[at % len(names)].name}_{at}", "string")
        for at in range(columns)
    ]
    targets = [
        paths[at] if at < len(paths) else TargetField(f"_acme.group{at % 97}.{paths[at % len(paths)].path}", "string")
        for at in range(leaves)
    ]
    return SourceObject("made up", "contacts", tuple(fields)), targets


def test_a_usual_table_takes_a_moment() -> None:
    source, targets = made_up(60, 555)
    took, unit = seconds(lambda: suggest(source, targets, "profile")), seconds(yardstick)
    assert took < USUAL * unit, (took, unit)


def test_a_large_table_and_schema_take_less_than_a_second() -> None:
    source, targets = made_up(2000, 5000)
    took, unit = seconds(lambda: suggest(source, targets, "profile"), 2), seconds(yardstick)
    assert took < LARGE * unit, (took, unit)


def test_the_index_of_a_schema_is_made_once() -> None:
    source, targets = made_up(5, 5000)
    index = TargetIndex(targets)
    assert seconds(lambda: suggest(source, index, "profile")) < 0.2 * seconds(lambda: TargetIndex(targets))
