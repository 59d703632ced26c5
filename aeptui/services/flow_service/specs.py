"""Specifications: the catalogue of sources and of kinds of dataflow. It is the same for every organisation."""

from aeptui.services.errors import NotFound
from aeptui.services.flow_service.entities import Entities
from aeptui.services.flow_service.models import ConnectionSpec, FlowSpec
from aeptui.services.http import HttpClient

FIRST_GUESS = "CRMToAEP"
"""The specification of dataflows from tables, which fits most sources."""


class ConnectionSpecs(Entities[ConnectionSpec]):
    """Kinds of sources and targets."""

    def __init__(self, http: HttpClient) -> None:
        super().__init__(http, "connectionSpecs", ConnectionSpec)


class FlowSpecs(Entities[FlowSpec]):
    """Kinds of dataflows."""

    def __init__(self, http: HttpClient) -> None:
        super().__init__(http, "flowSpecs", FlowSpec)

    async def for_source(self, spec_id: str, guess: str = FIRST_GUESS) -> FlowSpec:
        """The specification whose dataflows lead from sources of ``spec_id`` into the data lake; ``guess`` is tried
        first.

        Raises NotFound where there is none.
        """
        for spec in await self.named(guess):
            if spec.connects(spec_id):
                return spec
        async for spec in self.where():
            if spec.connects(spec_id):
                return spec
        raise NotFound(
            "no kind of dataflow takes this source",
            operation=f"find the dataflow specification for the source {spec_id}",
        )
