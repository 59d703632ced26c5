"""``aeptui new``: from a source's tables to manifests that are ready to edit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.manifest.read import read_bytes
from tests.e2e.conftest import run, serving

pytestmark = pytest.mark.thorough

Info = dict[str, Any]


def manifest_in(file: Path) -> Any:
    """The manifest in a file that has no problems of form."""
    reading = read_bytes(file.read_bytes(), str(file))
    assert reading.manifest is not None, reading.problems
    return reading.manifest


@pytest.fixture(scope="module")
def local_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Info]:
    """A platform with its own connections only: others' would make the account ambiguous."""
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


def test_people_are_mapped_typed_and_identified(local_platform: Info, tmp_path: Path) -> None:
    file = tmp_path / "users.yaml"
    done = run("new", "ServiceNow", "sys_user", "-o", file, info=local_platform)
    assert done.status == 0, done.err
    made = manifest_in(file)
    rows = {row.from_: row.to for row in made.mapping}
    assert rows["first_name"] == "person.name.firstName" and rows["last_name"] == "person.name.lastName"
    types = {field.name: field.type for field in made.source.fields}
    assert types["sys_updated_on"] == "date-time" and types["active"] == "boolean"
    assert made.schedule.delta_column.name == "sys_updated_on"
    assert [each.namespace for each in made.target.schema.identities if each.primary] == ["CRMID"]
    assert run("check", file).status == 0


def test_several_objects_make_several_files(local_platform: Info, tmp_path: Path) -> None:
    objects = ("Account", "Contact", "Lead", "Case")
    done = run("new", "salesforce-service-cloud", *objects, "-o", tmp_path, "--json", info=local_platform)
    assert done.status == 0, done.err
    assert [each["object"] for each in done.json["manifests"]] == list(objects)
    files = [tmp_path / f"{name}.yaml" for name in objects]
    checked = run("check", *files, "--json")
    assert checked.status == 0, checked.out
    assert all(manifest_in(file).mapping for file in files)


def test_columns_without_a_standard_place_become_custom_fields(local_platform: Info, tmp_path: Path) -> None:
    file = tmp_path / "incident.yaml"
    assert run("new", "servicenow", "incident", "-o", file, "--custom", info=local_platform).status == 0
    made = manifest_in(file)
    assert len(made.mapping) == len(made.source.fields)
    custom = {field.path: field.type for field in made.target.schema.fields}
    assert custom["incident.short_description"] == "string" and custom["incident.opened_at"] == "date-time"
    assert made.target.schema.identities == ()
    assert run("check", file).status == 0


OBJECTS = {
    "servicenow": ("incident", "sys_user", "core_company", "customer_account", "sn_customerservice_case"),
    "salesforce-service-cloud": ("Account", "Contact", "Lead", "Case"),
    "zendesk": ("users", "organizations", "tickets"),
}


def test_every_object_of_the_platform_is_in_the_table(local_platform: Info) -> None:
    for system, objects in OBJECTS.items():
        refused = run("new", system, "nosuch", info=local_platform)
        assert {*refused.err.rpartition("It has ")[2].strip(" .\n").split(", ")} == {*objects}


@pytest.mark.parametrize("custom", ["--custom", ""])
@pytest.mark.parametrize("system", OBJECTS)
def test_everything_that_is_read_lands(local_platform: Info, tmp_path: Path, system: str, custom: str) -> None:
    flags = (custom,) if custom else ()
    done = run("new", system, *OBJECTS[system], "-o", tmp_path, *flags, "--json", info=local_platform)
    assert done.status == 0, done.err
    for each in done.json["manifests"]:
        file = Path(each["file"])
        # Titles are taken once in a sandbox.
        name = manifest_in(file).name
        file.write_text(file.read_text().replace(name, f"{name} with{custom}"))
    checked = run("check", tmp_path, "--json")
    grave = [problem for problem in checked.json["problems"] if problem["severity"] != "hint"]
    assert checked.status == 0 and grave == []
    applied = run("apply", tmp_path, "--yes", "--wait", "--json", info=local_platform)
    assert applied.status == 0, applied.out
    runs = {Path(each["manifest"]).stem: each["run"] for each in applied.json}
    assert {*runs} == {*OBJECTS[system]}
    for object, its in runs.items():
        assert its["landed"] == its["input"] > 0 and its["failed"] == its["skipped"] == 0, object


def test_long_numbers_and_lists_land_as_they_are(local_platform: Info, tmp_path: Path) -> None:
    assert run("new", "zendesk", "tickets", "-o", tmp_path, info=local_platform).status == 0
    applied = run("apply", tmp_path, "--yes", "--wait", "--json", info=local_platform)
    landed = run("rows", applied.json["ids"]["flow"], "--limit", "5", "--json", info=local_platform).json["rows"]
    tickets = [custom["tickets"] for row in landed for name, custom in row.items() if name.startswith("_demo")]
    assert len(tickets) == 5 and all(each["requester_id"] > 2**31 for each in tickets)
    assert any(isinstance(each.get("tags"), list) for each in tickets)


def test_rest_sources_and_files_have_manifests_too(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "members.csv").write_text(
        "first_name,last_name,email,dob,since\nAnn,Lee,ann@example.com,1990-04-01,2020-01-02 10:00:00\n",
        encoding="utf-8",
    )
    with serving(tmp_path / "data", "--files", files) as info:
        done = run("new", "sftp", "/members.csv", "-o", tmp_path / "members.yaml", info=info)
        assert done.status == 0, done.err
        assert run("new", "zendesk", "users", "tickets", "-o", tmp_path, info=info).status == 0
    made = manifest_in(tmp_path / "members.yaml")
    assert made.source.format == "delimited" and made.schedule.delta_column is None
    assert "person.name.firstName" in {row.to for row in made.mapping}
    assert {row.expr for row in made.mapping if row.expr} >= {'date(dob, "yyyy-MM-dd")'}
    assert [each.namespace for each in made.target.schema.identities] == ["Email"]
    names = ("members.yaml", "users.yaml", "tickets.yaml")
    assert run("check", *(tmp_path / name for name in names)).status == 0


def test_files_are_not_replaced_unasked(local_platform: Info, tmp_path: Path) -> None:
    file = tmp_path / "users.yaml"
    file.write_text("mine", encoding="utf-8")
    refused = run("new", "servicenow", "sys_user", "-o", file, info=local_platform)
    assert refused.status == 2 and "--yes" in refused.err and file.read_text(encoding="utf-8") == "mine"
    assert run("new", "servicenow", "sys_user", "-o", file, "--yes", info=local_platform).status == 0
    assert manifest_in(file).source.object == "sys_user"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nosuch", "incident"), 1, "no connection for the system 'nosuch'"),
        (("servicenow", "nosuch"), 1, "no object 'nosuch'"),
        (("servicenow", "incident", "--connection", "other"), 1, "no connection 'other'"),
        (("servicenow", "incident", "sys_user", "-o", "one.yaml"), 2, "one file for 2 objects"),
        (("servicenow",), 2, "OBJECT"),
    ],
)
def test_what_cannot_be_made_is_said(
    local_platform: Info, tmp_path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    output = () if "-o" in arguments else ("-o", tmp_path / "x.yaml")
    done = run("new", *arguments, *output, info=local_platform)
    assert done.status == status and told in done.err
    assert not (tmp_path / "x.yaml").exists()
