"""Mappings taken over from other dataflows, of this sandbox, another one, or another profile's."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aeptui.ui.screens.mapping.dialogs.menu import Item
from aeptui.ui.screens.mapping.exchange import Exchange
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.search_list import Entry

if TYPE_CHECKING:
    from collections.abc import Hashable

    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.exchange.targets import PlatformPaths
    from aeptui.credentials.profiles import Profile
    from aeptui.operations.mappings import MappedFlow
    from aeptui.services.platform import Platform
    from aeptui.session import Session
    from aeptui.ui.opening import Opening

_GROUP = "exchange"
_ELSEWHERE = "elsewhere"


class Origin(NamedTuple):
    """Where a dataflow may be: a sandbox of this profile, or that of another one by its name; neither is here."""

    sandbox: str = ""
    profile: str = ""

    @property
    def words(self) -> str:
        """The origin in words."""
        if self.profile:
            return f"profile {self.profile}"
        return f"sandbox {self.sandbox}" if self.sandbox else "this sandbox"


class TakingOver:
    """Takes mappings over from other dataflows, by ``exchange``, which brings them in."""

    def __init__(self, exchange: Exchange) -> None:
        self.screen = exchange.screen
        self._exchange = exchange

    def items(self) -> list[Item]:
        """The entry of the menu."""
        reason = "" if self.screen.desk.session is not None else "Nobody is signed in (1)."
        return [Item("t", "take-over", "Take from a dataflow", "of this or another sandbox", reason)]

    def begin(self) -> None:
        """Lists the dataflows of this sandbox."""
        self._list(Origin())

    def _list(self, origin: Origin) -> None:
        work = partial(_flows, opening=self.screen.desk.opening, origin=origin)
        doing = f"Listing the dataflows of {origin.words}"
        self.screen.ask(doing, work, partial(self._choose, origin), group=_GROUP)

    def _choose(self, origin: Origin, flows: "list[MappedFlow]") -> None:
        from aeptui.ui.screens.mapping.dialogs.choosing import ChooseEntry

        entries = [Entry(flow, flow.name, "", flow.state) for flow in flows]
        more = Entry(_ELSEWHERE, "Another sandbox or profile ...", dim=True)
        question = f"Take the mapping of which dataflow of {origin.words}?"
        dialog = ChooseEntry(question, "name of a dataflow", ("Dataflow", "", "State"), [*entries, more])
        self.screen.app.push_screen(dialog, partial(self._chosen, origin))

    def _chosen(self, origin: Origin, answer: "Hashable") -> None:
        if answer == _ELSEWHERE:
            work = partial(in_thread, _profiles)
            then = self._choose_origin
            self.screen.attempt("Looking for profiles", work, then, group=_GROUP, failed=self.screen.show_failure)
        elif answer is not None:
            flow: MappedFlow = answer  # type: ignore[assignment]
            work_there = partial(
                _taken,
                opening=self.screen.desk.opening,
                origin=origin,
                flow=flow,
                paths=self._exchange.platform_paths(),
                flat=self._exchange.set_form().flat,
            )
            self.screen.ask(f"Reading the mapping of {flow.name}", work_there, partial(self._took, flow), group=_GROUP)

    def _choose_origin(self, profiles: list[tuple[str, str]]) -> None:
        from aeptui.ui.screens.mapping.dialogs.choosing import ChooseEntry

        own = self.screen.desk.session.profile if self.screen.desk.session is not None else None
        here = own.sandbox if own is not None else ""
        others = [Origin(sandbox=each.name) for each in self.screen.desk.sandboxes if each.name != here]
        entries = [Entry(Origin(), "This sandbox", here)]
        entries += [Entry(each, each.sandbox, "sandbox") for each in others]
        entries += [
            Entry(Origin(profile=name), name, f"profile, sandbox {sandbox}")
            for name, sandbox in profiles
            if own is None or name != own.name
        ]
        dialog = ChooseEntry("Where is the dataflow?", "name of a sandbox or profile", ("Where", "", ""), entries)
        self.screen.app.push_screen(dialog, self._origin_chosen)

    def _origin_chosen(self, origin: "Hashable") -> None:
        if isinstance(origin, Origin):
            self._list(origin)

    def _took(self, flow: "MappedFlow", rows: "tuple[MappingRow, ...]") -> None:
        from aeptui.core.mapping.exchange.notes import Incoming

        self._exchange.bring(Incoming(rows), flow.name)


def _profiles() -> list[tuple[str, str]]:
    """The saved profiles with their sandboxes."""
    from aeptui.operations.profiles import Profiles
    from aeptui.store.paths import user_paths

    saved = Profiles(user_paths(), os.environ).saved()
    return [(name, profile.sandbox) for name, profile in saved.items()]


def _ready(name: str) -> "Profile":
    from aeptui.operations.profiles import Profiles
    from aeptui.store.paths import user_paths

    return Profiles(user_paths(), os.environ).ready(name)


@asynccontextmanager
async def _reached(session: "Session", opening: "Opening", origin: Origin) -> "AsyncIterator[Platform]":
    """The platform as the origin sees it."""
    if origin.profile:
        profile = await in_thread(partial(_ready, origin.profile))
        async with opening.open_session(profile) as there:
            yield there.platform
    else:
        yield session.platform.for_sandbox(origin.sandbox) if origin.sandbox else session.platform


async def _flows(session: "Session", *, opening: "Opening", origin: Origin) -> "list[MappedFlow]":
    from aeptui.operations.mappings import mapped_flows

    async with _reached(session, opening, origin) as platform:
        return await mapped_flows(platform)


async def _taken(
    session: "Session", *, opening: "Opening", origin: Origin, flow: "MappedFlow", paths: "PlatformPaths", flat: bool
) -> "tuple[MappingRow, ...]":
    """The rows of a dataflow's mapping as this document says them."""
    from aeptui.operations.mappings import mapping_of
    from aeptui.operations.target_parts import tenant_of

    tenant = paths.tenant or await tenant_of(session.platform)
    async with _reached(session, opening, origin) as platform:
        return (await mapping_of(platform, flow, flat=flat)).here(replace(paths, tenant=tenant))
