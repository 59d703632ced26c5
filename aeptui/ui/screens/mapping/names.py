"""Mapping by name: columns that are called as a target field is."""

from collections.abc import Collection, Iterable, Sequence

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.values import conversion
from aeptui.core.xdm.tree import Field
from aeptui.ui.screens.mapping.targets import Targets


def by_name(
    columns: Sequence[tuple[str, str]], targets: Targets, taken: Collection[str], filled: Collection[str]
) -> list[MappingRow]:
    """A row for each column (name, type) whose name is a field's last step or title, letters and digits compared.

    Left out are columns that are ``taken``, fields that are ``filled`` or cannot hold the column's type, and names that
    several fields have equally well: identities and required fields go first, then custom ones, then those nearer to
    the root. Every field is proposed once.
    """
    fields = _by_word(targets, filled)
    used: set[str] = set()
    rows: list[MappingRow] = []
    for name, kind in columns:
        fitting = [each for each in fields.get(_letters(name), ()) if conversion(kind, each.type) != "clash"]
        path = _best(targets, fitting) if name not in taken else None
        if path is not None and path not in used:
            used.add(path)
            rows.append(MappingRow(to=path, from_=name))
    return rows


def _by_word(targets: Targets, filled: Collection[str]) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for field in targets.leaves:
        if targets.path(field) in filled or field.deprecated:
            continue
        for word in {_letters(field.name), _letters(field.title or "")} - {""}:
            found.setdefault(word, []).append(field)
    return found


def _best(targets: Targets, fields: Iterable[Field]) -> str | None:
    """The path of the field that comes first; None where none does, or two do."""
    ranked = sorted((_rank(targets, each), targets.path(each)) for each in fields)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _rank(targets: Targets, field: Field) -> tuple[bool, bool, int]:
    path = targets.path(field)
    return not targets.words(path, field), not field.custom, path.count(".")


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
