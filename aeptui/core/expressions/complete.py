"""Completion while an expression is typed, on text that need not be finished."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from aeptui.core.expressions.catalog import LAMBDA_CALLS, Function, functions, methods
from aeptui.core.expressions.errors import CutShortError
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.help import path_up_to, signature_label
from aeptui.core.expressions.lexer import Token, comments, tokenize
from aeptui.core.expressions.literals import quote_steps
from aeptui.core.expressions.paths import quote_field

CompletionKind = Literal["field", "function", "method", "parameter", "keyword", "operator", "value"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A proposal: ``text`` replaces what is from ``replace_start`` to ``replace_end``; label and detail are shown."""

    text: str
    kind: CompletionKind
    label: str
    detail: str
    replace_start: int
    replace_end: int


@dataclass(frozen=True, slots=True)
class Signature:
    """The call around the cursor: its label, its parameters, and at which (from 0) the cursor is, None beyond."""

    function: str
    label: str
    params: tuple[str, ...]
    current: int | None
    description: str


@dataclass(frozen=True, slots=True)
class _Proposal:
    text: str
    kind: CompletionKind
    label: str
    detail: str


@dataclass(slots=True)
class _Call:
    """A call that is open at the cursor."""

    function: Function | None
    argument: int
    params: list[str]


def complete(text: str, cursor: int, fields: SourceFields | None = None, limit: int | None = None) -> list[Completion]:
    """The proposals at a cursor (an offset from 0), the best first: fields, functions, methods, values of arguments.

    Of fields no more than ``limit`` are proposed, the best that fit; None for all.
    """
    tokens = tolerant_tokens(text[:cursor])
    last = tokens[-1] if tokens else None
    if last is not None and last.kind == "bad":
        return _inside(text, cursor, tokens, _Fields(fields, text[last.start + 2 : cursor], limit))
    if any(end == cursor and not text.startswith("/*", start) for start, end in comments(text[:cursor])):
        return []
    start = cursor
    if last is not None and last.end == cursor and (text[last.start].isalpha() or text[last.start] in "_$"):
        start = last.start
        tokens = tokens[:-1]
    end = _end_of_name(text, cursor)
    typed = text[start:cursor]
    return list(_ranked(_proposals(tokens, _Fields(fields, typed, limit)), typed, start, end))


def tolerant_tokens(text: str) -> list[Token]:
    """The tokens of a text, what starts no token left out; the last is ``bad`` only where a text or name is open."""
    tokens: list[Token] = []
    offset = 0
    while True:
        found = tokenize(text[offset:])
        tokens.extend(token._replace(start=token.start + offset, end=token.end + offset) for token in found[:-1])
        last = found[-1]
        if last.kind == "end":
            return tokens
        if isinstance(last.value, CutShortError):
            return [*tokens, last._replace(start=last.start + offset, end=len(text))]
        offset += last.start + 1


def _end_of_name(text: str, cursor: int) -> int:
    end = cursor
    while end < len(text) and (text[end].isalnum() or text[end] in "_$"):
        end += 1
    return end


# What can stand at the cursor


def _proposals(tokens: list[Token], fields: "_Fields") -> Iterator[_Proposal]:
    last = tokens[-1] if tokens else None
    if last is not None and last.kind == "op" and last.value == ".":
        yield from _members(tokens, fields)
    elif last is not None and (last.kind in ("name", "quoted", "literal") or last.value in (")", "]", "}")):
        for word, sign in (("and", "&&"), ("or", "||"), ("eq", "=="), ("ne", "!="), ("div", "/"), ("mod", "%")):
            yield _Proposal(word, "operator", word, f"the same as {sign}")
    else:
        yield from _values(tokens, fields)


def _values(tokens: list[Token], fields: "_Fields") -> Iterator[_Proposal]:
    for call in open_calls(tokens):
        for name in call.params:
            yield _Proposal(name, "parameter", name, "parameter of the lambda")
    for name, kind in fields.below(()):
        yield _Proposal(quote_field(name), "field", name, kind)
    for name in ("true", "false", "null", "not"):
        yield _Proposal(name, "keyword", name, "")
    for name, function in functions().items():
        yield _Proposal(f"{name}(", "function", signature_label(function, function.overloads[0]), function.description)


def _members(tokens: list[Token], fields: "_Fields") -> Iterator[_Proposal]:
    path = path_up_to(tokens, len(tokens) - 2)
    if path:
        for name, kind in fields.below(path):
            if quote_field(("_", name)) == f"_.{name}":
                yield _Proposal(name, "field", name, kind)
    for name, method in methods().items():
        yield _Proposal(f"{name}(", "method", signature_label(method, method.overloads[0]), method.description)


def _inside(text: str, cursor: int, tokens: list[Token], fields: "_Fields") -> list[Completion]:
    """Proposals inside ``${…`` or a text that is open at the cursor; none inside a comment."""
    start = tokens[-1].start
    typed = text[start:cursor]
    if typed.startswith("${"):
        end = _end_of_name(text, cursor)
        end += text[end : end + 1] == "}"
        proposals = [_Proposal(quote_steps((name,)), "field", name, kind) for name, kind in fields.below(())]
        return list(_ranked(proposals, typed[2:], start, end))
    if typed[0] not in "\"'":
        return []
    calls = open_calls(tokens[:-1])
    end = cursor + (text[cursor : cursor + 1] == typed[0])
    proposals = [_Proposal(typed[0] + value + typed[0], "value", value, "") for value in _constants(calls)]
    return list(_ranked(proposals, typed[1:], start, end))


_CONSTANTS: dict[str, tuple[str, ...]] = {
    "FORMAT": ("yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy", "MM/dd/yyyy", "yyyyMMdd", "yyyy-MM-dd HH:mm:ss.SSSZ"),
    "CHARSET": ("UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII"),
    "ALGORITHM": ("crc32", "md5", "sha1", "sha256", "sha512"),
    "ANCHOR": ("retain", "remove", "append"),
    "COMPONENT": ("year", "quarter", "month", "week", "day", "dayofyear", "weekday", "hour", "minute", "second"),
    "TIMEZONE": ("UTC", "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Paris", "Asia/Tokyo"),
}
_CONSTANTS["ZONE"] = _CONSTANTS["TIMEZONE"]


def _constants(calls: list[_Call]) -> tuple[str, ...]:
    """The texts that the parameter at the cursor takes."""
    call = calls[-1] if calls else None
    if call is None or call.function is None:
        return ()
    param = call.function.overloads[-1].param(call.argument)
    return _CONSTANTS.get(param.name, ()) if param is not None else ()


class _Fields:
    """The fields that fit what is typed: there may be thousands, of which a few are looked at."""

    def __init__(self, fields: SourceFields | None, typed: str, limit: int | None) -> None:
        self._fields, self._typed, self._limit = fields, typed, limit

    def below(self, path: tuple[str, ...]) -> list[tuple[str, str]]:
        """Names and types of fields below a path, the best first."""
        known = {} if self._fields is None else self._fields.children(path)
        graded = [(grade, name) for name in known if (grade := _grade(name, self._typed)) is not None]
        graded.sort(key=lambda each: each[0])
        return [(name, known[name]) for _, name in graded[: self._limit]]


def _grade(name: str, typed: str) -> int | None:
    """How well a name fits what is typed: 0 the best, None for one that does not."""
    if name.startswith(typed):
        return 0
    folded, fold = name.casefold(), typed.casefold()
    return 1 if folded.startswith(fold) else 2 if fold in folded else None


def _ranked(proposals: Iterable[_Proposal], typed: str, start: int, end: int) -> Iterator[Completion]:
    """The proposals that fit what is typed: those that begin with it, then those that hold it."""
    found: list[tuple[int, _Proposal]] = []
    for proposal in proposals:
        name = proposal.label.partition("(")[0] if proposal.kind in ("function", "method") else proposal.label
        name = name.rpartition(".")[2] if proposal.kind == "method" else name
        grade = _grade(name, typed)
        if grade is not None:
            found.append((grade, proposal))
    for _, proposal in sorted(found, key=lambda item: item[0]):
        yield Completion(proposal.text, proposal.kind, proposal.label, proposal.detail, start, end)


# The calls around the cursor


def open_calls(tokens: list[Token]) -> list[_Call]:
    """The calls that are open after the tokens, the innermost last; other open brackets stand without a function."""
    calls: list[_Call] = []
    for index, token in enumerate(tokens):
        if token.kind != "op":
            continue
        if token.value in ("(", "[", "{"):
            calls.append(_Call(_called(tokens, index), 0, []))
        elif token.value in (")", "]", "}"):
            if calls:
                calls.pop()
        elif token.value == "," and calls:
            calls[-1].argument += 1
        elif token.value == "->" and calls and calls[-1].function and calls[-1].function.name in LAMBDA_CALLS:
            calls[-1].params = _lambda_names(tokens, index)
    return calls


def _called(tokens: list[Token], index: int) -> Function | None:
    """The function or method whose arguments a bracket opens."""
    if tokens[index].value != "(" or index == 0 or tokens[index - 1].kind != "name":
        return None
    dotted = index > 1 and tokens[index - 2].kind == "op" and tokens[index - 2].value == "."
    name: str = tokens[index - 1].value
    return (methods() if dotted else functions()).get(name)


def _lambda_names(tokens: list[Token], arrow: int) -> list[str]:
    """The parameters before the arrow of a lambda: one name, or several in parentheses."""
    if tokens[arrow - 1].kind == "name":
        return [tokens[arrow - 1].value]
    names = []
    for token in reversed(tokens[:arrow]):
        if token.kind == "op" and token.value == "(":
            break
        if token.kind == "name":
            names.append(token.value)
    return names


def signature_at(text: str, cursor: int) -> Signature | None:
    """The signature of the innermost call around a cursor, None where there is none."""
    tokens = tolerant_tokens(text[:cursor])
    for call in reversed(open_calls(tokens)):
        function = call.function
        if function is not None:
            overload = next(
                (item for item in function.overloads if item.param(call.argument) is not None), function.overloads[-1]
            )
            skipped = 1 if function.is_method else 0
            labels = tuple(param.label for param in overload.params[skipped:])
            current = min(call.argument, len(labels) - 1) if overload.param(call.argument + skipped) else None
            label = signature_label(function, overload)
            return Signature(function.name, label, labels, current, function.description)
    return None
