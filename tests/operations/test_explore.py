"""Looking into the sources of a local platform."""

import argparse
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from aeptui.cli.opening import opened
from aeptui.core.manifest.model import FileFormat, NewConnection, Source
from aeptui.operations.explore import (
    Account,
    ExploreError,
    SampleColumn,
    account_of,
    accounts,
    format_of,
    objects,
    sample,
)
from aeptui.services.errors import Invalid
from aeptui.services.platform import Platform
from aeptui.store.paths import user_paths
from tests.e2e.conftest import serving
from tests.ui.conftest import profile_of

OPTIONS = argparse.Namespace(read_only=True, record=None)


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A local platform with a folder of files."""
    files = tmp_path_factory.mktemp("files")
    (files / "in" / "deep").mkdir(parents=True)
    (files / "people.csv").write_text("id,name\n1,Ann\n2,\n", encoding="utf-8")
    (files / "in" / "tickets.tsv").write_text("id\tname\n1\tBob\n", encoding="utf-8")
    (files / "in" / "events.jsonl").write_text('{"id": 1, "who": {"name": "Ann"}, "tags": ["a"]}\n', encoding="utf-8")
    with serving(tmp_path_factory.mktemp("platform"), "--files", files) as info:
        yield info


@pytest.fixture
async def platform(info: dict[str, Any]) -> AsyncIterator[Platform]:
    """The services, signed in."""
    async with opened(profile_of(info), OPTIONS, user_paths()) as session:
        yield session.platform


async def account(platform: Platform, name: str) -> Account:
    """The connection of that name."""
    return next(each for each in await accounts(platform) if each.name == name)


def source(account: Account, path: str, form: str = "tabular", file: FileFormat | None = None) -> Source:
    """The part of the document that chooses an object."""
    return Source(account.system, account.name, path, form, file=file or FileFormat())


async def test_connections_come_with_what_they_reach(platform: Platform) -> None:
    found = await accounts(platform)
    assert [(each.name, each.label, each.system, each.kind) for each in found] == [
        ("ServiceNow demo", "ServiceNow", "service-now", "tabular"),
        ("Salesforce Service Cloud demo", "Salesforce Service Cloud", "salesforce-service-cloud", "tabular"),
        ("Zendesk demo", "Zendesk", "zendesk", "rest"),
        ("Local files", "SFTP", "sftp", "file"),
    ]
    assert found[0].enabled and found[0].styles == ("columns", "ad-hoc") and found[3].styles == ("columns",)


async def test_a_table_has_typed_columns_and_rows(platform: Platform) -> None:
    service_now = await account(platform, "ServiceNow demo")
    tables = await objects(platform, service_now)
    incident = next(each for each in tables if each.path == "incident")
    assert (incident.name, incident.kind, incident.readable) == ("Incident", "table", True)
    found = await sample(platform, service_now, source(service_now, "incident"))
    types = {column.name: (column.type, column.native) for column in found.columns}
    assert types["sys_id"] == ("string", "GUID") and types["sys_updated_on"] == ("date-time", "glide_date_time")
    assert len(found.rows) == 100 and set(found.rows[0]) == set(types) and not found.nested
    profile = found.profiles()["sys_id"]
    assert (profile.filled_percent, profile.distinct, profile.form) == (100, 100, "32 hex digits")


async def test_files_lie_in_folders(platform: Platform) -> None:
    files = await account(platform, "Local files")
    assert [(each.path, each.kind) for each in await objects(platform, files)] == [
        ("/in", "folder"),
        ("/people.csv", "file"),
    ]
    inside = await objects(platform, files, "/in")
    assert [each.path for each in inside] == ["/in/deep", "/in/events.jsonl", "/in/tickets.tsv"]
    assert await objects(platform, files, "/in/deep") == []
    people = await sample(platform, files, source(files, "/people.csv", "delimited"))
    assert people.columns == (SampleColumn("id", "string"), SampleColumn("name", "string"))
    assert people.profiles()["name"].filled == 1
    form, file = format_of("file", "/in/tickets.tsv")
    tickets = await sample(platform, files, source(files, "/in/tickets.tsv", form, file))
    assert [column.name for column in tickets.columns] == ["id", "name"]


async def test_integers_are_as_long_as_their_values(platform: Platform) -> None:
    zendesk = await account(platform, "Zendesk demo")
    tickets = await sample(platform, zendesk, source(zendesk, "tickets", "json"))
    types = {column.name: column.type for column in tickets.columns}
    assert min(row["requester_id"] for row in tickets.rows) > 2**31
    assert (types["requester_id"], types["id"]) == ("long", "long" if tickets.rows[0]["id"] > 2**31 else "integer")
    servicenow = await account(platform, "ServiceNow demo")
    incidents = await sample(platform, servicenow, source(servicenow, "incident"))
    assert "integer" in {column.type for column in incidents.columns}
    assert "long" not in {column.type for column in incidents.columns}


async def test_nested_records_are_shown_by_the_paths_of_their_values(platform: Platform) -> None:
    files = await account(platform, "Local files")
    found = await sample(platform, files, source(files, "/in/events.jsonl", "json"))
    assert found.nested and found.columns == (
        SampleColumn("id", "integer"),
        SampleColumn("who.name", "string"),
        SampleColumn("tags", "array"),
    )
    assert found.profiles()["who.name"].samples == ("Ann",)


async def test_each_resource_of_a_rest_source_has_its_own_records(platform: Platform) -> None:
    zendesk = await account(platform, "Zendesk demo")
    assert {each.path for each in await objects(platform, zendesk)} == {"users", "organizations", "tickets"}
    found = await sample(platform, zendesk, source(zendesk, "tickets", "json"), rows=3)
    names = {column.name for column in found.columns}
    assert "requester_id" in names and "role" not in names and len(found.rows) == 3


async def test_a_source_that_lists_nothing_has_its_records(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_id: str) -> None:
        raise Invalid("cannot be explored", code="1336-400", status=400)

    zendesk, service_now = await account(platform, "Zendesk demo"), await account(platform, "ServiceNow demo")
    monkeypatch.setattr(platform.flow_service.connections, "root", refuse)
    assert [(each.path, each.kind) for each in await objects(platform, zendesk)] == [("json", "rest")]
    with pytest.raises(Invalid):
        await objects(platform, service_now)


async def test_the_documents_connection_is_found_by_name_or_id(platform: Platform) -> None:
    service_now = await account(platform, "ServiceNow demo")
    for system in ("ServiceNow", "service-now"):
        assert await account_of(platform, Source(system, "ServiceNow demo", "incident")) == service_now
    assert await account_of(platform, Source("", service_now.id, "incident")) == service_now
    with pytest.raises(ExploreError, match="no connection 'ServiceNow demo' of the system 'zendesk'"):
        await account_of(platform, Source("zendesk", "ServiceNow demo", "incident"))
    with pytest.raises(ExploreError, match="yet to be made"):
        await account_of(platform, Source("zendesk", NewConnection("new", "OAuth"), "incident"))


@pytest.mark.parametrize(
    ("kind", "path", "found"),
    [
        ("tabular", "incident.csv", ("tabular", FileFormat())),
        ("rest", "users", ("json", FileFormat())),
        ("file", "/a/b.csv", ("delimited", FileFormat())),
        ("file", "/a.json/b", ("delimited", FileFormat())),
        ("file", "/a.TSV.GZ", ("delimited", FileFormat(delimiter="\t", compression="gzip"))),
        ("file", "/a.psv", ("delimited", FileFormat(delimiter="|"))),
        ("file", "/a.jsonl.bz2", ("json", FileFormat(compression="bzip2"))),
        ("file", "/a.parquet", ("parquet", FileFormat())),
        ("file", "/folder/", ("delimited", FileFormat())),
        ("file", "/.gz", ("delimited", FileFormat(compression="gzip"))),
    ],
)
def test_the_name_of_a_file_tells_its_format(kind: Any, path: str, found: tuple[str, FileFormat]) -> None:
    assert format_of(kind, path) == found
