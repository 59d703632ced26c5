"""Rules on the targets of a mapping: that they exist, and that each is filled once."""

from aeptui.core.mapping.lint.subject import Aim, Subject
from aeptui.core.xdm.custom import path_problem
from aeptui.core.xdm.paths import Index, Step, join
from aeptui.core.xdm.tree import Tree


def check_targets(subject: Subject) -> None:
    """Reports targets that are no paths, are not in the schema, or are filled more than once."""
    for aim in subject.aims:
        if aim.error is not None:
            message = f"'{subject.manifest.mapping[aim.index].to}' is no path: {aim.error}"
            subject.findings.add("mapping/target-path", aim.path, message, offset=aim.error.position - 1)
        elif aim.found is None:
            _unknown(subject, aim)
        else:
            _found(subject, aim)
    _filled_twice(subject)
    _overlaps(subject)


def _found(subject: Subject, aim: Aim) -> None:
    assert aim.found is not None
    to = subject.manifest.mapping[aim.index].to
    for array in aim.found.unindexed:
        message = f"'{array}' is an array: the path does not say which of its elements is meant"
        subject.findings.add("mapping/array-index", aim.path, message, fix=to.replace(array, f"{array}[0]", 1))
    if aim.found.field.deprecated:
        subject.findings.add("mapping/deprecated-target", aim.path, f"'{to}' is deprecated")


def _unknown(subject: Subject, aim: Aim) -> None:
    to, tree = subject.manifest.mapping[aim.index].to, subject.tree
    bare = _without_tenant(subject, to)
    if bare is not None:
        message = f"the custom field '{bare}' is written without the tenant's object; applying adds it"
        subject.findings.add("mapping/tenant-prefix", aim.path, message, fix=bare)
        return
    near = subject.nearest(to)
    guess = f"; did you mean '{near}'?" if near else ""
    if tree is None or not tree.complete or _in_open_object(tree, aim.steps or ()):
        unknown = "the schema" if tree is None else ", ".join(tree.missing) or "what that object may hold"
        message = f"cannot tell whether '{to}' exists: {unknown} is not known here{guess}"
        subject.findings.add("mapping/unknown-target", aim.path, message, fix=near, severity="hint")
        return
    custom = subject.new_schema is not None and path_problem(to) is None
    offer = (" Or" if near else ";") + " list it in target.schema.fields as a custom field" if custom else ""
    fix = near or (f"add {{path: {to}, type: string}} to target.schema.fields" if custom else None)
    subject.findings.add("mapping/unknown-target", aim.path, f"the schema has no field '{to}'{guess}{offer}", fix=fix)


def _without_tenant(subject: Subject, to: str) -> str | None:
    """The path of a custom field that was written with the tenant's object in front, else None."""
    first, _, rest = to.partition(".")
    custom = {field.path for field in subject.custom}
    return rest if first.startswith("_") and rest in custom else None


def _in_open_object(tree: Tree, steps: tuple[Step, ...]) -> bool:
    """Whether the path leads into an object that declares no fields, so that it may hold any."""
    for depth in range(1, len(steps)):
        found = tree.follow(steps[:depth])
        if found is None:
            return False
        if found.field.type == "object" and not found.field.children:
            return True
    return False


def _filled_twice(subject: Subject) -> None:
    first: dict[tuple[Step, ...], int] = {}
    for aim in subject.aims:
        if aim.steps is None:
            continue
        before = first.setdefault(aim.steps, aim.index)
        if before != aim.index:
            message = f"'{join(aim.steps)}' is filled already by row {before + 1}"
            subject.findings.add("mapping/duplicate-target", aim.path, message, fix="join the two in one expression")


def _overlaps(subject: Subject) -> None:
    """A target inside another one is fine where an object is copied and the row corrects a part of that copy."""
    by_steps = {aim.steps: aim.index for aim in reversed(subject.aims) if aim.steps is not None}
    for aim in subject.aims:
        steps = aim.steps or ()
        for depth in range(1, len(steps)):
            above = by_steps.get(steps[:depth])
            if above is None or _corrects(subject, above, aim.index) or isinstance(steps[depth], Index):
                continue
            message = f"'{join(steps)}' is part of '{join(steps[:depth])}', which row {above + 1} fills as a whole"
            subject.findings.add("mapping/overlapping-target", aim.path, message, fix="fill one or the other")


def _corrects(subject: Subject, above: int, below: int) -> bool:
    whole, part = subject.manifest.mapping[above], subject.manifest.mapping[below]
    return bool(whole.from_ and part.from_ and part.from_.startswith(f"{whole.from_}."))
