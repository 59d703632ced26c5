"""Fits the weights, priors and calibration of suggestions to confirmed mappings, and writes them as shipped data.

    python -m tests.core.mapping.suggest.refit [--tasks FOLDER] [--measured FOLDER] [--write] [--left-out]

needs numpy, which the project itself does not. ``--tasks`` are tasks as JSON beside the tables of this folder.
``--measured`` are tables that weights and priors know nothing of: probabilities are calibrated on them as well.
``--left-out`` reports how the tasks of each system fare under a model fitted without them.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import aeptui.core.facts
from aeptui.core.mapping.suggest import scoring
from aeptui.core.mapping.suggest import suggest as suggesting
from aeptui.core.mapping.suggest.blocks import place
from aeptui.core.mapping.suggest.features import NAMES, SILENCE
from aeptui.core.mapping.suggest.matching import Weigher, look_up
from aeptui.core.mapping.suggest.priors import Priors
from aeptui.core.mapping.suggest.table import read_table
from aeptui.core.mapping.suggest.targets import TargetIndex
from tests.core.mapping.suggest.metric import evaluate, summary
from tests.core.mapping.suggest.tables import given_tasks, own_tasks, source_of, targets_of

ROUNDS = 250
PULL = 0.5
GIVEN_COUNTS = 1.5
# What weights are before they have seen a case, and what they are pulled to: confirmed mappings are right, and show
# little of what cannot be.
START = {"column_covered": 3, "leaf_covered": 3, "both": 3, "around_missed": -1, "internal": -2, "block": 1}
START |= {"type_clash": -6, "foreign": -3, "foreign_id": 5}
# The same for the last step: values that cannot become the target are as good as never right.
FIRST_STEP = np.array([0.0, 0.0, 0.0, 0.0, -3.0])
FIRST = np.array([START.get(name, 0.0) for name in NAMES] + [5.0] + [1.0] * (len(SILENCE) - 1))


@dataclass
class Case:
    """One column: the numbers of its candidates, which are right, and the numbers for none."""

    numbers: Any
    right: Any
    silence: Any
    weight: float


def gold_of(task: dict[str, Any]) -> dict[str, set[str]]:
    gold: dict[str, set[str]] = defaultdict(set)
    for each in task["gold"]:
        gold[each["source"]].add(each["target"])
    return gold


def priors_of(tasks: Iterable[dict[str, Any]]) -> Priors:
    """How often a path, and a pair of last steps, is right where it is on offer; and the first steps of all paths."""
    roots: set[str] = set()
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for task in tasks:
        first: dict[str, float] = defaultdict(float)
        for each in task["gold"]:
            share = 0.5 if each.get("alt") else 1.0
            for key in keys_of(each["target"]):
                first[key] = max(first[key], share)
        roots |= {field["path"].partition(".")[0] for field in task["target"]["fields"]}
        offered = {key for field in task["target"]["fields"] for key in keys_of(field["path"])}
        for key in offered:
            counts[key][1] += 1
            counts[key][0] += first.get(key, 0.0)
    chances = {key: round(hits / (offers + 2.0), 3) for key, (hits, offers) in counts.items() if hits}
    return Priors(
        {key[5:]: chance for key, chance in chances.items() if key.startswith("path:")},
        {key[5:]: chance for key, chance in chances.items() if key.startswith("tail:")},
        frozenset(roots),
    )


def keys_of(path: str) -> tuple[str, str]:
    return f"path:{path}", "tail:" + ".".join(path.split(".")[-2:])


def system_of(task: dict[str, Any]) -> str:
    return str(task["source"]["system"]).split()[-1 if task["source"]["system"].startswith("Microsoft") else 0]


def looks_of(task: dict[str, Any], model: scoring.Model, priors: Priors) -> Any:
    index = TargetIndex(targets_of(task))
    table = read_table(source_of(task), index, task["target"]["class"])
    looks = look_up(index, Weigher(table, model, priors))
    place(looks, model)
    return looks


def cases_of(tasks: Sequence[dict[str, Any]], model: scoring.Model) -> list[Case]:
    """The cases, each with priors from the tasks of other systems only."""
    out: list[Case] = []
    for task in tasks:
        priors = priors_of(other for other in tasks if system_of(other) != system_of(task))
        gold, none = gold_of(task), set(task["negatives"])
        for look in looks_of(task, model, priors):
            name = look.column.field.name
            if not look.found or (name not in gold and name not in none):
                continue
            right = np.array([each.target.field.path in gold.get(name, ()) for each in look.found])
            if name in gold and not right.any():
                continue
            numbers = np.array([each.features() for each in look.found])
            out.append(Case(numbers, right, np.array(look.silence), task.get("weight", 1.0)))
    return out


def fitted(cases: list[Case], start: Any) -> Any:
    """The weights under which the right choices are likeliest, pulled to the first ones, by gradient ascent with
    momentum (Adam).

    Each case is a row of equal length: its candidates, padded with impossible ones, and last the choice of none.
    """
    size, most = len(NAMES), max(len(case.numbers) for case in cases)
    data = np.zeros((len(cases), most + 1, len(start)), np.float32)
    real, right = np.zeros((len(cases), most + 1), bool), np.zeros((len(cases), most + 1), bool)
    for at, case in enumerate(cases):
        count = len(case.numbers)
        data[at, :count, :size], data[at, most, size:] = case.numbers, case.silence
        real[at, :count] = real[at, most] = True
        right[at, :count], right[at, most] = case.right, not case.right.any()
    share = np.array([case.weight for case in cases])
    weights = start.copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        scores = np.where(real, data @ weights.astype(np.float32), -1e9)
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        wanted = np.where(right, chances, 0)
        wanted /= np.maximum(wanted.sum(1, keepdims=True), 1e-30)
        slope = np.tensordot((wanted - chances) * share[:, None], data, 2)
        slope = (slope - PULL * np.where(np.arange(len(weights)) == size, 0, weights - FIRST)) / share.sum()
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights = weights + 0.08 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def model_of(
    weights: Any, calibration: Sequence[float] = (0.0, 0.8, 0.3, 0.0, 0.0), threshold: float = 0.4
) -> scoring.Model:
    return scoring.model_of(described(weights, calibration, threshold))


def described(weights: Any, calibration: Sequence[float], threshold: float) -> dict[str, Any]:
    """A model as data."""
    given = [round(float(each), 3) for each in weights]
    return {
        "weights": dict(zip(NAMES, given, strict=False)),
        "silence": dict(zip(SILENCE, given[len(NAMES) :], strict=True)),
        "calibration": [round(float(each), 4) for each in calibration],
        "threshold": threshold,
    }


def fit(tasks: Sequence[dict[str, Any]]) -> Any:
    """Weights, fitted twice: where columns belong together depends on the weights of the round before."""
    weights = fitted(cases_of(tasks, model_of(FIRST)), FIRST)
    return fitted(cases_of(tasks, model_of(weights)), weights)


def answers(task: dict[str, Any], model: scoring.Model, priors: Priors) -> Any:
    suggesting.scoring.shipped, suggesting.priors.shipped = (lambda: model), (lambda: priors)  # type: ignore[assignment]
    return suggesting.suggest(source_of(task), targets_of(task), task["target"]["class"])


def points(task: dict[str, Any], model: scoring.Model, priors: Priors) -> list[tuple[tuple[float, ...], bool, float]]:
    """What calibration is fitted to: for each column that counts, the numbers, whether the first is right, a weight."""
    from aeptui.core.mapping.suggest.assignment import assign

    gold, none = gold_of(task), set(task["negatives"])
    looks = looks_of(task, model, priors)
    assign(looks)
    out = []
    for look in looks:
        name = look.column.field.name
        if look.found and (name in gold or name in none):
            right = look.found[0].target.field.path in gold.get(name, ())
            out.append((look.evidence(), right, task.get("weight", 1.0)))
    return out


def calibrated(rows: list[tuple[tuple[float, ...], bool, float]]) -> tuple[list[float], float]:
    """The logistic step from utilities to probabilities, and the threshold with the best F1."""
    data, hits = np.array([row for row, _, _ in rows]), np.array([hit for _, hit, _ in rows], float)
    share = np.array([weight for _, _, weight in rows])
    weights = FIRST_STEP.copy()
    for _ in range(60):
        chances = 1 / (1 + np.exp(-data @ weights))
        slope = data.T @ (share * (hits - chances)) - 0.5 * (weights - FIRST_STEP)
        curve = (data * (share * chances * (1 - chances))[:, None]).T @ data + 0.5 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    chances = 1 / (1 + np.exp(-data @ weights))
    best = max(
        (2 * hits[chances >= limit].sum() / ((chances >= limit).sum() + len(hits) * 0.78), limit)
        for limit in np.arange(0.2, 0.7, 0.02)
    )
    return [round(float(each), 4) for each in weights], round(float(best[1]), 2)


def left_out(tasks: Sequence[dict[str, Any]]) -> tuple[list[Any], dict[str, Any]]:
    """Every system under a model fitted without it: the rows for calibration, and weights by system."""
    rows, models = [], {}
    for system in sorted({system_of(task) for task in tasks}):
        others = [task for task in tasks if system_of(task) != system]
        weights, priors = fit(others), priors_of(others)
        models[system] = (weights, priors)
        rows += [
            (system, row)
            for task in tasks
            if system_of(task) == system
            for row in points(task, model_of(weights), priors)
        ]
    return rows, models


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=Path)
    parser.add_argument("--measured", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--left-out", action="store_true")
    options = parser.parse_args()
    given = given_tasks(options.tasks) if options.tasks else []
    for task in given:
        task["weight"] = GIVEN_COUNTS
    tasks = [*given, *own_tasks()]
    rows, models = left_out(tasks)
    if options.left_out:
        report(tasks, rows, models, len(given))
    if options.write:
        weights, priors = fit(tasks), priors_of(tasks)
        measured = own_tasks(options.measured) if options.measured else []
        rows += [("", row) for task in measured for row in points(task, model_of(weights), priors)]
        write(weights, *calibrated([row for _, row in rows]), priors)


def report(tasks: Sequence[dict[str, Any]], rows: list[Any], models: Any, given: int) -> None:
    found = []
    for task in tasks:
        system = system_of(task)
        weights, priors = models[system]
        calibration, threshold = calibrated([row for other, row in rows if other != system])
        counts = evaluate(task, answers(task, model_of(weights, calibration, threshold), priors))
        found.append(counts)
        print(f"{task['name']:28s} {summary([counts])}")
    print(f"{'given':28s} {summary(found[:given])}")
    print(f"{'own':28s} {summary(found[given:])}")
    print(f"{'all':28s} {summary(found)}")


def write(weights: Any, calibration: list[float], threshold: float, priors: Priors) -> None:
    data = described(weights, calibration, threshold)
    data |= {"paths": dict(sorted(priors.paths.items())), "tails": dict(sorted(priors.tails.items()))}
    data["roots"] = sorted(priors.roots)
    path = Path(aeptui.core.facts.__file__).parent / "data" / "suggest_model.json"
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
