"""Garbage collection that no key waits for.

Python looks at everything there is whenever a quarter has been added to it: with ten thousand rows that is some tenth
of a second, at any moment. What survived once is not looked at again here before there is twice as much of it.
"""

import gc

GROWTH = 2


class Collecting:
    """Sets aside what survives a full collection, from ``begin`` to ``end``."""

    def __init__(self) -> None:
        self._whole = 0
        """How many objects there were when all of them were looked at last."""
        self._all = False

    def begin(self) -> None:
        """Sets aside what is there: the program itself."""
        gc.freeze()
        self._whole = gc.get_freeze_count()
        gc.callbacks.append(self._collected)

    def end(self) -> None:
        """Leaves everything to Python again."""
        gc.callbacks.remove(self._collected)
        gc.unfreeze()

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] < 2:
            return
        if phase == "start":
            self._all = gc.get_freeze_count() > GROWTH * self._whole
            if self._all:
                gc.unfreeze()
        else:
            gc.freeze()
            if self._all:
                self._whole = gc.get_freeze_count()
