"""How good the shipped model is on tables of well-known systems."""

from pathlib import Path
from typing import Any

from aeptui.core.mapping.suggest.suggest import suggest
from tests.core.mapping.suggest.metric import Counts, evaluate, pooled
from tests.core.mapping.suggest.tables import given_tasks, own_tasks, source_of, targets_of


def measured(tasks: list[dict[str, Any]]) -> Counts:
    """The counts of all tasks together."""
    return pooled(
        [evaluate(task, suggest(source_of(task), targets_of(task), task["target"]["class"])) for task in tasks]
    )


def test_the_tables_of_this_folder_are_mapped_well() -> None:
    found = measured(own_tasks())
    assert found.f1 >= 0.85 and found.mrr >= 0.9 and found.hit_at_5 >= 0.93
    assert found.calibration_error <= 0.08


def test_what_is_called_sure_is_right() -> None:
    points = measured(own_tasks()).points
    sure = [right for chance, right in points if chance >= 0.8]
    unlikely = [right for chance, right in points if chance < 0.2]
    assert sum(sure) >= 0.93 * len(sure) and len(sure) > 0.5 * len(points)
    assert sum(unlikely) <= 0.1 * len(unlikely)


def test_the_training_tasks_are_mapped_well(reference: Path) -> None:
    found = measured(given_tasks(reference / "automap" / "train"))
    assert found.f1 >= 0.85 and found.mrr >= 0.9 and found.hit_at_5 >= 0.93
    assert found.calibration_error <= 0.08


def test_every_target_that_a_table_names_exists() -> None:
    for task in own_tasks():
        offered = {field["path"] for field in task["target"]["fields"]}
        for name in {each["source"] for each in task["gold"]}:
            right = {each["target"] for each in task["gold"] if each["source"] == name}
            assert right & offered, (task["name"], name)
