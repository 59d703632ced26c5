"""What a local platform holds, read through the service layer and not through the engine that made it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from aeptui.services.auth import Credentials
from aeptui.services.endpoint import Endpoint
from aeptui.services.http import HttpClient
from aeptui.services.platform import Platform


def connect(info: dict[str, Any]) -> Platform:
    """A client of the platform; close it."""
    credentials = Credentials(info["client_id"], info["client_secret"], tuple(info["scopes"].split(",")))
    endpoint = Endpoint(info["platform_url"], info["ims_url"])
    return Platform(HttpClient(endpoint, credentials, org_id=info["org_id"], sandbox=info["sandbox"]))


def objects(info: dict[str, Any]) -> dict[str, list[str]]:
    """The ids of everything that applies make, by kind."""
    return asyncio.run(_objects(info))


async def _objects(info: dict[str, Any]) -> dict[str, list[str]]:
    async def ids(items: AsyncIterator[Any]) -> list[str]:
        return sorted([item.id async for item in items])

    async with connect(info) as platform:
        registry, flow_service = platform.schema_registry, platform.flow_service
        return {
            "classes": await ids(registry.resources("classes")),
            "field_groups": await ids(registry.resources("fieldgroups")),
            "schemas": await ids(registry.resources("schemas")),
            "descriptors": sorted(item.id for item in await registry.descriptors.all()),
            "datasets": await ids(platform.catalog.datasets()),
            "source_connections": await ids(flow_service.source_connections.where()),
            "target_connections": await ids(flow_service.target_connections.where()),
            "mapping_sets": await ids(platform.data_prep.mapping_sets()),
            "flows": await ids(flow_service.flows.where()),
        }
