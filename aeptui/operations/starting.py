"""The first manifest for an object of a source: explored, typed, mapped by suggestions, ready to edit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.model import (
    DeltaColumn,
    Identity,
    Manifest,
    NewDataset,
    NewSchema,
    Schedule,
    Source,
    SourceField,
    Target,
)
from aeptui.core.manifest.problems import Problem
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.mapping.suggest.suggest import Learned
from aeptui.core.schedule.delta import last_modified
from aeptui.operations.about import Topic, topic_of
from aeptui.operations.explore import Account, ExploreError, Sample, accounts, format_of, objects, sample
from aeptui.operations.first_mapping import Chosen, FirstMapping, propose, with_custom_fields
from aeptui.services.platform import Platform

CRM = "CRMID"
"""The namespace for keys of people, where the sandbox has it."""
EMAIL = "Email"
_KEYS = ("personID", "b2b.personKey.sourceKey")
_EMAILS = ("personalEmail.address", "workEmail.address")
# Warnings of rows that the platform would refuse.
_REFUSING = ("mapping/required-target",)


async def account_for(platform: Platform, system: str, connection: str | None = None) -> Account:
    """The base connection of a system, both by name or id. Raises ExploreError where there is not exactly one."""
    every = await accounts(platform)
    wanted = _letters(system)
    found = [
        each
        for each in every
        if wanted in (_letters(each.system), _letters(each.label)) or system in (each.id, each.name)
    ]
    if connection is not None:
        found = [each for each in found if connection in (each.id, each.name)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.name for each in found)
        raise ExploreError(f"{len(found)} connections reach '{system}': say which with --connection, one of {names}.")
    known = ", ".join(f"{each.system} ({each.name})" for each in every) or "none at all"
    what = f"connection '{connection}'" if connection is not None else "connection"
    raise ExploreError(f"This sandbox has no {what} for the system '{system}'. It has {known}.")


@dataclass(frozen=True, slots=True)
class Started:
    """A first manifest: how many columns the source has, what they are about, and the rows that were chosen."""

    manifest: Manifest
    topic: Topic
    columns: int
    rows: tuple[Chosen, ...]

    @property
    def custom(self) -> int:
        """How many columns go to custom fields of their own."""
        return len(getattr(self.manifest.target.schema, "fields", ()))

    @property
    def doubtful(self) -> int:
        """How many rows need a second look: they say why in their notes."""
        return sum(not each.sure for each in self.rows)

    @property
    def sure(self) -> int:
        """How many rows go to standard fields and need no second look."""
        return len(self.rows) - self.doubtful - self.custom

    @property
    def unmapped(self) -> int:
        """How many columns no row reads."""
        return self.columns - len({each.column for each in self.rows})

    @property
    def remark(self) -> str:
        """What is to be known about the class and the identities, in a sentence."""
        identities = self.manifest.target.schema.identities
        if identities:
            listed = ", ".join(f"{each.path} ({each.namespace})" for each in identities)
            return f"a row is a person, identified by {listed}"
        if self.topic.is_person:
            return "a row is a person; no column is surely a key of persons: no identity"
        entity = self.topic.entity
        what = (
            f"a row is {_article(entity)} {entity}, not a person" if entity else "nothing shows that a row is a person"
        )
        return f"{what}: no identity{'' if self.topic.described else ', and no standard class describes it'}"


async def start(
    platform: Platform, account: Account, object: str, *, custom: bool | None = None, learned: Learned | None = None
) -> Started:
    """The manifest for one object, in which ``check`` finds no errors; nothing is sent that changes anything.

    ``custom`` adds custom fields for columns without a standard target, or does not; None adds them where the standard
    library has no class for such things, or no target at all. Raises ExploreError for an object that is not there, and
    PlatformError.
    """
    path = await _path_of(platform, account, object)
    form, file = format_of(account.kind, path)
    source = Source(account.system, account.name, path, form, file=file)
    found = await sample(platform, account, source)
    if not any(_is_name(column.name) for column in found.columns):
        raise ExploreError(f"'{path}' has no columns that could be mapped.")
    namespaces = {each.code for each in await platform.identities.namespaces()}
    return started(source, account.label, found, namespaces, custom=custom, learned=learned)


def started(
    source: Source,
    label: str,
    found: Sample,
    namespaces: set[str],
    *,
    custom: bool | None = None,
    learned: Learned | None = None,
) -> Started:
    """The manifest for an object whose sample was read; ``namespaces`` are the codes of the identity namespaces.

    Columns whose names no document can hold are left out.
    """
    found = replace(found, columns=tuple(column for column in found.columns if _is_name(column.name)))
    topic = topic_of(source.object, (column.name for column in found.columns))
    first = propose(source, topic, found, learned)
    if custom or (custom is None and not (topic.described and first.chosen)):
        first = with_custom_fields(source, topic, found, first)
    title = f"{label} {_title(source.object)}"
    schema = NewSchema(
        title=title,
        class_id=topic.class_id,
        field_groups=first.groups,
        fields=first.fields,
        identities=_identities(first, namespaces),
    )
    fields = tuple(SourceField(column.name, column.type) for column in found.columns)
    manifest = replace(
        blank(topic.class_id),
        name=title,
        source=replace(source, fields=fields),
        target=Target(schema, NewDataset(title)),
        mapping=tuple(each.row for each in first.chosen),
        schedule=_schedule(source, fields),
    )
    sound = _sound(manifest)
    kept = {row.to for row in sound.mapping}
    return Started(sound, topic, len(fields), tuple(each for each in first.chosen if each.row.to in kept))


async def _path_of(platform: Platform, account: Account, object: str) -> str:
    """The path of the object as the source spells it."""
    if account.kind == "file":
        return object if object.startswith("/") else f"/{object}"
    listed = await objects(platform, account)
    exact = [each.path for each in listed if object in (each.path, each.name)]
    found = exact or [each.path for each in listed if _letters(object) in (_letters(each.path), _letters(each.name))]
    if found:
        return found[0]
    names = ", ".join(each.path for each in listed[:20])
    raise ExploreError(
        f"'{account.name}' has no object '{object}'. It has {names}{', ...' if len(listed) > 20 else ''}."
    )


def _schedule(source: Source, fields: Sequence[SourceField]) -> Schedule:
    """Hourly, by the column of the last change; a table without one is read once."""
    if source.format != "tabular":
        return blank().schedule
    delta = last_modified((field.name, field.type) for field in fields)
    if delta is None:
        return Schedule(frequency="once", start="now")
    return replace(blank().schedule, delta_column=DeltaColumn(delta))


def _identities(first: FirstMapping, namespaces: set[str]) -> tuple[Identity, ...]:
    """The key of a person, where it is surely one, and the email address; the key is the primary one.

    Only objects about persons are offered these targets: rows of others would become persons in the identity graph.
    """
    columns = {each.row.to: first.profiles[each.column] for each in first.chosen}
    sure = {each.row.to for each in first.chosen if each.sure}
    # What is empty or the same in several rows of the sample tells no persons apart.
    key = next((path for path in _KEYS if path in sure and columns[path].distinct == columns[path].rows), None)
    identities: list[Identity] = []
    if key is not None and CRM in namespaces:
        identities.append(Identity(key, CRM, primary=True))
    # Whether it is the address of work or of home matters little: it is the person's where the values are addresses.
    email = next((path for path in _EMAILS if path in columns and columns[path].form == "email"), None)
    if email is not None and EMAIL in namespaces:
        identities.append(Identity(email, EMAIL, primary=not identities))
    return tuple(identities)


def _sound(manifest: Manifest) -> Manifest:
    """The manifest without what breaks a rule, or would have rows refused: a first draft is to land what it reads."""
    while True:
        problems = check(manifest, target_tree(manifest))
        wrong = [each for each in problems if each.severity == "error" or each.rule in _REFUSING]
        rows, identities, fields = (
            _indexes(wrong, "mapping", 0),
            _indexes(wrong, "identities", 2),
            _indexes(wrong, "fields", 2),
        )
        schema = manifest.target.schema
        assert isinstance(schema, NewSchema), "a first manifest makes its schema"
        mapping = tuple(row for index, row in enumerate(manifest.mapping) if index not in rows)
        filled = {row.to for row in mapping}
        kept = tuple(each for index, each in enumerate(schema.fields) if index not in fields and each.path in filled)
        lost = {each.path for each in schema.fields} - {each.path for each in kept}
        if not (rows or identities or lost):
            return manifest
        identified = tuple(
            each for index, each in enumerate(schema.identities) if index not in identities and each.path in filled
        )
        manifest = replace(
            manifest,
            target=replace(manifest.target, schema=replace(schema, identities=identified, fields=kept)),
            mapping=tuple(row for row in mapping if row.to not in lost),
        )


def _indexes(problems: Sequence[Problem], key: str, depth: int) -> set[int]:
    """The numbers of the list entries below ``key`` that problems point at."""
    return {
        step
        for problem in problems
        if len(problem.path) > depth + 1 and problem.path[depth] == key
        for step in (problem.path[depth + 1],)
        if isinstance(step, int)
    }


def _is_name(text: str) -> bool:
    """Whether a text is not empty and whole: half of a surrogate pair can be written nowhere."""
    return bool(text) and text.encode(errors="ignore").decode() == text


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _title(object: str) -> str:
    """The name of an object for people: the last part of its path without the file's ending."""
    return object.rstrip("/").rpartition("/")[2].partition(".")[0] or object


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
