"""The first manifest for an object of a source: explored, typed, mapped by suggestions, ready to edit."""

from collections.abc import Sequence
from dataclasses import replace

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
from aeptui.core.xdm.library import PROFILE
from aeptui.operations.explore import Account, ExploreError, Sample, accounts, format_of, objects, sample
from aeptui.operations.proposing import Proposal, custom_fields, propose
from aeptui.services.platform import Platform

CRM = "CRMID"
"""The namespace for keys of people, where the sandbox has it."""
EMAIL = "Email"


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


async def start(
    platform: Platform, account: Account, object: str, *, custom: bool = False, learned: Learned | None = None
) -> Manifest:
    """The manifest for one object, in which ``check`` finds no errors; nothing is sent that changes anything.

    ``custom`` adds custom fields for columns without a standard target; where nothing at all has one, they are added
    anyway. Raises ExploreError for an object that is not there, and PlatformError.
    """
    path = await _path_of(platform, account, object)
    form, file = format_of(account.kind, path)
    source = Source(account.system, account.name, path, form, file=file)
    found = await sample(platform, account, source)
    if not found.columns:
        raise ExploreError(f"'{path}' has no columns that could be mapped.")
    namespaces = {each.code for each in await platform.identities.namespaces()}
    return manifest_of(source, account.label, found, namespaces, custom=custom, learned=learned)


def manifest_of(
    source: Source,
    label: str,
    found: Sample,
    namespaces: set[str],
    *,
    custom: bool = False,
    learned: Learned | None = None,
) -> Manifest:
    """The manifest for an object whose sample was read; ``namespaces`` are the codes of the identity namespaces."""
    proposal = propose(source, found, learned)
    if custom or not proposal.rows:
        proposal = custom_fields(source, found, proposal)
    title = f"{label} {_title(source.object)}"
    schema = NewSchema(
        title=title,
        class_id=PROFILE,
        field_groups=proposal.groups,
        fields=proposal.fields,
        identities=_identities(proposal, namespaces),
    )
    fields = tuple(SourceField(column.name, column.type) for column in found.columns)
    manifest = replace(
        blank(PROFILE),
        name=title,
        source=replace(source, fields=fields),
        target=Target(schema, NewDataset(title)),
        mapping=proposal.rows,
        schedule=_schedule(source, fields),
    )
    return _sound(manifest)


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


def _identities(proposal: Proposal, namespaces: set[str]) -> tuple[Identity, ...]:
    """The key of a person and the email address, where they are mapped; the key is the primary one."""
    found: list[Identity] = []
    targets = {row.to for row in proposal.rows}
    key = next((path for path in ("personID", "b2b.personKey.sourceKey") if path in targets), None)
    if key is not None and CRM in namespaces:
        found.append(Identity(key, CRM, primary=True))
    email = next((path for path in ("personalEmail.address", "workEmail.address") if path in targets), None)
    if email is not None and EMAIL in namespaces:
        found.append(Identity(email, EMAIL, primary=not found))
    return tuple(found)


def _sound(manifest: Manifest) -> Manifest:
    """The manifest without the rows and identities that break a rule: a first draft is to have no errors."""
    while True:
        problems = check(manifest, target_tree(manifest))
        wrong = [problem for problem in problems if problem.severity == "error"]
        rows, identities = _indexes(wrong, "mapping", 0), _indexes(wrong, "identities", 2)
        if not rows and not identities:
            return manifest
        schema = manifest.target.schema
        kept = tuple(each for index, each in enumerate(schema.identities) if index not in identities)
        manifest = replace(
            manifest,
            target=replace(manifest.target, schema=replace(schema, identities=kept)),
            mapping=tuple(row for index, row in enumerate(manifest.mapping) if index not in rows),
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


def _title(object: str) -> str:
    """The name of an object for people: the last part of its path without the file's ending."""
    return object.rstrip("/").rpartition("/")[2].partition(".")[0] or object


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
