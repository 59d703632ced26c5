"""How fast suggestions are: the processor time of the command on a task, beyond what a task of one column takes."""

import gc
import json
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from aeptui.core.mapping.suggest.model import SourceField, SourceObject, TargetField
from aeptui.core.mapping.suggest.suggest import suggest
from aeptui.core.mapping.suggest.targets import TargetIndex
from tests.core.mapping.suggest.tables import own_tasks, source_of, targets_of

pytestmark = pytest.mark.thorough

# The processor time beyond that of the smallest task (one column, one target; 0.12 s where the bars of 0.05 s and 1 s
# were met), as a part of it: of a usual table and schema, and of a large one.
USUAL = 0.5
LARGE = 8.0
LEAST_ROUNDS, MOST_ROUNDS = 4, 16
# Bytes of the index of ten thousand targets, what is remembered about their words included.
INDEX = 16_000_000


def made_up(columns: int, leaves: int) -> tuple[SourceObject, list[TargetField]]:
    """A table and a schema of those sizes, made of the names of real ones with prefixes and numbers."""
    tasks = own_tasks()
    names = list({each.name: each for task in tasks for each in source_of(task).fields}.values())
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


def task_file(folder: Path, columns: int, leaves: int) -> Path:
    """A task of those sizes as the command reads it."""
    source, targets = made_up(columns, leaves)
    path = folder / f"{columns}x{leaves}.json"
    target = {"class": "profile", "fields": [asdict(each) for each in targets]}
    path.write_text(json.dumps({"name": path.stem, "source": asdict(source), "target": target}))
    return path


def processor_time(task: Path) -> float:
    """The seconds that a process with the command takes, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "aeptui", "automap", str(task)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def beyond_the_smallest(folder: Path, columns: int, leaves: int, bar: float) -> float:
    """What a task of those sizes takes beyond one column and one target, as a part of what these take; the best of
    several rounds each.

    They take turns, so that a machine that is slow for a while is slow for both; there are more rounds, up to a bound,
    as long as the bar is missed.
    """
    small, task = task_file(folder, 1, 1), task_file(folder, columns, leaves)
    unit = took = float("inf")
    for turn in range(MOST_ROUNDS):
        unit, took = min(unit, processor_time(small)), min(took, processor_time(task))
        if turn + 1 >= LEAST_ROUNDS and took / unit - 1 < bar:
            break
    return took / unit - 1


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


def test_a_usual_table_takes_a_moment(tmp_path: Path) -> None:
    assert beyond_the_smallest(tmp_path, 60, 555, USUAL) < USUAL


def test_a_large_table_and_schema_take_a_few_times_that(tmp_path: Path) -> None:
    assert beyond_the_smallest(tmp_path, 2000, 5000, LARGE) < LARGE


def test_the_index_of_a_schema_is_made_once() -> None:
    source, targets = made_up(5, 5000)
    index = TargetIndex(targets)
    assert seconds(lambda: suggest(source, index, "profile")) < 0.2 * seconds(lambda: TargetIndex(targets))


def test_the_index_of_a_large_schema_is_small() -> None:
    source, targets = made_up(60, 10_000)
    tracemalloc.start()
    try:
        index = TargetIndex(targets)
        suggest(source, index, "profile")
        assert tracemalloc.get_traced_memory()[0] < INDEX
    finally:
        tracemalloc.stop()
