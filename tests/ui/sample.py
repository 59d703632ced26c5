"""Screens made for the tests of the frame, so that these say nothing about the real ones."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static

from aeptui.core.manifest.edits import Put
from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.places import Place
from aeptui.ui.screens.base import Step
from aeptui.ui.screens.dataflows.screen import DataflowsScreen

REASON = "There is nothing to beep at."


class Source(Step):
    """A step with a field for the source object, and a call that a test decides about."""

    PLACE = "source"
    ABOUT = "A screen for tests."
    COMMAND_TABLE = (
        Command("source.name", ("e",), "Rename", "Gives the source's object another name."),
        Command("source.beep", ("x",), "Beep", "Beeps.", allowed=lambda screen: REASON),
        Command("source.send", ("s",), "Send", "Asks without a pane."),
    )
    work: Callable[[], Awaitable[Any]] | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.answers: list[Any] = []
        self.shown: list[str] = []
        self.loads = 0
        self.renamed = 0
        self.restored: dict[str, Any] = {}
        self.revealed: tuple[str | int, ...] = ()

    def body(self) -> ComposeResult:
        yield OptionList("the body", id="list", compact=True)
        yield Input(id="object", compact=True)

    def load(self) -> None:
        self.loads += 1
        if self.work is not None:
            self.ask("Listing the tables", self._work, self.answers.append, pane=self.pane)

    async def _work(self, session: Any) -> Any:
        assert self.work is not None
        return await self.work()

    def draft_changed(self) -> None:
        assert self.desk.draft is not None
        self.shown.append(self.desk.draft.manifest.source.object)

    def reveal(self, path: tuple[str | int, ...]) -> None:
        self.revealed = path

    def remember(self) -> dict[str, Any]:
        return {"typed": self.query_one(Input).value}

    def restore(self, state: dict[str, Any]) -> None:
        self.restored = state
        self.query_one(Input).value = state.get("typed", "")

    def do_name(self) -> None:
        """Renames."""
        assert self.desk.draft is not None
        self.renamed += 1
        self.desk.draft.edit(Put(("source", "object"), f"table{self.renamed}"))

    def do_beep(self) -> None:
        """Never comes to this."""
        raise AssertionError("a command that is not allowed was run")

    def do_send(self) -> None:
        """Asks without a pane."""
        self.ask("Sending", self._work, self.answers.append, group="send")


class Other(Step):
    """A step with nothing in it."""

    def body(self) -> ComposeResult:
        yield Static("another body")


def step_called(name: str) -> type[Step]:
    """The sample screen of that name; the home is the real one."""
    if name == "dataflows":
        return DataflowsScreen
    return Source if name == "source" else type("Other", (Other,), {"PLACE": name})


def use_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the sample screens in the place of the real ones."""
    kinds = {name: step_called(name) for name in ("dataflows", *WIZARD_AND_RUNS)}
    monkeypatch.setattr(Place, "kind", lambda self: kinds[self.name])
    monkeypatch.setattr(Place, "imported", property(lambda self: True))
    monkeypatch.setattr(Source, "work", None)


WIZARD_AND_RUNS = ("credentials", "source", "schema", "mapping", "schedule", "review", "runs")


async def for_ever() -> None:
    """A call that never answers."""
    await asyncio.Event().wait()
