from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.localplatform.support import Client, asgi_client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A signed-in client of a fresh platform, without a socket."""
    async with asgi_client(tmp_path / "platform") as known:
        yield known
