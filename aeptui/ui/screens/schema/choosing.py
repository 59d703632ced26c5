"""Choosing a schema or dataset that the organisation has, instead of one to be made, and back."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from aeptui.core.manifest.edits import Batch, Edit, Put
from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, Manifest, NewDataset, NewSchema
from aeptui.core.xdm.library import PROFILE
from aeptui.ui.screens.base import take
from aeptui.ui.screens.finding import Find, Found
from aeptui.ui.screens.schema.asking import SchemaAsking
from aeptui.ui.screens.schema.parts import Editing
from aeptui.ui.screens.schema.places import DATASET, SCHEMA
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.schemas import DatasetLine, SchemaLine
    from aeptui.session import Session

FOR_EVER = "It takes part in Profile for ever."
PROFILE_QUESTION = "Feed Real-Time Customer Profile with these rows?"
PROFILE_DETAIL = (
    "Once applied, this can never be turned off again, neither for the dataset nor for its schema. "
    "The schema needs a primary identity."
)


class SchemaChoosing(SchemaAsking):
    """Lists what there is, and takes what was chosen."""

    def choose_schema(self) -> None:
        """Lists the organisation's schemas, to choose from."""
        self.ask("Listing the schemas of the organisation", _schemas, self._offer_schemas, group="choosing")

    def _offer_schemas(self, lines: "list[SchemaLine]") -> None:
        self.titles |= {line.id: line.title for line in lines}
        self.app.push_screen(find_schema(self.manifest, lines, self.edit), take)

    def choose_dataset(self) -> None:
        """Lists the datasets, to choose from."""
        self.ask("Listing the datasets of the sandbox", _datasets, self._offer_datasets, group="choosing")

    def _offer_datasets(self, lines: "list[DatasetLine]") -> None:
        self.titles |= {line.id: line.name for line in lines} | {line.schema_id: line.schema for line in lines}
        self.app.push_screen(find_dataset(self.manifest, lines, self.edit), take)

    def turn_profile(self) -> None:
        """Turns the profile switch; on only after a yes, since it stays for ever once applied."""
        dataset, path = self.manifest.target.dataset, (*DATASET, "profile")
        if isinstance(dataset, NewDataset) and dataset.profile:
            self.edit(Put(path, False))
        else:
            question = Confirm(PROFILE_QUESTION, PROFILE_DETAIL, yes="yes, for ever")
            self.app.push_screen(question, lambda yes: self.edit(Put(path, True)) if yes else None)


def find_schema(manifest: Manifest, lines: "Sequence[SchemaLine]", edit: Editing) -> Find:
    """A list to choose the schema from: a new one, and those that there are."""
    new = Found("", "A new schema", "Applying makes it.", None, partial(edit, new_schema(manifest)))
    found = [
        Found(
            "", printable(line.title), _about(line.base, line.profile), None, partial(edit, use_schema(manifest, line))
        )
        for line in lines
    ]
    return Find([new, *found], "words of a schema's title")


def find_dataset(manifest: Manifest, lines: "Sequence[DatasetLine]", edit: Editing) -> Find:
    """A list to choose the dataset from: a new one, and those that there are, which bring their schema along."""
    new = Found("", "A new dataset", "Applying makes it.", None, partial(edit, new_dataset(manifest)))
    found = [
        Found(
            "",
            printable(line.name),
            _about(line.schema, line.profile),
            None,
            partial(edit, use_dataset(manifest, line)),
        )
        for line in lines
    ]
    return Find([new, *found], "words of a dataset's name")


def new_schema(manifest: Manifest) -> Edit:
    """Back to a schema that is to be made, and with it the dataset; nothing where it is so already."""
    if isinstance(manifest.target.schema, NewSchema):
        return Put(SCHEMA, manifest.target.schema)
    schema = NewSchema(title=manifest.name, class_id=PROFILE)
    dataset = manifest.target.dataset
    made = NewDataset(manifest.name) if isinstance(dataset, ExistingDataset) else dataset
    return Batch((Put(SCHEMA, schema), Put(DATASET, made)), "a new schema")


def use_schema(manifest: Manifest, line: "SchemaLine") -> Edit:
    """Lands the rows under a schema that is there, in a dataset that is to be made."""
    dataset = manifest.target.dataset
    made = NewDataset(manifest.name or line.title) if isinstance(dataset, ExistingDataset) else dataset
    return Batch((Put(SCHEMA, ExistingSchema(line.id)), Put(DATASET, made)), f"schema: {line.title}")


def new_dataset(manifest: Manifest) -> Edit:
    """Back to a dataset that is to be made; nothing where it is so already."""
    if isinstance(manifest.target.dataset, NewDataset):
        return Put(DATASET, manifest.target.dataset)
    return Batch((Put(DATASET, NewDataset(manifest.name)),), "a new dataset")


def use_dataset(manifest: Manifest, line: "DatasetLine") -> Edit:
    """Lands the rows in a dataset that is there, under the schema it was made with."""
    schema = manifest.target.schema
    keeps = isinstance(schema, ExistingSchema) and schema.id == line.schema_id
    chosen = schema if keeps else ExistingSchema(line.schema_id)
    return Batch((Put(SCHEMA, chosen), Put(DATASET, ExistingDataset(line.id))), f"dataset: {line.name}")


async def _schemas(session: "Session") -> "list[SchemaLine]":
    """The organisation's schemas."""
    from aeptui.operations import schemas as operations

    return await operations.schemas(session.platform)


async def _datasets(session: "Session") -> "list[DatasetLine]":
    """The datasets of the sandbox."""
    from aeptui.operations import schemas as operations

    return await operations.datasets(session.platform)


def _about(of: str, profile: bool) -> str:
    return f"{printable(of)}. {FOR_EVER if profile else 'Not in Profile.'}"
