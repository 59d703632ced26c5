"""Applying one manifest as a whole: its lock, the plan that is made under it, and what that plan still asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Problem, Where, has_errors
from aeptui.engine.apply import Applied, Apply, Report
from aeptui.engine.graph import WRITING, Plan
from aeptui.engine.planning import plan_manifest
from aeptui.services.platform import Platform
from aeptui.store.journal import Journal
from aeptui.store.locks import exclusive


class Refused(Exception):
    """The manifest cannot be applied; ``problems`` say why. Nothing was sent that writes."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(each.message for each in problems if each.severity == "error"))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Job:
    """A plan that is ready to be applied; it holds the manifest's lock as long as the block it came from."""

    plan: Plan
    platform: Platform
    journal: Journal

    async def run(self, report: Report = lambda progress: None, secrets: dict[str, Any] | None = None) -> Applied:
        """Applies the plan. ``secrets`` are the parameters of a base connection that the plan makes."""
        return await Apply(self.plan, self.platform, self.journal, report=report, secrets=secrets).run()


@asynccontextmanager
async def prepared(
    platform: Platform, journal: Journal, locks: Path, manifest: Manifest, where: Where, *, fresh: bool
) -> AsyncIterator[Job]:
    """The manifest's plan, made under the manifest's lock in the folder ``locks``, which the block holds.

    The manifest has its id; ``fresh``: it was given just now, so that no object can carry it. Raises Locked where
    another apply of it is under way, Refused where the plan has errors, and PlatformError.
    """
    if manifest.id is None:
        raise ValueError("a manifest gets its id before it is applied")
    with exclusive(locks, manifest.id):
        plan = await plan_manifest(platform, journal, manifest, manifest.id, where, fresh=fresh)
        if has_errors(plan.problems):
            raise Refused(plan.problems)
        yield Job(plan, platform, journal)


def writes(plan: Plan) -> int:
    """How many steps of the plan change something on the platform."""
    return sum(step.action in WRITING for step in plan.steps)


@dataclass(frozen=True, slots=True)
class Making:
    """A base connection that a plan makes: its name, the id of its connection spec, and its way of signing in."""

    name: str
    spec_id: str
    auth: str


def connection_to_make(plan: Plan) -> Making | None:
    """The base connection that the plan makes, for which somebody has to give the parameters; None where it makes
    none."""
    making = (step.wanted.body for step in plan.steps if step.kind == "base_connection" and step.action == "create")
    body = next(making, None)
    if body is None:
        return None
    return Making(body["name"], body["connectionSpec"]["id"], body["auth"]["specName"])
