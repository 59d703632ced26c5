"""What the organisation has to land data in: schemas, datasets, and the namespaces that identities belong to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aeptui.core.xdm.library import ADHOC, standard
from aeptui.operations.target_parts import tenant_of
from aeptui.services.descriptors import Descriptor
from aeptui.services.platform import Platform
from aeptui.services.schema_registry import container_of

IDENTITY = "xdm:descriptorIdentity"


@dataclass(frozen=True, slots=True)
class Namespace:
    """An identity namespace: ``code`` names it, ``kind`` says what its values are (``EMAIL``, ``CROSS_DEVICE`` ...).

    ``custom``: the organisation made it.
    """

    code: str
    name: str
    kind: str
    custom: bool


@dataclass(frozen=True, slots=True)
class Tenant:
    """The organisation's tenant id, without underscore, and its namespaces, its own ones first."""

    id: str
    namespaces: tuple[Namespace, ...]


@dataclass(frozen=True, slots=True)
class SchemaLine:
    """A schema as it is listed. ``base`` is the title of its class; ``profile``: it takes part in Profile for good."""

    id: str
    title: str
    base: str
    profile: bool


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """A dataset as it is listed; ``schema`` is the title of its schema, where that is among the organisation's."""

    id: str
    name: str
    schema_id: str
    schema: str
    profile: bool


@dataclass(frozen=True, slots=True)
class WholeSchema:
    """A schema with everything in it: ``body`` is its full form, ``identities`` the paths that identify, with their
    namespaces and which of them is the primary one."""

    id: str
    title: str
    body: Mapping[str, Any]
    identities: tuple[tuple[str, str, bool], ...]


async def tenant(platform: Platform) -> Tenant:
    """The tenant and its namespaces. Raises PlatformError."""
    stats, found = await asyncio.gather(platform.schema_registry.stats(), platform.identities.namespaces())
    namespaces = [Namespace(each.code, each.name, each.type.upper(), each.custom) for each in found]
    return Tenant(stats.tenant_id, tuple(sorted(namespaces, key=lambda each: (not each.custom, each.code.casefold()))))


async def schemas(platform: Platform) -> list[SchemaLine]:
    """The organisation's schemas by title, those for raw data left out. Raises PlatformError."""
    found = [each async for each in platform.schema_registry.resources("schemas", form="")]
    return [
        SchemaLine(each.id, each.title, _class_title(each.class_id), each.profile_enabled)
        for each in found
        if ADHOC not in each.extends
    ]


async def datasets(platform: Platform) -> list[DatasetLine]:
    """The datasets of the sandbox that hold rows of one of the organisation's schemas, the newest first.

    Raises PlatformError.
    """
    listed = await schemas(platform)
    titles = {each.id: each.title for each in listed}
    return [
        DatasetLine(each.id, each.name, each.schema_ref.id, titles[each.schema_ref.id], each.profile_enabled)
        async for each in platform.catalog.datasets()
        if each.schema_ref.id in titles
    ]


async def dataset(platform: Platform, dataset_id: str) -> DatasetLine:
    """A dataset by its id; the title of its schema is not looked up. Raises NotFound and other PlatformErrors."""
    found = await platform.catalog.dataset(dataset_id)
    return DatasetLine(found.id, found.name, found.schema_ref.id, "", found.profile_enabled)


async def whole_schema(platform: Platform, schema_id: str) -> WholeSchema:
    """A schema of the organisation with all its fields and identities. Raises NotFound and other PlatformErrors."""
    registry = platform.schema_registry
    tenant_id = await tenant_of(platform)
    found, descriptors = await asyncio.gather(
        registry.lookup("schemas", schema_id, container_of(schema_id, tenant_id)),
        registry.descriptors.of_schema(schema_id),
    )
    identities = tuple(_identity(each) for each in descriptors if each.type == IDENTITY)
    return WholeSchema(found.id, found.title, found.raw, identities)


def _identity(descriptor: Descriptor) -> tuple[str, str, bool]:
    pointer = descriptor.source_property
    path = (pointer if isinstance(pointer, str) else pointer[0]).strip("/").replace("/", ".")
    return path, descriptor.namespace, descriptor.primary


def _class_title(class_id: str) -> str:
    found = standard().get(class_id)
    return found.title if found is not None else class_id.rsplit("/", 1)[-1]
