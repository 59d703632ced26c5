"""How benchmarks measure."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

TURNS = 3


def least(work: Callable[[], object]) -> float:
    """The processor time of the fastest of several turns, in seconds."""
    taken = []
    for _ in range(TURNS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def bench() -> Path:
    """The measuring tool for real terminals; skips where it or what it needs is missing."""
    folder = os.environ.get("AEPTUI_SHARED")
    if not folder:
        pytest.skip("AEPTUI_SHARED is not set: no tool to measure a real terminal with")
    pytest.importorskip("pyte", reason="the measuring tool needs pyte")
    return Path(folder) / "bench"
