"""What a source suggests for an empty document."""

from dataclasses import replace

import pytest

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import apply
from aeptui.core.manifest.model import CustomField, DeltaColumn, Identity, Manifest, MappingRow, NewSchema, Source
from aeptui.core.mapping.lint.watch import Watch
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.ui.screens.schema import proposal as proposals
from aeptui.ui.screens.schema.proposal import fields_of, key_column, parent_for, proposal

COLUMNS = (("sys_id", "string"), ("number", "string"), ("priority", "integer"), ("sys_updated_on", "date-time"))
NAMESPACES = (("CRMID", "CROSS_DEVICE"), ("Email", "EMAIL"))
SOURCE = proposals.Source(COLUMNS, NAMESPACES)
EVENT = "https://ns.adobe.com/xdm/context/experienceevent"


def document(class_id: str = PROFILE, **changes: object) -> Manifest:
    source = Source("servicenow", "ServiceNow demo", "incident")
    return replace(blank(class_id), **{"source": source, **changes})  # type: ignore[arg-type]


def proposed(manifest: Manifest, source: proposals.Source = SOURCE) -> Manifest:
    schema = manifest.target.schema
    assert isinstance(schema, NewSchema)
    edit = proposal(manifest, compose(standard(), schema.class_id), source)
    assert edit is not None
    return apply(manifest, edit)


def test_an_empty_document_becomes_one_without_problems() -> None:
    made = proposed(document())
    schema = made.target.schema
    assert isinstance(schema, NewSchema)
    assert made.name == schema.title == "incident from ServiceNow demo"
    assert [field.path for field in schema.fields] == [f"incident.{name}" for name, _ in COLUMNS]
    assert schema.fields[3] == CustomField("incident.sys_updated_on", "date-time", title="Sys updated on")
    assert schema.identities == (Identity("incident.sys_id", "CRMID", primary=True),)
    assert [(row.from_, row.to) for row in made.mapping][:2] == [("sys_id", "_id"), ("sys_id", "incident.sys_id")]
    assert made.schedule.delta_column == DeltaColumn("sys_updated_on")
    assert [problem for problem in Watch().look(made) if problem.severity != "hint"] == []


def test_what_is_decided_stays_and_the_rest_is_filled() -> None:
    decided = document(name="Mine", mapping=(MappingRow("_id", from_="number"),))
    made = proposed(decided)
    assert (made.name, made.mapping) == ("Mine", decided.mapping)
    assert made.target.schema.identities == ()
    assert made.schedule.delta_column is not None
    assert proposal(made, None, SOURCE) is None


def test_an_event_gets_its_time() -> None:
    made = proposed(document(EVENT))
    assert ("sys_updated_on", "timestamp") in [(row.from_, row.to) for row in made.mapping]


def test_without_a_namespace_of_its_own_there_is_no_identity() -> None:
    assert proposed(document(), proposals.Source(COLUMNS)).target.schema.identities == ()


def test_a_schedule_that_runs_once_gets_no_delta_column() -> None:
    once = document(schedule=replace(blank().schedule, frequency="once", interval=None, backfill=None))
    assert proposed(once).schedule.delta_column is None


def test_columns_go_below_an_object_that_no_standard_field_has() -> None:
    manifest = document(source=Source("servicenow", "ServiceNow demo", "person"))
    group = ["https://ns.adobe.com/xdm/context/profile-person-details"]
    assert parent_for(manifest, compose(standard(), PROFILE, group)) == "personRecord"
    assert parent_for(document(source=Source("x", "y", "/in/Accounts 2026.csv", "delimited")), None) == "accounts_2026"


def test_fields_are_made_once_and_under_legal_names() -> None:
    columns = (("Case #", "string"), ("tags", "array"), ("via", "object"))
    made = apply(document(), proposals.Batch(fields_of(document(), columns, "case"), "x"))
    schema = made.target.schema
    assert isinstance(schema, NewSchema)
    assert [(field.path, field.items) for field in schema.fields] == [("case.Case", None), ("case.tags", "string")]
    assert [row.from_ for row in made.mapping] == ["Case #", "tags"]
    assert fields_of(made, columns, "case") == ()


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ((("Email", "string"), ("Id", "string")), "Id"),
        ((("name", "string"), ("e_mail", "string")), "e_mail"),
        ((("name", "string"), ("title", "string")), None),
        ((("email", "string"), ("id", "integer")), "email"),
        ((), None),
    ],
)
def test_the_key_is_the_column_whose_name_says_so(columns: tuple[tuple[str, str], ...], key: str | None) -> None:
    assert key_column(columns) == key
