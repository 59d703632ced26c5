"""The base connection, where the manifest makes it: an account of the source system."""

from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Ref, Wanted, marked
from aeptui.engine.steps.flow_object import FlowObject

# The secrets of a new connection come from the person or a secret store at apply time, never from the manifest.
SECRETS = "secrets"


class BaseConnection(FlowObject):
    """One account, made from the connection spec's authentication and the secrets given at apply time."""

    name = "base_connection"
    collection = "connections"
    # Others may use the account as well.
    replaceable = False

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Wanted where the manifest asks for a new connection."""
        connection = blueprint.new_connection
        if connection is None:
            return []
        mark = blueprint.mark(self.name)
        body = {
            "name": connection.name,
            "description": marked("", mark),
            "auth": {"specName": connection.auth, "params": Ref(SECRETS, "params")},
            "connectionSpec": dict(blueprint.surroundings.connection_spec),
        }
        return [Wanted(self.name, self.name, (), body, mark)]
