"""Access control: what the signed-in client may do."""

from collections.abc import Mapping, Sequence
from typing import Any

from aeptui.services.errors import BadAnswer
from aeptui.services.http import HttpClient
from aeptui.services.request import Request

SOURCES = "/resource-types/EnterpriseSource"
"""The resource that the permissions to view and to manage sources belong to."""


def effective_policies_request(resources: Sequence[str]) -> Request:
    """What may be done with resources such as ``/resource-types/schema`` and permissions such as
    ``/permissions/manage-datasets``."""
    return Request(
        "read the permissions", "POST", "access-control", "/acl/effective-policies", body=list(resources), reads=True
    )


def reference_request() -> Request:
    """All permissions there are."""
    return Request("list the permissions", "GET", "access-control", "/acl/reference")


class Access:
    """The access control service."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def effective_policies(self, resources: Sequence[str]) -> dict[str, frozenset[str]]:
        """The actions allowed on each resource (``read``, ``write``, ``delete``, ``view``, ``manage``, ``*``); empty:
        none."""
        request = effective_policies_request(resources)
        body = (await self._http.send(request)).body
        policies = body.get("policies", body) if isinstance(body, Mapping) else None
        if not isinstance(policies, Mapping):
            raise BadAnswer("the answer has no permissions", operation=request.operation)
        return {name: _actions(policies.get(name)) for name in resources}

    async def reference(self) -> Mapping[str, Any]:
        """All permissions there are, as JSON."""
        request = reference_request()
        body = (await self._http.send(request)).body
        if not isinstance(body, Mapping):
            raise BadAnswer("the answer has no permissions", operation=request.operation)
        return body


def _actions(value: Any) -> frozenset[str]:
    return frozenset(str(action) for action in value) if isinstance(value, list) else frozenset()
