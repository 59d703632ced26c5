"""The lint of a text as read: also of one with errors, so that one look reports everything there is to mend."""

from aeptui.core.manifest.problems import Path, Problem, in_order
from aeptui.core.manifest.read import Reading
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree

# What cannot be told while something in a part of the document could not be read: rules by the part they lean on.
_LEANS_ON: tuple[tuple[Path, tuple[str, ...]], ...] = (
    (("source", "fields"), ("mapping/unknown-source", "mapping/type-clash", "mapping/expression-advice", "delta/")),
    (("source", "format"), ("source/", "delta/")),
    (("target", "schema", "fields"), ("mapping/type-clash", "mapping/constant", "mapping/unknown", "schema/identity")),
    (("target", "schema", "identities"), ("mapping/identity-unmapped", "schema/two", "schema/profile")),
    (("mapping",), ("mapping/required-target", "mapping/identity-unmapped", "mapping/empty")),
    (("schedule", "frequency"), ("schedule/", "delta/")),
)
_SHAPES_THE_TREE: tuple[Path, ...] = (("target", "schema", "class"), ("target", "schema", "field_groups"))


def check_reading(reading: Reading) -> tuple[Problem, ...]:
    """All problems of a reading, those of the lint included, in the order of the text; needs no network."""
    document = reading.manifest or reading.guess
    if document is None:
        return reading.problems
    broken = [problem.path for problem in reading.problems if problem.severity == "error"]
    unsure = any(_touches(path, part) for path in broken for part in _SHAPES_THE_TREE)
    tree = None if unsure else target_tree(document)
    told = (problem for problem in check(document, tree, reading.where) if not _doubtful(problem, broken))
    return in_order([*reading.problems, *told])


def _doubtful(problem: Problem, broken: list[Path]) -> bool:
    """Whether a problem may only be there because something else could not be read."""
    if any(problem.path[: len(path)] == path for path in broken):
        return True
    return any(
        problem.rule.startswith(rules) and any(_touches(path, part) for path in broken) for part, rules in _LEANS_ON
    )


def _touches(path: Path, part: Path) -> bool:
    """Whether a path leads to a part of the document, into it, or to something around it."""
    shared = min(len(path), len(part))
    return path[:shared] == part[:shared]
