"""Every rule applied to a manifest."""

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import NOWHERE, Problem, Where, in_order
from aeptui.core.mapping.lint.coverage import check_coverage
from aeptui.core.mapping.lint.delta import check_delta
from aeptui.core.mapping.lint.fields import check_fields
from aeptui.core.mapping.lint.identities import check_identities
from aeptui.core.mapping.lint.rows import check_rows
from aeptui.core.mapping.lint.rules import RULES
from aeptui.core.mapping.lint.sample import Seen, check_sample
from aeptui.core.mapping.lint.schedule import check_schedule
from aeptui.core.mapping.lint.schema import check_schema
from aeptui.core.mapping.lint.source import check_source
from aeptui.core.mapping.lint.state import check_state
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.mapping.lint.targets import check_targets
from aeptui.core.xdm.library import Library, standard
from aeptui.core.xdm.tree import Tree

_CHECKS = (
    check_source,
    check_schema,
    check_fields,
    check_identities,
    check_targets,
    check_coverage,
    check_rows,
    check_schedule,
    check_delta,
    check_state,
)


def check(
    manifest: Manifest,
    tree: Tree | None,
    where: Where = NOWHERE,
    library: Library | None = None,
    seen: Seen | None = None,
) -> list[Problem]:
    """What breaks a rule in a manifest that could be read, in the order of the text.

    ``tree`` holds the fields of the target (``target_tree`` makes it), None where they are not known: then targets are
    hinted at as unknown. ``where`` is that of the reading; ``library`` the standard one unless given. ``seen`` is
    what exploring the source showed.
    """
    findings = Findings(RULES, where)
    subject = Subject(manifest, tree, findings, library or standard(), None if seen is None else seen.columns)
    for each in _CHECKS:
        each(subject)
    if seen is not None:
        check_sample(subject, seen.rows)
    return list(in_order(findings.problems))
