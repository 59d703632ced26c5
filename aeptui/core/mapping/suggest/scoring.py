"""From numbers to probabilities, with the weights that were fitted on confirmed mappings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul

from aeptui.core import facts


@dataclass(frozen=True, slots=True)
class Model:
    """Fitted weights: of targets, of leaving a column unmapped, and of the last step to a probability."""

    weights: tuple[float, ...]
    silence: tuple[float, ...]
    calibration: tuple[float, ...]
    threshold: float

    def utility(self, numbers: Sequence[float]) -> float:
        """How much a target suits, on the scale of logits."""
        return float(sum(map(mul, self.weights, numbers)))

    def unmapped(self, numbers: Sequence[float]) -> float:
        """How much leaving the column unmapped suits, on the same scale."""
        return float(sum(map(mul, self.silence, numbers)))

    def probability(self, utility: float, second: float, unmapped: float, covered: float) -> float:
        """The probability that the best target is right, given the next one, the choice of none, and its cover."""
        base, slope, margin, cover = self.calibration
        return logistic(
            base
            + slope * max(-8.0, min(8.0, utility - unmapped))
            + margin * min(3.0, utility - second)
            + cover * covered
        )


def logistic(value: float) -> float:
    """The probability for a logit."""
    return 1.0 / (1.0 + exp(-value)) if value > -60 else 0.0


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    raw = facts.load("suggest_model")
    return Model(
        tuple(raw["weights"].values()), tuple(raw["silence"].values()), tuple(raw["calibration"]), raw["threshold"]
    )
