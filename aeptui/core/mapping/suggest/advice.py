"""Suggestions as the mapping table of a dataflow holds them: each with the row that it would make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aeptui.core.manifest.model import MappingRow
from aeptui.core.xdm.profile import ColumnProfile

SURE = 0.8
"""From this probability on a suggestion is sure enough to be accepted unseen."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that suits a column: the probability (0 to 1) that it is the right one, and the row it would make.

    ``path`` is the target without array markers: what is learned and compared.
    """

    column: str
    path: str
    probability: float
    row: MappingRow
    refused: bool = False
    """Whether the user refused it for good."""
    why: Callable[[], str] = field(default=str, repr=False, compare=False)

    @property
    def reason(self) -> str:
        """Why this target, in words."""
        return self.why().removeprefix(f"{self.column}: ")


@dataclass(frozen=True, slots=True)
class Advice:
    """What there is to say about a source's columns: profiles and candidates by column, the best candidate first.

    Below the probability ``threshold``, leaving a column unmapped is likelier to be right than its best candidate.
    """

    profiles: Mapping[str, ColumnProfile] = field(default_factory=dict)
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    threshold: float = 1.0
