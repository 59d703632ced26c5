"""Changing tables of a TOML text in place: comments, order and everything that is not ours stay as they are.

Only plain tables of texts are understood. What comes out is read again and compared with what was meant: a text written
in a form that would be damaged is refused, not changed.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

# Lines end where TOML ends them; str.splitlines knows more ends than that.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADER = re.compile(r"\s*\[")
_ENTRY = re.compile(
    r"""(?P<head>\s*(?P<key>[A-Za-z0-9_-]+)\s*=\s*)(?P<value>"(?:[^"\\]|\\.)*"|'[^']*')(?P<tail>\s*(?:\#.*)?)"""
)


class TomlTextError(ValueError):
    """The text cannot be read, or not be changed without damage; the message says why."""


def read(text: str) -> dict[str, Any]:
    """The document that the text holds. Raises TomlTextError with the line of what is wrong."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlTextError(f"not valid TOML: {error}") from None


def with_table(text: str, table: tuple[str, str], values: Mapping[str, str]) -> str:
    """The text with the table (``("profiles", "dev")``) holding exactly ``values``; made at the end where it is new."""
    meant = read(text)
    above, name = table
    _part(meant, above)[name] = dict(values)
    lines = _LINE.findall(text)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    span = _span(lines, table)
    if span is None:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += newline
        blank = [newline] if lines else []
        lines += [*blank, f"[{above}.{name}]{newline}", *(_line(*item, newline) for item in values.items())]
    else:
        start, end = span
        lines[start:end] = _changed(lines[start:end], values, newline)
    return _checked("".join(lines), meant)


def without_table(text: str, table: tuple[str, str]) -> str:
    """The text without the table and the comments in it; as it is where there is no such table."""
    meant = read(text)
    above, name = table
    if name not in _part(meant, above):
        return text
    del meant[above][name]
    if not meant[above]:
        del meant[above]
    lines = _LINE.findall(text)
    span = _span(lines, table)
    if span is not None:
        start, end = span
        if start and not lines[start - 1].strip():
            start -= 1
        del lines[start:end]
    return _checked("".join(lines), meant)


def _part(document: dict[str, Any], name: str) -> dict[str, Any]:
    part = document.setdefault(name, {})
    if not isinstance(part, dict):
        raise TomlTextError(f"'{name}' must be a table")
    return part


def _span(lines: list[str], table: tuple[str, str]) -> tuple[int, int] | None:
    """The lines of a table, from its header to its last entry: comments below that belong to what follows."""
    above, name = (re.escape(part) for part in table)
    header = re.compile(rf"""\s*\[\s*{above}\s*\.\s*(?P<q>["']?){name}(?P=q)\s*\]\s*(?:\#.*)?""")
    start = next((number for number, line in enumerate(lines) if header.fullmatch(line.rstrip("\r\n"))), None)
    if start is None:
        return None
    end = last = start + 1
    while end < len(lines) and not _HEADER.match(lines[end]):
        end += 1
        if lines[end - 1].strip() and not lines[end - 1].lstrip().startswith("#"):
            last = end
    return start, last


def _changed(lines: list[str], values: Mapping[str, str], newline: str) -> list[str]:
    """The lines of a table with other values: entries keep their place and comment, new ones come last."""
    left = dict(values)
    result: list[str] = []
    for line in lines:
        entry = _ENTRY.fullmatch(line.rstrip("\r\n"))
        if entry is None:
            result.append(line if line.endswith("\n") else line + newline)
        elif entry["key"] in left:
            result.append(f"{entry['head']}{_quoted(left.pop(entry['key']))}{entry['tail']}{newline}")
    return [*result, *(_line(*item, newline) for item in left.items())]


def _line(key: str, value: str, newline: str) -> str:
    return f"{key} = {_quoted(value)}{newline}"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(text: str, meant: dict[str, Any]) -> str:
    try:
        found = read(text)
    except TomlTextError:
        found = None
    if found != meant:
        raise TomlTextError("written in a form that cannot be changed here without damage")
    return text
