"""The whole main job by keys only, with what the program proposes: from home to the landed rows."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.operations.rows import landed_rows
from aeptui.ui.app import Aeptui
from tests.e2e.conftest import serving
from tests.e2e.inspect import connect, objects
from tests.ui.conftest import opening_for, profile_of
from tests.ui.driver import SMALL, driving

MOST_KEYS = 40


async def first_rows(info: dict[str, Any], flow_id: str, count: int) -> list[dict[str, Any]]:
    """The first rows that a dataflow landed, read without the program's screens."""
    found: list[dict[str, Any]] = []
    async with connect(info) as platform:
        rows: AsyncIterator[dict[str, Any]] = landed_rows(platform, flow_id)
        async for row in rows:
            found.append(row)
            if len(found) == count:
                break
    return found


@pytest.mark.parametrize(
    ("typed", "key", "landed"),
    [
        ("incident", "incident", "1,150"),
        pytest.param("case", "sn_customerservice_case", "", marks=pytest.mark.thorough),
    ],
)
async def test_from_home_to_landed_rows_in_few_keys(
    tmp_path: Path, home: Path, typed: str, key: str, landed: str
) -> None:
    with serving(tmp_path / "platform") as info:
        async with driving(Aeptui(opening_for(profile_of(info))), SMALL) as ui:
            await ui.press("n")
            await ui.type(typed)
            await ui.press("enter")
            assert key in ui.screens.source.text
            await ui.press("ctrl+g", "3", "p")
            assert ui.app.desk.problems == () or all(each.severity == "hint" for each in ui.app.desk.problems)
            await ui.press("6", "a")
            assert f"First run: success. Rows: {landed}" in ui.screens.review.text
            flow_id = ui.screens.review.screen.flow_id
            await ui.press("r")
            assert "success" in ui.screens.runs.text
            await ui.press("0")
            assert ui.screens.dataflows
            assert ui.keys <= MOST_KEYS
        held = await asyncio.to_thread(objects, info)
        assert held["flows"] == [flow_id] and len(held["datasets"]) == len(held["mapping_sets"]) == 1
        row = (await first_rows(info, flow_id, 1))[0]
        assert row["_id"]
        own = next(value for name, value in row.items() if name.startswith("_demo"))
        assert own
