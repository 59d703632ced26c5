"""Changes of target paths: another prefix, another style of the last name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.bulk.change import Bulk, BulkRefused, Made, Stop, changing, mappings, never
from aeptui.core.xdm.paths import PathError, Step, join, parse

_NO_PATH = "its target is no path"


def _snake(words: Sequence[str]) -> str:
    return "_".join(words)


def _camel(words: Sequence[str]) -> str:
    return words[0] + "".join(word.capitalize() for word in words[1:])


def _kebab(words: Sequence[str]) -> str:
    return "-".join(words)


STYLES: dict[str, Callable[[Sequence[str]], str]] = {"snake_case": _snake, "camelCase": _camel, "kebab-case": _kebab}
"""Styles of names by what they are called."""


def in_style(name: str, style: str) -> str:
    """A name in a style of ``STYLES``; underscores in front stay, and a name without letters or digits as it is."""
    words = [word.lower() for word in _words(name)]
    if not words:
        return name
    bare = name.lstrip("_")
    return name[: len(name) - len(bare)] + STYLES[style](words)


def _words(name: str) -> list[str]:
    """The words of a name: parted by signs, and by capitals (``parseURLPath`` has three)."""
    words = [""]
    for at, sign in enumerate(name):
        if not sign.isalnum():
            words.append("")
            continue
        after = name[at + 1 : at + 2]
        begins = sign.isupper() and (not name[at - 1 : at].isupper() or after.islower())
        if begins and words[-1]:
            words.append("")
        words[-1] += sign
    return [word for word in words if word]


def restyled(rows: Sequence[MappingRow], places: Iterable[int], style: str, *, stop: Stop = never) -> Bulk:
    """Targets with their last name in another style. Raises BulkRefused for a style that does not exist.

    ``stop``: as ``changing`` has it.
    """
    if style not in STYLES:
        raise BulkRefused(f"Choose one of {', '.join(STYLES)}.")
    return changing(
        rows,
        places,
        lambda row: _with_last(row, lambda steps, last: (*steps[:last], in_style(str(steps[last]), style))),
        lambda number: f"targets of {mappings(number)} in {style}",
        stop=stop,
    )


def prefixed(rows: Sequence[MappingRow], places: Iterable[int], prefix: str, *, stop: Stop = never) -> Bulk:
    """Targets with another path before their last name; a dot alone takes it off.

    Raises BulkRefused for what is no path, and for nothing. ``stop``: as ``changing`` has it.
    """
    if not prefix.strip():
        raise BulkRefused("Type the path of an object; a dot alone takes away what stands there.")
    try:
        before = parse(path) if (path := prefix.strip().removesuffix(".")) else ()
    except PathError as error:
        raise BulkRefused(f"'{prefix}' is no path: {error}.") from error
    return changing(
        rows,
        places,
        lambda row: _with_last(row, lambda steps, last: (*before, steps[last])),
        lambda number: (
            f"targets of {mappings(number)} put below {join(before)}"
            if before
            else f"prefix of {mappings(number)} taken off"
        ),
    )


def _with_last(row: MappingRow, make: Callable[[tuple[Step, ...], int], tuple[Step, ...]]) -> Made:
    """The row with its target made anew up to the last name; indexes behind that stay."""
    if not row.to:
        return "it has no target"
    try:
        steps = parse(row.to)
    except PathError:
        return _NO_PATH
    last = max(number for number, step in enumerate(steps) if isinstance(step, str))
    return replace(row, to=join((*make(steps, last), *steps[last + 1 :])))
