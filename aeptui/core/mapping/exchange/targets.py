"""Targets between a document and a platform: custom fields stand below the tenant's object only there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from aeptui.core.expressions import ExpressionError, literal, parse, rename_field
from aeptui.core.expressions.nodes import Expression, Literal, children
from aeptui.core.manifest.model import MappingRow
from aeptui.core.xdm.custom import document_path, is_custom, platform_path
from aeptui.core.xdm.paths import PathError


@dataclass(frozen=True, slots=True)
class PlatformPaths:
    """The paths of a document's custom fields, and the tenant's id without underscore; paths stay where it is None.

    ``own``: the document makes its schema itself, so that below the tenant's object there is nothing but its custom
    fields, those that it does not list yet included.
    """

    custom: frozenset[str] = frozenset()
    tenant: str | None = None
    own: bool = False

    def of_platform(self, path: str) -> str:
        """The platform's path for one of the document."""
        if self.tenant is None:
            return path
        try:
            return platform_path(path, self.custom, self.tenant)
        except PathError:
            return path

    def of_document(self, path: str) -> str:
        """The document's path for one of the platform: that of a custom field loses the tenant's object."""
        if self.tenant is None:
            return path
        bare = document_path(path, self.tenant)
        try:
            return bare if bare != path and (self.own or is_custom(bare, self.custom)) else path
        except PathError:
            return path


AS_THEY_ARE = PlatformPaths()
"""Leaves every path as it is."""


def moved(rows: Sequence[MappingRow], old: str, paths: PlatformPaths) -> tuple[MappingRow, ...]:
    """Rows of another tenant's platform as this document says them.

    ``old`` is the other tenant's id, without underscore as that of ``paths``. Its object is renamed in targets, in
    columns that are paths, and inside expressions: fields, and texts that are paths below it. Expressions that cannot
    be parsed stay as they are.
    """
    new = paths.tenant if paths.tenant is not None else old
    return tuple(_moved(row, f"_{old}", f"_{new}", paths) for row in rows)


def _moved(row: MappingRow, old: str, new: str, paths: PlatformPaths) -> MappingRow:
    to = paths.of_document(_renamed(row.to, old, new))
    if old == new:
        return replace(row, to=to)
    if row.from_ is not None:
        return replace(row, to=to, from_=_renamed(row.from_, old, new))
    return replace(row, to=to, expr=None if row.expr is None else rename_tenant(row.expr, old, new))


def _renamed(path: str, old: str, new: str) -> str:
    """The path below the new object where it is, or lies below, the old one."""
    return new + path[len(old) :] if path == old or path.startswith((f"{old}.", f"{old}[")) else path


def rename_tenant(text: str, old: str, new: str) -> str:
    """An expression with a tenant's object renamed in fields and in texts that name it or a path below it."""
    try:
        renamed = rename_field(text, old, new)
        return _replaced_texts(renamed, lambda value: _renamed(value, old, new))
    except ExpressionError:
        return text


def _replaced_texts(text: str, change: Callable[[str], str]) -> str:
    """The expression with its text constants changed."""
    found: list[tuple[int, int, str]] = []
    waiting: list[Expression] = [parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Literal) and isinstance(node.value, str) and (made := change(node.value)) != node.value:
            found.append((node.start, node.end, literal(made)))
        waiting.extend(children(node))
    for start, end, made in sorted(found, reverse=True):
        text = text[:start] + made + text[end:]
    return text
