"""The rules on what a manifest means, and the registry of all rules."""

from aeptui.core.manifest.lint import READING, Rule, registry

_SOURCE = (
    Rule("source/duplicate-field", "error", "A column is listed once."),
    Rule("source/file-keys", "warning", "Keys for files stand with file formats only."),
)

_SCHEMA = (
    Rule("schema/id", "error", "A schema that exists is named by the $id of a schema."),
    Rule("schema/unknown-class", "error", "The class exists."),
    Rule("schema/unknown-field-group", "error", "Field groups exist."),
    Rule("schema/incompatible-field-group", "error", "Field groups fit the class."),
    Rule("schema/duplicate-field-group", "warning", "A field group is listed once."),
    Rule("schema/deprecated", "warning", "Class and field groups are not deprecated."),
    Rule("schema/dataset", "error", "A dataset that exists goes with the schema that it was made with."),
    Rule("schema/field-name", "error", "Custom fields have legal names."),
    Rule("schema/field-duplicate", "error", "A custom field is listed once."),
    Rule("schema/field-overlap", "error", "Nothing lies below a custom field that holds single values."),
    Rule("schema/field-clash", "error", "No custom field has the path of a standard one."),
    Rule("schema/field-items", "error", "Arrays and maps, and only they, say what they hold."),
    Rule("schema/field-constraint", "error", "Constraints fit the type and each other."),
    Rule("schema/identity-unknown", "error", "Identities are fields of the schema."),
    Rule("schema/identity-type", "error", "Identities are single texts."),
    Rule("schema/identity-event-id", "error", "The id of an event is no identity."),
    Rule("schema/identity-duplicate", "error", "A field is an identity once."),
    Rule("schema/identity-namespace", "warning", "Standard namespaces are spelled as the platform spells them."),
    Rule("schema/two-primaries", "error", "At most one identity is the primary one."),
    Rule("schema/profile-needs-primary", "error", "What feeds profiles has a primary identity."),
)

_MAPPING = (
    Rule("mapping/empty", "error", "Something is mapped."),
    Rule("mapping/target-path", "error", "Targets are paths."),
    Rule("mapping/unknown-target", "error", "Targets are fields of the schema."),
    Rule("mapping/tenant-prefix", "error", "Custom fields are written without the tenant's object."),
    Rule("mapping/array-index", "warning", "A path through an array says which element."),
    Rule("mapping/deprecated-target", "hint", "Targets are not deprecated."),
    Rule("mapping/duplicate-target", "error", "A target is filled once."),
    Rule("mapping/overlapping-target", "warning", "A target is filled as a whole or field by field."),
    Rule("mapping/required-target", "error", "Required fields are filled."),
    Rule("mapping/identity-unmapped", "error", "Identities are filled."),
    Rule("mapping/unknown-source", "error", "What is read is a column of the source."),
    Rule("mapping/wildcard", "warning", "[*] stands in the source path and in the target path."),
    Rule("mapping/expression", "error", "Expressions are of the Data Prep language."),
    Rule("mapping/expression-advice", "warning", "Expressions do on the platform what they seem to do."),
    Rule("mapping/type-clash", "error", "What comes from the source can become what the target holds."),
    Rule("mapping/constant", "error", "Constants are values that the target may hold."),
    Rule("mapping/sample-type", "warning", "Values seen in the source can become what the target holds."),
    Rule("mapping/sample-format", "warning", "Texts that become times are read by the format that they have."),
    Rule("mapping/sample-constraint", "warning", "Values seen in the source are values that the target may hold."),
    Rule("mapping/truncation", "warning", "Nothing of the values seen in the source is cut off."),
    Rule("mapping/null-key", "warning", "What identifies records, or is required, is filled in every row seen."),
)

_SCHEDULE = (
    Rule("schedule/time-zone", "error", "Times have a zone."),
    Rule("schedule/end", "error", "The end is after the start."),
    Rule("schedule/end-unknown", "warning", "An end is given only where the source's schedules have one."),
    Rule("schedule/frequency", "error", "The frequency is one that the source offers."),
    Rule("schedule/once", "error", "A run that happens once takes neither interval nor backfill."),
    Rule("schedule/interval", "error", "Recurring runs have an interval, of 15 minutes at least."),
    Rule("schedule/spec", "error", "The schedule is valid under the source's flow spec."),
    Rule("schedule/batches-a-day", "warning", "Profile data comes in few enough batches a day."),
    Rule("delta/missing", "error", "Recurring runs of tables know new rows by a delta column."),
    Rule("delta/once", "error", "A run that happens once takes no delta column."),
    Rule("delta/file-source", "error", "Files have no delta column."),
    Rule("delta/unknown-column", "error", "The delta column is a column that is taken from the source."),
    Rule("delta/type", "error", "The delta column holds dates."),
    Rule("delta/creation-date", "warning", "The delta column changes when its row does."),
    Rule("delta/date-format", "warning", "The date format is one that the platform supports."),
    Rule("delta/timezone", "warning", "The delta column holds UTC."),
)

_STATE = (
    Rule("state/draft", "hint", "A draft runs only once it is published."),
    Rule("state/disabled-now", "hint", "A dataflow that starts now is enabled."),
    Rule("options/diagnostics", "warning", "Partial ingestion goes with error diagnostics."),
)

RULES = registry(READING, _SOURCE, _SCHEMA, _MAPPING, _SCHEDULE, _STATE)
"""Every rule by its id."""
