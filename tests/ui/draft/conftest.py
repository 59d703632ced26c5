"""A store for drafts, and the file of a document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aeptui.store.database import Database
from tests.ui.draft.support import WITH_ID


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "state" / "aeptui.db")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.yaml"
    path.write_text(WITH_ID)
    return path
