"""What is known of the functions: names, aliases, signatures, types, null behaviour.

The facts (names, signatures, types, status) come from the Data Prep function reference of Experience Platform, those of
the destinations pages included; the descriptions are aeptui's own.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from aeptui.core.facts import load

NullRule = Literal["null", "text", "skip", "keep", "empty", "false", "default", "none", "unknown"]

NULL_RULES: dict[NullRule, str] = {
    "null": "A null argument gives null.",
    "text": "A null argument counts as empty text.",
    "skip": "Null arguments are passed over.",
    "keep": "Null values are kept.",
    "empty": "Null counts as empty.",
    "false": "Null counts as false.",
    "default": "For null the default is taken, or null without one.",
    "none": "Takes no arguments.",
    "unknown": "Only the platform knows the result.",
}
"""What each code of null behaviour means, in a sentence for help."""

LAMBDA_CALLS = frozenset({"filterArray", "transformArray"})
"""The functions whose second argument is a lambda."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``type`` is text such as ``string``, ``integer``, ``datetime``, ``array``, ``lambda``, ``any``."""

    name: str
    type: str
    optional: bool
    variadic: bool
    nullable: bool

    @property
    def label(self) -> str:
        """The parameter as help shows it: ``NAME``, ``[NAME]``, ``NAME...``."""
        text = self.name + ("..." if self.variadic else "")
        return f"[{text}]" if self.optional else text


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function; ``max_args`` is None where any number may follow."""

    min_args: int
    max_args: int | None
    params: tuple[Parameter, ...]

    def param(self, index: int) -> Parameter | None:
        """The parameter that the argument with this index (from 0) fills; None where there is none."""
        if index < len(self.params):
            return self.params[index]
        last = self.params[-1] if self.params else None
        return last if last is not None and last.variadic else None

    def takes(self, count: int) -> bool:
        """Whether the overload may be called with so many arguments."""
        return self.min_args <= count and (self.max_args is None or count <= self.max_args)


@dataclass(frozen=True, slots=True)
class Function:
    """The facts of one function.

    For a method the first parameter of its overloads is the receiver. ``min_args`` and ``max_args`` (None: any number)
    are the bounds over all overloads.
    """

    name: str
    aliases: tuple[str, ...]
    category: str
    status: str
    replacement: str | None
    availability: str
    evaluation: str
    is_method: bool
    returns: str
    null_rule: NullRule
    description: str
    example: str
    overloads: tuple[Overload, ...]
    min_args: int
    max_args: int | None

    @property
    def is_usual(self) -> bool:
        """Whether the function is current, available everywhere and evaluated in full."""
        return (self.status, self.availability, self.evaluation) == ("current", "all", "full")

    def overload(self, count: int) -> Overload:
        """The overload that takes so many arguments, or the one that comes closest."""
        for overload in self.overloads:
            if overload.takes(count):
                return overload
        return self.overloads[0 if count < self.min_args else -1]


@cache
def _all() -> tuple[dict[str, Function], dict[str, Function]]:
    """By name: what is called as a function (aliases included), and what is called as a method."""
    functions: dict[str, Function] = {}
    methods: dict[str, Function] = {}
    for entry in load("functions")["functions"]:
        function = _function(entry)
        for name in (function.name, *function.aliases):
            (methods if function.is_method else functions)[name] = function
    return functions, methods


def _function(entry: dict[str, Any]) -> Function:
    overloads = tuple(_overload(signature) for signature in entry["signatures"])
    most = [overload.max_args for overload in overloads if overload.max_args is not None]
    return Function(
        entry["name"],
        tuple(entry.get("aliases", ())),
        entry["category"],
        entry.get("status", "current"),
        entry.get("replacement"),
        entry.get("availability", "all"),
        entry.get("evaluation", "full"),
        entry.get("call") == "method",
        entry["returns"],
        entry["null"],
        entry["description"],
        entry["example"],
        overloads,
        min(overload.min_args for overload in overloads),
        max(most) if len(most) == len(overloads) else None,
    )


def _overload(signature: dict[str, Any]) -> Overload:
    params = tuple(
        Parameter(
            param["name"],
            param["type"],
            param.get("optional", False),
            param.get("variadic", False),
            param.get("nullable", False),
        )
        for param in signature["params"]
    )
    return Overload(signature["min"], signature["max"], params)


def functions() -> dict[str, Function]:
    """Everything that is called as ``name(…)``, by name and alias; callers must not change it."""
    return _all()[0]


def methods() -> dict[str, Function]:
    """The documented methods, called as ``value.name(…)``, by name; callers must not change it."""
    return _all()[1]


def closest(name: str, known: "list[str] | dict[str, Function]", count: int = 3) -> list[str]:
    """The known names nearest to a mistyped one, best first; letter case does not matter."""
    import difflib

    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(name.casefold(), by_fold, n=count, cutoff=0.6)
    return [by_fold[fold] for fold in found]


def did_you_mean(names: list[str]) -> str:
    """`` (did you mean a or b?)`` for a message, or nothing where there is no near name."""
    return f" (did you mean {' or '.join(names)}?)" if names else ""
