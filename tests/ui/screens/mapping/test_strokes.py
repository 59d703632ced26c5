"""How few keys whole mappings take: every stroke counts, letters that are typed included, and nothing was learned."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aeptui.core.manifest.model import CustomField, Identity, Manifest, NewSchema, Source, SourceField
from aeptui.store.accepted import accepted_file
from aeptui.ui.app import Aeptui
from tests.ui.driver import Ui
from tests.ui.screens.mapping.support import DETAILS, document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]

SEED = [
    ("expr", "date(CreatedDate, \"yyyy-MM-dd'T'HH:mm:ss.SSSX\")", "_repo.createDate"),
    ("from", "Id", "_id"),
    ("from", "Name", "person.name.fullName"),
]

# Columns of ServiceNow's case table with the types that they are read as, and the fields that somebody who knows the
# data would give them; paths below "support" are custom fields.
CASES = {
    ("sys_id", "string"): "_id",
    ("number", "string"): "support.caseNumber",
    ("short_description", "string"): "support.subject",
    ("description", "string"): "support.description",
    ("account", "string"): "support.accountId",
    ("contact", "string"): "support.contactId",
    ("consumer", "string"): "support.consumerId",
    ("contact_type", "string"): "support.channel",
    ("priority", "integer"): "support.priority",
    ("urgency", "integer"): "support.urgency",
    ("impact", "integer"): "support.impact",
    ("state", "integer"): "support.state",
    ("stage", "string"): "support.stage",
    ("escalation", "integer"): "support.escalation",
    ("active", "boolean"): "support.isActive",
    ("category", "integer"): "support.category",
    ("subcategory", "integer"): "support.subcategory",
    ("assigned_to", "string"): "support.assignedTo",
    ("assignment_group", "string"): "support.assignmentGroup",
    ("opened_at", "date-time"): "support.openedAt",
    ("opened_by", "string"): "support.openedBy",
    ("resolved_at", "date-time"): "support.resolvedAt",
    ("resolved_by", "string"): "support.resolvedBy",
    ("closed_at", "date-time"): "support.closedAt",
    ("closed_by", "string"): "support.closedBy",
    ("close_notes", "string"): "support.closeNotes",
    ("resolution_code", "string"): "support.resolutionCode",
    ("cause", "string"): "support.cause",
    ("product", "string"): "support.productId",
    ("entitlement", "string"): "support.entitlementId",
    ("contract", "string"): "support.contractId",
    ("follow_up", "date-time"): "support.followUpAt",
    ("due_date", "date-time"): "support.dueDate",
    ("sla_due", "date-time"): "support.slaDue",
    ("first_response_time", "date-time"): "support.firstResponseAt",
    ("reassignment_count", "integer"): "support.reassignments",
    ("made_sla", "boolean"): "support.madeSla",
    ("needs_attention", "boolean"): "support.needsAttention",
    ("sys_created_on", "date-time"): "_repo.createDate",
    ("sys_updated_on", "date-time"): "_repo.modifyDate",
}


def seed() -> Manifest:
    """Accounts with four columns, all of them texts, into a profile schema with the details of people."""
    empty = document()
    fields = tuple(SourceField(name, "string") for name in ("Id", "Name", "Phone", "CreatedDate"))
    source = Source("salesforce-service-cloud", "Salesforce Service Cloud demo", "Account", fields=fields)
    schema = NewSchema("Accounts", empty.target.schema.class_id, (DETAILS,), (), ())
    return replace(empty, source=source, target=replace(empty.target, schema=schema))


def cases() -> Manifest:
    """Forty columns of cases into a profile schema with custom fields."""
    custom = tuple(CustomField(path, kind) for (_, kind), path in CASES.items() if path.startswith("support."))
    made = document(object="sn_customerservice_case", fields=custom)
    columns = tuple(SourceField(*column) for column in CASES)
    identity = (Identity("support.caseNumber", "CRMID", primary=True),)
    schema = replace(made.target.schema, identities=identity)
    return replace(made, source=replace(made.source, fields=columns), target=replace(made.target, schema=schema))


def nothing_is_learned(ui: Ui) -> bool:
    """Whether the program has no memory of this organisation's mappings."""
    session = ui.app.desk.session
    return not accepted_file(session.paths, session.profile.org_id).exists()


async def test_the_seeds_mapping_takes_twelve_keys(make_app: MakeApp) -> None:
    async with mapping(make_app, seed()) as (ui, page):
        assert nothing_is_learned(ui)
        await ui.press("f7", "enter")
        await ui.press("g", "ctrl+t", "down", "enter")
        assert sorted(page.mapping, key=str) == sorted(SEED, key=str)
        assert ui.keys <= 12


async def test_forty_columns_of_cases_take_sixty_keys(make_app: MakeApp) -> None:
    async with mapping(make_app, cases()) as (ui, page):
        assert nothing_is_learned(ui)
        # All that are sure; one more that is likely; then the column that nothing resembles.
        await ui.press("f7", "enter", "enter", "enter")
        await ui.press("S", "right", "right", *"subj", "enter", "escape", "S")
        # One that is called like something else: a target of one's own.
        await ui.press("slash", *"contact_t", "enter", "right", "right", *"chan", "enter")
        assert {(kind, source): target for kind, source, target in page.mapping} == {
            ("from", column): target for (column, _), target in CASES.items()
        }
        assert len(page.mapping) == len(CASES) == 40 and ui.keys <= 60
