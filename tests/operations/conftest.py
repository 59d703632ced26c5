from collections.abc import Iterator
from typing import Any

import pytest

from aeptui.localplatform.faults import Faults
from tests.e2e.hostile import hostile


@pytest.fixture(scope="package")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], Faults]]:
    """A local platform and its faults, none at first."""
    with hostile(tmp_path_factory.mktemp("operations")) as known:
        yield known
