"""From a sample of a source to mapping rows, the field groups they need, and custom fields for the rest."""

import re
from dataclasses import dataclass, replace
from functools import cache

from aeptui.core.expressions import literal
from aeptui.core.manifest.model import CustomField, MappingRow, Source
from aeptui.core.mapping.suggest.model import SourceField, SourceObject, TargetField
from aeptui.core.mapping.suggest.suggest import Learned, suggest
from aeptui.core.mapping.suggest.targets import TargetIndex
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.core.xdm.names import legal_names
from aeptui.core.xdm.profile import ColumnProfile
from aeptui.core.xdm.tree import Field
from aeptui.operations.explore import Sample, SampleColumn

GROUPS = (
    "https://ns.adobe.com/xdm/context/profile-person-details",
    "https://ns.adobe.com/xdm/context/profile-personal-details",
    "https://ns.adobe.com/xdm/context/profile-work-details",
    "https://ns.adobe.com/xdm/context/profile-preferences-details",
    "https://ns.adobe.com/xdm/mixins/profile-consents",
    "https://ns.adobe.com/xdm/mixins/profile/profile-loyalty-details",
)
"""The field groups for people that a new schema may get, those of everyday use."""
_TIMES = ("date", "date-time")
_ISO = "ISO 8601 time"
_ISO_PARTS = re.compile(r"[-\d]{10}T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_CUSTOM_TYPES = {"array": "string", "map": "string", "object": "string"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Mapping rows, and the field groups and custom fields that they need."""

    rows: tuple[MappingRow, ...]
    groups: tuple[str, ...]
    fields: tuple[CustomField, ...] = ()


def propose(source: Source, found: Sample, learned: Learned | None) -> Proposal:
    """What suggestions accept for the columns of a sample, over the everyday groups of Profile."""
    profiles = found.profiles()
    index, fields, owners = _everyday()
    columns = tuple(source_field(column, profiles[column.name]) for column in found.columns)
    chosen = suggest(SourceObject(source.system, source.object, columns), index, PROFILE, learned=learned).accepted()
    rows: list[MappingRow] = []
    groups: set[str] = set()
    for column in found.columns:
        target = chosen.get(column.name)
        if target is None:
            continue
        rows.append(row_for(column, profiles[column.name], fields[target.path]))
        groups.add(owners[target.path])
    return Proposal(tuple(rows), tuple(group for group in GROUPS if group in groups))


def custom_fields(source: Source, found: Sample, proposal: Proposal) -> Proposal:
    """The proposal with a custom field, named by the object and the column, for every column that is not mapped."""
    mapped = {row.from_ for row in proposal.rows} | {row.note for row in proposal.rows if row.from_ is None}
    rest = [column for column in found.columns if column.name not in mapped]
    parent = next(iter(legal_names([source.object.strip("/").rpartition("/")[2].partition(".")[0]]).values()))
    names = legal_names(column.name.replace(".", "_") for column in rest)
    fields = tuple(
        CustomField(f"{parent}.{names[column.name.replace('.', '_')]}", _CUSTOM_TYPES.get(column.type, column.type))
        for column in rest
    )
    rows = tuple(MappingRow(field.path, from_=column.name) for field, column in zip(fields, rest, strict=True))
    return replace(proposal, rows=(*proposal.rows, *rows), fields=fields)


def row_for(column: SampleColumn, profile: ColumnProfile, target: Field, *, every: str = "[0]") -> MappingRow:
    """The row from a column to a target: a plain copy, or what makes the target's type of a text.

    ``every`` stands behind arrays on the way to the target. A single value becomes the first element of a list.
    """
    into_list = target.type == "array" and column.type != "array"
    path = target.path.replace("[*]", every) + ("[0]" if into_list else "")
    expression = _conversion(column, profile, target.type)
    if expression is None:
        return MappingRow(path, from_=column.name)
    return MappingRow(path, expr=expression, note=column.name)


def source_field(column: SampleColumn, profile: ColumnProfile) -> SourceField:
    """A column as suggestions look at it."""
    kind = column.native or (profile.form if column.type == "string" and profile.form in ("email", "url") else "")
    return SourceField(column.name, kind or column.type, samples=profile.samples)


def _conversion(column: SampleColumn, profile: ColumnProfile, type: str) -> str | None:
    if column.type != "string" or not column.name.isidentifier():
        return None
    pattern = _time_pattern(profile) if type in _TIMES else ""
    if pattern:
        return f"date({column.name}, {literal(pattern)})"
    if type in ("integer", "long", "short", "byte") and profile.form == "integer":
        return f"to_integer({column.name})"
    return None


def _time_pattern(profile: ColumnProfile) -> str:
    """How the column's times are written, in Java's letters; empty where it holds none, or not all in one way."""
    if profile.form != _ISO:
        return profile.form if "yy" in profile.form else ""
    shapes = {_iso_pattern(sample) for sample in (*profile.samples, profile.least, profile.greatest)}
    return shapes.pop() if len(shapes) == 1 else ""


def _iso_pattern(text: str) -> str:
    found = _ISO_PARTS.fullmatch(text)
    if found is None:
        return ""
    fraction = f".{'S' * len(found[2][1:])}" if found[2] else ""
    zone = "XXX" if ":" in found[3] else "X"
    return f"yyyy-MM-dd'T'HH:mm{':ss' if found[1] else ''}{fraction}{zone}"


@cache
def _everyday() -> tuple[TargetIndex, dict[str, Field], dict[str, str]]:
    """The targets of Profile with the everyday groups, the field of each path, and the group that brings it.

    Paths stand without array markers; a field of the class itself has an empty group.
    """
    fields: dict[str, Field] = {}
    owners: dict[str, str] = {}
    for group in (*GROUPS, ""):
        tree = compose(standard(), PROFILE, (group,) if group else ())
        for field in tree.leaves():
            path = field.path.replace("[*]", "")
            fields.setdefault(path, field)
            owners[path] = group if group and path not in owners else owners.get(path, "") if group else ""
    targets = [TargetField(path, each.type, each.title or "", each.in_array) for path, each in fields.items()]
    return TargetIndex(targets), fields, owners
