"""What a form asks for, read from a JSON Schema or written by hand, and what is wrong with an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Kind = Literal["text", "password", "integer", "number", "switch", "select", "list", "date-time"]

_SECRET = re.compile(r"(password|passphrase|secret|token|private.?key|api.?key)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `name` tells the field from others; `path` is where the answer goes in the form's values (default: the name alone).
    `choices` are for a select: (value, what is shown). `minimum` and `maximum` bound a number, or a text's length.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    default: Any = None
    help: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    path: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, ...]:
        """Where the answer goes in the values."""
        return self.path or (self.name,)

    @property
    def secret(self) -> bool:
        """Whether the answer must never be shown."""
        return self.kind == "password"


def fields_from_schema(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of a JSON Schema (draft-07) of an object, in its order; objects inside it are flattened.

    Known are type, enum, format, title, description, default, required, pattern and bounds; a const is nothing to ask
    for. A text whose format is password, or whose name ends like a secret's, is a password. What is not understood is
    asked for as a text.
    """
    return tuple(_fields(schema, (), ""))


def _fields(schema: Mapping[str, Any], above: tuple[str, ...], group: str) -> Iterator[Field]:
    required = schema.get("required")
    names = set(required) if isinstance(required, Sequence) else set()
    properties = schema.get("properties")
    for name, about in properties.items() if isinstance(properties, Mapping) else ():
        if not isinstance(about, Mapping) or "const" in about:
            continue
        if isinstance(about.get("properties"), Mapping):
            yield from _fields(about, (*above, name), f"{group}{_label(name, about)}: ")
        else:
            yield _field(about, (*above, name), group, name in names)


def _field(about: Mapping[str, Any], path: tuple[str, ...], group: str, required: bool) -> Field:
    name = path[-1]
    kind = _kind(name, about)
    low, high = ("minimum", "maximum") if kind in ("integer", "number") else ("minLength", "maxLength")
    enum = about.get("enum")
    return Field(
        name=".".join(path),
        label=group + _label(name, about),
        kind=kind,
        required=required,
        default=about.get("default"),
        help=str(about.get("description") or ""),
        choices=tuple((value, str(value)) for value in enum) if isinstance(enum, Sequence) else (),
        pattern=str(about.get("pattern") or ""),
        minimum=about.get(low),
        maximum=about.get(high),
        path=path,
    )


def _kind(name: str, about: Mapping[str, Any]) -> Kind:
    if about.get("enum"):
        return "select"
    types = about.get("type")
    known = [one for one in ([types] if isinstance(types, str) else types or []) if one != "null"]
    match known[0] if known else "string":
        case "boolean":
            return "switch"
        case "integer":
            return "integer"
        case "number":
            return "number"
        case "array":
            return "list"
    if about.get("format") == "date-time":
        return "date-time"
    return "password" if about.get("format") == "password" or _SECRET.search(name) else "text"


def _label(name: str, about: Mapping[str, Any]) -> str:
    """The title, else the name in words: `clientSecret` as `Client secret`."""
    if about.get("title"):
        return str(about["title"])
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-]+", " ", name).strip()
    return words[:1].upper() + words[1:].lower() if words else name


# -- answers


def read(field: Field, answer: Any) -> Any:
    """The value of an answer as it stands in its control; None where nothing was answered.

    Raises ValueError, with a sentence for the user, where it is none.
    """
    if field.kind in ("switch", "select"):
        return answer
    text = str(answer if answer is not None else "")
    text = text if field.secret else text.strip()
    if not text:
        return None
    if field.kind == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if field.kind in ("integer", "number"):
        return _number(field, text)
    if field.kind == "date-time":
        return _date_time(text)
    return text


def problem(field: Field, answer: Any) -> str | None:
    """What is wrong with an answer, in a sentence; None when it is good. Never quotes it: it may be a secret."""
    try:
        value = read(field, answer)
    except ValueError as error:
        return str(error)
    if value is None or value == []:
        return "This is required." if field.required else None
    if field.choices and value not in [choice for choice, _ in field.choices]:
        return "This is not one of the choices."
    if field.pattern and isinstance(value, str) and not _fits(field.pattern, value):
        return f"This must have the form {field.pattern}"
    return _out_of_bounds(field, value)


def _number(field: Field, text: str) -> int | float:
    try:
        return int(text) if field.kind == "integer" else float(text)
    except ValueError:
        raise ValueError(
            "This must be a whole number." if field.kind == "integer" else "This must be a number."
        ) from None


def _date_time(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("This must be a time like 2026-12-01T06:00:00Z") from None
    if moment.tzinfo is None:
        raise ValueError("This needs a time zone: Z for UTC, or like +01:00")
    return text


def _fits(pattern: str, value: str) -> bool:
    """Whether a pattern of the schema occurs in the value; one that Python cannot read forbids nothing."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True


def _out_of_bounds(field: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    size, what = (len(value), " characters") if isinstance(value, str) else (value, "")
    if field.minimum is not None and size < field.minimum:
        return f"This must be at least {field.minimum:g}{what}."
    if field.maximum is not None and size > field.maximum:
        return f"This must be at most {field.maximum:g}{what}."
    return None


class FormValues(dict[str, Any]):
    """A form's answers, nested as the fields' paths say. Its text form names the keys only: some values are secrets."""

    def __repr__(self) -> str:
        return f"FormValues({', '.join(self)})"

    __str__ = __repr__

    def put(self, path: Sequence[str], value: Any) -> None:
        """Set the value at a path."""
        place: dict[str, Any] = self
        for name in path[:-1]:
            place = place.setdefault(name, FormValues())
        place[path[-1]] = value


def look_up(values: Mapping[str, Any], path: Sequence[str]) -> Any:
    """The value at a path, None where there is none."""
    place: Any = values
    for name in path:
        place = place.get(name) if isinstance(place, Mapping) else None
    return place
