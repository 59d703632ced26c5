"""Blueprints made by hand: the demo's manifest in surroundings that no platform had to tell."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import aeptui.cli
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.read import read
from aeptui.engine.blueprint import Blueprint, Surroundings

COLUMNS = tuple(
    {"name": name, "type": "string", "xdm": {"type": "string"}}
    for name in (
        "sys_id",
        "number",
        "short_description",
        "contact_type",
        "priority",
        "active",
        "opened_at",
        "First Name",
    )
)


def demo(*replacements: tuple[str, str]) -> Manifest:
    """The ServiceNow demo's manifest with texts replaced."""
    text = (Path(aeptui.cli.__file__).parent / "demos" / "servicenow.yaml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    reading = read(text)
    assert reading.manifest is not None, reading.problems
    return reading.manifest


def blueprint(manifest: Manifest | None = None, **changes: Any) -> Blueprint:
    """The demo's manifest (or another) with surroundings of a table source, changed where wanted."""
    surroundings = Surroundings(
        tenant="acme",
        connection_spec={"id": "eb13cb25-47ab-407f-ba89-c0125281c563", "version": "1.0"},
        source_kind="tabular",
        style="columns",
        connection_id="f1da3694-38a9-403d-9a36-9438a9203d42",
        takes=frozenset({"tableName", "columns", "path"}),
        columns=COLUMNS,
        flow_spec={"id": "14518937-270c-4525-bdec-c2ba7cce3860", "version": "1.0"},
        schedule_schema={},
        transformations=("Copy", "Mapping"),
        known={},
    )
    return Blueprint(manifest or demo(), "4f6c2d0e", replace(surroundings, **changes))
