"""The Flow Service: connections, explore, flows and runs."""

from aeptui.localplatform.flowservice import (
    catalogue,
    connections,
    entities,
    explore,
    flows,
    runs,
    sourceconnections,
    targetconnections,
)
from aeptui.localplatform.platform import Platform

BASE = entities.BASE
ROUTES = [
    *catalogue.ROUTES,
    *explore.ROUTES,
    *connections.ROUTES,
    *sourceconnections.ROUTES,
    *targetconnections.ROUTES,
    *flows.ROUTES,
    *runs.ROUTES,
]


def seed(platform: Platform) -> list[str]:
    """Makes what every platform comes with, lets flows run beside the server, gives the names of the connections."""
    from aeptui.localplatform.ingest import scheduler  # imported here: ingestion uses the modules of this package

    platform.background.append(scheduler.run)
    return connections.seed(platform)
