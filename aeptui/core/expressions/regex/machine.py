"""Runs the program of a regular expression with backtracking, and gives up after a bounded number of steps.

A state that failed once is not tried again, which makes the work proportional to pattern times text; only with back
references, where a state depends on what was captured, can the bound of steps be reached by a short text.
"""

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex.program import (
    ATOMIC,
    BACKREF,
    CHAR,
    DONE,
    JUMP,
    LOOK,
    MARK,
    PLACE,
    PROGRESS,
    SAVE,
    SPLIT,
    Program,
)

MAX_STEPS = 1_000_000
"""The most steps where failed states are remembered; enough for simple patterns on texts of 100,000 characters."""

MAX_BACKTRACKS = 300_000
"""The most steps with back references."""

Saved = tuple[int, ...]
"""The offsets saved: start and end of the match, of each group, then marks of loops; -1 where nothing is saved."""


class Machine:
    """One matching of a program against a text; states that failed are remembered across starts."""

    def __init__(self, program: Program, text: str) -> None:
        self._code = program.code
        self._slots = program.slots
        self._memoizable = program.memoizable
        self._text = text
        self._steps = MAX_STEPS if program.memoizable else MAX_BACKTRACKS
        self._failed: set[int] = set()

    def match_at(self, start: int, *, whole: bool = False) -> Saved | None:
        """The offsets of a match that begins at ``start`` (and ends with the text where ``whole``), or None."""
        end = len(self._text) if whole else None
        found = self._run(0, start, (-1,) * self._slots, end, self._failed)
        if found is None:
            return None
        self._failed.clear()
        return found[0]

    def _run(self, pc: int, at: int, saved: Saved, end: int | None, failed: set[int]) -> tuple[Saved, int] | None:
        """Runs from an instruction to DONE: what is saved and where it ends, which must be ``end`` where given."""
        code, text = self._code, self._text
        length = len(text)
        waiting: list[tuple[int, int, Saved]] = []
        while True:
            self._steps -= 1
            if self._steps < 0:
                raise TransformError("the regular expression takes too long on this text", unknown=True)
            operation, first, second = code[pc]
            alive = True
            if operation == CHAR:
                alive = at < length and first(text[at])
                at += 1
                pc += 1
            elif operation == SPLIT:
                state = pc * (length + 1) + at
                if state in failed:
                    alive = False
                else:
                    if self._memoizable:
                        failed.add(state)
                    waiting.append((second, at, saved))
                    pc = first
            elif operation == JUMP:
                pc = first
            elif operation in (SAVE, MARK):
                saved = (*saved[:first], at, *saved[first + 1 :])
                pc += 1
            elif operation == DONE:
                if end is None or at == end:
                    return saved, at
                alive = False
            else:
                pc, at, saved, alive = self._special(pc, at, saved)
            if not alive:
                if not waiting:
                    return None
                pc, at, saved = waiting.pop()

    def _special(self, pc: int, at: int, saved: Saved) -> tuple[int, int, Saved, bool]:
        """The rarer operations: the next state, and whether it goes on from there."""
        operation, first, second = self._code[pc]
        if operation == PROGRESS:
            return (second if saved[first] == at else pc + 1), at, saved, True
        if operation == PLACE:
            return pc + 1, at, saved, first(self._text, at)
        if operation == BACKREF:
            return self._backreference(pc, at, saved)
        if operation == ATOMIC:
            inner = self._run(pc + 1, at, saved, None, set())
            return (pc, at, saved, False) if inner is None else (first, inner[1], inner[0], True)
        assert operation == LOOK
        negative, found = second[1], self._look(pc, at, saved)
        if negative:
            return first, at, saved, found is None
        return (pc, at, saved, False) if found is None else (first, at, found, True)

    def _look(self, pc: int, at: int, saved: Saved) -> Saved | None:
        """What is saved after the inner body of a look matched, None where it does not."""
        ahead, _, (least, most) = self._code[pc][2]
        if ahead:
            found = self._run(pc + 1, at, saved, None, set())
            return None if found is None else found[0]
        for start in range(at - least, max(at - most, 0) - 1, -1):
            found = self._run(pc + 1, start, saved, at, set())
            if found is not None:
                return found[0]
        return None

    def _backreference(self, pc: int, at: int, saved: Saved) -> tuple[int, int, Saved, bool]:
        _, number, ignore_case = self._code[pc]
        start, end = saved[2 * number], saved[2 * number + 1]
        if start < 0 or end < 0:
            return pc, at, saved, False
        wanted, found = self._text[start:end], self._text[at : at + end - start]
        same = wanted == found or (ignore_case and wanted.lower() == found.lower())
        return pc + 1, at + end - start, saved, same
