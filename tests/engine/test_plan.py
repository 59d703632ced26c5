"""What is decided for each object, given what is wanted and what is there. Pure."""

from dataclasses import replace
from typing import Any

from aeptui.core.manifest.problems import NOWHERE
from aeptui.engine.graph import Live, Plan, Step, fill
from aeptui.engine.plan import Sighting, make_plan, wanted_objects
from tests.engine.blueprints import blueprint, demo


def there(*missing: str, by_journal: bool = True, **changes: dict[str, Any]) -> dict[str, Sighting]:
    """Everything as the manifest says, but for what is missing; ``changes`` replace keys of an object's body."""
    sightings: dict[str, Sighting] = {}
    known: dict[str, Live] = {}
    for each in wanted_objects(blueprint()):
        if each.key in missing:
            sightings[each.key] = Sighting(each)
            known[each.key] = Live("gone")
            continue
        body = fill(each.body, known) | changes.get(each.key, {})
        known[each.key] = Live(f"id-{each.key}", {"version": "0", "etag": '"e"'}, body)
        sightings[each.key] = Sighting(each, known[each.key], by_journal=by_journal)
    return sightings


def plan(sightings: dict[str, Sighting], *replacements: tuple[str, str]) -> Plan:
    wanted = wanted_objects(blueprint(demo(*replacements)))
    seen = {each.key: replace(sightings[each.key], wanted=each) for each in wanted}
    return make_plan(wanted, seen, NOWHERE)


def actions(made: Plan) -> dict[str, str]:
    return {step.key: step.action for step in made.steps}


def step(made: Plan, key: str) -> Step:
    return next(each for each in made.steps if each.key == key)


def test_nothing_there_means_everything_is_created_with_open_places_for_ids() -> None:
    made = plan(there(*(each.key for each in wanted_objects(blueprint()))))
    assert set(actions(made).values()) == {"create"}
    document = step(made, "flow").to_json()
    assert document["request"]["method"] == "POST"
    assert document["request"]["path"] == "/data/foundation/flowservice/flows"
    assert document["request"]["body"]["sourceConnectionIds"] == ["{source_connection.id}"]
    assert "state" not in document["request"]["body"]
    assert made.changes


def test_everything_there_is_none_by_the_journal_and_reuse_by_the_mark() -> None:
    assert set(actions(plan(there())).values()) == {"none"}
    assert set(actions(plan(there(by_journal=False))).values()) == {"reuse"}
    assert not plan(there()).changes


def test_what_is_missing_is_created_with_the_ids_of_what_is_there() -> None:
    made = plan(there("flow"))
    assert actions(made)["flow"] == "create"
    assert step(made, "flow").to_json()["request"]["body"]["sourceConnectionIds"] == ["id-source_connection"]


def test_a_dataset_that_is_gone_takes_target_connection_and_dataflow_with_it() -> None:
    found = actions(plan(there("dataset")))
    changed = {key: action for key, action in found.items() if action != "none"}
    assert changed == {"dataset": "create", "target_connection": "replace", "flow": "replace"}


def test_a_changed_mapping_updates_the_set_and_points_the_dataflow_to_its_new_version() -> None:
    made = plan(there(), ("'trim(short_description)'", "'upper(short_description)'"))
    assert {key for key, action in actions(made).items() if action == "update"} == {"mapping_set", "flow"}
    assert step(made, "mapping_set").to_json()["request"]["method"] == "PUT"
    request = step(made, "flow").request
    assert request is not None
    assert request.header("If-Match") == '"e"'
    # The mapping is found by its name: at index 0 of a table's dataflow stands Copy.
    assert [each["path"] for each in request.body] == ["/transformations/1"]


def test_the_platforms_texts_for_numbers_are_no_difference() -> None:
    echoed = {"scheduleParams": {"startTime": "1", "frequency": "hour", "interval": "1", "backfill": "true"}}
    assert not plan(there(flow=echoed)).changes


def test_a_start_of_now_is_never_a_difference_afterwards() -> None:
    later = {"scheduleParams": {"startTime": 1796104800, "frequency": "hour", "interval": 1, "backfill": True}}
    assert not plan(there(flow=later)).changes


def test_other_columns_need_a_new_source_connection_and_dataflow() -> None:
    sightings = there(source_connection={"params": {"tableName": "incident", "columns": []}})
    made = plan(sightings)
    assert {key: action for key, action in actions(made).items() if action != "none"} == {
        "source_connection": "replace",
        "flow": "replace",
    }
    assert "columns" in step(made, "source_connection").why


def test_what_holds_data_is_never_replaced_but_reported() -> None:
    made = plan(there(dataset={"schemaRef": {"id": "another"}}))
    assert [problem.rule for problem in made.problems] == ["plan/cannot-change"]
    moved = plan(there(target_schema={"allOf": [{"$ref": "https://ns.adobe.com/xdm/context/account"}]}))
    assert "plan/cannot-change" in [problem.rule for problem in moved.problems]


def test_a_new_field_group_is_added_to_the_schema() -> None:
    sightings = there()
    group = "https://ns.adobe.com/xdm/context/profile-person-details"
    made = plan(sightings, (f"      - {group}", f"      - {group}\n      - {group.replace('person', 'personal')}"))
    assert actions(made)["target_schema"] == "update"
    request = step(made, "target_schema").request
    assert request is not None
    assert request.body == [{"op": "add", "path": "/allOf/-", "value": {"$ref": group.replace("person", "personal")}}]


def test_custom_fields_can_be_added_and_never_taken_away_or_turned_into_another_type() -> None:
    line = "      - {path: support.channel, type: string, title: Channel}\n"
    mapped = """  - {expr: 'iif(is_empty(contact_type), "unknown", lower(contact_type))', to: support.channel}\n"""
    added = plan(there(), (line, line + "      - {path: support.team, type: string}\n"))
    assert actions(added)["field_group"] == "update"
    assert "_acme.support.team" in step(added, "field_group").why
    for replacements in (((line, ""), (mapped, "")), ((line, line.replace("string", "boolean")),)):
        assert "plan/cannot-change" in [problem.rule for problem in plan(there(), *replacements).problems]


def test_states_lead_to_an_update() -> None:
    made = plan(there(), ("state: enabled", "state: disabled"))
    assert actions(made)["flow"] == "update"
    assert "disabled" in step(made, "flow").why
