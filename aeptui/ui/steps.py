"""How far the steps of the wizard are: complete, wrong, or not begun."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aeptui.ui.desk import Desk, Link
from aeptui.ui.places import STEPS

if TYPE_CHECKING:
    from aeptui.core.manifest.model import Manifest
    from aeptui.core.manifest.problems import Problem

# The step that shows each top-level key of the manifest.
STEP_OF_KEY = {
    "source": "source",
    "target": "schema",
    "mapping": "mapping",
    "schedule": "schedule",
    "options": "schedule",
    "state": "schedule",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a step stands: ``complete``, with ``problems`` to mend, or neither (not begun)."""

    complete: bool = False
    problems: int = 0

    @property
    def text(self) -> str:
        """``ok``, ``3!`` or nothing."""
        return f"{self.problems}!" if self.problems else "ok" if self.complete else ""


def step_of(problem: "Problem") -> str:
    """The name of the step in which a problem is mended."""
    return STEP_OF_KEY.get(str(problem.path[0]), "review") if problem.path else "review"


def marks(desk: Desk) -> dict[str, Mark]:
    """The mark of every step, by its name."""
    signed_in = Mark(desk.link is Link.SIGNED_IN, int(desk.link is Link.FAILED))
    if desk.draft is None:
        return {place.name: Mark() for place in STEPS} | {"credentials": signed_in}
    errors = [problem for problem in desk.problems if problem.severity == "error"]
    found = {place.name: _mark(place.name, desk.draft.manifest, errors) for place in STEPS[1:-1]}
    left = sum(step_of(problem) == "review" for problem in errors)
    return {"credentials": signed_in, **found, "review": Mark(desk.applied and not left, left)}


def next_problem(desk: Desk, after: "Problem | None") -> "Problem | None":
    """The next error in the order of the steps, beginning anew at the end; None where there is none."""
    if desk.draft is None:
        return None
    order = {place.name: number for number, place in enumerate(STEPS)}
    errors = [problem for problem in desk.problems if problem.severity == "error"]
    errors.sort(key=lambda problem: order[step_of(problem)])
    if not errors:
        return None
    return errors[(errors.index(after) + 1) % len(errors)] if after in errors else errors[0]


def _mark(name: str, manifest: "Manifest", errors: "Iterable[Problem]") -> Mark:
    if not _begun(name, manifest):
        return Mark()
    wrong = sum(step_of(problem) == name for problem in errors)
    return Mark(complete=not wrong, problems=wrong)


def _begun(name: str, manifest: "Manifest") -> bool:
    if name == "source":
        return bool(manifest.source.system or manifest.source.object)
    if name == "schema":
        schema = manifest.target.schema
        return bool(getattr(schema, "id", "") or getattr(schema, "title", "") or getattr(schema, "fields", ()))
    return bool(manifest.mapping) if name == "mapping" else True
