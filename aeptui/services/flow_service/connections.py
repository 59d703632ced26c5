"""Base connections: accounts at sources, their test, and looking into the source through them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aeptui.services.errors import BadAnswer, Invalid
from aeptui.services.flow_service.entities import Entities, patch_request
from aeptui.services.flow_service.explore import (
    ExploreItem,
    FileFormat,
    Table,
    file_request,
    folder_request,
    read_items,
    read_table,
    rest_request,
    root_request,
    spec_root_request,
    table_request,
)
from aeptui.services.flow_service.models import ConfigField, Connection
from aeptui.services.http import HttpClient
from aeptui.services.request import Request, segment
from aeptui.services.wire import Created, members, read_all

SLOWEST_TEST = 120.0
"""Seconds a test may take: the platform signs in at the source meanwhile."""
_LOOKS_AT_ONCE = 2
# The code for objects without columns, and the entry of the guidance table for those that are files.
_NOTHING_TO_READ = "1330-400"
_UNREADABLE_FILE = "unreadable-file"


def check_request(connection_id: str) -> Request:
    """Tries to sign in at the source."""
    path = f"/connections/{segment(connection_id)}/test"
    return Request("test the base connection", "GET", "flow-service", path, timeout=SLOWEST_TEST)


def rotate_request(connection_id: str, etag: str, params: Mapping[str, Any]) -> Request:
    """Replaces the credentials; ``params`` must be complete, since what is left out is lost."""
    operations = [{"op": "replace", "path": "/auth/params", "value": dict(params)}]
    return patch_request("connections", connection_id, etag, operations)


def configs_request(connection_id: str) -> Request:
    """The fields of a source's form that only the account can fill."""
    path = f"/connections/{segment(connection_id)}/configs"
    return Request("read the choices of the source", "GET", "flow-service", path, timeout=SLOWEST_TEST)


class Connections(Entities[Connection]):
    """Base connections. At most two looks into sources are under way at a time: they are slow and heavy there."""

    def __init__(self, http: HttpClient) -> None:
        super().__init__(http, "connections", Connection)
        self._looks = asyncio.Semaphore(_LOOKS_AT_ONCE)

    async def check(self, connection_id: str) -> bool:
        """Whether the source lets the account in; where the source's own words come instead, they are the error."""
        request = check_request(connection_id)
        body = await self._look(request)
        result = body.get("result") if isinstance(body, Mapping) else body
        if not isinstance(result, bool):
            raise BadAnswer("the answer says neither yes nor no", operation=request.operation)
        return result

    async def rotate(self, connection_id: str, etag: str, params: Mapping[str, Any]) -> Created:
        """Replaces the credentials by the complete ``params`` and returns the new tag."""
        return await self.patch(connection_id, etag, rotate_request(connection_id, etag, params).body)

    async def root(self, connection_id: str) -> list[ExploreItem]:
        """The objects at the top of a source; thousands for some."""
        request = root_request(connection_id)
        return read_items(await self._look(request), request.operation)

    async def spec_root(self, spec_id: str) -> list[ExploreItem]:
        """The objects of a source that needs no account, by its connection specification."""
        request = spec_root_request(spec_id)
        return read_items(await self._look(request), request.operation)

    async def folder(self, connection_id: str, path: str) -> list[ExploreItem]:
        """The objects in a folder."""
        request = folder_request(connection_id, path)
        return read_items(await self._look(request), request.operation)

    async def table(self, connection_id: str, path: str, rows: int = 0) -> Table:
        """The columns of a table, with ``rows`` sample rows."""
        return await self._table(table_request(connection_id, path, rows))

    async def file(self, connection_id: str, path: str, file: FileFormat, rows: int = 0) -> Table:
        """The columns or schema of a file, with ``rows`` sample records."""
        try:
            return await self._table(file_request(connection_id, path, file, rows))
        except Invalid as error:
            # The code is that of tables too, whose advice does not help with a file.
            error.entry = _UNREADABLE_FILE if error.code == _NOTHING_TO_READ else ""
            raise

    async def rest(self, connection_id: str, source_params: Mapping[str, Any] | None = None) -> Table:
        """The schema of a source that answers JSON, with sample records."""
        return await self._table(rest_request(connection_id, source_params))

    async def configs(self, connection_id: str) -> list[ConfigField]:
        """The fields of a source's form that the account fills."""
        request = configs_request(connection_id)
        return read_all(ConfigField, members(await self._look(request), "items"), request.operation)

    async def _table(self, request: Request) -> Table:
        return read_table(await self._look(request), request.operation)

    async def _look(self, request: Request) -> Any:
        async with self._looks:
            return (await self._http.send(request)).body
