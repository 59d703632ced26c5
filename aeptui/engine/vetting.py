"""The lint once more, now that the platform has said what the source's columns and the schema's fields really are."""

from dataclasses import replace

from aeptui.core.manifest.model import SourceField
from aeptui.core.manifest.problems import Problem, Where, problem
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.schedule.rules import validate
from aeptui.core.xdm.types import of_column
from aeptui.engine.blueprint import Blueprint


def vet(blueprint: Blueprint, where: Where) -> tuple[Problem, ...]:
    """Problems of the manifest in its surroundings: with the explored columns, the existing schema, the flow spec."""
    surroundings = blueprint.surroundings
    manifest = blueprint.manifest
    if surroundings.columns:
        fields = tuple(SourceField(str(column["name"]), of_column(column)) for column in surroundings.columns)
        manifest = replace(manifest, source=replace(manifest.source, fields=fields))
    tree = target_tree(manifest, surroundings.known, surroundings.tenant)
    schedule = [
        problem(where, ("schedule", issue.key), issue.rule, issue.message, fix=issue.fix)
        for issue in validate(manifest.schedule, surroundings.schedule_schema)
    ]
    return (*check(manifest, tree, where), *schedule)
