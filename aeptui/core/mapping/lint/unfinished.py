"""The rules applied to a document that is still being filled in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aeptui.core.manifest.model import Manifest, NewSchema
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.unfinished import lacking
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.sample import Seen
from aeptui.core.mapping.lint.subject import target_tree

_FILLED = "nullify()"


def check_unfinished(
    manifest: Manifest,
    known: Mapping[str, Mapping[str, Any]] | None = None,
    tenant: str | None = None,
    seen: Seen | None = None,
) -> tuple[Problem, ...]:
    """What the manifest still lacks, then what breaks a rule in the rest; paths tell where, positions do not.

    ``known`` and ``tenant`` are those of ``target_tree``, ``seen`` that of ``check``. Takes a second
    for ten thousand rows.
    """
    gaps = lacking(manifest)
    empty = {gap.path for gap in gaps}
    schema = manifest.target.schema
    tree = None if isinstance(schema, NewSchema) and not schema.class_id else target_tree(manifest, known, tenant)
    # A row without a source still claims its target; that it has no source is among the gaps.
    rows = tuple(
        replace(row, expr=_FILLED) if ("mapping", index) in empty else row for index, row in enumerate(manifest.mapping)
    )
    found = check(replace(manifest, mapping=rows), tree, seen=seen)
    return (*gaps, *(each for each in found if each.path not in empty))
