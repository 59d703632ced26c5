"""A store for drafts, and the file of a document."""

from pathlib import Path

import pytest

from tests.ui.draft.support import WITH_ID


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.yaml"
    path.write_text(WITH_ID)
    return path
