"""What the schema screen asks the platform: the tenant's namespaces, the source's columns, what the target names."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from aeptui.core import facts
from aeptui.core.manifest.edits import Edit
from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, Manifest, Source
from aeptui.ui.desk import Desk
from aeptui.ui.failure import Failure
from aeptui.ui.screens.schema.columns import ColumnLine
from aeptui.ui.screens.setting_step import SettingStep
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.explore import Sample
    from aeptui.operations.schemas import DatasetLine, Tenant, WholeSchema
    from aeptui.session import Session

TENANT, COLUMNS = "tenant", "columns"


class SchemaAsking(SettingStep):
    """Keeps the answers. Each is asked for once, when the document comes to need it, and again by ``load``.

    ``namespaces`` are codes, names and kinds, the organisation's own first; Adobe's while nobody is signed in.
    ``titles`` are those of what the organisation has, by id; ``identities_there`` the identities of an existing schema.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.columns: list[ColumnLine] = []
        self.sample: Sample | None = None
        self.namespaces: Sequence[tuple[str, str, str]] = _standard_namespaces()
        self.titles: dict[str, str] = {}
        self.identities_there: Sequence[tuple[str, str, bool]] = ()
        self._asked: dict[str, object] = {}

    @property
    def manifest(self) -> Manifest:
        """The document as it is."""
        assert self.desk.draft is not None, "the screen is reached with a draft only"
        return self.desk.draft.manifest

    def edit(self, edit: Edit) -> None:
        """Makes an edit of the document. Raises EditError, with words, for what it does not take."""
        assert self.desk.draft is not None, "the screen is reached with a draft only"
        self.desk.draft.edit(edit)

    @property
    def side(self) -> Pane:
        """The pane of the source's columns."""
        return self.query_one("#side", Pane)

    def load(self) -> None:
        """Asks again for everything that the document needs."""
        self._asked.clear()
        if self.desk.draft is not None:
            self.ask_for_what_lacks()

    def ask_for_what_lacks(self) -> None:
        """Asks for what the document needs and was not asked for yet."""
        manifest = self.manifest
        schema, dataset = manifest.target.schema, manifest.target.dataset
        self._once("tenant", self.desk.session, self._ask_tenant)
        self._once("columns", _object(manifest.source), partial(self._ask_columns, manifest.source))
        if isinstance(schema, ExistingSchema) and schema.id:
            self._once("schema", schema.id, partial(self._ask_schema, schema.id))
        if isinstance(dataset, ExistingDataset) and dataset.id not in self.titles:
            self._once("dataset", dataset.id, partial(self._ask_dataset, dataset.id))

    def _once(self, what: str, key: object, ask: Callable[[], None]) -> None:
        if self._asked.get(what) != key:
            self._asked[what] = key
            ask()

    def _ask_tenant(self) -> None:
        session = self.desk.session
        if session is not None:
            doing = "Listing the identity namespaces"
            self.attempt(doing, partial(_tenant, session), self._take_tenant, group=TENANT, failed=self._say)

    def _ask_columns(self, source: Source) -> None:
        session, self.sample = self.desk.session, None
        doing = f"Reading the columns of {printable(source.object)}"
        if session is not None and source.object:
            from aeptui.operations.samples import kept_sample

            self.sample = kept_sample(session.platform, source)
            if self.sample is None:
                work = partial(_sample, session, source)
                self.attempt(doing, work, self._take_sample, pane=self.side, group=COLUMNS, failed=self._no_columns)
        elif source.object and source.fields is None:
            self.ask(doing, partial(_sample, source=source), self._take_sample, pane=self.side, group=COLUMNS)

    @property
    def awaited(self) -> bool:
        """Whether the platform is still to say which columns and namespaces there are."""
        return any(call.group in (TENANT, COLUMNS) for call in self.running)

    def _ask_schema(self, schema_id: str) -> None:
        if self.desk.session is not None:
            doing = f"Reading the schema {printable(self.titles.get(schema_id, schema_id))}"
            self.ask(doing, partial(_whole, schema_id=schema_id), self._take_schema, group="schema")

    def _ask_dataset(self, dataset_id: str) -> None:
        if self.desk.session is not None:
            doing = "Looking up the dataset"
            self.ask(doing, partial(_dataset, dataset_id=dataset_id), self._take_dataset, group="dataset")

    def _take_tenant(self, tenant: "Tenant") -> None:
        self.namespaces = [(each.code, each.name, each.kind) for each in tenant.namespaces]
        self.desk.tenant = tenant.id
        self.desk.changed()

    def _take_sample(self, sample: "Sample") -> None:
        self.sample = sample
        self.draft_changed()

    def _take_schema(self, schema: "WholeSchema") -> None:
        self.desk.known[schema.id] = schema.body
        self.titles[schema.id] = schema.title
        self.identities_there = schema.identities
        self.desk.changed()

    def _take_dataset(self, dataset: "DatasetLine") -> None:
        self.titles[dataset.id] = dataset.name
        self.draft_changed()

    def _say(self, failure: Failure) -> None:
        self.say(f"{failure.what} ctrl+r tries again.", wrong=True)
        self.draft_changed()

    def _no_columns(self, failure: Failure) -> None:
        self.side.fail(failure)
        self.draft_changed()


def _object(source: Source) -> object:
    """What decides which columns a source has."""
    return (source.system, source.connection, source.object, source.format, source.file)


def _standard_namespaces() -> list[tuple[str, str, str]]:
    return [(each["code"], each["name"], each["idType"].upper()) for each in facts.load("xdm/namespaces")]


async def _tenant(session: "Session") -> "Tenant":
    from aeptui.operations.schemas import tenant

    return await tenant(session.platform)


async def _sample(session: "Session", source: Source) -> "Sample":
    from aeptui.operations.samples import sample_of

    return await sample_of(session.platform, source)


async def _whole(session: "Session", schema_id: str) -> "WholeSchema":
    from aeptui.operations.schemas import whole_schema

    return await whole_schema(session.platform, schema_id)


async def _dataset(session: "Session", dataset_id: str) -> "DatasetLine":
    from aeptui.operations.schemas import dataset

    return await dataset(session.platform, dataset_id)
