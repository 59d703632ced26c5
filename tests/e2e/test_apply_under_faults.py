"""Applying on a platform that fails: whatever the fault, applying again ends with exactly the planned objects."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.read import read
from aeptui.engine.apply import Applied, Apply
from aeptui.engine.planning import plan_manifest
from aeptui.localplatform.faults import Faults, Rule
from aeptui.services.errors import PlatformError
from aeptui.services.http import Limits
from aeptui.services.platform import Platform
from aeptui.services.retry import Policy
from aeptui.store.database import Database
from aeptui.store.journal import Journal
from tests.e2e import scene
from tests.e2e.hostile import KINDS, SERVICES, first_of_each, hostile
from tests.e2e.inspect import objects
from tests.services.support import Clock

pytestmark = pytest.mark.thorough

EXACTLY = {
    "classes": 1,
    "field_groups": 1,
    "schemas": 2,
    "descriptors": 1,
    "datasets": 1,
    "source_connections": 1,
    "target_connections": 1,
    "mapping_sets": 1,
    "flows": 1,
}
WRITES = (
    "/data/foundation/schemaregistry/tenant/classes",
    "/data/foundation/schemaregistry/tenant/schemas",
    "/data/foundation/schemaregistry/tenant/fieldgroups",
    "/data/foundation/schemaregistry/tenant/descriptors",
    "/data/foundation/catalog/dataSets",
    "/data/foundation/conversion/mappingSets",
    "/data/foundation/flowservice/sourceConnections",
    "/data/foundation/flowservice/targetConnections",
    "/data/foundation/flowservice/flows",
)
Hostile = tuple[dict[str, Any], Faults]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """A platform and its faults."""
    with hostile(tmp_path_factory.mktemp("apply")) as running:
        yield running


class Applier:
    """Applies one manifest again and again, each time with the journal that the last one left."""

    def __init__(self, info: dict[str, Any], path: Path, folder: Path) -> None:
        self._info = info
        self._text = path.read_text(encoding="utf-8")
        self._folder = folder
        self.id = folder.name

    def replace(self, old: str, new: str) -> None:
        """Changes the manifest."""
        assert old in self._text
        self._text = self._text.replace(old, new)

    async def once(self) -> Applied | PlatformError:
        """One apply, or the error that ended its plan."""
        clock = Clock()
        settings: dict[str, Any] = {
            "clock": clock,
            "sleep": clock.sleep,
            "policy": Policy(attempts=2),
            "limits": Limits(per_second=100_000, read=5.0, whole=5.0),
            "recorder": None,
        }
        database = Database(self._folder / "aeptui.db")
        try:
            async with scene.connected(self._info, **settings) as platform:
                return await self._apply(platform, Journal(database, "org", "dev", self.id), clock)
        except PlatformError as error:
            return error
        finally:
            database.close()

    async def _apply(self, platform: Platform, journal: Journal, clock: Clock) -> Applied:
        reading = read(self._text)
        assert reading.manifest is not None
        plan = await plan_manifest(platform, journal, reading.manifest, self.id, reading.where)
        assert plan.problems == ()
        return await Apply(plan, platform, journal, sleep=clock.sleep).run()


def made(info: dict[str, Any], before: dict[str, list[str]]) -> dict[str, int]:
    """How many objects of each kind there are more than before."""
    return {kind: len(set(ids) - set(before[kind])) for kind, ids in objects(info).items()}


class Trial:
    """One manifest of its own on the platform with faults."""

    def __init__(self, known: Hostile, manifest: Callable[..., Path], folder: Path, title: str) -> None:
        self.info, self.faults = known
        self.before = objects(self.info)
        home = folder / scene.fresh("fault").replace(" ", "-")
        home.mkdir()
        self.path = manifest(("style: auto", "style: ad-hoc"), ("Customer success incidents\n", f"{title}\n"))
        self.applier = Applier(self.info, self.path, home)

    def under(self, *rules: Rule) -> Applied | PlatformError:
        """One apply while the rules hold; an error that ends it must say what to do."""
        self.faults.rules = list(rules)
        ended = asyncio.run(self.applier.once())
        self.faults.rules = []
        error = ended if isinstance(ended, PlatformError) else ended.failed.error if ended.failed else None
        assert error is None or error.guidance.next_step
        return ended

    def healed(self) -> Applied:
        """One apply without faults, which must succeed."""
        ended = self.under()
        assert isinstance(ended, Applied) and ended.failed is None, ended
        return ended

    def assert_exact(self) -> None:
        """There is what the manifest says and nothing else, and nothing is left to do."""
        assert made(self.info, self.before) == EXACTLY
        assert not self.healed().changed
        assert made(self.info, self.before) == EXACTLY


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("delay", "503 of a proxy", "an empty success")]
)
def test_a_fault_at_every_creation(kind: str, known: Hostile, manifest: Callable[..., Path], tmp_path: Path) -> None:
    trial = Trial(known, manifest, tmp_path, f"Creations {kind}")
    rules = [Rule(**(KINDS[kind] | {"method": "POST", "path": path, "nth": 1})) for path in WRITES]
    trial.under(*rules)
    assert sum(rule.used for rule in rules) >= 1
    trial.healed()
    trial.assert_exact()


@pytest.mark.parametrize("kind", ["drop-reply", "malformed"])
def test_a_fault_at_the_first_of_every_request(
    kind: str, known: Hostile, manifest: Callable[..., Path], tmp_path: Path
) -> None:
    trial = Trial(known, manifest, tmp_path, f"Everywhere {kind}")
    trial.under(first_of_each(kind))
    trial.healed()
    trial.assert_exact()


@pytest.mark.parametrize("kind", ["drop-reply", "500", "malformed"])
def test_a_fault_at_every_change(kind: str, known: Hostile, manifest: Callable[..., Path], tmp_path: Path) -> None:
    trial = Trial(known, manifest, tmp_path, f"Changes {kind}")
    trial.healed()
    trial.applier.replace("trim(short_description)", "upper(short_description)")
    trial.applier.replace("interval: 1", "interval: 2")
    trial.under(
        *(Rule(**(KINDS[kind] | {"method": method, "path": SERVICES, "nth": 1})) for method in ("PUT", "PATCH"))
    )
    trial.healed()
    trial.assert_exact()
    (flow_id,) = set(objects(trial.info)["flows"]) - set(trial.before["flows"])
    assert asyncio.run(interval(trial.info, flow_id)) == 2


async def interval(info: dict[str, Any], flow_id: str) -> int | None:
    async with scene.connected(info, recorder=None) as platform:
        return (await platform.flow_service.flows.lookup(flow_id)).schedule.interval


@pytest.mark.thorough
@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "delay"])
def test_each_fault_at_each_creation_alone(
    kind: str, path: str, known: Hostile, manifest: Callable[..., Path], tmp_path: Path
) -> None:
    trial = Trial(known, manifest, tmp_path, scene.fresh("Alone"))
    alone = Rule(**(KINDS[kind] | {"method": "POST", "path": path, "nth": 1}))
    trial.under(alone)
    assert alone.used == 1
    trial.healed()
    trial.assert_exact()
