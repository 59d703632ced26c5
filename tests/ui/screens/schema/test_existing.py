"""A schema and a dataset that the organisation has, chosen on the schema screen instead of ones to be made."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, NewDataset, Target
from aeptui.core.xdm.library import PROFILE
from aeptui.ui.app import Aeptui
from tests.e2e.conftest import run, serving
from tests.ui.conftest import opening_for, profile_of
from tests.ui.screens.target_support import choose, document, labels, on_screen, rows, schema_of, sourced

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A platform that holds what the demo makes; its ids are among what it says."""
    with serving(tmp_path_factory.mktemp("holding")) as info:
        path = tmp_path_factory.mktemp("applied") / "flow.yaml"
        path.write_bytes((Path(__file__).parents[4] / "aeptui/cli/demos/servicenow.yaml").read_bytes())
        ended = run("apply", path, "--yes", "--json", info=info)
        assert ended.status == 0, ended.err
        yield info | {"ids": ended.json["ids"]}


def app_of(info: dict[str, Any]) -> Aeptui:
    return Aeptui(opening_for(profile_of(info)))


async def test_a_schema_that_exists_is_chosen_and_a_new_one_again(holding: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(holding), "3", sourced(name="Second")) as ui:
        await ui.press("enter")
        assert "A new schema" in ui.text() and "Customer success incidents" in ui.text()
        await ui.type("customer")
        await ui.press("enter")
        schema_id = holding["ids"]["target_schema"]
        assert document(ui).target == Target(ExistingSchema(schema_id), NewDataset(""))
        assert labels(ui) == ["Schema", "+", "Dataset", "Name", "Profile"]
        assert schema_id in ui.app.desk.known
        await ui.press("t")
        await ui.type("casenumber")
        assert "identity custom" in ui.text()
        await ui.press("escape", "escape")
        await ui.press("c")
        assert "takes no custom fields" in ui.said
        await choose(ui, "target", "schema", "id", key="which")
        await ui.press("enter", "enter")
        assert schema_of(document(ui)).class_id == PROFILE


async def test_a_dataset_that_exists_brings_its_schema_along(holding: dict[str, Any], home: Path) -> None:
    async with on_screen(app_of(holding), "3", sourced(name="Second")) as ui:
        await choose(ui, "target", "dataset", key="which")
        await ui.press("enter")
        await ui.type("customer")
        await ui.press("enter")
        ids = holding["ids"]
        assert document(ui).target == Target(ExistingSchema(ids["target_schema"]), ExistingDataset(ids["dataset"]))
        assert labels(ui) == ["Schema", "+", "Dataset"]
        assert [row.text for row in rows(ui) if row.key == "which"] == ["Customer success incidents"] * 2


async def test_what_a_document_names_is_looked_up_when_it_is_opened(holding: dict[str, Any], home: Path) -> None:
    ids = holding["ids"]
    target = Target(ExistingSchema(ids["target_schema"]), ExistingDataset(ids["dataset"]))
    async with on_screen(app_of(holding), "3", sourced(target=target)) as ui:
        assert [row.text for row in rows(ui) if row.key == "which"] == ["Customer success incidents"] * 2


async def test_a_schema_that_is_gone_is_said_in_full(make_app: MakeApp) -> None:
    gone = Target(ExistingSchema("https://ns.adobe.com/demo/schemas/gone"), NewDataset("x"))
    async with on_screen(make_app(), "3", sourced(target=gone)) as ui:
        assert "FAILED" in ui.text() and "Likely cause" in ui.text()
