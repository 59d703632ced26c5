"""From tokens to a syntax tree: operator precedence with a stack of its own, so that no nesting is too deep.

The parser alternates between two states: an operand must come, or an operator may. What is open (brackets, operators
that wait for their right side) lies on ``_open``, finished operands on ``_operands``.
"""

from dataclasses import dataclass
from typing import Any

from aeptui.core.expressions.catalog import LAMBDA_CALLS, Function, functions, methods
from aeptui.core.expressions.errors import CutShortError, ExpressionError
from aeptui.core.expressions.lexer import Token, tokenize
from aeptui.core.expressions.nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Expression,
    Field,
    Index,
    Lambda,
    MapLiteral,
    Member,
    MethodCall,
    Unary,
)
from aeptui.core.expressions.wording import (
    VALUE,
    ends_early,
    reserved_word,
    unexpected,
    unknown_function,
    wrong_count,
)

MAX_LENGTH = 4096
"""The longest calculated field, in characters, after the Data Prep guardrails."""

LEVELS: dict[str, int] = {
    "||": 2,
    "&&": 3,
    "|": 4,
    "^": 5,
    "&": 6,
    **dict.fromkeys(("==", "!="), 7),
    **dict.fromkeys(("<", ">", "<=", ">=", "=~", "!~", "=^", "=$", "!^", "!$"), 8),
    **dict.fromkeys("+-", 9),
    **dict.fromkeys("*/%", 10),
}
"""How tightly each binary operator binds; the conditional and ``?:`` are below all, signs before an operand above."""

UNCHAINED = frozenset({7, 8})
"""The levels on which operators do not chain: ``1 < 2 < 3`` is an error."""

PREFIX_LEVEL = 11
_PREFIXES = frozenset("-~!")
_CLOSERS = {"(": ")", "call": ")", "method": ")", "[": "]", "index": "]", "{": "}"}


@dataclass(slots=True)
class _Open:
    """Something that waits for its end: an operator (``level`` > 0), a bracket, a part of ``? :`` or a lambda."""

    kind: str
    start: int
    base: int
    level: int = 0
    value: Any = None
    key: bool = False


def parse(text: str) -> Expression:
    """The syntax tree of an expression.

    Raises ExpressionError for whatever makes the platform refuse the expression: syntax, length (4096 characters),
    reserved words used as fields, unknown functions, too few or too many arguments. The first error from the left is
    reported, and one of syntax before one of names and argument counts.
    """
    if len(text) > MAX_LENGTH:
        try:
            _Parser(text[:MAX_LENGTH]).parse()
        except CutShortError:
            pass
        except ExpressionError as error:
            if error.position <= MAX_LENGTH:
                raise
        message = f"the expression has {len(text)} characters, but a calculated field takes at most {MAX_LENGTH}"
        raise ExpressionError(message, MAX_LENGTH + 1)
    parser = _Parser(text)
    tree = parser.parse()
    if parser.issue is not None:
        raise parser.issue
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._at = 0
        self._open: list[_Open] = []
        self._operands: list[Expression] = []
        self._functions = functions()
        self.issue: ExpressionError | None = None
        """The leftmost wrong name or argument count, which counts only where the syntax is right."""

    def parse(self) -> Expression:
        """The tree of the whole text. Raises ExpressionError for wrong syntax."""
        if self._tokens[0].kind == "end":
            raise ExpressionError("the expression is empty", 1)
        need_operand = True
        while True:
            token = self._tokens[self._at]
            if need_operand:
                need_operand = self._operand(token)
            elif token.kind == "end":
                return self._finish(token)
            else:
                need_operand = self._operator(token)

    # An operand must come: returns whether one is still wanted afterwards.

    def _operand(self, token: Token) -> bool:
        kind, start, end, value, _ = token
        if kind == "literal":
            self._operands.append(value)
        elif kind == "name":
            return self._name(token)
        elif kind == "quoted":
            self._operands.append(Field(value, True, start, end))
        elif kind == "op" and value in _PREFIXES:
            self._push(_Open(value, start, 0, PREFIX_LEVEL))
            return True
        elif kind == "op" and value in "([{":
            return self._bracket(token)
        elif kind == "op" and self._closes_empty(value):
            return self._close(token)
        else:
            raise self._unexpected(token, self._wanted())
        self._at += 1
        return False

    def _name(self, token: Token) -> bool:
        if self._lambda_allowed() and self._starts_lambda([token.value], self._at + 1):
            return True
        following = self._tokens[self._at + 1]
        if following.kind == "op" and following.value == "(":
            if token.value not in self._functions:
                self._note(unknown_function(token.value), token.start)
            self._open.append(_Open("call", token.start, len(self._operands), value=token.value))
            self._at += 2
            return True
        self._operands.append(Field((token.value,), False, token.start, token.end))
        self._at += 1
        return False

    def _bracket(self, token: Token) -> bool:
        if token.value == "(" and self._lambda_allowed():
            names, after = self._names_in_parentheses()
            if names and self._starts_lambda(names, after):
                return True
        self._push(_Open(token.value, token.start, len(self._operands), key=token.value == "{"))
        if token.value == "{" and self._follows(":", "}"):
            self._open.pop()
            self._operands.append(MapLiteral((), token.start, self._tokens[self._at + 1].end))
            self._at += 2
            return False
        return True

    def _follows(self, *signs: str) -> bool:
        ahead = self._tokens[self._at : self._at + len(signs)]
        return [(token.kind, token.value) for token in ahead] == [("op", sign) for sign in signs]

    def _closes_empty(self, sign: str) -> bool:
        """Whether the sign ends a call or an array in which nothing stands."""
        top = self._open[-1] if self._open else None
        if top is None or top.kind not in ("call", "method", "["):
            return False
        previous = self._tokens[self._at - 1].value
        return _CLOSERS[top.kind] == sign and top.base == len(self._operands) and previous in ("(", "[")

    # Lambdas: only as the second argument of the functions that take one.

    def _lambda_allowed(self) -> bool:
        top = self._open[-1] if self._open else None
        return (
            top is not None and top.kind == "call" and top.value in LAMBDA_CALLS and len(self._operands) == top.base + 1
        )

    def _names_in_parentheses(self) -> tuple[list[str], int]:
        names: list[str] = []
        at = self._at + 1
        while self._tokens[at].kind == "name":
            names.append(self._tokens[at].value)
            at += 1
            sign = self._tokens[at].value if self._tokens[at].kind == "op" else None
            if sign == ")":
                return names, at + 1
            if sign != ",":
                break
            at += 1
        return [], at

    def _starts_lambda(self, names: list[str], arrow: int) -> bool:
        token = self._tokens[arrow] if arrow < len(self._tokens) else None
        if token is None or token.kind != "op" or token.value != "->":
            return False
        self._open.append(_Open("->", self._tokens[self._at].start, len(self._operands), value=tuple(names)))
        self._at = arrow + 1
        return True

    # An operator may come: returns whether an operand is wanted afterwards.

    def _operator(self, token: Token) -> bool:
        if token.kind != "op":
            raise self._unexpected(token, self._wanted_after())
        sign = token.value
        level = LEVELS.get(sign)
        if level is not None and token.word != "not":
            self._infix(token, level)
            return True
        match sign:
            case ".":
                return self._member()
            case "[":
                self._push(_Open("index", token.start, len(self._operands) - 1))
                return True
            case "?" | "?:":
                self._reduce(1)
                self._push(_Open(sign, token.start, len(self._operands) - 1))
                return True
            case ":" | ",":
                return self._separator(token)
            case ")" | "]" | "}":
                return self._close(token)
        raise self._unexpected(token, self._wanted_after())

    def _infix(self, token: Token, level: int) -> None:
        if level in UNCHAINED:
            self._reduce(level + 1)
            if self._open and self._open[-1].level == level:
                raise self._unexpected(token, "and or or: comparisons do not chain")
        else:
            self._reduce(level)
        self._push(_Open(token.value, token.start, 0, level))

    def _member(self) -> bool:
        token = self._tokens[self._at + 1]
        if token.kind == "word" or (token.kind == "op" and token.word):
            raise reserved_word(self._text, token)
        if token.kind != "name":
            raise self._unexpected(token, "a name after the dot")
        target = self._operands[-1]
        following = self._tokens[self._at + 2]
        if following.kind == "op" and following.value == "(":
            frame = _Open("method", target.start, len(self._operands), value=token)
            self._open.append(frame)
            self._at += 3
            return True
        self._operands[-1] = Member(target, token.value, target.start, token.end)
        self._at += 2
        return False

    def _separator(self, token: Token) -> bool:
        self._close_down()
        top = self._open[-1] if self._open else None
        if top is None:
            raise self._unexpected(token, "the end of the expression")
        if token.value == ":" and top.kind == "?":
            top.kind = "?…:"
        elif (token.value == ":" and top.kind == "{" and top.key) or (
            token.value == "," and top.kind == "{" and not top.key
        ):
            top.key = not top.key
        elif token.value == ":" or top.kind not in ("call", "method", "["):
            raise self._unexpected(token, self._wanted_in(top))
        self._at += 1
        return True

    def _close(self, token: Token) -> bool:
        self._close_down()
        top = self._open[-1] if self._open else None
        if top is None:
            raise self._unexpected(token, "the end of the expression")
        if _CLOSERS.get(top.kind) != token.value or (top.kind == "{" and top.key):
            raise self._unexpected(token, self._wanted_in(top))
        self._open.pop()
        self._at += 1
        if top.kind == "(":
            return False
        parts = tuple(self._operands[top.base :])
        del self._operands[top.base :]
        self._operands.append(self._closed(top, parts, token.end))
        return False

    def _closed(self, frame: _Open, parts: tuple[Expression, ...], end: int) -> Expression:
        match frame.kind:
            case "call":
                self._check_count(self._functions.get(frame.value), frame.value, len(parts), frame.start)
                return Call(frame.value, parts, frame.start, end)
            case "method":
                target = self._operands.pop()
                name = frame.value.value
                self._check_count(methods().get(name), name, len(parts), frame.value.start)
                return MethodCall(target, name, parts, frame.value.start, frame.start, end)
            case "index":
                return Index(parts[0], parts[1], parts[0].start, end)
            case "[":
                return ArrayLiteral(parts, frame.start, end)
        return MapLiteral(parts, frame.start, end)

    # Reducing: what is complete becomes a node.

    def _push(self, frame: _Open) -> None:
        self._open.append(frame)
        self._at += 1

    def _reduce(self, level: int) -> None:
        """Builds the nodes of all operators on top that bind at least so tightly."""
        operands = self._operands
        while self._open and self._open[-1].level >= level:
            frame = self._open.pop()
            right = operands.pop()
            if frame.level == PREFIX_LEVEL:
                operands.append(Unary(frame.kind, right, frame.start, right.end))
            else:
                left = operands.pop()
                operands.append(Binary(frame.kind, left, right, left.start, right.end))

    def _close_down(self) -> None:
        """Completes everything that the end of an expression completes, down to the open bracket or ``?``."""
        operands = self._operands
        while True:
            self._reduce(1)
            kind = self._open[-1].kind if self._open else None
            if kind not in ("?…:", "?:", "->"):
                return
            frame = self._open.pop()
            last = operands.pop()
            if kind == "->":
                operands.append(Lambda(frame.value, last, frame.start, last.end))
                continue
            middle = operands.pop()
            if kind == "?:":
                operands.append(Binary("?:", middle, last, middle.start, last.end))
            else:
                test = operands.pop()
                operands.append(Conditional(test, middle, last, test.start, last.end))

    def _finish(self, token: Token) -> Expression:
        self._close_down()
        if self._open:
            raise ends_early(self._wanted_in(self._open[-1]), token.end)
        return self._operands[0]

    # What is wrong.

    def _unexpected(self, token: Token, wanted: str) -> ExpressionError:
        return unexpected(self._text, token, wanted)

    def _wanted(self) -> str:
        top = self._open[-1].kind if self._open else None
        return VALUE + " as the next argument" if top in ("call", "method") else VALUE

    def _wanted_after(self) -> str:
        for frame in reversed(self._open):
            if not frame.level and frame.kind not in ("?…:", "?:", "->"):
                return "an operator or " + self._wanted_in(frame)
        return "an operator or the end of the expression"

    def _wanted_in(self, frame: _Open) -> str:
        match frame.kind:
            case "?":
                return "the : of the condition"
            case "{":
                return "the : after the key" if frame.key else ", or }"
            case "call" | "method" | "[":
                return f", or {_CLOSERS[frame.kind]}"
        return _CLOSERS[frame.kind]

    def _note(self, message: str, start: int) -> None:
        if self.issue is None or start + 1 < self.issue.position:
            self.issue = ExpressionError(message, start + 1)

    def _check_count(self, function: Function | None, name: str, count: int, start: int) -> None:
        if function is None:
            return
        if count < function.min_args or (function.max_args is not None and count > function.max_args):
            self._note(wrong_count(function, name, count), start)
