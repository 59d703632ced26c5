"""Every row of the table of the tutorial's mistakes, from both sides: what aeptui sends, what the platform answers."""

import asyncio
import re
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.read import read
from aeptui.engine.apply import Apply
from aeptui.engine.planning import plan_manifest
from aeptui.services.platform import Platform
from aeptui.services.record import Recorder
from aeptui.store.database import Database
from aeptui.store.journal import Journal
from tests.e2e import scene
from tests.e2e.errata import neighbours, printed, text
from tests.e2e.errata.table import ROWS, Case, Sent
from tests.e2e.exchanges import ON_PURPOSE, recorder

assert printed and text and neighbours, "importing them fills the table"

ONCE = """\
aeptui: 1
name: Once
source: {system: servicenow, connection: ServiceNow demo, object: sys_user}
target:
  schema: {title: Once, class: "https://ns.adobe.com/xdm/context/profile"}
  dataset: {name: Once}
mapping: [{from: sys_id, to: _id}]
schedule: {start: now, frequency: once}
"""
TICKETS = """\
aeptui: 1
name: Tickets
source: {system: Zendesk, connection: Zendesk demo, object: tickets, format: json}
target:
  schema:
    title: Tickets
    class: https://ns.adobe.com/xdm/context/profile
    fields: [{path: ticket.subject, type: string}]
  dataset: {name: Tickets}
mapping: [{expr: 'concat("t", id)', to: _id}, {from: subject, to: ticket.subject}]
schedule: {start: now, frequency: hour, interval: 1, backfill: true}
"""


def manifests() -> list[str]:
    """One manifest of each style."""
    demos = resources.files("aeptui.cli").joinpath("demos")
    known = {
        name: demos.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
        for name in ("servicenow", "salesforce-service-cloud")
    }
    adhoc = (
        known["servicenow"]
        .replace("style: auto", "style: ad-hoc")
        .replace("success incidents", "success incidents raw")
    )
    return [*known.values(), adhoc.replace("name: ServiceNow incidents", "name: Raw"), ONCE, TICKETS]


async def apply(platform: Platform, database: Database, number: int, text: str) -> None:
    """Applies a manifest to the end."""
    reading = read(text)
    assert reading.manifest is not None, reading.problems
    journal = Journal(database, "org", "dev", str(number))
    plan = await plan_manifest(platform, journal, reading.manifest, f"errata{number}", reading.where)
    assert not [each for each in plan.problems if each.severity == "error"], plan.problems
    applied = await Apply(plan, platform, journal).run()
    assert applied.failed is None, applied.failed


@pytest.fixture(scope="module")
def world(live: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> tuple[Sent, scene.Parts]:
    """What applying sent, and the parts of a dataflow to make bad ones of."""
    folder = tmp_path_factory.mktemp("errata")
    file = folder / "exchanges.jsonl"

    async def work() -> scene.Parts:
        database = Database(folder / "aeptui.db")
        try:
            async with scene.connected(live, recorder=Recorder(file)) as platform:
                assert [each.name async for each in platform.sandboxes.available()]
                await asyncio.gather(*(apply(platform, database, *each) for each in enumerate(manifests())))
            async with scene.connected(live) as platform:
                return await scene.parts(platform, scene.fresh("Errata"))
        finally:
            database.close()

    made = asyncio.run(work())
    return Sent(file.read_text(encoding="utf-8").splitlines()), made


@pytest.fixture
async def case(live: dict[str, Any], world: tuple[Sent, scene.Parts]) -> AsyncIterator[Case]:
    """Everything that a row needs; what goes through it is bad, or merely tolerated, on purpose."""
    async with scene.connected(live, recorder=recorder(ON_PURPOSE)) as platform:
        yield Case(*(world[0], platform, world[1]), live, await platform.http.tokens.current())


@pytest.mark.parametrize("id", sorted(ROWS, key=lambda id: (id[0], int(id[1:]))))
async def test_row(id: str, case: Case) -> None:
    await ROWS[id].check(case)


def test_the_table_has_every_row(reference: Path) -> None:
    document = (reference / "aep" / "seed-errata.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| ([ABC]\d+) \|", document, re.MULTILINE)) == set(ROWS)


def test_what_cannot_be_sent_is_the_least_part() -> None:
    assert {row.id for row in ROWS.values() if row.verdict == "prose"} == {"B9", "B10", "B11", "B17"}
