"""The mapping on trial at a local platform."""

import argparse
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from aeptui.cli.opening import opened
from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.model import CustomField, ExistingSchema, Manifest, MappingRow, NewSchema, Source
from aeptui.core.xdm.field_group import field_group_body
from aeptui.core.xdm.library import PROFILE
from aeptui.operations import trial
from aeptui.operations.target_parts import foreign_parts, target_parts
from aeptui.operations.trial import Verdict, try_mapping
from aeptui.services.platform import Platform
from aeptui.store.paths import user_paths
from tests.e2e.conftest import serving
from tests.ui.conftest import profile_of

OPTIONS = argparse.Namespace(read_only=False, record=None)
FIELDS = (CustomField("trial.number", "integer"), CustomField("trial.text", "string"))
SAMPLE = {"n": "41", "First Name": "Ann"}


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


@pytest.fixture
async def platform(info: dict[str, Any]) -> AsyncIterator[Platform]:
    async with opened(profile_of(info), OPTIONS, user_paths()) as session:
        yield session.platform


async def made_schema(platform: Platform, title: str) -> tuple[str, str]:
    """A schema with the fields above; its id, and that of its field group."""
    tenant = (await platform.schema_registry.stats()).tenant_id
    group = await platform.schema_registry.create(
        "fieldgroups", field_group_body(f"{title} fields", "", PROFILE, FIELDS, tenant)
    )
    parts = [{"$ref": PROFILE}, {"$ref": group.id}]
    body = {"title": title, "description": "", "type": "object", "allOf": parts}
    schema = await platform.schema_registry.create("schemas", body)
    return schema.id, group.id


def manifest(schema: NewSchema | ExistingSchema, *rows: MappingRow) -> Manifest:
    document = blank(PROFILE)
    return replace(
        document,
        source=Source("servicenow", "ServiceNow demo", "incident"),
        target=replace(document.target, schema=schema),
        mapping=rows,
    )


async def test_every_finished_row_gets_a_verdict_and_the_value_it_makes(platform: Platform) -> None:
    await made_schema(platform, "Trial one")
    document = manifest(
        NewSchema("Trial one", PROFILE, (), FIELDS),
        MappingRow("trial.number", from_="n"),
        MappingRow("", from_="n"),
        MappingRow("trial.text", expr="upper(${First Name})"),
        MappingRow("trial.nowhere", value="x"),
        MappingRow("_id", expr="to_integer(${First Name})"),
    )
    found = await try_mapping(platform, document, SAMPLE)
    assert found.schema == "Trial one" and set(found.verdicts) == {0, 2, 3, 4}
    assert found.verdicts[0] == Verdict(tried=True, value=41)
    assert found.verdicts[2] == Verdict(tried=True, value="ANN")
    assert "trial.nowhere" in found.verdicts[3].refused and not found.verdicts[3].tried
    assert found.verdicts[4].failed and found.verdicts[4].value is None


async def test_what_is_another_value_at_each_call_is_not_compared(platform: Platform) -> None:
    await made_schema(platform, "Trial fleeting")
    fleeting = {"_repo.createDate": "now()", "_id": 'concat("x", uuid())', "trial.number": "timestamp()"}
    rows = [MappingRow(target, expr=text) for target, text in fleeting.items()]
    same = MappingRow("trial.text", expr='n == "41" ? "same" : uuid()')
    document = manifest(NewSchema("Trial fleeting", PROFILE, (), FIELDS), *rows, same)
    verdicts = (await try_mapping(platform, document, SAMPLE)).verdicts
    assert [verdicts[place] for place in range(4)] == [Verdict()] * 3 + [Verdict(tried=True, value="same")]


async def test_without_a_sample_row_rows_are_only_checked(platform: Platform) -> None:
    schema_id, _ = await made_schema(platform, "Trial two")
    tenant = (await platform.schema_registry.stats()).tenant_id
    row = MappingRow(f"_{tenant}.trial.text", from_="First Name")
    found = await try_mapping(platform, manifest(ExistingSchema(schema_id), row), None)
    assert found.verdicts == {0: Verdict()} and found.schema == schema_id


async def test_before_the_schema_is_made_only_expressions_are_checked_each_once(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    validate = platform.data_prep.validate_expression

    async def counting(text: str) -> bool:
        asked.append(text)
        return await validate(text)

    monkeypatch.setattr(platform.data_prep, "validate_expression", counting)
    rows = [MappingRow(f"a{number}", expr=text) for number, text in enumerate(("upper(n)", "upper(n)", "upper(", "n"))]
    document = manifest(NewSchema("Never made", PROFILE), *rows, MappingRow("b", from_="n"))
    found = await try_mapping(platform, document, SAMPLE)
    assert found.schema == "" and sorted(asked) == ["n", "upper(", "upper(n)"]
    assert {place for place, verdict in found.verdicts.items() if verdict.refused} == {2}
    assert set(found.verdicts) == {0, 1, 2, 3}
    monkeypatch.setattr(trial, "MOST_EXPRESSIONS", 1)
    assert set((await try_mapping(platform, document, SAMPLE)).verdicts) == {0, 1}


async def test_nothing_is_asked_about_an_empty_mapping(platform: Platform) -> None:
    assert (await try_mapping(platform, manifest(NewSchema("", PROFILE)), SAMPLE)).verdicts == {}


async def test_parts_that_only_the_platform_knows_are_fetched_whole(platform: Platform) -> None:
    schema_id, group_id = await made_schema(platform, "Trial three")
    schema = NewSchema("New", PROFILE, (group_id,))
    assert foreign_parts(schema, ()) == [("fieldgroups", group_id)]
    tenant, parts = await target_parts(platform, schema, ())
    assert tenant and set(parts) == {group_id} and f"_{tenant}" in str(parts[group_id])
    assert foreign_parts(schema, parts) == [] and foreign_parts(NewSchema("", ""), ()) == []
    _, whole = await target_parts(platform, ExistingSchema(schema_id), ())
    assert "trial" in whole[schema_id]["properties"][f"_{tenant}"]["properties"]
