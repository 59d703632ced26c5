"""The settings of one custom field and of one identity, made from the document's own table of keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aeptui.core.manifest.edits import Batch, Edit, Put
from aeptui.core.manifest.keys import CUSTOM_FIELD, IDENTITY
from aeptui.core.manifest.kinds import Choice, Constant, Flag, Items, Key, Number
from aeptui.core.manifest.model import CustomField, Identity, Scalar
from aeptui.core.manifest.problems import Path
from aeptui.core.xdm.types import INTEGERS
from aeptui.ui.screens.schema.places import FIELDS, IDENTITIES
from aeptui.ui.screens.schema.tree import meaning_of
from aeptui.ui.screens.settings import Setting
from aeptui.ui.widgets.completing_input import Completer, fuzzy_completer
from aeptui.ui.widgets.completion_list import Completion

# What only some types have; what a field has already is shown with every type, so that it can be taken away.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "items": ("array", "map"),
    "pattern": ("string",),
    "format": ("string",),
    "min_length": ("string",),
    "max_length": ("string",),
    "min": (*INTEGERS, "number"),
    "max": (*INTEGERS, "number"),
}
LABELS = {"enum": "Only values", "min": "At least", "max": "At most", "min_length": "Min length"}
LABELS |= {"max_length": "Max length", "items": "Holds"}

Editing = Callable[[Edit], object]


@dataclass(frozen=True, slots=True)
class Choices:
    """What identities can be chosen from: the fields that may identify, and the namespaces (code, name)."""

    fields: Completer
    namespaces: Sequence[tuple[str, str]]


def field_settings(field: CustomField, index: int, edit: Editing) -> list[Setting]:
    """The settings of the custom field number ``index``."""
    settings: list[Setting] = []
    for key in (key for key in CUSTOM_FIELD.keys if _applies(key, field)):
        path = (*FIELDS, index, key.name)
        setting = _setting(key, key.value_of(field), path, field.type, edit)
        if key.name == "type":
            setting = replace(setting, make=lambda text: edit(type_edit(field, index, text)))
        settings.append(setting)
    return settings


def type_edit(field: CustomField, index: int, type_name: str) -> Batch:
    """The change to another type, and with it of what the field holds: only lists and maps hold something."""
    items = (field.items or "string") if type_name in ONLY_FOR["items"] else None
    place = (*FIELDS, index)
    return Batch((Put((*place, "type"), type_name), Put((*place, "items"), items)), f"{field.path}: {type_name}")


def identity_settings(identities: Sequence[Identity], index: int, choices: Choices, edit: Editing) -> list[Setting]:
    """The settings of the identity number ``index``."""
    identity, place = identities[index], (*IDENTITIES, index)
    path, namespace = IDENTITY.known("path"), IDENTITY.known("namespace")
    codes = [Completion(code, meaning=name) for code, name in choices.namespaces]
    return [
        Setting(
            (*place, "path"),
            "Field",
            identity.path,
            path.help,
            make=lambda text: edit(Put((*place, "path"), text.strip())),
            completer=choices.fields,
        ),
        Setting(
            (*place, "namespace"),
            "Namespace",
            identity.namespace,
            namespace.help,
            note=dict(choices.namespaces).get(identity.namespace, ""),
            make=lambda text: edit(Put((*place, "namespace"), text.strip())),
            completer=fuzzy_completer(codes),
            closed=True,
        ),
        Setting(
            (*place, "primary"),
            "Primary",
            "yes" if identity.primary else "no",
            IDENTITY.known("primary").help,
            act=lambda: edit(primary_edit(identities, index)),
        ),
    ]


def primary_edit(identities: Sequence[Identity], index: int) -> Batch:
    """Turns the primary mark of an identity, and takes it from the others where it is set."""
    on = not identities[index].primary
    places = range(len(identities)) if on else [index]
    edits = tuple(Put((*IDENTITIES, place, "primary"), on and place == index) for place in places)
    return Batch(edits, f"primary identity: {identities[index].path if on else 'none'}")


def _applies(key: Key, field: CustomField) -> bool:
    return field.type in ONLY_FOR.get(key.name, (field.type,)) or key.value_of(field) not in (None, ())


def _setting(key: Key, value: Any, path: Path, type_name: str, edit: Editing) -> Setting:
    label = LABELS.get(key.name, key.name.capitalize())
    if isinstance(key.kind, Flag):
        return Setting(path, label, "yes" if value else "no", key.help, act=lambda: edit(Put(path, not value)))
    text = _text(value)
    closed = isinstance(key.kind, Choice)
    note = meaning_of(value) if key.name in ("type", "items") and value else ""
    return Setting(
        path,
        label,
        text,
        key.help,
        note,
        make=lambda new: edit(Put(path, parsed(key, new, type_name))),
        clear=partial(edit, Put(path, key.default)) if text and not key.required else None,
        completer=fuzzy_completer(_words(key)) if isinstance(key.kind, Choice) else None,
        closed=closed,
    )


def _words(key: Key) -> list[Completion]:
    words = key.kind.values if isinstance(key.kind, Choice) else ()
    return [Completion(word, meaning=meaning_of(word) if key.name in ("type", "items") else "") for word in words]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def parsed(key: Key, text: str, type_name: str) -> Any:
    """The value that a text means for a key of a field of that type. Raises ValueError with words."""
    text = text.strip()
    if not text:
        return "" if key.required else key.default
    if isinstance(key.kind, Items):
        return tuple(scalar(part.strip(), type_name) for part in text.split(",") if part.strip())
    if isinstance(key.kind, Constant):
        return scalar(text, type_name)
    if isinstance(key.kind, Number):
        return _number(text)
    return text


def scalar(text: str, type_name: str) -> Scalar:
    """A value of a field of that type. Raises ValueError with words."""
    if type_name == "boolean":
        if text.lower() not in ("true", "false", "yes", "no"):
            raise ValueError(f"'{text}' is neither true nor false.")
        return text.lower() in ("true", "yes")
    return _number(text) if type_name in (*INTEGERS, "number") else text


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            raise ValueError(f"'{text}' is not a number.") from None
