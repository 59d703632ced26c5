"""Mappings as the part ``mapping`` of a manifest, in YAML."""

from collections.abc import Sequence
from dataclasses import replace

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.emit import entry_lines
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.plain import plain
from aeptui.core.manifest.unfinished import read_unfinished
from aeptui.core.mapping.exchange.refused import refuse

_KEY = "mapping"
_BEFORE = {"-": "\n", "[": " "}
# What a part of a manifest lacks always, and what may come of another mistake: told last.
_LEAST = ("manifest/one-of", "manifest/empty", "manifest/missing-key")


def write_part(rows: Sequence[MappingRow]) -> str:
    """The rows as a manifest has them below ``mapping``."""
    data = plain(replace(blank(), mapping=tuple(rows)))[_KEY]
    return "\n".join(entry_lines(MANIFEST.known(_KEY), data, 0)) + "\n"


def read_part(text: str) -> tuple[MappingRow, ...]:
    """The rows of a manifest, of its part ``mapping``, or of a bare list of mappings. Raises ExchangeRefused."""
    body = text.removeprefix("\ufeff")
    begin = body.lstrip()[:1]
    bare = begin in ("-", "[")
    reading = read_unfinished(f"{_KEY}:{_BEFORE[begin]}{body}" if bare else body)
    if reading.manifest is None:
        errors = [each for each in reading.problems if each.severity == "error"]
        wrong = min(errors, key=lambda each: _LEAST.index(each.rule) if each.rule in _LEAST else -1)
        line = max(1, wrong.line - (begin == "-"))
        refuse(wrong.message, line=line, cause=f"Mend it: {wrong.fix}." if wrong.fix else "")
    if not bare and not reading.manifest.mapping and _KEY not in body:
        refuse("no mappings are in it", next_step="They stand below the key 'mapping' of a manifest.")
    return reading.manifest.mapping
