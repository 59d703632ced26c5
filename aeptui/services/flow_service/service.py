"""The Flow Service as one object."""

from aeptui.services.flow_service.connections import Connections
from aeptui.services.flow_service.entities import Entities
from aeptui.services.flow_service.flows import Flows
from aeptui.services.flow_service.models import SourceConnection, TargetConnection
from aeptui.services.flow_service.runs import Runs
from aeptui.services.flow_service.specs import ConnectionSpecs, FlowSpecs
from aeptui.services.http import HttpClient


class FlowService:
    """The collections of the Flow Service."""

    def __init__(self, http: HttpClient) -> None:
        self.connection_specs = ConnectionSpecs(http)
        self.flow_specs = FlowSpecs(http)
        self.connections = Connections(http)
        self.source_connections: Entities[SourceConnection] = Entities(http, "sourceConnections", SourceConnection)
        self.target_connections: Entities[TargetConnection] = Entities(http, "targetConnections", TargetConnection)
        self.flows = Flows(http)
        self.runs = Runs(http)
