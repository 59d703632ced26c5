"""The screens there are, by name: the steps of the wizard in their order, and what lies around them."""

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeptui.ui.desk import Desk
    from aeptui.ui.screens.base import Step


@dataclass(frozen=True, slots=True)
class Place:
    """A screen: ``name`` (its folder's as well), ``title``, two shorter ones for narrow terminals, and its digit."""

    name: str
    title: str
    short: str
    least: str
    digit: str = ""

    @property
    def module(self) -> str:
        """The module whose one subclass of Step it is."""
        return f"aeptui.ui.screens.{self.name}.screen"

    @property
    def imported(self) -> bool:
        """Whether its module is imported, so that making it takes no time."""
        return self.module in sys.modules

    def make(self, desk: "Desk") -> "Step":
        """The screen itself. Imports its module, which may take a moment the first time."""
        return self.kind()(desk)

    def kind(self) -> "type[Step]":
        """Its class: the one that the module calls ``SCREEN``."""
        found: type[Step] = import_module(self.module).SCREEN
        return found


HOME = Place("dataflows", "Dataflows", "Dataflows", "Flows", "0")
STEPS = (
    Place("credentials", "Credentials", "Creds", "Cred", "1"),
    Place("source", "Source", "Source", "Src", "2"),
    Place("schema", "Schema", "Schema", "Schm", "3"),
    Place("mapping", "Mapping", "Mapping", "Map", "4"),
    Place("schedule", "Schedule", "Sched", "Sched", "5"),
    Place("review", "Review", "Review", "Rev", "6"),
)
CREDENTIALS = STEPS[0].name
WIZARD = tuple(place.name for place in STEPS)
RUNS = Place("runs", "Runs", "Runs", "Runs")
PLACES = {place.name: place for place in (HOME, *STEPS, RUNS)}
