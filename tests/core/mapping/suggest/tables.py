"""Tables of well-known systems with the targets that a person would choose: what suggestions are measured with.

A file of ``tables`` names the system, the object, the class and its field groups; then a line for each column: name,
type, and the targets that are right, separated by bars. ``-``: nothing is right; ``?``: not counted. ``key:account``
stands for every form of that key.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aeptui.core.mapping.suggest.model import SourceField, SourceObject, TargetField
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import standard

FOLDER = Path(__file__).parent / "tables"


def own_tasks(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The tables of a folder, in the form of the training tasks."""
    return [_task(path) for path in sorted(folder.glob("*.txt"))]


def given_tasks(folder: Path) -> list[dict[str, Any]]:
    """The tasks of a folder of JSON files."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def source_of(task: dict[str, Any]) -> SourceObject:
    """The source of a task as suggestions want it."""
    fields = task["source"]["fields"]
    return SourceObject(
        task["source"]["system"],
        task["source"]["object"],
        tuple(SourceField(each["name"], each.get("type", ""), each.get("description", "")) for each in fields),
    )


def targets_of(task: dict[str, Any]) -> list[TargetField]:
    """The targets of a task as suggestions want them."""
    return [
        TargetField(each["path"], each["type"], each.get("title") or "", bool(each.get("in_array")))
        for each in task["target"]["fields"]
    ]


def _task(path: Path) -> dict[str, Any]:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.split(": ", 1) for line in lines[:4])
    fields, gold, negatives = [], [], []
    for line in lines[4:]:
        name, kind, right = line.split()
        fields.append({"name": name, "type": kind})
        if right == "-":
            negatives.append(name)
        elif right != "?":
            gold += [
                {"source": name, "target": each, "kind": "direct", "alt": number > 0}
                for number, each in enumerate(_paths(right))
            ]
    return {
        "name": path.stem,
        "source": {"system": head["system"], "object": head["object"], "fields": fields},
        "target": {"class": head["class"], "fields": list(_leaves(head["class"], head["groups"].split()))},
        "gold": gold,
        "negatives": negatives,
    }


def _paths(right: str) -> list[str]:
    paths: list[str] = []
    for each in right.split("|"):
        if each.startswith("key:"):
            entity = each.removeprefix("key:")
            paths += [f"{entity}Key.sourceID", f"{entity}ID", f"{entity}Key.sourceKey"]
        else:
            paths.append(each)
    return paths


def _leaves(class_id: str, groups: list[str]) -> Iterator[dict[str, Any]]:
    tree = compose(standard(), class_id, [f"https://ns.adobe.com/{group}" for group in groups])
    assert tree.complete, tree.missing
    for field in tree.leaves():
        yield {
            "path": field.path.replace("[*]", ""),
            "type": field.type,
            "title": field.title,
            "in_array": field.in_array,
        }
