"""Adobe's standard library of XDM: classes, field groups and data types, found by id, by name or by words.

The facts are those of Adobe's XDM, https://github.com/adobe/xdm, CC BY 4.0, in the platform's form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from aeptui.core import facts

Kind: TypeAlias = Literal["behaviors", "classes", "fieldgroups", "datatypes"]
KINDS: tuple[Kind, ...] = ("behaviors", "classes", "fieldgroups", "datatypes")

ADHOC = "https://ns.adobe.com/xdm/data/adhoc"
TIME_SERIES = "https://ns.adobe.com/xdm/data/time-series"
PROFILE = "https://ns.adobe.com/xdm/context/profile"


@dataclass(frozen=True, slots=True)
class Resource:
    """A part of the library. ``status`` is ``deprecated``, ``experimental``, ``hidden`` or None for a stable one.

    ``fits`` are the classes that a field group extends; empty for one that extends every class.
    """

    kind: Kind
    id: str
    alt_id: str
    title: str
    status: str | None
    parents: tuple[str, ...]
    fits: tuple[str, ...]
    body: Mapping[str, Any]


class Library:
    """An index of resources."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._resources = tuple(resources)
        self._by_id = {each.id: each for each in self._resources}
        self._by_alt_id = {each.alt_id: each for each in self._resources}

    def get(self, id: str) -> Resource | None:
        """The resource with that ``$id`` or ``meta:altId``, or None."""
        return self._by_id.get(id) or self._by_alt_id.get(id)

    def titled(self, title: str, kind: Kind) -> tuple[Resource, ...]:
        """The resources of a kind with that title, in any case; some titles occur twice."""
        return tuple(each for each in self.all(kind) if each.title.casefold() == title.casefold())

    def all(self, kind: Kind) -> tuple[Resource, ...]:
        """Every resource of a kind, in the library's order."""
        return tuple(each for each in self._resources if each.kind == kind)

    def search(self, words: str, kind: Kind, class_id: str | None = None) -> tuple[Resource, ...]:
        """The resources of a kind whose title or id holds every word, in any case; the shortest titles first.

        With ``class_id`` only field groups that fit that class.
        """
        wanted = words.casefold().split()
        found = [
            each
            for each in self.all(kind)
            if all(word in f"{each.title} {each.id}".casefold() for word in wanted)
            and (class_id is None or self.fits(each.id, class_id))
        ]
        return tuple(sorted(found, key=lambda each: (each.status is not None, len(each.title), each.title)))

    def ancestors(self, id: str) -> tuple[str, ...]:
        """The ids of what a resource is made from, directly or not."""
        found: dict[str, None] = {}
        waiting = [id]
        while waiting:
            resource = self.get(waiting.pop())
            for parent in resource.parents if resource else ():
                if parent not in found:
                    found[parent] = None
                    waiting.append(parent)
        return tuple(found)

    def fits(self, group_id: str, class_id: str) -> bool:
        """Whether a field group may be used with a class: it names the class or something the class is made from."""
        group, target = self.get(group_id), self.get(class_id)
        if group is None or target is None:
            return False
        return not group.fits or not {target.id, *self.ancestors(target.id)}.isdisjoint(group.fits)


@cache
def standard() -> Library:
    """The standard library, read once."""
    return Library(_resource(kind, body) for kind in KINDS for body in facts.load(f"xdm/{kind}"))


def _resource(kind: Kind, body: Mapping[str, Any]) -> Resource:
    return Resource(
        kind,
        body["$id"],
        body["meta:altId"],
        body["title"],
        body.get("meta:status"),
        tuple(dict.fromkeys([*body.get("allOf", ()), *body.get("meta:extends", ())])),
        tuple(body.get("meta:intendedToExtend", ())),
        body,
    )
