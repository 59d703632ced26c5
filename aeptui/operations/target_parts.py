"""What a document's target schema names and only the platform knows: fetched whole, so that its fields are known."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from aeptui.core.manifest.model import ExistingSchema, NewSchema
from aeptui.core.xdm.library import standard
from aeptui.services.platform import Platform
from aeptui.services.schema_registry import Kind, container_of


def foreign_parts(schema: ExistingSchema | NewSchema, known: Collection[str]) -> list[tuple[Kind, str]]:
    """The schema, or the class and field groups, that are neither in the standard library nor among the ``known``."""
    if isinstance(schema, ExistingSchema):
        named: list[tuple[Kind, str]] = [("schemas", schema.id)]
    else:
        named = [("classes", schema.class_id), *(("fieldgroups", each) for each in schema.field_groups)]
    return [(kind, id_) for kind, id_ in named if id_ and id_ not in known and standard().get(id_) is None]


async def tenant_of(platform: Platform) -> str:
    """The id of the organisation's tenant, without underscore. Raises PlatformError."""
    return (await platform.schema_registry.stats()).tenant_id


async def target_parts(
    platform: Platform, schema: ExistingSchema | NewSchema, known: Collection[str]
) -> tuple[str, dict[str, Mapping[str, Any]]]:
    """The tenant's id without underscore, and the foreign parts in full form by ``$id``. Raises PlatformError."""
    registry = platform.schema_registry
    tenant = await tenant_of(platform)
    wanted = foreign_parts(schema, known)
    found = await asyncio.gather(*(registry.lookup(kind, id_, container_of(id_, tenant)) for kind, id_ in wanted))
    return tenant, {id_: each.raw for (_, id_), each in zip(wanted, found, strict=True)}
