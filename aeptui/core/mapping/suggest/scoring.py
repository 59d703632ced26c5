"""From numbers to probabilities, with the weights that were fitted on confirmed mappings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from typing import Any

from aeptui.core import facts
from aeptui.core.mapping.suggest.features import KINDS, KNOWN, SAID, SILENCE


@dataclass(frozen=True, slots=True)
class Model:
    """Fitted weights: of each part of a target's numbers, of leaving a column unmapped, and of the last step to a
    probability."""

    said: tuple[float, ...]
    kinds: tuple[float, ...]
    known: tuple[float, ...]
    placed: tuple[float, float]
    silence: tuple[float, ...]
    calibration: tuple[float, ...]
    threshold: float

    def probability(self, evidence: Sequence[float]) -> float:
        """The probability that the best target is right, given what speaks for it."""
        return logistic(weighted(self.calibration, evidence))


def weighted(weights: Sequence[float], numbers: Sequence[float]) -> float:
    """What numbers come to under their weights, on the scale of logits."""
    return float(sum(map(mul, weights, numbers)))


def logistic(value: float) -> float:
    """The probability for a logit."""
    return 1.0 / (1.0 + exp(-value)) if value > -60 else 0.0


def model_of(raw: Mapping[str, Any]) -> Model:
    """The model that data describes: weights by name, and the rest as it stands."""
    weights, silence = raw["weights"], raw["silence"]
    return Model(
        said=tuple(weights[name] for name in SAID),
        kinds=tuple(weights[name] for name in KINDS),
        known=tuple(weights[name] for name in KNOWN),
        placed=(weights["block"], weights["siblings"]),
        silence=tuple(silence[name] for name in SILENCE),
        calibration=tuple(raw["calibration"]),
        threshold=raw["threshold"],
    )


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return model_of(facts.load("suggest_model"))
