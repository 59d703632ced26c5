from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.localplatform.support import Client, asgi_client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A signed-in client of a fresh platform, without a socket."""
    async with asgi_client(tmp_path / "platform") as known:
        yield known


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for the files of a platform."""
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
async def files(tmp_path: Path, root: Path) -> AsyncIterator[Client]:
    """A signed-in client of a fresh platform that offers the folder ``root``."""
    async with asgi_client(tmp_path / "platform", files_dir=root) as known:
        yield known
