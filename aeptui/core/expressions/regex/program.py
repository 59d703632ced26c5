"""From the parts of a regular expression to instructions for the machine."""

from dataclasses import dataclass
from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex.nodes import (
    Atomic,
    Backreference,
    Chars,
    Choice,
    Group,
    Look,
    Node,
    Position,
    Repeat,
    Sequence,
)

MAX_INSTRUCTIONS = 20_000

CHAR, SPLIT, JUMP, SAVE, MARK, PROGRESS, PLACE, BACKREF, LOOK, ATOMIC, DONE = range(11)
"""The operations: see ``machine`` for what each does."""

Instruction = tuple[int, Any, Any]


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, how many slots they save offsets in, and whether instruction and offset alone make a state."""

    code: list[Instruction]
    slots: int
    memoizable: bool


def build(node: Node, groups: int) -> Program:
    """The program of a regular expression. Raises TransformError where it gets too large."""
    builder = _Builder(groups)
    builder.emit(SAVE, 0)
    builder.node(node)
    builder.emit(SAVE, 1)
    builder.emit(DONE)
    return Program(builder.code, builder.slots, builder.memoizable)


class _Builder:
    def __init__(self, groups: int) -> None:
        self.code: list[Instruction] = []
        self._groups = groups
        self.slots = 2 * groups + 2
        self.memoizable = True

    def emit(self, operation: int, first: Any = None, second: Any = None) -> int:
        """Appends an instruction; its place."""
        if len(self.code) >= MAX_INSTRUCTIONS:
            raise TransformError("the regular expression is too large to be evaluated here", unknown=True)
        self.code.append((operation, first, second))
        return len(self.code) - 1

    def _patch(self, at: int, first: Any = None, second: Any = None) -> None:
        operation, old_first, old_second = self.code[at]
        self.code[at] = (
            operation,
            old_first if first is None else first,
            old_second if second is None else second,
        )

    def node(self, node: Node) -> None:
        """Emits the instructions of a node."""
        match node:
            case Chars(test=test):
                self.emit(CHAR, test)
            case Sequence(parts=parts):
                for part in parts:
                    self.node(part)
            case Choice(branches=branches):
                self._choice(branches)
            case Repeat():
                self._repeat(node)
            case Group(body=body, number=number):
                self.emit(SAVE, 2 * number)
                self.node(body)
                self.emit(SAVE, 2 * number + 1)
            case Backreference(number=number, ignore_case=ignore_case):
                self.memoizable = False
                if number <= self._groups:
                    self.emit(BACKREF, number, ignore_case)
                else:
                    self.emit(PLACE, lambda text, at: False)
            case Position(test=place):
                self.emit(PLACE, place)
            case Look():
                width = widths(node.body)
                if not node.ahead and width[1] is None:
                    raise TransformError("a regular expression looks back only over a limited length")
                self._inner(LOOK, node.body, (node.ahead, node.negative, width))
            case Atomic(body=body):
                self._inner(ATOMIC, body, None)

    def _choice(self, branches: tuple[Node, ...]) -> None:
        ends = []
        for branch in branches[:-1]:
            split = self.emit(SPLIT, len(self.code) + 1)
            self.node(branch)
            ends.append(self.emit(JUMP))
            self._patch(split, second=len(self.code))
        self.node(branches[-1])
        for end in ends:
            self._patch(end, first=len(self.code))

    def _inner(self, operation: int, body: Node, detail: Any) -> None:
        """A body that is matched on its own: the instruction, the body, DONE; the instruction knows where to go on."""
        start = self.emit(operation, None, detail)
        self.node(body)
        self.emit(DONE)
        self._patch(start, first=len(self.code))

    def _repeat(self, node: Repeat) -> None:
        if node.mode == "possessive":
            self._inner(ATOMIC, Repeat(node.body, node.low, node.high, "greedy"), None)
            return
        for _ in range(node.low):
            self.node(node.body)
        lazy = node.mode == "lazy"
        if node.high is None:
            self._loop(node.body, lazy=lazy)
            return
        splits = []
        for _ in range(node.high - node.low):
            splits.append(self.emit(SPLIT))
            self._aim(splits[-1], body=len(self.code), lazy=lazy)
            self.node(node.body)
        for split in splits:
            self._aim(split, after=len(self.code), lazy=lazy)

    def _loop(self, body: Node, *, lazy: bool) -> None:
        split = self.emit(SPLIT)
        self._aim(split, body=len(self.code), lazy=lazy)
        empty = widths(body)[0] == 0
        slot = self.slots
        if empty:
            self.slots += 1
            self.emit(MARK, slot)
        self.node(body)
        check = self.emit(PROGRESS, slot) if empty else None
        self.emit(JUMP, split)
        self._aim(split, after=len(self.code), lazy=lazy)
        if check is not None:
            self._patch(check, second=len(self.code))

    def _aim(self, split: int, *, body: int | None = None, after: int | None = None, lazy: bool) -> None:
        """Sets where a split goes: first to the body, or lazily first to what comes after."""
        self._patch(split, first=after if lazy else body, second=body if lazy else after)


def widths(node: Node) -> tuple[int, int | None]:
    """The fewest and the most characters that a node matches (None: any number)."""
    match node:
        case Chars():
            return 1, 1
        case Sequence(parts=parts):
            pairs = [widths(part) for part in parts]
            return sum(low for low, _ in pairs), _total([high for _, high in pairs])
        case Choice(branches=branches):
            pairs = [widths(branch) for branch in branches]
            highs = [high for _, high in pairs]
            return min(low for low, _ in pairs), None if None in highs else max(high or 0 for high in highs)
        case Repeat(body=body, low=low, high=high):
            least, most = widths(body)
            return least * low, 0 if most == 0 else None if most is None or high is None else most * high
        case Group(body=body) | Atomic(body=body):
            return widths(body)
        case Backreference():
            return 0, None
    return 0, 0


def _total(highs: list[int | None]) -> int | None:
    return None if None in highs else sum(high or 0 for high in highs)
