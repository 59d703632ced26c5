"""What each kind wants of a manifest: the bodies of the requests, before any call."""

from typing import Any

import pytest

from aeptui.engine.graph import KINDS, Wanted, shown
from aeptui.engine.plan import wanted_objects
from tests.engine.blueprints import COLUMNS, blueprint, demo


def bodies(**changes: Any) -> dict[str, Any]:
    """The wanted bodies by key, with Refs as people see them."""
    manifest = changes.pop("manifest", None)
    return {each.key: shown(each.body) for each in wanted_objects(blueprint(manifest, **changes))}


def wanted(*replacements: tuple[str, str]) -> dict[str, Wanted]:
    return {each.key: each for each in wanted_objects(blueprint(demo(*replacements)))}


def test_the_columns_style_has_no_ad_hoc_objects_and_passes_columns_on_as_explored() -> None:
    found = bodies()
    assert "ad_hoc_class" not in found
    assert found["source_connection"]["data"] == {"format": "tabular"}
    assert found["source_connection"]["params"] == {"tableName": "incident", "columns": list(COLUMNS)}


def test_the_ad_hoc_style_refers_to_the_schema_and_never_to_the_class() -> None:
    found = bodies(style="ad-hoc")
    fields = found["ad_hoc_class"]["allOf"][1]["properties"]["_adhoc"]["properties"]
    assert fields["sys_id"] == {"type": "string"}
    assert "First_Name" in fields
    assert found["ad_hoc_schema"]["allOf"] == [{"$ref": "{ad_hoc_class.id}"}]
    assert found["source_connection"]["params"] == {"path": "incident"}
    assert found["source_connection"]["data"]["schema"]["id"] == "{ad_hoc_schema.id}"


def test_a_target_is_the_data_lake_without_a_base_connection_and_all_schemas_are_one() -> None:
    found = bodies()
    target = found["target_connection"]
    assert target["connectionSpec"] == {"id": "c604ff05-7f1a-43c0-8e18-33bf874cb11c", "version": "1.0"}
    assert "baseConnectionId" not in target
    assert target["params"] == {"dataSetId": "{dataset.id}"}
    ids = {
        target["data"]["schema"]["id"],
        found["dataset"]["schemaRef"]["id"],
        found["mapping_set"]["outputSchema"]["schemaRef"]["id"],
        found["descriptor"]["xdm:sourceSchema"],
    }
    assert ids == {"{target_schema.id}"}


def test_mappings_are_in_the_current_words_with_the_tenant_before_custom_paths_only() -> None:
    rows = bodies()["mapping_set"]["mappings"]
    assert rows[0] == {"sourceType": "ATTRIBUTE", "source": "sys_id", "destination": "_id"}
    assert {"sourceType": "ATTRIBUTE", "source": "number", "destination": "_acme.support.caseNumber"} in rows
    assert next(row for row in rows if row["destination"] == "_repo.modifyDate")["sourceType"] == "EXPRESSION"


@pytest.mark.parametrize(
    ("row", "source", "kind"),
    [
        ("{from: First Name, to: _id}", "${First Name}", "ATTRIBUTE"),
        ("{from: Full.Name, to: _id}", r"${Full\.Name}", "ATTRIBUTE"),
        ("{value: 'say \"hi\"', to: _id}", "'say \"hi\"'", "EXPRESSION"),
        ("{value: 42, to: _id}", "42", "EXPRESSION"),
        ("{value: true, to: _id}", "true", "EXPRESSION"),
        ("{expr: 'upper(number)', to: _id}", "upper(number)", "EXPRESSION"),
    ],
)
def test_sources_are_written_as_the_language_wants_them(row: str, source: str, kind: str) -> None:
    found = wanted(("{from: sys_id, to: _id}", row))["mapping_set"].body["mappings"][0]
    assert (found["source"], found["sourceType"]) == (source, kind)


def test_schedules_are_numbers_and_booleans_and_now_is_left_open() -> None:
    assert bodies()["flow"]["scheduleParams"] == {
        "startTime": "{platform.time}",
        "frequency": "hour",
        "interval": 1,
        "backfill": True,
    }
    fixed = wanted(("start: now", "start: 2026-12-01T07:00:00+01:00"))["flow"].body["scheduleParams"]
    assert fixed["startTime"] == 1796104800


def test_once_takes_neither_interval_nor_backfill_nor_a_copy() -> None:
    line = "schedule: {start: now, frequency: hour, interval: 1, backfill: true, delta_column: {name: sys_updated_on}}"
    flow = wanted((line, "schedule: {start: now, frequency: once}"))["flow"].body
    assert set(flow["scheduleParams"]) == {"startTime", "frequency"}
    assert [each["name"] for each in flow["transformations"]] == ["Mapping"]


def test_a_table_copies_by_its_delta_column_before_it_maps() -> None:
    flow = bodies()["flow"]
    assert [each["name"] for each in flow["transformations"]] == ["Copy", "Mapping"]
    assert flow["transformations"][0]["params"] == {"deltaColumn": {"name": "sys_updated_on"}}
    assert flow["transformations"][1]["params"] == {
        "mappingId": "{mapping_set.id}",
        "mappingVersion": "{mapping_set.version}",
    }
    assert bodies(transformations=("Mapping",))["flow"]["transformations"][0]["name"] == "Mapping"


def test_every_object_but_descriptors_carries_the_mark_of_its_step() -> None:
    for each in wanted_objects(blueprint(style="ad-hoc")):
        text = each.body.get("description", "") + each.body.get("name", "")
        assert (each.mark in text) == (each.kind != "descriptor"), each.key
        assert each.mark == f"aeptui 4f6c2d0e/{each.key}"


def test_steps_stand_in_the_order_of_their_making_and_need_only_steps_that_are_there() -> None:
    for style in ("columns", "ad-hoc"):
        found = wanted_objects(blueprint(style=style))
        assert [KINDS.index(each.kind) for each in found] == sorted(KINDS.index(each.kind) for each in found)
        for number, each in enumerate(found):
            assert set(each.needs) <= {earlier.key for earlier in found[:number]}


def test_several_identities_are_several_descriptors_which_the_dataflow_waits_for() -> None:
    found = wanted(
        (
            "{path: support.caseNumber, namespace: CRMID, primary: true}",
            "{path: support.caseNumber, namespace: CRMID, primary: true}\n"
            "      - {path: support.subject, namespace: Email}",
        )
    )
    keys = {"descriptor:support.caseNumber", "descriptor:support.subject"}
    assert keys <= set(found)
    assert keys <= set(found["flow"].needs)
    assert found["descriptor:support.subject"].body["xdm:sourceProperty"] == "/_acme/support/subject"


def test_files_and_rest_resources_have_their_own_parameters() -> None:
    table = "  object: incident\n  format: tabular\n"
    file = demo((table, "  object: /in/accounts.csv\n  format: delimited\n  delimiter: ';'\n"))
    found = bodies(manifest=file, source_kind="file")["source_connection"]
    assert found["params"] == {"path": "/in/accounts.csv", "type": "file"}
    assert found["data"] == {"format": "delimited", "properties": {"columnDelimiter": ";"}}
    rest = demo((table, "  object: tickets\n  format: json\n"))
    assert bodies(manifest=rest, source_kind="rest")["source_connection"]["params"] == {"path": "tickets"}
    assert bodies(manifest=rest, source_kind="rest", takes=frozenset())["source_connection"]["params"] == {}
