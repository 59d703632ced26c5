"""The facts about sources, their objects and the flow specification, against the reference that they come from."""

import json
import os
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.facts import load
from aeptui.localplatform import sources
from aeptui.localplatform.flowservice import flowspecs


def reference(*path: str) -> Any:
    """A file of the reference."""
    folder = os.environ.get("AEPTUI_SHARED")
    if not folder:
        pytest.skip("AEPTUI_SHARED is not set: the reference of the sources is not here")
    return json.loads(Path(folder).joinpath(*path).read_text(encoding="utf-8"))


def test_every_source_is_known_with_its_parameters() -> None:
    wanted, known = reference("aep", "sources.json"), load("sources")
    assert known["providerId"] == wanted["providerId"]
    assert known["target"]["id"] == wanted["target"]["connectionSpecId"]
    assert {flow["name"]: flow["id"] for flow in known["flowSpecs"]} == {
        flow["name"]: flow["id"] for flow in wanted["flowSpecs"]
    }
    by_id = {source["id"]: source for source in known["sources"]}
    assert len(by_id) == len(wanted["sources"])
    for source in wanted["sources"]:
        mine = by_id[source["connectionSpecId"]]
        assert (mine["name"], mine["kind"], mine["category"]) == (source["name"], source["kind"], source["category"])
        assert mine["flowSpec"] == source["flowSpec"]["name"]
        assert mine["dataFormats"] == source["dataFormats"]
        assert [way["specName"] for way in mine["auth"]] == [way["specName"] for way in source["auth"]]
        assert [way["params"] for way in mine["auth"]] == [way["params"] for way in source["auth"]]
        if source["technicalName"]:
            assert mine["technicalName"] == source["technicalName"]


def test_every_object_has_the_fields_of_the_reference() -> None:
    folder = os.environ.get("AEPTUI_SHARED")
    if not folder:
        pytest.skip("AEPTUI_SHARED is not set: the reference of the objects is not here")
    wanted = sorted((Path(folder) / "automap" / "objects").glob("*.json"))
    assert wanted
    for path in wanted:
        mine = resources.files(sources).joinpath("objects", path.name).read_text(encoding="utf-8")
        assert json.loads(mine)["fields"] == json.loads(path.read_text(encoding="utf-8"))["fields"], path.name


def without_texts(value: Any) -> Any:
    """A JSON value without descriptions."""
    if isinstance(value, dict):
        return {name: without_texts(item) for name, item in value.items() if name != "description"}
    return [without_texts(item) for item in value] if isinstance(value, list) else value


def test_the_flow_specification_of_tables_is_the_documented_one() -> None:
    (wanted,) = reference("aep", "examples", "62-flowspec-crmtoaep-current.json")["response"]["items"]
    mine = dict(flowspecs.spec(wanted["id"]) or {})
    listed, others = (set(spec["sourceConnectionSpecIds"]) for spec in (wanted, mine))
    assert listed <= others
    wanted["sourceConnectionSpecIds"] = mine["sourceConnectionSpecIds"]
    assert mine == without_texts(wanted)
