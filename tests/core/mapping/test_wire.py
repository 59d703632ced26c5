"""Mapping rows as the Data Prep service takes them."""

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.wire import FULL, wire_row, wire_set


@pytest.mark.parametrize(
    ("row", "flat", "source", "kind"),
    [
        (MappingRow("t", from_="First Name"), True, "${First Name}", "ATTRIBUTE"),
        (MappingRow("t", from_="a.b"), True, "${a\\.b}", "ATTRIBUTE"),
        (MappingRow("t", from_="a.b"), False, "a.b", "ATTRIBUTE"),
        (MappingRow("t", expr="upper(x)"), True, "upper(x)", "EXPRESSION"),
        (MappingRow("t", value="it's"), True, '"it\'s"', "EXPRESSION"),
        (MappingRow("t", value=False), True, "false", "EXPRESSION"),
    ],
)
def test_a_row_says_what_it_reads_and_where_it_goes(row: MappingRow, flat: bool, source: str, kind: str) -> None:
    made = wire_row(row, lambda path: f"_tenant.{path}", flat=flat)
    assert made == {"sourceType": kind, "source": source, "destination": "_tenant.t"}


def test_a_note_travels_as_the_description() -> None:
    assert wire_row(MappingRow("t", from_="a", note="why"), str, flat=True)["description"] == "why"


def test_a_set_names_its_schema_and_the_form_of_it() -> None:
    made = wire_set("mark", "https://schema", [{"source": "a"}])
    assert made["outputSchema"] == {"schemaRef": {"id": "https://schema", "contentType": FULL}}
    assert (made["name"], made["mappings"]) == ("mark", [{"source": "a"}])
