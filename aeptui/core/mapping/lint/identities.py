"""Rules on identities: which fields may identify."""

from aeptui.core import facts
from aeptui.core.manifest.model import Identity
from aeptui.core.manifest.problems import Path
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.xdm.library import TIME_SERIES
from aeptui.core.xdm.paths import PathError

_PATH: Path = (*SCHEMA, "identities")


def check_identities(subject: Subject) -> None:
    """Reports identities that cannot be ones."""
    seen: dict[str, int] = {}
    for index, identity in enumerate(subject.identities):
        path: Path = (*_PATH, index)
        if identity.path in seen:
            message = f"'{identity.path}' is an identity already, in entry {seen[identity.path] + 1}"
            subject.findings.add("schema/identity-duplicate", (*path, "path"), message, fix="remove one")
        else:
            seen[identity.path] = index
            _field(subject, identity, (*path, "path"))
        _namespace(subject, identity, (*path, "namespace"))
    primaries = [index for index, identity in enumerate(subject.identities) if identity.primary]
    for index in primaries[1:]:
        message = f"a schema has one primary identity; entry {primaries[0] + 1} is one already"
        subject.findings.add("schema/two-primaries", (*_PATH, index, "primary"), message, fix="primary: false")


def _field(subject: Subject, identity: Identity, path: Path) -> None:
    if subject.tree is None:
        return
    try:
        found = subject.tree.find(identity.path)
    except PathError as error:
        message = f"'{identity.path}' is no path: {error}"
        subject.findings.add("schema/identity-unknown", path, message, offset=error.position - 1)
        return
    if found is None:
        _unknown(subject, identity, path)
    elif found.field.type != "string" or found.field.in_array:
        what = "stands in an array" if found.field.in_array else f"is of type {found.field.type}"
        message = f"'{identity.path}' {what}; an identity is a single text"
        subject.findings.add("schema/identity-type", path, message)
    elif identity.path == "_id" and _is_event(subject):
        message = "'_id' tells events apart and must not be an identity of their person"
        subject.findings.add("schema/identity-event-id", path, message)


def _unknown(subject: Subject, identity: Identity, path: Path) -> None:
    assert subject.tree is not None
    if not subject.tree.complete:
        message = f"cannot tell whether '{identity.path}' exists: {', '.join(subject.tree.missing)} is not known here"
        subject.findings.add("schema/identity-unknown", path, message, severity="hint")
        return
    near = subject.nearest_field(identity.path)
    message = f"the schema has no field '{identity.path}'" + (f"; did you mean '{near}'?" if near else "")
    subject.findings.add("schema/identity-unknown", path, message, fix=near)


def _is_event(subject: Subject) -> bool:
    schema = subject.new_schema
    return schema is not None and TIME_SERIES in subject.library.ancestors(schema.class_id)


def _namespace(subject: Subject, identity: Identity, path: Path) -> None:
    standard = [each["code"] for each in facts.load("xdm/namespaces")]
    spelled = next((code for code in standard if code.lower() == identity.namespace.lower()), None)
    if spelled is not None and spelled != identity.namespace:
        message = f"the standard namespace is spelled '{spelled}'"
        subject.findings.add("schema/identity-namespace", path, message, fix=spelled)
