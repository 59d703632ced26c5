"""Sources of mapping rows as expressions."""

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.sources import expression_of


@pytest.mark.parametrize(
    ("row", "nested", "text"),
    [
        (MappingRow("a", from_="number"), False, "number"),
        (MappingRow("a", from_="a.b"), True, "a.b"),
        (MappingRow("a", expr="trim(x)"), False, "trim(x)"),
        (MappingRow("a", value="fax"), False, '"fax"'),
        (MappingRow("a", value=0), False, "0"),
        (MappingRow("a", value=False), False, "false"),
        (MappingRow("a"), False, ""),
        (MappingRow("a", from_=""), False, ""),
    ],
)
def test_each_kind_of_source_is_an_expression(row: MappingRow, nested: bool, text: str) -> None:
    assert expression_of(row, nested=nested) == text


def test_a_raw_name_that_reads_as_a_path_is_quoted_and_a_path_is_not() -> None:
    row = MappingRow("a", from_="Account.Name")
    assert expression_of(row, nested=True) == "Account.Name"
    assert expression_of(row, nested=False) not in ("Account.Name", "")
