"""Where the parts of the target stand in the document."""

from aeptui.core.manifest.problems import Path

SCHEMA: Path = ("target", "schema")
GROUPS: Path = (*SCHEMA, "field_groups")
FIELDS: Path = (*SCHEMA, "fields")
IDENTITIES: Path = (*SCHEMA, "identities")
DATASET: Path = ("target", "dataset")
MAPPING: Path = ("mapping",)
