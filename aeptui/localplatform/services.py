"""Which services the local platform offers."""

from aeptui.localplatform import (
    accesscontrol,
    catalog,
    dataaccess,
    dataprep,
    flowservice,
    identities,
    ims,
    registry,
    sandboxes,
)
from aeptui.localplatform.context import Service
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem


def services(platform: Platform) -> tuple[list[Service], list[str]]:
    """The services, and the names of the base connections that the platform comes with.

    What a service needs to be there (connections, namespaces) is made at the first start.
    """
    identities.seed(platform)
    offered = [
        Service(ims.BASE, ims.ROUTES, secured=False, sandboxed=False),
        Service(sandboxes.BASE, sandboxes.ROUTES, sandboxed=False),
        Service(accesscontrol.BASE, accesscontrol.ROUTES),
        Service(identities.BASE, identities.ROUTES),
        Service(registry.BASE, registry.ROUTES),
        Service(catalog.BASE, catalog.ROUTES),
        Service(dataaccess.BASE, dataaccess.ROUTES),
        Service(dataprep.BASE, dataprep.ROUTES),
        Service(flowservice.BASE, flowservice.ROUTES, sandbox_problem=Problem.flow),
    ]
    return offered, flowservice.seed(platform)
