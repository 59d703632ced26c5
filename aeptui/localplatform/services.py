"""Which services the local platform offers."""

from aeptui.localplatform import (
    accesscontrol,
    catalog,
    dataaccess,
    dataprep,
    flowservice,
    identities,
    ims,
    permissions,
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
        Service(registry.BASE, registry.ROUTES, resource=permissions.SCHEMAS),
        Service(catalog.BASE, catalog.ROUTES, resource=permissions.DATASETS),
        Service(dataaccess.BASE, dataaccess.ROUTES, resource=permissions.DATASETS),
        Service(dataprep.BASE, dataprep.ROUTES, resource=permissions.SOURCES),
        Service(flowservice.BASE, flowservice.ROUTES, access_problem=Problem.flow, resource=permissions.SOURCES),
    ]
    return offered, flowservice.seed(platform)
