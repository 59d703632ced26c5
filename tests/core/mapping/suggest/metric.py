"""How good suggestions are: precision, recall and F1 of what is accepted, MRR, hits among five, calibration error."""

from dataclasses import dataclass, field
from typing import Any

from aeptui.core.mapping.suggest.model import Suggestions


@dataclass
class Counts:
    """The counts of some tasks; ``points`` are the probabilities of first suggestions, and whether they were right."""

    right: int = 0
    accepted: int = 0
    gold: int = 0
    reciprocal: float = 0.0
    hits: int = 0
    points: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.accepted + self.gold) if self.accepted + self.gold else 0.0

    @property
    def mrr(self) -> float:
        """The mean of one through the rank of the first right suggestion."""
        return self.reciprocal / self.gold

    @property
    def hit_at_5(self) -> float:
        """The share of columns with a right suggestion among the first five."""
        return self.hits / self.gold

    @property
    def calibration_error(self) -> float:
        """How far probabilities are from what happens, over ten bins of equal width."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for chance, right in self.points:
            bins.setdefault(min(9, int(chance * 10)), []).append((chance, right))
        off = (abs(sum(chance for chance, _ in each) - sum(right for _, right in each)) for each in bins.values())
        return sum(off) / len(self.points)


def evaluate(task: dict[str, Any], found: Suggestions) -> Counts:
    """The counts of one task."""
    gold: dict[str, set[str]] = {}
    for each in task["gold"]:
        gold.setdefault(each["source"], set()).add(each["target"])
    counts = Counts(gold=len(gold))
    accepted = found.accepted()
    for name in [*gold, *task["negatives"]]:
        ranked = [each.path for each in found.by_source.get(name, ())]
        right = gold.get(name, set())
        if ranked:
            counts.points.append((found.by_source[name][0].probability, ranked[0] in right))
        if name in accepted:
            counts.accepted += 1
            counts.right += accepted[name].path in right
        rank = next((place for place, path in enumerate(ranked[:10], 1) if path in right), None)
        counts.reciprocal += 1 / rank if rank else 0.0
        counts.hits += rank is not None and rank <= 5
    return counts


def pooled(found: list[Counts]) -> Counts:
    """The counts of several tasks together."""
    return Counts(
        sum(each.right for each in found),
        sum(each.accepted for each in found),
        sum(each.gold for each in found),
        sum(each.reciprocal for each in found),
        sum(each.hits for each in found),
        [point for each in found for point in each.points],
    )


def summary(found: list[Counts]) -> str:
    """The figures in one line."""
    every = pooled(found)
    return (
        f"F1 {every.f1:.3f}  MRR {every.mrr:.3f}  hit@5 {every.hit_at_5:.3f}  calibration {every.calibration_error:.3f}"
    )
