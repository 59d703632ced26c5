"""What every kind of object can do for the engine; one module beside this one for each kind."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Wanted
from aeptui.services.platform import Platform
from aeptui.services.request import Request


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which an object differs from the manifest, in words; ``fatal`` where no update can mend it."""

    words: str
    fatal: bool = False


class Kind(ABC):
    """A kind of object: what the manifest wants of it, and how it is found, made, compared and changed."""

    name: ClassVar[str]
    # Whether an object that cannot be updated may be deleted for a new one: it holds no data, and only the dataflow
    # of the same manifest uses it.
    replaceable: ClassVar[bool] = False

    @abstractmethod
    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """The objects of this kind that the manifest asks for; pure."""

    @abstractmethod
    def create_request(self, body: dict[str, Any]) -> Request:
        """The request that ``create`` sends; pure, so that the plan can show it."""

    @abstractmethod
    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """Makes the object and returns it. Raises PlatformError; its ``outcome_unknown`` tells that it may exist."""

    @abstractmethod
    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The object with this id, or None where the platform has none."""

    @abstractmethod
    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """The object that carries the mark of ``wanted`` (its body filled as far as known), the newest of several."""

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """In what ``live`` differs from ``body`` (filled; an open Ref means an object that is yet to be made)."""
        return ()

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """The request that brings ``live`` to ``body``, where the kind can be updated; pure."""
        return None

    async def update(self, platform: Platform, body: dict[str, Any], live: Live) -> Live:
        """Brings ``live`` to ``body`` and returns it as it is then."""
        request = self.update_request(body, live)
        if request is not None:
            await platform.http.send(request)
        return await self.look_up(platform, live.id) or live

    async def distinct(self, platform: Platform, wanted: Wanted) -> Wanted:
        """``wanted`` with names changed that the platform would refuse because another object has them."""
        return wanted

    async def before_create(self, platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
        """What must be so before the object is made; returns the body to send, with what is only known now."""
        return body

    async def delete(self, platform: Platform, id_: str) -> None:
        """Deletes an object of a replaceable kind. Raises NotFound where it is gone."""
        raise ValueError(f"a {self.name} is never deleted to be replaced")


def texts(body: Mapping[str, Any], live: Live, *names: str) -> tuple[Change, ...]:
    """Changes of plain texts such as a name."""
    return tuple(
        Change(f"{name}: {live.body.get(name)!r} becomes {body[name]!r}")
        for name in names
        if name in body and (live.body.get(name) or "") != body[name]
    )
