"""The plan: what is wanted against what is there, as a graph of steps. Looking is I/O; deciding is pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aeptui.core.manifest.problems import Problem, Where, problem
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Action, Live, Plan, Step, Wanted, fill, open_refs
from aeptui.engine.running import run_graph
from aeptui.engine.steps import ALL, BY_NAME
from aeptui.services.platform import Platform
from aeptui.services.request import Request
from aeptui.store.journal import Record


@dataclass(frozen=True, slots=True)
class Sighting:
    """What looking for one wanted object found: the object if there is one, and how it was found.

    ``wanted`` may carry names that were made distinct from those of other objects.
    """

    wanted: Wanted
    live: Live | None = None
    by_journal: bool = False


def wanted_objects(blueprint: Blueprint) -> tuple[Wanted, ...]:
    """All objects that the manifest asks for, in the order of their making; needs name steps, not kinds."""
    wanted = [each for kind in ALL for each in kind.wanted(blueprint)]
    keys_of: dict[str, list[str]] = {}
    for each in wanted:
        keys_of.setdefault(each.kind, []).append(each.key)
    return tuple(
        replace(each, needs=tuple(key for need in each.needs for key in keys_of.get(need, ()))) for each in wanted
    )


async def look(
    platform: Platform, wanted: tuple[Wanted, ...], records: Mapping[str, Record], *, fresh: bool
) -> dict[str, Sighting]:
    """Looks for every wanted object: by the journal's id, which is believed only when it is there, then by its mark.

    With ``fresh`` (the manifest's id was given just now) no mark can exist, so only names are looked at.
    """
    by_key = {each.key: each for each in wanted}
    sightings: dict[str, Sighting] = {}

    async def work(key: str) -> bool:
        known = {name: seen.live for name, seen in sightings.items() if seen.live is not None}
        each = replace(by_key[key], body=fill(by_key[key].body, known))
        sightings[key] = await _sight(platform, each, by_key[key], records.get(key), fresh=fresh)
        return True

    await run_graph({each.key: each.needs for each in wanted}, work)
    return sightings


async def _sight(platform: Platform, filled: Wanted, wanted: Wanted, record: Record | None, *, fresh: bool) -> Sighting:
    kind = BY_NAME[wanted.kind]
    if wanted.given is not None:
        return Sighting(wanted, await kind.look_up(platform, wanted.given))
    if record is not None and record.state == "done" and record.id is not None:
        live = await kind.look_up(platform, record.id)
        if live is not None:
            return Sighting(wanted, live, by_journal=True)
    if not fresh and not _unborn_schema(filled):
        live = await kind.find(platform, filled)
        if live is not None:
            return Sighting(wanted, live)
    return Sighting(await kind.distinct(platform, wanted))


def _unborn_schema(filled: Wanted) -> bool:
    """Whether a descriptor's schema does not exist yet, so that the descriptor cannot either."""
    return filled.kind == "descriptor" and bool(open_refs(filled.body))


def make_plan(
    wanted: tuple[Wanted, ...], sightings: Mapping[str, Sighting], where: Where, problems: tuple[Problem, ...] = ()
) -> Plan:
    """Decides for each wanted object what happens to it. Pure; ``problems`` are those found before."""
    steps: list[Step] = []
    stable: dict[str, Live] = {}
    found: list[Problem] = list(problems)
    for each in wanted:
        step = _decide(sightings[each.key], stable)
        steps.append(step)
        if step.live is not None and step.action in ("none", "reuse"):
            stable[step.key] = step.live
        elif step.live is not None and step.action == "update":
            # An update keeps the id; what else later steps may refer to (a version) will be another.
            stable[step.key] = Live(step.live.id)
        if each.given is not None and step.live is None:
            found.append(_missing(each, where))
        if step.action == "replace" and not BY_NAME[step.kind].replaceable:
            found.append(_fixed(step, where))
    return Plan(tuple(steps), tuple(found))


def _decide(seen: Sighting, stable: Mapping[str, Live]) -> Step:
    wanted, live = seen.wanted, seen.live
    kind = BY_NAME[wanted.kind]
    body = fill(wanted.body, stable)

    def step(action: Action, why: str, request: Request | None = None) -> Step:
        id_ = live.id if live is not None else wanted.given
        return Step(wanted.key, wanted.kind, action, wanted.needs, id_, request, why, wanted, live)

    if wanted.given is not None:
        return step("reuse", "the manifest names it")
    if live is None:
        return step("create", "not there yet", kind.create_request(body))
    changes = kind.changes(body, live)
    why = "; ".join(change.words for change in changes)
    if any(change.fatal for change in changes):
        return step("replace", why, kind.create_request(body))
    if changes:
        return step("update", why, kind.update_request(body, live))
    return step("none", "as the manifest says") if seen.by_journal else step("reuse", "found by its mark")


def _missing(wanted: Wanted, where: Where) -> Problem:
    part = "schema" if wanted.kind == "target_schema" else "dataset"
    message = f"the sandbox has no {part} {wanted.given!r}"
    return problem(where, ("target", part, "id"), f"plan/no-such-{part}", message, fix="check the id and the sandbox")


def _fixed(step: Step, where: Where) -> Problem:
    """Objects that hold data, or that others hold on to, are never replaced behind the user's back."""
    noun = step.kind.replace("_", " ")
    message = f"the {noun} {step.id} exists and cannot become what the manifest says: {step.why}"
    fix = "undo the change, or copy the manifest without its id to make a second dataflow"
    return problem(where, ("target",), "plan/cannot-change", message, fix=fix)
