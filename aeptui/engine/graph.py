"""The words of the engine: what is wanted, what is there, and the graph of steps between them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aeptui.core.manifest.problems import Problem
from aeptui.services.request import Request

Action = Literal["create", "reuse", "update", "replace", "none"]
WRITING: tuple[Action, ...] = ("create", "update", "replace")

# The kinds of objects, in the order of Adobe's tutorial; reports and rollback follow it.
KINDS = (
    "base_connection",
    "ad_hoc_class",
    "ad_hoc_schema",
    "source_connection",
    "field_group",
    "target_schema",
    "descriptor",
    "dataset",
    "target_connection",
    "mapping_set",
    "flow",
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A place for a value that another step's object brings: its id, or an attribute such as a version."""

    key: str
    attribute: str = "id"

    def __str__(self) -> str:
        return f"{{{self.key}.{self.attribute}}}"


@dataclass(frozen=True, slots=True)
class Live:
    """An object as the platform has it. ``attributes`` may be referred to by later steps; ``body`` is what it says."""

    id: str
    attributes: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One object that the manifest asks for.

    ``body`` is that of the request that makes it, with Refs for what is not known yet. ``given`` is the id where the
    manifest itself names an object that exists: it is looked up, and never made, changed or deleted.
    """

    key: str
    kind: str
    needs: tuple[str, ...]
    body: dict[str, Any]
    mark: str
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the plan: what happens to one object, after which others, and the request that will be sent."""

    key: str
    kind: str
    action: Action
    needs: tuple[str, ...]
    id: str | None
    request: Request | None
    why: str
    wanted: Wanted
    live: Live | None = None

    def to_json(self) -> dict[str, Any]:
        """The step as ``plan --json`` prints it; Refs appear as ``{step.attribute}``."""
        request = self.request and {
            "method": self.request.method,
            "path": str(shown(self.request.url_path)),
            "body": shown(self.request.body),
        }
        return {
            "key": self.key,
            "kind": self.kind,
            "action": self.action,
            "needs": list(self.needs),
            "id": self.id,
            "request": request,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps in an order that respects their needs, and the problems that forbid applying them."""

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether applying would send anything that writes."""
        return any(step.action in WRITING for step in self.steps)


def mark_of(manifest_id: str, key: str) -> str:
    """The text by which an object of a manifest is recognised wherever its journal is."""
    return f"aeptui {manifest_id}/{key}"


def has_mark(text: Any, mark: str) -> bool:
    """Whether a description or name carries the mark as a whole: ``…/descriptor:a`` is not ``…/descriptor:ab``."""
    return isinstance(text, str) and re.search(re.escape(mark) + r"(?![\w.:-])", text) is not None


def marked(text: str, mark: str) -> str:
    """The user's description with the mark behind it."""
    return f"{text} ({mark})" if text else mark


def fill(value: Any, known: Mapping[str, Live]) -> Any:
    """``value`` with every Ref replaced; a Ref to a step without an object stays as it is."""
    if isinstance(value, Ref):
        live = known.get(value.key)
        if live is None:
            return value
        return live.id if value.attribute == "id" else live.attributes.get(value.attribute, value)
    if isinstance(value, dict):
        return {name: fill(item, known) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [fill(item, known) for item in value]
    return value


def open_refs(value: Any) -> tuple[Ref, ...]:
    """The Refs that are still in ``value``, in order."""
    if isinstance(value, Ref):
        return (value,)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return tuple(ref for item in items for ref in open_refs(item))


def shown(value: Any) -> Any:
    """``value`` for people: every Ref as text."""
    if isinstance(value, Ref):
        return str(value)
    if isinstance(value, dict):
        return {name: shown(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return value
