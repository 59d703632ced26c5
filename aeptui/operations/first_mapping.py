"""From a sample of a source to its first mapping: what suggestions and the sample agree on, and custom fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from aeptui.core.manifest.model import CustomField, MappingRow, Source
from aeptui.core.mapping.preview import Preview
from aeptui.core.mapping.suggest.advice import SURE, Candidate
from aeptui.core.mapping.suggest.suggest import Learned
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import standard
from aeptui.core.xdm.names import legal_names, object_name
from aeptui.core.xdm.profile import ColumnProfile, value_at
from aeptui.core.xdm.tree import Field, Tree
from aeptui.operations.about import Topic
from aeptui.operations.explore import Sample, SampleColumn
from aeptui.operations.proposing import FLAT, row_for, time_pattern
from aeptui.operations.suggesting import Advisor

_NESTED = "[*]"
_UNTYPED = ("object", "map")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row of the first mapping and the column it reads.

    ``probability`` is that of its target being the right one, 1 for a custom field made for the column.
    """

    column: str
    row: MappingRow
    probability: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether it needs no second look."""
        return self.probability >= SURE


@dataclass(frozen=True, slots=True)
class FirstMapping:
    """Mapping rows in the order of the columns, and the field groups and custom fields that they need.

    ``profiles`` are what the sample tells about each column.
    """

    chosen: tuple[Chosen, ...]
    profiles: Mapping[str, ColumnProfile]
    groups: tuple[str, ...] = ()
    fields: tuple[CustomField, ...] = ()


def propose(source: Source, topic: Topic, found: Sample, learned: Learned | None) -> FirstMapping:
    """Targets of the topic's class for the columns of a sample: the likelier ones, each once.

    A row stands only where its target takes every value of the sample. What is not sure carries its likelihood and the
    reason as a note. ``learned`` is what was accepted and refused before.
    """
    targets = _targets(topic, found.nested)
    columns = [(column.name, column.type) for column in found.columns]
    advice = targets.advisor.advise(source, columns, found.rows, learned)
    likely = [
        candidate
        for candidates in advice.candidates.values()
        for candidate in candidates
        if candidate.probability >= advice.threshold and not candidate.refused
    ]
    taken: dict[str, Candidate] = {}
    filled: set[str] = set()
    for each in sorted(likely, key=lambda each: -each.probability):
        if each.column in taken or each.path in filled or not targets.takes(each.row, each.column, found.rows):
            continue
        taken[each.column] = each
        filled.add(each.path)
    chosen = tuple(_chosen(taken[name]) for name, _ in columns if name in taken)
    needed = {targets.owners[path] for path in filled}
    return FirstMapping(chosen, advice.profiles, tuple(group for group in topic.groups if group in needed))


def with_custom_fields(source: Source, topic: Topic, found: Sample, first: FirstMapping) -> FirstMapping:
    """The mapping with a custom field, named by the object and the column, for every column that is not mapped.

    Columns of objects are left out, as nobody can tell which of their fields are wanted, and so are columns whose
    values do not fit the type that they were explored with.
    """
    mapped = {each.column for each in first.chosen}
    rest = [column for column in found.columns if column.name not in mapped]
    parent = _parent(source.object, topic)
    names = legal_names(column.name for column in rest)
    made = [
        (column, field)
        for column in rest
        for field in _field(column, f"{parent}.{names[column.name]}", first.profiles[column.name], found)
    ]
    tree = compose(standard(), topic.class_id, (), [field for _, field in made])
    preview = Preview(tree, nested=found.nested)
    rows: dict[str, Chosen] = {}
    for column, field in made:
        target = tree.find(field.path)
        if target is None:
            continue
        row = row_for(column, first.profiles[column.name], target.field, every=_NESTED if found.nested else FLAT)
        # A text takes whatever a column of texts holds.
        if field.type == "string" or _is_taken(preview, row, column.name, found.rows):
            rows[column.name] = Chosen(column.name, row)
    chosen = {each.column: each for each in first.chosen} | rows
    fields = tuple(field for column, field in made if column.name in rows)
    in_order = tuple(chosen[column.name] for column in found.columns if column.name in chosen)
    return replace(first, chosen=in_order, fields=fields)


@dataclass(frozen=True, slots=True)
class _Targets:
    """The fields of a class with all its groups of everyday use; ``owners`` are the groups that bring a path."""

    advisor: Advisor
    tree: Tree
    owners: Mapping[str, str]
    preview: Preview

    def takes(self, row: MappingRow, column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the row's target takes all values of the column; one with constraints is to have seen some."""
        found = self.tree.find(row.to)
        # A column has one value for all the elements that ``[*]`` stands for.
        if found is None or _NESTED in row.to:
            return False
        seen = any(value_at(each, column) not in (None, "") for each in rows)
        return (seen or not _is_constrained(found.field)) and _is_taken(self.preview, row, column, rows)


@cache
def _targets(topic: Topic, nested: bool) -> _Targets:
    tree = compose(standard(), topic.class_id, topic.groups)
    owners = {_plain(field): "" for field in compose(standard(), topic.class_id).leaves()}
    for group in topic.groups:
        for field in compose(standard(), topic.class_id, (group,)).leaves():
            owners.setdefault(_plain(field), group)
    # A key of something else than a person must not be offered as one of a person.
    leaves = [field for field in tree.leaves() if topic.described or field.name != "personID"]
    advisor = Advisor(tree, leaves, topic.class_id, every=_NESTED if nested else FLAT)
    return _Targets(advisor, tree, owners, Preview(tree, nested=nested))


def _plain(field: Field) -> str:
    return field.path.replace("[*]", "")


def _chosen(candidate: Candidate) -> Chosen:
    row = candidate.row
    if candidate.probability < SURE:
        row = replace(row, note=f"{int(100 * candidate.probability)} %: {candidate.reason}")
    return Chosen(candidate.column, row, candidate.probability)


def _is_taken(preview: Preview, row: MappingRow, column: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    filled = (row for row in rows if value_at(row, column) not in (None, ""))
    return all(preview.result(row, each).kind in ("value", "unknown") for each in filled)


def _is_constrained(field: Field) -> bool:
    bounds = (field.pattern, field.min, field.max, field.min_length, field.max_length)
    return bool(field.enum) or any(bound is not None for bound in bounds)


def _parent(object: str, topic: Topic) -> str:
    """The name of the object that custom fields go below: the source object's, told apart from standard ones."""
    taken = {field.name for field in compose(standard(), topic.class_id, topic.groups).fields}
    return object_name(object.strip("/").rpartition("/")[2].partition(".")[0], taken)


def _field(column: SampleColumn, path: str, profile: ColumnProfile, found: Sample) -> Iterator[CustomField]:
    """The custom field for a column, if it can have one; texts that are all times in one form are times."""
    kind = column.type
    if kind in _UNTYPED:
        return
    if kind == "array":
        listed = [value for row in found.rows if isinstance(value := value_at(row, column.name), list)]
        if not any(isinstance(item, dict | list) for items in listed for item in items):
            yield CustomField(path, kind, items="string")
        return
    pattern = time_pattern(profile) if kind == "string" else ""
    yield CustomField(path, kind if not pattern else "date-time" if "H" in pattern else "date")
