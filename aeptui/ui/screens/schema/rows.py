"""The target as rows: the schema with its parts, and the dataset; what is entered in them becomes edits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol

from aeptui.core.manifest.edits import Insert, Put, Remove
from aeptui.core.manifest.model import CustomField, ExistingDataset, ExistingSchema, Identity, Manifest, NewSchema
from aeptui.core.manifest.problems import Path
from aeptui.core.xdm.library import PROFILE, TIME_SERIES, Kind, Resource, standard
from aeptui.core.xdm.names import legal_names
from aeptui.core.xdm.tree import Tree
from aeptui.core.xdm.types import TYPES, canonical
from aeptui.ui.screens.schema.parts import Editing
from aeptui.ui.screens.schema.places import DATASET, FIELDS, GROUPS, IDENTITIES, SCHEMA
from aeptui.ui.screens.schema.proposal import identity_for
from aeptui.ui.screens.schema.tree import meaning_of
from aeptui.ui.screens.settings import Make, Setting
from aeptui.ui.widgets.completing_input import Completer, fuzzy_completer
from aeptui.ui.widgets.completion_list import Completion

WHICH, ADD = "which", "add"
EVENT = "https://ns.adobe.com/xdm/context/experienceevent"
HELP = {
    "schema": "Where the rows' fields are described: a schema that applying makes; enter lists those that there are.",
    "description": "What the schema is for, in words; may be left out.",
    "title": "What the schema is called; no two resources of the organisation may have the same title.",
    "class": "What a record is about: a person for Profile, something that happened for ExperienceEvent.",
    "group": "Standard fields that belong together. Groups can be added later, but never be taken away.",
    "field": "A field of the organisation's own; enter shows all that can be said of it. Once rows have landed it can "
    "get no other name, type or narrower values.",
    "identity": "A field whose values tell whom a record is about; the primary one keys the profile.",
    "dataset": "Where the rows land: a dataset that applying makes; enter lists those that there are.",
    "name": "What the dataset is called.",
    "profile": "Whether the rows feed Real-Time Customer Profile. Once applied, this stays for ever.",
}
ADD_HELP = {
    "field group": "Type words of a field group's title; those that fit the class are listed.",
    "custom field": "Type a path and, after a blank, its type: support.priority integer. Without a type it is text.",
    "identity": "Type words of the path of a text field; the field tells whom a record is about.",
}
# Stands between a title that several have and the end of the id of the one that is meant.
SEPARATOR = " / "


class Asked(Protocol):
    """What the rows ask of the screen."""

    def open_part(self, place: Path) -> None:
        """Shows the settings of a custom field or an identity."""

    def choose_schema(self) -> None:
        """Lets the user choose an existing schema, or a new one."""

    def choose_dataset(self) -> None:
        """Lets the user choose an existing dataset, or a new one."""

    def turn_profile(self) -> None:
        """Turns the profile switch, which may take a confirmation."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the document: the target's fields, namespaces as (code, kind), the source's columns, and
    titles of what the organisation has, by id."""

    tree: Tree | None
    namespaces: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    parent: str
    titles: dict[str, str]


class TargetRows:
    """The rows for one state of the document."""

    def __init__(self, manifest: Manifest, known: Known, edit: Editing, screen: Asked) -> None:
        self._manifest, self._known, self._edit, self._screen = manifest, known, edit, screen

    def settings(self) -> list[Setting]:
        """All rows, in order."""
        schema = self._manifest.target.schema
        parts = [self._which_schema(schema)]
        if isinstance(schema, NewSchema):
            parts += [self._title(schema), self._class(schema), *self._groups(schema), *self._fields(schema)]
            parts.append(self._description(schema))
        return [*parts, *self._identities(schema.identities), *self._dataset()]

    def _which_schema(self, schema: NewSchema | ExistingSchema) -> Setting:
        found = isinstance(schema, ExistingSchema)
        text = self._known.titles.get(schema.id, schema.id) if isinstance(schema, ExistingSchema) else "new"
        note = "exists" if found else ""
        path = (*SCHEMA, "id") if found else SCHEMA
        return Setting(path, "Schema", text, HELP["schema"], note, key=WHICH, act=self._screen.choose_schema)

    def _title(self, schema: NewSchema) -> Setting:
        path = (*SCHEMA, "title")
        return Setting(path, "Title", schema.title, HELP["title"], make=lambda text: self._put(path, text.strip()))

    def _description(self, schema: NewSchema) -> Setting:
        path = (*SCHEMA, "description")
        return Setting(
            path,
            "About",
            schema.description or "",
            HELP["description"],
            make=lambda text: self._put(path, text.strip() or None),
            clear=partial(self._edit, Put(path, None)) if schema.description else None,
        )

    def _class(self, schema: NewSchema) -> Setting:
        path = (*SCHEMA, "class")
        found = standard().get(schema.class_id)
        events = TIME_SERIES in standard().ancestors(schema.class_id)
        return Setting(
            path,
            "Class",
            found.title if found is not None else schema.class_id,
            HELP["class"],
            note="events" if events else "records" if found is not None else "",
            make=lambda text: self._put(path, id_of(text, "classes", None)),
            completer=_classes(),
            closed=True,
        )

    def _groups(self, schema: NewSchema) -> list[Setting]:
        completer = _fitting(schema.class_id)
        rows = [self._group(schema, index, completer) for index in range(len(schema.field_groups))]
        return [*rows, self._add(GROUPS, "field group", partial(self._add_group, schema, len(rows)), completer)]

    def _group(self, schema: NewSchema, index: int, completer: Completer) -> Setting:
        path = (*GROUPS, index)
        found = standard().get(schema.field_groups[index])
        return Setting(
            path,
            "Group",
            found.title if found is not None else schema.field_groups[index],
            HELP["group"],
            note=(found.status or "") if found is not None else "",
            make=lambda text: self._put(path, id_of(text, "fieldgroups", schema.class_id)),
            clear=partial(self._edit, Remove(GROUPS, index)),
            completer=completer,
            closed=True,
        )

    def _fields(self, schema: NewSchema) -> list[Setting]:
        rows = [self._field(field, index) for index, field in enumerate(schema.fields)]
        make = partial(self._add_field, len(rows))
        return [*rows, self._add(FIELDS, "custom field", make, self._complete_field, closed=False)]

    def _field(self, field: CustomField, index: int) -> Setting:
        path = (*FIELDS, index)
        words = (f"{field.type} of {field.items}" if field.items else field.type, *_restrictions(field))
        return Setting(
            path,
            "Field",
            field.path,
            HELP["field"],
            note=", ".join(words),
            act=partial(self._screen.open_part, path),
            clear=partial(self._edit, Remove(FIELDS, index)),
        )

    def _identities(self, identities: Sequence[Identity]) -> list[Setting]:
        rows = [self._identity(identity, index) for index, identity in enumerate(identities)]
        completer = identity_completer(self._known.tree)
        make = partial(self._add_identity, len(rows))
        return [*rows, self._add(IDENTITIES, "identity", make, completer)]

    def _identity(self, identity: Identity, index: int) -> Setting:
        path = (*IDENTITIES, index)
        return Setting(
            path,
            "Identity",
            identity.path,
            HELP["identity"],
            note=identity.namespace + " primary" * identity.primary,
            act=partial(self._screen.open_part, path),
            clear=partial(self._edit, Remove(IDENTITIES, index)),
        )

    def _dataset(self) -> list[Setting]:
        dataset = self._manifest.target.dataset
        if isinstance(dataset, ExistingDataset):
            name = self._known.titles.get(dataset.id, dataset.id)
            path, act = (*DATASET, "id"), self._screen.choose_dataset
            return [Setting(path, "Dataset", name, HELP["dataset"], "exists", key=WHICH, act=act)]
        name_path, profile = (*DATASET, "name"), (*DATASET, "profile")
        return [
            Setting(DATASET, "Dataset", "new", HELP["dataset"], key=WHICH, act=self._screen.choose_dataset),
            Setting(
                name_path, "Name", dataset.name, HELP["name"], make=lambda text: self._put(name_path, text.strip())
            ),
            Setting(
                profile,
                "Profile",
                "yes" if dataset.profile else "no",
                HELP["profile"],
                note="for ever" if dataset.profile else "",
                act=self._screen.turn_profile,
            ),
        ]

    def _add(self, path: Path, what: str, make: Make, completer: Completer, *, closed: bool = True) -> Setting:
        """The row at the end of a list that takes another element."""
        text, help = f"add: {what}", ADD_HELP[what]
        return Setting(path, "+", text, help, "", ADD, "", make, completer=completer, closed=closed, suggested=True)

    def _add_group(self, schema: NewSchema, index: int, text: str) -> None:
        self._edit(Insert(GROUPS, index, id_of(text, "fieldgroups", schema.class_id)))

    def _add_field(self, index: int, text: str) -> None:
        path, _, words = text.strip().partition(" ")
        word = words.strip() or "string"
        name = canonical(word) or next((each for each in TYPES if each.startswith(word)), None)
        if name is None:
            raise ValueError(f"'{words.strip()}' is no type: {', '.join(TYPES)}.")
        items = "string" if name in ("array", "map") else None
        self._edit(Insert(FIELDS, index, CustomField(path, name, items=items)))

    def _add_identity(self, index: int, text: str) -> None:
        self._edit(Insert(IDENTITIES, index, identity_for(self._manifest, text.strip(), self._known.namespaces)))

    def _complete_field(self, text: str, cursor: int) -> Sequence[Completion]:
        """Fields as the source's columns suggest them; behind a path the types."""
        path, blank, _ = text.partition(" ")
        if blank:
            types = [Completion(name, meaning=meaning_of(name), start=len(path) + 1) for name in TYPES]
            return fuzzy_completer(types)(text[len(path) + 1 :], cursor)
        names = legal_names(name for name, _ in self._known.columns)
        schema = self._manifest.target.schema
        there = {field.path for field in schema.fields} if isinstance(schema, NewSchema) else set()
        paths = [(f"{self._known.parent}.{names[name]}", kind, name) for name, kind in self._known.columns]
        fields = [
            Completion(path, f"{path} {kind}", kind, f"as the column {name}")
            for path, kind, name in paths
            if path not in there
        ]
        return fuzzy_completer(fields)(text, cursor) if text else fields

    def _put(self, path: Path, value: object) -> None:
        self._edit(Put(path, value))


def identity_completer(tree: Tree | None) -> Completer:
    """Completes the paths of fields that may identify: single texts, the organisation's own ones first."""
    leaves = tree.leaves() if tree is not None else ()
    found = [field for field in leaves if field.type == "string" and not field.in_array]
    found.sort(key=lambda field: not field.custom)
    return fuzzy_completer([Completion(field.path, detail="string", meaning=field.title or "") for field in found])


def id_of(text: str, kind: Kind, class_id: str | None) -> str:
    """The id of the class or field group (of those that fit the class) that a title means; an id stays what it is.

    Raises ValueError for a title that none has.
    """
    named = text.strip().partition(SEPARATOR)
    found = standard().titled(named[0], kind)
    fitting = [each for each in found if class_id is None or standard().fits(each.id, class_id)] or list(found)
    if named[2]:
        fitting = [each for each in fitting if each.id.endswith(named[2])]
    if fitting:
        return fitting[0].id
    if text.startswith(("https://", "http://", "_")):
        return text.strip()
    raise ValueError(f"The standard library has no {'class' if kind == 'classes' else 'field group'} '{text}'.")


@cache
def _classes() -> Completer:
    """Completes classes: those of Profile and events first, then the others by title."""
    first = {PROFILE: 0, EVENT: 1}
    return _completer(sorted(standard().search("", "classes"), key=lambda each: first.get(each.id, 2)))


@cache
def _fitting(class_id: str) -> Completer:
    """Completes the field groups that fit a class."""
    return _completer(standard().search("", "fieldgroups", class_id or None))


def _completer(resources: Sequence[Resource]) -> Completer:
    titles = Counter(each.title for each in resources)
    return fuzzy_completer(
        Completion(
            each.title if titles[each.title] == 1 else f"{each.title}{SEPARATOR}{each.id.rsplit('/', 1)[-1]}",
            detail=each.status or "",
            meaning=each.id,
        )
        for each in resources
    )


def _restrictions(field: CustomField) -> list[str]:
    """What there is about a custom field's values beside their type: required, only some values, other rules."""
    numbers = (field.min, field.max, field.min_length, field.max_length, field.pattern, field.format)
    words = (
        ("required", field.required),
        ("listed values", field.enum),
        ("checked", any(n is not None for n in numbers)),
    )
    return [word for word, holds in words if holds]
