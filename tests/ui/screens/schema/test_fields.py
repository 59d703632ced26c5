"""Custom fields and identities on the schema screen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aeptui.core.manifest.model import (
    CustomField,
    Identity,
    NewDataset,
    NewSchema,
    Target,
)
from aeptui.core.xdm.library import PROFILE
from aeptui.operations import schemas
from aeptui.services.errors import PlatformError
from aeptui.ui.app import Aeptui
from tests.ui.screens.target_support import choose, demo, document, labels, on_screen, schema_of, settings, sourced

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]
FIELDS, IDENTITIES = ("target", "schema", "fields"), ("target", "schema", "identities")


async def test_a_custom_field_is_typed_in_one_line_and_opened_for_everything_else(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        await ui.press("a")
        await ui.type("support.priority integer")
        await ui.press("enter")
        assert schema_of(document(ui)).fields == (CustomField("support.priority", "integer"),)
        await choose(ui, *FIELDS, 0)
        await ui.press("enter")
        assert "Custom field support.priority" in ui.text()
        assert labels(ui) == [
            "Path",
            "Type",
            "Title",
            "Description",
            "Required",
            "Only values",
            "At least",
            "At most",
            "Default",
        ]
        await choose(ui, *FIELDS, 0, "title")
        await ui.press("enter")
        await ui.type("Priority")
        await ui.press("enter")
        await choose(ui, *FIELDS, 0, "required")
        await ui.press("enter")
        await choose(ui, *FIELDS, 0, "enum")
        await ui.press("enter")
        await ui.type("1, 2, 3")
        await ui.press("enter")
        assert schema_of(document(ui)).fields == (
            CustomField("support.priority", "integer", title="Priority", required=True, enum=(1, 2, 3)),
        )
        await choose(ui, *FIELDS, 0, "enum")
        await ui.press("d")
        assert schema_of(document(ui)).fields[0].enum == ()
        await ui.press("escape")
        assert labels(ui)[0] == "Schema" and settings(ui).setting is not None and settings(ui).setting.label == "Field"


async def test_a_field_becomes_a_list_and_something_else_again(make_app: MakeApp) -> None:
    schema = NewSchema("Incidents", PROFILE, (), (CustomField("support.tags", "string"),))
    async with on_screen(make_app(), "3", sourced(target=Target(schema, NewDataset("x")))) as ui:
        await choose(ui, *FIELDS, 0)
        await ui.press("enter", "down", "enter")
        await ui.type("array")
        await ui.press("enter")
        assert schema_of(document(ui)).fields == (CustomField("support.tags", "array", items="string"),)
        assert "Holds" in labels(ui)
        await choose(ui, *FIELDS, 0, "type")
        await ui.press("enter")
        await ui.type("boolean")
        await ui.press("enter")
        assert schema_of(document(ui)).fields == (CustomField("support.tags", "boolean"),)


async def test_what_a_field_cannot_be_is_refused_or_wrong_at_its_place(make_app: MakeApp) -> None:
    schema = NewSchema("Incidents", PROFILE, (), (CustomField("_bad", "string"),))
    async with on_screen(make_app(), "3", sourced(target=Target(schema, NewDataset("x")))) as ui:
        await ui.press("a")
        await ui.type("support.x nonsense")
        await ui.press("enter")
        assert "'nonsense' is no type" in ui.said
        await choose(ui, *FIELDS, 0)
        assert "WRONG" in ui.text() and "underscore" in ui.text()
        await ui.press("enter")
        await choose(ui, *FIELDS, 0, "max_length")
        await ui.press("enter")
        await ui.type("many")
        await ui.press("enter")
        assert "'many' is not a number" in ui.said
        await choose(ui, *FIELDS, 0, "path")
        assert "WRONG" in ui.text()


async def test_an_identity_is_found_by_its_path_and_gets_a_namespace_of_the_platform(make_app: MakeApp) -> None:
    schema = replace(schema_of(demo()), identities=())
    async with on_screen(make_app(), "3", demo(target=Target(schema, NewDataset("x")))) as ui:
        await choose(ui, *IDENTITIES, key="add")
        await ui.press("enter")
        await ui.type("casen")
        await ui.press("enter")
        await choose(ui, *IDENTITIES, key="add")
        await ui.press("enter")
        await ui.type("support.subject")
        await ui.press("enter")
        first, second = Identity("support.caseNumber", "CRMID", True), Identity("support.subject", "CRMID")
        assert document(ui).target.schema.identities == (first, second)
        await choose(ui, *IDENTITIES, 1)
        await ui.press("enter")
        assert labels(ui) == ["Field", "Namespace", "Primary"]
        await choose(ui, *IDENTITIES, 1, "namespace")
        await ui.press("enter")
        await ui.type("phone")
        await ui.press("enter", "enter")
        assert document(ui).target.schema.identities == (
            Identity("support.caseNumber", "CRMID"),
            Identity("support.subject", "Phone", True),
        )
        await ui.press("enter")
        assert not any(each.primary for each in document(ui).target.schema.identities)


async def test_selected_columns_become_fields_that_are_mapped(make_app: MakeApp) -> None:
    async with on_screen(make_app(), "3", sourced()) as ui:
        await ui.press("tab", "space", "down", "space", "c")
        assert "Make 2 custom fields below which object?" in ui.text()
        await ui.press("enter")
        made = document(ui)
        assert [field.path for field in schema_of(made).fields] == [
            "incident.active",
            "incident.additional_assignee_list",
        ]
        assert (made.mapping[0].from_, made.mapping[0].to) == ("active", "incident.active")
        assert "m active" in ui.text()
        await ui.press("u")
        assert document(ui) == sourced()


async def test_the_next_problem_opens_the_field_that_has_it(make_app: MakeApp) -> None:
    schema = NewSchema("Incidents", PROFILE, (), (CustomField("a.b", "array"), CustomField("c.d", "string", min=3)))
    async with on_screen(make_app(), "5", sourced(name="x", target=Target(schema, NewDataset("x")))) as ui:
        await ui.press("ctrl+n")
        found = settings(ui).setting
        assert ui.screens.schema and found is not None and (found.label, found.text) == ("Field", "a.b")
        await ui.press("ctrl+n")
        found = settings(ui).setting
        assert "Custom field c.d" in ui.text() and found is not None and found.label == "At least"


async def test_namespaces_that_cannot_be_listed_leave_adobes_own(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise PlatformError("no", operation="list the identity namespaces")

    monkeypatch.setattr(schemas, "tenant", refused)
    async with on_screen(make_app(), "3", demo()) as ui:
        assert "Could not list the identity namespaces" in ui.said
        assert ("Email", "Email") in [each[:2] for each in ui.screens.schema.screen.namespaces]
