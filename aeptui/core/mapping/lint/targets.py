"""Rules on the target of a row: that it exists."""

from collections.abc import Iterator

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.breach import Aim, Breach
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.xdm.custom import path_problem
from aeptui.core.xdm.paths import Step
from aeptui.core.xdm.tree import Found, Tree


def target_breaches(subject: Subject, row: MappingRow, aim: Aim) -> Iterator[Breach]:
    """Targets that are no paths, are not in the schema, or are not to be used."""
    if aim.error is not None:
        message = f"'{row.to}' is no path: {aim.error}"
        yield Breach("mapping/target-path", "to", message, offset=aim.error.position - 1)
    elif aim.found is None:
        yield _unknown(subject, row.to, aim.steps or ())
    else:
        yield from _found(row.to, aim.found)


def _found(to: str, found: Found) -> Iterator[Breach]:
    for array in found.unindexed:
        message = f"'{array}' is an array: the path does not say which of its elements is meant"
        yield Breach("mapping/array-index", "to", message, to.replace(array, f"{array}[0]", 1))
    if found.field.deprecated:
        yield Breach("mapping/deprecated-target", "to", f"'{to}' is deprecated")


def _unknown(subject: Subject, to: str, steps: tuple[Step, ...]) -> Breach:
    tree, bare = subject.tree, _without_tenant(subject, to)
    if bare is not None:
        message = f"the custom field '{bare}' is written without the tenant's object; applying adds it"
        return Breach("mapping/tenant-prefix", "to", message, bare)
    near = subject.nearest_field(to)
    guess = f"; did you mean '{near}'?" if near else ""
    if tree is None or not tree.complete or _in_open_object(tree, steps):
        unknown = "the schema" if tree is None else ", ".join(tree.missing) or "what that object may hold"
        message = f"cannot tell whether '{to}' exists: {unknown} is not known here{guess}"
        return Breach("mapping/unknown-target", "to", message, near, "hint")
    custom = subject.new_schema is not None and path_problem(to) is None
    offer = (" Or" if near else ";") + " list it in target.schema.fields as a custom field" if custom else ""
    fix = near or (f"add {{path: {to}, type: string}} to target.schema.fields" if custom else None)
    return Breach("mapping/unknown-target", "to", f"the schema has no field '{to}'{guess}{offer}", fix)


def _without_tenant(subject: Subject, to: str) -> str | None:
    """The path of a custom field that was written with the tenant's object in front, else None."""
    first, _, rest = to.partition(".")
    return rest if first.startswith("_") and rest in subject.custom_paths else None


def _in_open_object(tree: Tree, steps: tuple[Step, ...]) -> bool:
    """Whether the path leads into an object that declares no fields, so that it may hold any."""
    for depth in range(1, len(steps)):
        found = tree.follow(steps[:depth])
        if found is None:
            return False
        if found.field.type == "object" and not found.field.children:
            return True
    return False
