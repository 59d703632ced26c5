"""Documents for the tests of schema, schedule and review, and the way to these screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import Manifest, NewSchema, Source
from aeptui.core.manifest.read import read
from aeptui.core.xdm.library import PROFILE
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.settings import Setting, Settings
from tests.ui.driver import SMALL, Ui, driving

START = datetime(2027, 3, 27, 6, tzinfo=UTC)


def demo(**changes: Any) -> Manifest:
    """The demo's document for incidents, every six hours from the day before the clocks in Vienna change."""
    text = Path("aeptui/cli/demos/servicenow.yaml")
    found = read((Path(__file__).parents[3] / text).read_text(encoding="utf-8")).manifest
    assert found is not None
    schedule = replace(found.schedule, start=START, interval=6)
    return replace(found, **{"schedule": schedule, **changes})


def schema_of(found: Manifest) -> NewSchema:
    """The schema that the document makes."""
    assert isinstance(found.target.schema, NewSchema)
    return found.target.schema


def sourced(**changes: Any) -> Manifest:
    """A document of which only the source is decided."""
    return replace(blank(PROFILE), source=Source("servicenow", "ServiceNow demo", "incident"), **changes)


@asynccontextmanager
async def on_screen(
    app: Aeptui, digit: str, manifest: Manifest | None, size: tuple[int, int] = SMALL
) -> AsyncIterator[Ui]:
    """The application with the document as a draft (None: a new one), on the screen of that digit."""
    async with driving(app, size) as ui:
        await ui.press("n")
        draft = ui.app.desk.draft
        assert draft is not None
        if manifest is not None:
            draft.edit(Put((), manifest))
        await ui.settled()
        await ui.press("ctrl+g", digit)
        await ui.settled()
        ui.keys = 0
        yield ui


def document(ui: Ui) -> Manifest:
    """The draft's document."""
    assert ui.app.desk.draft is not None
    return ui.app.desk.draft.manifest


def settings(ui: Ui) -> Settings:
    """The list of settings in sight."""
    return ui.screen.query_one(Settings)


def labels(ui: Ui) -> list[str]:
    """What the settings in sight are called."""
    return [setting.label for setting in rows(ui)]


def rows(ui: Ui) -> list[Setting]:
    """The settings in sight."""
    return list(settings(ui)._settings.values())


async def choose(ui: Ui, *path: str | int, key: object = None) -> None:
    """Puts the cursor on a setting."""
    assert settings(ui).go_to(path, key)
    settings(ui).focus()
    await ui.settled()
