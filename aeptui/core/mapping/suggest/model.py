"""What suggestions are made from and what they say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceField:
    """A column: its name, its type in the source's or the document's words, a description and some of its values."""

    name: str
    type: str = ""
    description: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceObject:
    """A table, file or other object of a source system, with its columns in their order."""

    system: str
    object: str
    fields: tuple[SourceField, ...]


@dataclass(frozen=True, slots=True)
class TargetField:
    """A leaf of the target schema: its dotted path without array markers, its XDM type and its title.

    ``in_array``: it stands inside an array or map, so that a plain column fits it badly.
    """

    path: str
    type: str = "string"
    title: str = ""
    in_array: bool = False


@dataclass(slots=True)
class Suggestion:
    """One target for a column: the probability (0 to 1) that it is right, and why it is offered.

    ``accepted`` marks the one target of the column that the assignment over the whole table chose. The reason is put
    into words when it is asked for: large tables have many suggestions that nobody looks at.
    """

    path: str
    probability: float
    accepted: bool = False
    why: Callable[[], str] = field(default=str, repr=False, compare=False)

    @property
    def reason(self) -> str:
        """Why this target, as ``LastName: last name + person context, string``."""
        return self.why()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a table got: the suggestions of each column, the best first, and the probability from which they count."""

    by_source: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    threshold: float = 0.5

    def accepted(self) -> dict[str, Suggestion]:
        """The one-to-one assignment: the chosen suggestion of each column that has one."""
        chosen: dict[str, Suggestion] = {}
        for name, found in self.by_source.items():
            for each in found:
                if each.accepted:
                    chosen[name] = each
        return chosen
