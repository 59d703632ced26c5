"""What is known of the source's fields while an expression is edited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from aeptui.core.expressions.paths import parse_path

Path = tuple[str, ...]

_OPEN_TYPES = frozenset({"object", "map", "array", "any"})


@dataclass(frozen=True)
class SourceFields:
    """The fields of a source: paths without indexes to XDM types (``string``, ``date-time``, ``object``, ``any`` …)."""

    types: Mapping[Path, str]

    @classmethod
    def of_columns(cls, columns: Iterable[tuple[str, str]]) -> "SourceFields":
        """Fields of a flat source: raw column names, dots included, with their types."""
        return cls({(name,): kind for name, kind in columns})

    @classmethod
    def of_paths(cls, paths: Iterable[tuple[str, str]]) -> "SourceFields":
        """Fields of a nested source: paths such as ``person.emails[*].address`` with the types of what stands there.

        Raises ExpressionError for a text that is no path.
        """
        return cls({tuple(step for step in parse_path(text) if isinstance(step, str)): kind for text, kind in paths})

    @cached_property
    def _children(self) -> dict[Path, dict[str, str]]:
        found: dict[Path, dict[str, str]] = {}
        for path, kind in self.types.items():
            for length in range(len(path)):
                known = found.setdefault(path[:length], {})
                if length == len(path) - 1:
                    known[path[length]] = kind
                else:
                    known.setdefault(path[length], "object")
        return found

    def children(self, path: Path = ()) -> Mapping[str, str]:
        """The fields right below a path (the top-level ones without a path), with their types."""
        return self._children.get(path, {})

    def type_of(self, path: Path) -> str | None:
        """The type of a field; ``any`` below a field whose parts are not known; None for a field that is not there."""
        if not self.types:
            return None
        for length in range(len(path)):
            known = self._children.get(path[:length])
            if known is None:
                above = self.type_of(path[:length])
                return "any" if above in _OPEN_TYPES else None
            if path[length] not in known:
                return None
        return self._children[path[:-1]][path[-1]]
