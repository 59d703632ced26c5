"""How an account signs in at a source: the forms that a connection specification describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aeptui.services.flow_service.models import ConnectionSpec

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


@dataclass(frozen=True, slots=True)
class SignInField:
    """One parameter of an account. ``secret`` ones are never shown; ``choices`` empty: any value."""

    name: str
    required: bool
    secret: bool
    type: str = "string"
    title: str = ""
    default: Any = None
    choices: tuple[Any, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The field as commands print it."""
        return {
            "name": self.name,
            "required": self.required,
            "secret": self.secret,
            "type": self.type,
            "default": self.default,
            "choices": list(self.choices),
        }


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way to sign in at a source, by the name that a connection must give."""

    name: str
    fields: tuple[SignInField, ...]
    schema: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The JSON Schema that describes the fields, for forms."""

    @property
    def secrets(self) -> frozenset[str]:
        """The names of the parameters that are secret."""
        return frozenset(field.name for field in self.fields if field.secret)

    def problems(self, params: Mapping[str, Any]) -> list[str]:
        """What keeps ``params`` from being an account's, in words that repeat no value."""
        found = [
            f"{field.name} is missing"
            for field in self.fields
            if field.required and params.get(field.name) in (None, "")
        ]
        for each in self.fields:
            value = params.get(each.name)
            if value is None:
                continue
            if each.choices and value not in each.choices:
                found.append(f"{each.name} must be one of {', '.join(map(str, each.choices))}")
            elif not _fits(value, each.type):
                found.append(f"{each.name} must be of the type {each.type}")
        return found

    def unknown(self, params: Mapping[str, Any]) -> list[str]:
        """Names in ``params`` that the source does not describe; it may take them all the same."""
        known = {field.name for field in self.fields}
        return [name for name in params if name not in known]


def sign_ins(spec: ConnectionSpec) -> tuple[SignIn, ...]:
    """The ways to sign in that ``spec`` offers, in its order."""
    return tuple(SignIn(auth.name, _fields(auth.spec), auth.spec) for auth in spec.auth_specs)


def _fields(schema: Mapping[str, Any]) -> tuple[SignInField, ...]:
    properties = schema.get("properties")
    required = schema.get("required") or ()
    described = properties if isinstance(properties, Mapping) else {}
    return tuple(_field(name, part if isinstance(part, Mapping) else {}, required) for name, part in described.items())


def _field(name: str, part: Mapping[str, Any], required: Sequence[str]) -> SignInField:
    choices = part.get("enum")
    return SignInField(
        name=name,
        required=name in required,
        secret=part.get("format") == "password",
        type=str(part.get("type") or "string"),
        title=str(part.get("title") or ""),
        default=part.get("default"),
        choices=tuple(choices) if isinstance(choices, list) else (),
    )


def _fits(value: Any, kind: str) -> bool:
    """Whether a value is of a JSON Schema type; numbers pass for texts, as the platform takes them."""
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "string":
        return isinstance(value, str | int | float)
    return isinstance(value, _TYPES.get(kind, (object,)))
