"""The column that tells what is new."""

import pytest

from aeptui.core.schedule.delta import last_modified


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ([("sys_id", "string"), ("opened_at", "date-time"), ("sys_updated_on", "date-time")], "sys_updated_on"),
        (
            [("CreatedDate", "date-time"), ("LastModifiedDate", "date-time"), ("SystemModstamp", "date-time")],
            "LastModifiedDate",
        ),
        ([("changed_day", "date"), ("changed_at", "date-time")], "changed_at"),
        ([("changed_day", "date")], "changed_day"),
        ([("updated_by", "string"), ("opened_at", "date-time")], None),
        ([], None),
    ],
)
def test_the_first_time_of_change(columns: list[tuple[str, str]], found: str | None) -> None:
    assert last_modified(columns) == found
