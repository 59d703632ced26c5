"""From a manifest to its plan: survey, blueprint, look, decide."""

import asyncio

from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Where, has_errors
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Plan
from aeptui.engine.plan import look, make_plan, wanted_objects
from aeptui.engine.survey import Obstacle, survey
from aeptui.engine.vetting import vet
from aeptui.services.platform import Platform
from aeptui.store.journal import Journal

# Stands in marks for the id that the first apply will give.
UNSAVED = "new"


async def plan_manifest(
    platform: Platform,
    journal: Journal,
    manifest: Manifest,
    manifest_id: str | None,
    where: Where,
    *,
    fresh: bool = False,
) -> Plan:
    """The plan of one manifest. ``fresh``: its id is new, so that no object can carry it.

    What the manifest names and the platform lacks becomes a problem of the plan. Raises PlatformError.
    """
    try:
        surroundings = await survey(platform, manifest, where)
    except Obstacle as obstacle:
        return Plan((), (obstacle.problem,))
    blueprint = Blueprint(manifest, manifest_id or UNSAVED, surroundings)
    # In a thread: of a large mapping it takes a second, in which a screen would answer no key.
    problems = await asyncio.to_thread(vet, blueprint, where)
    if has_errors(problems):
        return Plan((), problems)
    wanted = wanted_objects(blueprint)
    sightings = await look(platform, wanted, journal.records(), fresh=fresh or manifest_id is None)
    return make_plan(wanted, sightings, where, problems)
