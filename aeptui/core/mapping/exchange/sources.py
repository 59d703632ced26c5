"""Sources of mapping rows in the words of mapping sets: a word for the kind, and a text."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from aeptui.core.manifest.scalars import LARGEST_INTEGER

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow, Scalar

Kind: TypeAlias = Literal["from", "expr", "value"]
Interpret: TypeAlias = "Callable[[str], tuple[Kind, Scalar]]"
"""Says what a source means that comes without a word for its kind: the document's key and the value there."""

WORDS: dict[Kind, str] = {"from": "ATTRIBUTE", "expr": "EXPRESSION", "value": "STATIC"}
# Words of requests, media types of answers, and what people write into spreadsheets; letters only, lower case.
_KINDS: dict[str, Kind] = {
    "attribute": "from",
    "textxschemapath": "from",
    "field": "from",
    "column": "from",
    "from": "from",
    "feld": "from",
    "spalte": "from",
    "expression": "expr",
    "textxaepxl": "expr",
    "calculated": "expr",
    "calculatedfield": "expr",
    "expr": "expr",
    "formula": "expr",
    "ausdruck": "expr",
    "static": "value",
    "constant": "value",
    "value": "value",
    "literal": "value",
    "konstante": "value",
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_REAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")


def kind_of(word: str) -> Kind | None:
    """The kind of source that a word or media type means, None for a word that means none."""
    bare = "".join(re.findall(r"[a-z]+", word.casefold()))
    # Of the three kinds there are, only that of constants has no media type that is known.
    return _KINDS.get(bare) or ("value" if word.casefold().startswith("text/") else None)


def source_of(row: "MappingRow") -> str:
    """The row's source as a text; with the kind it says all: ``read_constant`` gives a constant again."""
    if row.from_ is not None:
        return row.from_
    return row.expr if row.expr is not None else constant_text(row.value)


def with_source(row: "MappingRow", kind: Kind, value: "Scalar | None") -> "MappingRow":
    """The row with another source: the value of the document's key of that kind."""
    bare = replace(row, from_=None, expr=None, value=None)
    if kind == "value":
        return replace(bare, value=value)
    return replace(bare, from_=str(value)) if kind == "from" else replace(bare, expr=str(value))


def constant_text(value: "Scalar | None") -> str:
    """A constant as a bare text; a text that would be read as something else stands in quotes, as in JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    return value if value and type(read_constant(value)) is str and read_constant(value) == value else json.dumps(value)


def read_constant(text: str) -> "Scalar | None":
    """The constant that a text is: numbers, true and false only where they are written as this program writes them.

    So ``007`` and ``1.50`` stay texts. None for an empty text.
    """
    if not text:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text) and text != "-0" and abs(int(text)) <= LARGEST_INTEGER:
        return int(text)
    if _REAL.fullmatch(text) and math.isfinite(float(text)) and repr(float(text)) == text:
        return float(text)
    if text[0] == '"':
        try:
            found = json.loads(text)
        except ValueError:
            return text
        return found if isinstance(found, str) else text
    return text
