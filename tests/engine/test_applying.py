"""Applying one manifest as a whole: its lock, and what refuses it."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.model import NewConnection
from aeptui.core.manifest.problems import NOWHERE
from aeptui.core.manifest.read import read
from aeptui.engine.applying import Making, Refused, connection_to_make, prepared, writes
from aeptui.services.platform import Platform
from aeptui.store.database import Database
from aeptui.store.journal import Journal
from aeptui.store.locks import Locked
from tests.e2e.conftest import local_platform
from tests.e2e.inspect import connect

__all__ = ["local_platform"]
DEMO = Path("aeptui/cli/demos/servicenow.yaml")


@pytest.fixture
async def platform(local_platform: dict[str, Any]) -> AsyncIterator[Platform]:
    async with connect(local_platform) as opened:
        yield opened


@pytest.fixture
def journal(tmp_path: Path, local_platform: dict[str, Any]) -> Iterator[Journal]:
    database = Database(tmp_path / "aeptui.db")
    yield Journal(database, local_platform["org_id"], "dev", "0badcafe")
    database.close()


def manifest(**changes: Any) -> Any:
    found = read((Path(__file__).parents[2] / DEMO).read_text(encoding="utf-8")).manifest
    assert found is not None
    return replace(found, id="0badcafe", **changes)


async def test_the_lock_is_held_while_the_job_is_there_and_free_afterwards(
    platform: Platform, journal: Journal, tmp_path: Path
) -> None:
    async with prepared(platform, journal, tmp_path, manifest(), NOWHERE, fresh=True) as job:
        assert writes(job.plan) == len(job.plan.steps) == 8
        with pytest.raises(Locked, match=str(os.getpid())):
            async with prepared(platform, journal, tmp_path, manifest(), NOWHERE, fresh=True):
                pass
    async with prepared(platform, journal, tmp_path, manifest(), NOWHERE, fresh=True):
        pass


async def test_a_manifest_with_errors_is_refused_with_them_and_nothing_is_made(
    platform: Platform, journal: Journal, tmp_path: Path
) -> None:
    wrong = manifest(mapping=())
    with pytest.raises(Refused) as refused:
        async with prepared(platform, journal, tmp_path, wrong, NOWHERE, fresh=True):
            pass
    assert any(problem.severity == "error" for problem in refused.value.problems)
    assert journal.records() == {}


async def test_a_manifest_without_an_id_is_never_applied(platform: Platform, journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="id"):
        async with prepared(platform, journal, tmp_path, replace(manifest(), id=None), NOWHERE, fresh=True):
            pass


async def test_a_connection_that_is_to_be_made_is_named_so_that_somebody_gives_its_secrets(
    platform: Platform, journal: Journal, tmp_path: Path
) -> None:
    new = NewConnection("My account", "Basic Authentication")
    document = manifest()
    made = replace(document, source=replace(document.source, connection=new))
    async with prepared(platform, journal, tmp_path, made, NOWHERE, fresh=True) as job:
        making = connection_to_make(job.plan)
        assert isinstance(making, Making) and (making.name, making.auth) == (new.name, new.auth)
        spec = await platform.flow_service.connection_specs.lookup(making.spec_id)
        assert spec.is_called(document.source.system) and new.auth in [each.name for each in spec.auth_specs]
    async with prepared(platform, journal, tmp_path, document, NOWHERE, fresh=True) as job:
        assert connection_to_make(job.plan) is None
