"""The datasets that are kept, for the services that need to know about them."""

from typing import Any

from aeptui.localplatform.platform import Platform

_KIND = "catalog.dataset"


def dataset(platform: Platform, sandbox: str, id: str) -> dict[str, Any] | None:
    """A dataset as Catalog shows it, with its ``id``; None if there is none."""
    return platform.store.get(_KIND, sandbox, id)


def datasets(platform: Platform, sandbox: str) -> list[dict[str, Any]]:
    """All datasets of a sandbox in order of creation."""
    return platform.store.all(_KIND, sandbox)


def datasets_of_schema(platform: Platform, sandbox: str, schema_id: str) -> list[dict[str, Any]]:
    """The datasets that are made for a schema, by its ``$id``."""
    return [known for known in datasets(platform, sandbox) if known.get("schemaRef", {}).get("id") == schema_id]


def save_dataset(platform: Platform, sandbox: str, document: dict[str, Any]) -> None:
    """Writes a dataset under its ``id``."""
    platform.store.put(_KIND, sandbox, document["id"], document)


def remove_dataset(platform: Platform, sandbox: str, id: str) -> None:
    """Forgets a dataset."""
    platform.store.delete(_KIND, sandbox, id)
