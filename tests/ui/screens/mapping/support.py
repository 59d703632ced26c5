"""Documents for the tests of the mapping screen, and the way there."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import CustomField, Identity, Manifest, MappingRow, NewSchema, Source
from aeptui.core.xdm.library import PROFILE
from aeptui.ui.app import Aeptui
from tests.ui.driver import SMALL, Ui, driving
from tests.ui.pages_mapping import MappingPage

FIELDS = (
    CustomField("support.caseNumber", "string", title="Case number"),
    CustomField("support.subject", "string", title="Subject"),
    CustomField("support.priority", "integer", title="Priority"),
    CustomField("support.active", "boolean", title="Is open"),
    CustomField("support.channel", "string", enum=("email", "phone"), title="Channel"),
)
DETAILS = "https://ns.adobe.com/xdm/context/profile-person-details"


def document(*rows: MappingRow, object: str = "incident", fields: tuple[CustomField, ...] = FIELDS) -> Manifest:
    """Incidents of the local platform into a profile schema with custom fields; the case number is the identity."""
    empty = blank(PROFILE)
    identity = Identity("support.caseNumber", "CRMID", primary=True)
    schema = NewSchema("Incidents", PROFILE, (DETAILS,), fields, (identity,))
    return replace(
        empty,
        name="Incidents",
        source=Source("service-now", "ServiceNow demo", object),
        target=replace(empty.target, schema=schema),
        mapping=rows,
    )


@asynccontextmanager
async def mapping(
    make_app: Callable[..., Aeptui], manifest: Manifest, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Ui, MappingPage]]:
    """The application with the document open as a draft, on the mapping screen."""
    async with driving(make_app(), size) as ui:
        await ui.press("n")
        draft = ui.app.desk.draft
        assert draft is not None
        draft.edit(Put((), manifest))
        await ui.settled()
        await ui.press("ctrl+g", "4")
        page = ui.screens.mapping
        assert isinstance(page, MappingPage)
        ui.keys = 0
        yield ui, page
