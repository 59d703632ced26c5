"""Rules on the source."""

from aeptui.core.manifest.keys import SOURCE
from aeptui.core.mapping.lint.subject import Subject

_DELIMITED_ONLY = ("delimiter", "header")


def check_source(subject: Subject) -> None:
    """Reports columns that are listed twice, and settings that the source's format does not have."""
    source = subject.manifest.source
    first: dict[str, int] = {}
    for index, field in enumerate(source.fields or ()):
        before = first.setdefault(field.name, index)
        if before != index:
            message = f"the column '{field.name}' is listed already, as field {before + 1}"
            subject.findings.add(
                "source/duplicate-field", ("source", "fields", index, "name"), message, fix="remove one"
            )
    for key in SOURCE.keys:
        if not key.attribute.startswith("file.") or key.value_of(source) is None:
            continue
        if subject.tabular or (key.name in _DELIMITED_ONLY and source.format != "delimited"):
            message = f"'{key.name}' means nothing for the format '{source.format}'"
            subject.findings.add("source/file-keys", ("source", key.name), message, fix=f"remove '{key.name}'")
