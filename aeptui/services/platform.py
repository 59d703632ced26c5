"""The platform as one object: every service over one client."""

from types import TracebackType
from typing import Self

from aeptui.services.access import Access
from aeptui.services.catalog import Catalog
from aeptui.services.data_access import DataAccess
from aeptui.services.data_prep import DataPrep
from aeptui.services.flow_service.service import FlowService
from aeptui.services.http import HttpClient
from aeptui.services.identities import Identities
from aeptui.services.sandboxes import Sandboxes
from aeptui.services.schema_registry import SchemaRegistry


class Platform:
    """All services for one organisation and sandbox. Used as ``async with``, or closed with ``aclose``."""

    def __init__(self, http: HttpClient) -> None:
        self.http = http
        self.sandboxes = Sandboxes(http)
        self.schema_registry = SchemaRegistry(http)
        self.catalog = Catalog(http)
        self.flow_service = FlowService(http)
        self.data_prep = DataPrep(http)
        self.data_access = DataAccess(http)
        self.identities = Identities(http)
        self.access = Access(http)

    def for_sandbox(self, name: str) -> "Platform":
        """The same platform for another sandbox, over the same connections; close only one of the two."""
        return Platform(self.http.for_sandbox(name))

    async def aclose(self) -> None:
        """Closes every connection."""
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
