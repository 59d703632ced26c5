"""Rules on the target schema: its class, its field groups, and the dataset that goes with it."""

from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, NewSchema
from aeptui.core.manifest.nearest import nearest
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.xdm.library import Kind, Resource

_ADOBE = "https://ns.adobe.com/"
_STANDARD_PARTS = ("xdm", "experience")


def check_schema(subject: Subject) -> None:
    """Reports what is wrong with the schema that the manifest names or describes."""
    target = subject.manifest.target
    if isinstance(target.schema, ExistingSchema):
        _existing(subject, target.schema)
    else:
        _class(subject, target.schema)
        _field_groups(subject, target.schema)
        if isinstance(target.dataset, ExistingDataset):
            message = "a dataset that exists keeps the schema it was made with; it cannot take a schema to be made"
            fix = "name that dataset's schema by its id, or have the dataset made too"
            subject.findings.add("schema/dataset", ("target", "dataset"), message, fix=fix)


def _existing(subject: Subject, schema: ExistingSchema) -> None:
    if "/schemas/" not in schema.id and ".schemas." not in schema.id:
        what = "a class" if "/classes/" in schema.id else "a field group" if "/mixins/" in schema.id else "no schema"
        message = f"'{schema.id}' is {what}; the $id of a schema holds '/schemas/'"
        subject.findings.add("schema/id", (*SCHEMA, "id"), message)


def _class(subject: Subject, schema: NewSchema) -> None:
    path = (*SCHEMA, "class")
    resource = subject.library.get(schema.class_id)
    if resource is not None and resource.kind == "classes" and resource.id == schema.class_id:
        _deprecated(subject, resource, path, "class")
    elif resource is not None and resource.kind != "classes":
        message = f"'{resource.title}' is not a class"
        subject.findings.add("schema/unknown-class", path, message, fix=_first_class(subject, resource))
    elif _of_tenant(schema.class_id, "classes"):
        message = "a class of the organisation: its fields are not known here, they are checked when it is applied"
        subject.findings.add("schema/unknown-class", path, message, severity="hint")
    else:
        _unknown(subject, "schema/unknown-class", schema.class_id, path, "classes")


def _field_groups(subject: Subject, schema: NewSchema) -> None:
    for index, group in enumerate(schema.field_groups):
        path = (*SCHEMA, "field_groups", index)
        resource = subject.library.get(group)
        if group in schema.field_groups[:index]:
            message = f"the field group '{group}' is listed twice"
            subject.findings.add("schema/duplicate-field-group", path, message, fix="remove one")
        elif resource is not None and resource.kind == "fieldgroups" and resource.id == group:
            _deprecated(subject, resource, path, "field group")
            _fits(subject, resource, schema.class_id, path)
        elif _of_tenant(group, "mixins"):
            message = "a field group of the organisation: its fields are not known here"
            subject.findings.add("schema/unknown-field-group", path, message, severity="hint")
        else:
            _unknown(subject, "schema/unknown-field-group", group, path, "fieldgroups")


def _fits(subject: Subject, group: Resource, class_id: str, path: tuple[str | int, ...]) -> None:
    target = subject.library.get(class_id)
    if target is None or subject.library.fits(group.id, class_id):
        return
    fits = [subject.library.get(each) for each in group.fits]
    names = ", ".join(sorted(each.title for each in fits if each is not None))
    message = f"the field group '{group.title}' does not fit the class '{target.title}'; it fits {names}"
    subject.findings.add("schema/incompatible-field-group", path, message)


def _unknown(subject: Subject, rule: str, given: str, path: tuple[str | int, ...], kind: Kind) -> None:
    """Reports an id that the library does not have, with the id of what was probably meant."""
    what = "class" if kind == "classes" else "field group"
    library = subject.library
    fix: str | None
    same = library.get(given)
    titled = library.titled(given, kind)
    if same is not None and same.kind == kind:
        message, fix = f"'{given}' is another name of a {what}; its $id is needed here", same.id
    elif titled:
        message, fix = f"'{given}' is the title of a {what}; its $id is needed here", titled[0].id
    else:
        meant = nearest(given, [each.id for each in library.all(kind)])
        message = f"there is no {what} '{given}' in the standard library"
        message, fix = (f"{message}; did you mean '{meant}'?", meant) if meant else (message, None)
    subject.findings.add(rule, path, message, fix=fix)


def _deprecated(subject: Subject, resource: Resource, path: tuple[str | int, ...], what: str) -> None:
    if resource.status == "deprecated":
        subject.findings.add("schema/deprecated", path, f"the {what} '{resource.title}' is deprecated")


def _first_class(subject: Subject, resource: Resource) -> str | None:
    """The class that a field group given as a class extends."""
    return resource.fits[0] if resource.fits else None


def _of_tenant(id: str, part: str) -> bool:
    """Whether an id is that of a resource of some organisation; none of those are in the library."""
    rest = id.removeprefix(_ADOBE)
    owner, _, kind = rest.partition("/")
    return rest != id and owner not in _STANDARD_PARTS and kind.startswith((f"{part}/", "fieldgroups/"))
