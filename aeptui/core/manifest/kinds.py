"""The kinds of values that a document's keys take, as data: reading, writing and the documentation go by them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A text; numbers and words such as ``true`` are taken as they are spelled.

    ``shape`` is a regular expression that the whole text must match, ``shape_says`` the same in words.
    """

    empty: bool = False
    shape: str | None = None
    shape_says: str = ""

    @property
    def label(self) -> str:
        """The kind in words."""
        return self.shape_says or "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words. ``spellings``: other words for them; ``mistakes``: words often written, and what to say."""

    values: tuple[str, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The kind in words."""
        return "one of " + ", ".join(self.values)


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    label: str = "true or false"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, a whole one where ``whole``; ``above`` is an exclusive bound, ``at_least`` and ``at_most`` are not."""

    whole: bool = False
    above: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def label(self) -> str:
        """The kind in words."""
        text = "a whole number" if self.whole else "a number"
        bounds = (("above", self.above), ("of at least", self.at_least), ("up to", self.at_most))
        return text + "".join(f" {word} {bound:g}" for word, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True)
class Time:
    """A time with its zone, in whole seconds; ``words`` may stand instead of one."""

    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The kind in words."""
        return " or ".join(("a time with a zone, as 2026-12-01T06:00:00Z", *self.words))


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number, or true or false, as YAML has it; no null."""

    label: str = "a text, a number, or true or false"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values of one kind."""

    of: "Kind"
    empty: bool = True

    @property
    def label(self) -> str:
        """The kind in words."""
        return f"a list, each {self.of.label}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a section.

    ``name`` is its name in the document, ``attribute`` the (dotted) attribute of the model. ``default`` is what a
    key that is left out means; ``always`` writes the key even then. ``inline``: written on one line where it fits.
    """

    name: str
    kind: "Kind"
    help: str
    attribute: str = ""
    required: bool = False
    default: Any = None
    always: bool = False
    inline: bool = False
    argument: str = field(init=False, default="")
    """The name under which the section's ``make`` takes the value."""
    value_of: Callable[[object], Any] = field(init=False, repr=False, compare=False, default=lambda part: part)
    """Gives the key's value in a part of the model."""

    def __post_init__(self) -> None:
        # Asked for every value of documents with ten thousands of them.
        direct = self.attribute if self.attribute and "." not in self.attribute else self.name
        object.__setattr__(self, "argument", direct)
        object.__setattr__(self, "value_of", attrgetter(self.attribute or self.name))


@dataclass(frozen=True, slots=True)
class Section:
    """A map with known keys. ``make`` builds the model's part from values by attribute name.

    ``exactly_one`` names keys of which one, and only one, must be there.
    """

    title: str
    make: Callable[..., Any]
    keys: tuple[Key, ...]
    exactly_one: tuple[str, ...] = ()
    _by_name: dict[str, Key] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({key.name: key for key in self.keys})

    @property
    def label(self) -> str:
        """The kind in words."""
        return f"a map: {self.title}"

    def key(self, name: str) -> Key | None:
        """The key of that name, or None."""
        return self._by_name.get(name)

    def known(self, name: str) -> Key:
        """The key of that name. Raises KeyError where there is none."""
        key = self.key(name)
        if key is None:
            raise KeyError(name)
        return key


@dataclass(frozen=True, slots=True)
class TextOr:
    """A text, or a section that says more."""

    text: Text
    section: Section

    @property
    def label(self) -> str:
        """The kind in words."""
        return f"{self.text.label}, or {self.section.label}"


@dataclass(frozen=True, slots=True)
class ByKey:
    """One of two sections: ``having`` when the key named ``key`` is there, else ``lacking``.

    The model's part of ``having``, and only that, has an attribute of the key's name.
    """

    key: str
    having: Section
    lacking: Section

    @property
    def label(self) -> str:
        """The kind in words."""
        return f"{self.having.label}, or {self.lacking.label}"


Kind: TypeAlias = Text | Choice | Flag | Number | Time | Constant | Items | Section | TextOr | ByKey
