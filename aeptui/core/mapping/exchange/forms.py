"""The forms in which mappings leave and enter: which one a file has, and how each is read and written."""

from collections.abc import Sequence
from enum import Enum

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.notes import Incoming
from aeptui.core.mapping.exchange.parts import read_part, write_part
from aeptui.core.mapping.exchange.sets import SetForm, read_set, write_set
from aeptui.core.mapping.exchange.sources import Interpret
from aeptui.core.mapping.exchange.tables import Layout, read_table, sniff, write_table


class Form(Enum):
    """A form of files; the value is what it is called."""

    CSV = "CSV"
    SET = "Mapping set, JSON"
    LEGACY = "Older mapping set, JSON"
    YAML = "Part of a manifest, YAML"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return {Form.CSV: ".csv", Form.YAML: ".yaml"}.get(self, ".json")


_SUFFIXES = {
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".txt": Form.CSV,
    ".json": Form.SET,
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
}


def form_of(name: str, text: str) -> Form:
    """The form of a file, by how its name ends, else by how its text begins; both mapping sets count as today's."""
    ending = "." + name.rpartition(".")[2].lower()
    if ending in _SUFFIXES:
        return _SUFFIXES[ending]
    begin = text.removeprefix("\ufeff").lstrip()[:1]
    if begin in ("{", "["):
        return Form.SET
    return Form.YAML if text.lstrip("\ufeff \n\r\t").startswith(("mapping:", "aeptui:", "- {", "- to:")) else Form.CSV


def write(rows: Sequence[MappingRow], form: Form, sets: SetForm) -> str:
    """The rows as a text of the form."""
    if form is Form.CSV:
        return write_table(rows)
    return write_part(rows) if form is Form.YAML else write_set(rows, sets, legacy=form is Form.LEGACY)


def read(text: str, form: Form, sets: SetForm, interpret: Interpret, layout: Layout | None = None) -> Incoming:
    """The rows of a text of the form. Raises ExchangeRefused.

    ``interpret`` and ``layout`` (None: as it can be seen) are for tables only.
    """
    if form is Form.CSV:
        return read_table(text, layout or sniff(text), interpret)
    return Incoming(read_part(text)) if form is Form.YAML else read_set(text, sets)
