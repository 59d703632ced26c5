"""Methods of values: the documented ones, and those of Java's texts and collections that are plain to compute."""

from collections.abc import Callable, Mapping
from typing import Any

from aeptui.core.expressions.access import element_of
from aeptui.core.expressions.arguments import Run, coerce
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.operators import equal
from aeptui.core.expressions.values import kind_of

Method = Callable[..., Any]


def equals(receiver: Any, other: Any) -> bool:
    """Whether both are the same; values of different types never are."""
    return type(receiver) is type(other) and equal(receiver, other)


def equals_ignore_case(receiver: str, other: Any) -> bool:
    """Whether two texts are the same but for letter case."""
    return isinstance(other, str) and len(receiver) == len(other) and receiver.upper().lower() == other.upper().lower()


def get(receiver: Any, key: Any) -> Any:
    """The value of a key of an object, or the element of an array."""
    return element_of(receiver, key)


def _slice(text: str, start: int, end: int | None = None) -> str:
    stop = len(text) if end is None else end
    if not 0 <= start <= stop <= len(text):
        raise TransformError(f"substring: {start} to {stop} lies outside a text of {len(text)} characters")
    return text[start:stop]


_TEXT: dict[str, tuple[Method, tuple[str, ...], int]] = {
    "equalsIgnoreCase": (equals_ignore_case, ("any",), 1),
    "length": (len, (), 0),
    "isEmpty": (lambda text: not text, (), 0),
    "toUpperCase": (str.upper, (), 0),
    "toLowerCase": (str.lower, (), 0),
    "trim": (str.strip, (), 0),
    "contains": (lambda text, part: part in text, ("string",), 1),
    "startsWith": (str.startswith, ("string",), 1),
    "endsWith": (str.endswith, ("string",), 1),
    "indexOf": (str.find, ("string",), 1),
    "lastIndexOf": (str.rfind, ("string",), 1),
    "substring": (_slice, ("integer", "integer"), 1),
}
_ARRAY: dict[str, tuple[Method, tuple[str, ...], int]] = {
    "get": (get, ("any",), 1),
    "isEmpty": (lambda items: not items, (), 0),
    "contains": (lambda items, value: any(equals(item, value) for item in items), ("any",), 1),
}
_OBJECT: dict[str, tuple[Method, tuple[str, ...], int]] = {
    "get": (get, ("any",), 1),
    "isEmpty": (lambda items: not items, (), 0),
    "containsKey": (lambda items, key: key in items, ("string",), 1),
}
_ANY: dict[str, tuple[Method, tuple[str, ...], int]] = {"equals": (equals, ("any",), 1)}

KNOWN_METHODS = frozenset(_TEXT) | frozenset(_ARRAY) | frozenset(_OBJECT) | frozenset(_ANY)
"""All methods that are evaluated here; others are the platform's to judge."""


def compile_method(name: str, target: Run, args: list[Run]) -> Run:
    """The compiled call ``target.name(args)``. On null every method gives null."""
    if name == "equals" and len(args) == 1:
        return _compile_equals(target, args[0])

    def run(env: Any) -> Any:
        receiver = target(env)
        values = [arg(env) for arg in args]
        return None if receiver is None else call(name, receiver, values)

    return run


def _compile_equals(target: Run, arg: Run) -> Run:
    def run(env: Any) -> Any:
        receiver, other = target(env), arg(env)
        if type(receiver) is str:
            return receiver == other
        return None if receiver is None else equals(receiver, other)

    return run


def call(name: str, receiver: Any, values: list[Any]) -> Any:
    """The result of a method on a value. Raises TransformError for what the value's type does not have."""
    own = _TEXT if isinstance(receiver, str) else _ARRAY if isinstance(receiver, list) else {}
    if isinstance(receiver, Mapping):
        own = _OBJECT
    method, kinds, required = own.get(name) or _ANY.get(name) or (None, (), 0)
    if method is None or not required <= len(values) <= len(kinds):
        message = (
            f"whether {kind_of(receiver)} has a method {name} with {len(values)} arguments, only the platform knows"
        )
        raise TransformError(message, unknown=True)
    converted = [
        coerce(value, kind, f"{name}: argument {index}")
        for index, (value, kind) in enumerate(zip(values, kinds, strict=False), 1)
    ]
    return method(receiver, *converted)
