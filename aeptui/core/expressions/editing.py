"""Changes to the text of expressions: tidy spacing, renamed fields."""

from collections.abc import Iterator, Sequence

from aeptui.core.expressions.lexer import RESERVED, comments
from aeptui.core.expressions.literals import is_plain_name, quote_string
from aeptui.core.expressions.nodes import Expression, Field, Index, Lambda, Member, children
from aeptui.core.expressions.parser import parse
from aeptui.core.expressions.paths import quote_field
from aeptui.core.expressions.printing import print_expression


def format_expression(text: str) -> str:
    """The expression with even spacing, signs for words and no needless parentheses.

    One with comments stays as it is, since they would be lost. Raises ExpressionError where it is rejected.
    """
    tree = parse(text)
    return text if next(comments(text), None) else print_expression(tree)


def rename_field(text: str, old: str | Sequence[str], new: str | Sequence[str]) -> str:
    """The expression with every use of a source field replaced by another.

    Both are one raw name (text) or the steps of a path; what lies below the old field is then read below the new one.
    Raises ExpressionError where the expression is rejected.
    """
    source = (old,) if isinstance(old, str) else tuple(old)
    target = (new,) if isinstance(new, str) else tuple(new)
    changes = list(_changes(parse(text), source, target))
    for start, end, replacement in sorted(changes, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _changes(tree: Expression, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    waiting: list[tuple[Expression, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        node, hidden = waiting.pop()
        path, indexed = _path(node)
        if path and path[0] not in hidden and path[: len(old)] == old:
            if len(path) == len(old):
                yield _change(node, indexed, old, new)
                continue
            if isinstance(node, Field):
                yield node.start, node.end, quote_field((*new, *path[len(old) :]))
                continue
        if isinstance(node, Lambda):
            hidden = hidden | set(node.params)
        waiting.extend((child, hidden) for child in children(node))


def _path(node: Expression) -> tuple[tuple[str, ...], bool]:
    """The path of a field that a node reads, and whether there are indexes in it; no path for other nodes."""
    names: list[str] = []
    indexed = False
    if not isinstance(node, Member | Field):
        return (), False
    while isinstance(node, Member | Index):
        if isinstance(node, Member):
            names.append(node.name)
        else:
            indexed = True
        node = node.target
    return ((*node.path, *reversed(names)), indexed) if isinstance(node, Field) else ((), False)


def _change(node: Expression, indexed: bool, old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, int, str]:
    """The change of one use; an index inside the path stays where only the last step of the path differs."""
    if not indexed or not isinstance(node, Member) or old[:-1] != new[:-1]:
        return node.start, node.end, quote_field(new)
    name = new[-1]
    end_of_target = node.target.end
    if is_plain_name(name) and name not in RESERVED:
        return end_of_target, node.end, "." + name
    return end_of_target, node.end, f".get({quote_string(name)})"
