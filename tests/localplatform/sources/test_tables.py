import json
import re
from datetime import datetime

import pytest

from aeptui.localplatform.ingest.windows import instant
from aeptui.localplatform.sources import salesforce, servicenow, systems, zendesk
from aeptui.localplatform.sources.draw import HISTORY, NEWEST, Draw
from aeptui.localplatform.sources.tables import Table

ALL = [*servicenow.TABLES.values(), *salesforce.TABLES.values(), *zendesk.TABLES.values()]


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_table_has_at_least_500_rows_of_its_own_fields(table: Table) -> None:
    names = [field.name for field in table.fields]
    assert len(table.rows) == table.count >= 500
    assert all(list(row) == names for row in table.rows)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_keys_are_unique_and_never_null(table: Table) -> None:
    keys = {"Id", "id", "sys_id"}
    (key,) = (field.name for field in table.fields if field.name in keys)
    assert len({row[key] for row in table.rows}) == table.count
    mandatory = [field.name for field in table.fields if not field.nullable]
    assert all(row[name] is not None for row in table.rows for name in mandatory)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_values_fit_the_kinds_that_explore_tells(table: Table) -> None:
    wanted = {"integer": int, "number": float, "boolean": bool, "date": str, "date-time": str}
    for field in table.fields:
        values = [row[field.name] for row in table.rows if row[field.name] is not None]
        if field.kind in wanted:
            assert {type(value) for value in values} <= {wanted[field.kind]}, field.name
        if field.kind in ("date", "date-time"):
            assert all(instant(value) is not None for value in values), field.name


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_changes_spread_over_the_two_years_before_the_fixed_end(table: Table) -> None:
    times = [instant(row[table.changed]) for row in table.rows]
    assert all(time is not None and NEWEST - HISTORY <= time <= NEWEST for time in times)
    months = {datetime.fromtimestamp(time).strftime("%Y-%m") for time in times if time}
    assert len(months) >= 24


def test_rows_are_the_same_every_time() -> None:
    table = servicenow.TABLES["incident"]
    assert table.row(7) == table.row(7) == table.rows[7]
    assert Draw("a", 1).digits(6) == "117328"


def test_texts_have_the_native_form_of_their_system() -> None:
    incident = servicenow.TABLES["incident"].rows[0]
    assert re.fullmatch(r"[0-9a-f]{32}", incident["sys_id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", incident["sys_updated_on"])
    account = salesforce.TABLES["Account"].rows[0]
    assert re.fullmatch(r"001[0-9A-Za-z]{12}[A-Z0-5]{3}", account["Id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000", account["CreatedDate"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", zendesk.TABLES["tickets"].rows[0]["updated_at"])


def test_the_check_letters_of_a_salesforce_id_tell_its_capitals() -> None:
    letters = salesforce.record_id("Account", 7)
    expected = "".join(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[sum(1 << i for i, sign in enumerate(letters[s : s + 5]) if sign.isupper())]
        for s in (0, 5, 10)
    )
    assert letters[15:] == expected


@pytest.mark.parametrize(
    ("table", "field", "target", "key"),
    [
        (servicenow.TABLES["incident"], "caller_id", servicenow.TABLES["sys_user"], "sys_id"),
        (servicenow.TABLES["incident"], "company", servicenow.TABLES["core_company"], "sys_id"),
        (servicenow.TABLES["sys_user"], "company", servicenow.TABLES["core_company"], "sys_id"),
        (servicenow.TABLES["sn_customerservice_case"], "account", servicenow.TABLES["customer_account"], "sys_id"),
        (servicenow.TABLES["sn_customerservice_case"], "contact", servicenow.TABLES["sys_user"], "sys_id"),
        (salesforce.TABLES["Case"], "ContactId", salesforce.TABLES["Contact"], "Id"),
        (salesforce.TABLES["Contact"], "AccountId", salesforce.TABLES["Account"], "Id"),
        (zendesk.TABLES["tickets"], "requester_id", zendesk.TABLES["users"], "id"),
        (zendesk.TABLES["users"], "organization_id", zendesk.TABLES["organizations"], "id"),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else value,
)
def test_references_lead_to_rows(table: Table, field: str, target: Table, key: str) -> None:
    keys = {row[key] for row in target.rows}
    assert all(row[field] in keys for row in table.rows)


def test_rows_hold_accents_nulls_and_odd_values() -> None:
    text = json.dumps(servicenow.TABLES["sys_user"].rows, ensure_ascii=False)
    assert all(sign in text for sign in ("ü", "Ł", "é", "n/a", "O'Brien"))
    assert any(row["email"] is None for row in servicenow.TABLES["sys_user"].rows)
    subjects = {row["short_description"] for row in servicenow.TABLES["incident"].rows}
    assert any("<script>" in subject for subject in subjects)
    assert any("\n" in subject for subject in subjects)


def test_columns_are_told_as_explore_answers_them() -> None:
    columns = {column["name"]: column for column in servicenow.TABLES["incident"].columns}
    assert columns["sys_id"] == {
        "name": "sys_id",
        "type": "string",
        "xdm": {"type": "string"},
        "meta": {"originalType": "GUID"},
    }
    assert columns["sys_updated_on"] == {
        "name": "sys_updated_on",
        "type": "string",
        "meta:xdmType": "date-time",
        "xdm": {"type": "string", "format": "date-time"},
        "meta": {"originalType": "glide_date_time"},
    }
    assert columns["active"]["xdm"] == {"type": "boolean"}
    assert columns["priority"]["type"] == "integer"
    accounts = {column["name"]: column for column in salesforce.TABLES["Account"].columns}
    assert (accounts["AnnualRevenue"]["type"], accounts["AnnualRevenue"]["xdm"]) == ("double", {"type": "number"})
    assert accounts["LastActivityDate"]["meta:xdmType"] == "date"


def test_a_system_that_is_only_known_by_name_has_no_tables() -> None:
    assert systems.tables("mysql") == {}
    assert systems.rest_resource("mysql", "json") == (None, True)


def test_the_unnamed_resource_of_a_rest_source_gives_wrapped_users() -> None:
    table, wrapped = systems.rest_resource("zendesk", "")
    assert table is zendesk.TABLES["users"] and wrapped
    assert systems.rest_row({"id": 1}, wrapped) == {"result": {"id": 1}}
    table, wrapped = systems.rest_resource("zendesk", "tickets")
    assert table is zendesk.TABLES["tickets"] and not wrapped
