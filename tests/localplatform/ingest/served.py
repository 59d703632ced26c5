"""A client of a platform on a real socket, for the same helpers as without one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import httpx

from aeptui.localplatform.platform import Platform
from tests.localplatform.support import Client
from tests.localplatform.workflow import ok


@asynccontextmanager
async def served_client(info: dict[str, Any]) -> AsyncIterator[Client]:
    """A signed-in client; of the platform it knows what ``info`` tells."""
    form = {
        "grant_type": "client_credentials",
        "client_id": info["client_id"],
        "client_secret": info["client_secret"],
        "scope": info["scopes"],
    }
    known = SimpleNamespace(client_id=info["client_id"], org_id=info["org_id"])
    async with httpx.AsyncClient(base_url=info["platform_url"], timeout=30) as http:
        token = ok(await http.post(f"{info['ims_url']}/ims/token/v3", data=form))["access_token"]
        yield Client(http, cast("Platform", known), token)
