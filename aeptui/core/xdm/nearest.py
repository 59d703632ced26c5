"""The fields that a path was probably meant to name."""

from collections.abc import Iterable

from aeptui.core.xdm.tree import Tree

_LEAST = 62.0
_LAST_STEP_WEIGHT = 0.9
# So many letters of a name tell which one was begun.
_BEGUN = 3


class PathIndex:
    """Known paths, made ready to be compared with many others."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._whole = [each.lower() for each in self._known]
        self._last = [each.rpartition(".")[2] for each in self._whole]

    def nearest(self, path: str, count: int = 3) -> tuple[str, ...]:
        """The known paths that are close to ``path`` as a whole or in their last steps, the closest first."""
        from rapidfuzz import fuzz, process

        wanted = path.lower()
        scores: dict[int, float] = {}
        for texts, text, weight in (
            (self._whole, wanted, 1.0),
            (self._last, wanted.rpartition(".")[2], _LAST_STEP_WEIGHT),
        ):
            close = process.extract(text, texts, scorer=fuzz.ratio, limit=8 * count, score_cutoff=_LEAST / weight)
            for _, score, index in close:
                scores[index] = max(scores.get(index, 0.0), score * weight)

        def resembles(index: int) -> bool:
            # A long beginning in common is not what makes a path the one that was meant.
            mine, theirs = _apart(wanted, self._whole[index])
            last = fuzz.ratio(wanted.rpartition(".")[2], self._last[index]) * _LAST_STEP_WEIGHT
            begun = len(mine) >= _BEGUN and theirs.startswith(mine)
            return begun or max(last, fuzz.ratio(mine, theirs)) >= _LEAST

        def rank(index: int) -> tuple[float, float, int]:
            # Of paths that end alike, the one that resembles the whole, then the shorter one, is meant.
            return -scores[index], -fuzz.ratio(wanted, self._whole[index]), len(self._known[index])

        return tuple(self._known[index] for index in sorted(filter(resembles, scores), key=rank)[:count])


def _apart(one: str, other: str) -> tuple[str, str]:
    """What two paths are behind the steps that they begin with both; their last steps at least."""
    mine, theirs = one.split("."), other.split(".")
    most = min(len(mine), len(theirs)) - 1
    same = next((depth for depth in range(most) if mine[depth] != theirs[depth]), most)
    return ".".join(mine[same:]), ".".join(theirs[same:])


def path_index(tree: Tree) -> PathIndex:
    """The paths of every field of a tree."""
    return PathIndex(each.path for each in tree.walk())


def nearest_paths(tree: Tree, path: str, count: int = 3) -> tuple[str, ...]:
    """Up to ``count`` paths of the tree that are close to ``path``, or end like it, the closest first."""
    return path_index(tree).nearest(path, count)
