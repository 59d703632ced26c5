"""The table of the tutorial's mistakes: what each row is, what aeptui sends in its place, what the platform answers."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx

from aeptui.services.errors import PlatformError
from aeptui.services.platform import Platform
from aeptui.services.request import Request
from tests.e2e import scene
from tests.e2e.scene import Parts

Verdict = Literal["refused", "tolerated", "prose"]
"""What becomes of the mistake where somebody sends it; ``prose``: it cannot be sent."""

FLOW, REGISTRY = "/data/foundation/flowservice", "/data/foundation/schemaregistry"
CATALOG, PREP = "/data/foundation/catalog", "/data/foundation/conversion"


@dataclass(frozen=True)
class Exchange:
    """One recorded call."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    status: int
    answer: Any

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.url).path


class Sent:
    """What aeptui sent while it applied manifests of every style."""

    def __init__(self, lines: list[str]) -> None:
        names = ("method", "url", "request_headers", "request_body", "status", "response_body")
        self.exchanges = [Exchange(*(json.loads(line)[name] for name in names)) for line in lines]

    def all(self, method: str, path: str) -> list[Exchange]:
        """The calls of a method to a path; fails where there is none."""
        found = [each for each in self.exchanges if each.method == method and each.path == path]
        assert found, f"aeptui sent no {method} {path}"
        return found

    def bodies(self, method: str, path: str) -> list[Any]:
        """The bodies of those calls."""
        return [each.body for each in self.all(method, path)]

    def flows(self, system: str) -> list[dict[str, Any]]:
        """The bodies of the dataflows of the manifest called ``system``."""
        return [body for body in self.bodies("POST", f"{FLOW}/flows") if body["name"] == system]


@dataclass
class Case:
    """What a row needs: what was sent, the services, the parts of a dataflow, and a bare client for what they refuse
    to send."""

    sent: Sent
    platform: Platform
    parts: Parts
    info: Mapping[str, Any]
    token: str

    async def send(self, method: str, path: str, body: Any = None, **headers: str | None) -> httpx.Response:
        """A call that nothing checks; ``headers`` replace the usual ones, None leaves one out."""
        known: dict[str, str | None] = {
            "Authorization": f"Bearer {self.token}",
            "x-api-key": self.info["client_id"],
            "x-gw-ims-org-id": self.info["org_id"],
            "x-sandbox-name": "dev",
            "Content-Type": None if body is None else "application/json",
        }
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        async with httpx.AsyncClient(base_url=self.info["platform_url"]) as http:
            sent = {name: value for name, value in known.items() if value is not None}
            return await http.request(method, path, content=content, headers=sent)

    async def refused(self, method: str, path: str, body: Any, code: str) -> PlatformError:
        """The refusal of a bad call, whose code or status must be this, read by the service layer and explained."""
        service, _, rest = path.partition(" ")
        try:
            await self.platform.http.send(Request("try it", method, service, rest, body=body))
        except PlatformError as error:
            assert code in (error.code, str(error.status)), str(error)
            assert error.guidance.next_step
            return error
        raise AssertionError(f"{method} {path} was taken, which {code} should refuse")

    async def taken(self, method: str, path: str, body: Any, params: tuple[tuple[str, str], ...] = ()) -> Any:
        """The answer to a call that is merely tolerated."""
        service, _, rest = path.partition(" ")
        return (await self.platform.http.send(Request("try it", method, service, rest, body=body, params=params))).body

    def flow(self, **changes: Any) -> dict[str, Any]:
        """What creates an hourly dataflow of the parts."""
        return scene.flow_body(scene.fresh("Row"), self.parts, **({"delta": "sys_updated_on"} | changes))

    def target(self, **changes: Any) -> dict[str, Any]:
        """What creates a target connection."""
        return scene.target_body(scene.fresh("Row"), self.parts.schema, self.parts.dataset) | changes

    async def source(self, **changes: Any) -> dict[str, Any]:
        """What creates a source connection."""
        base = await scene.base_connection(self.platform)
        return await scene.source_body(self.platform, scene.fresh("Row"), base) | changes


Check = Callable[[Case], Awaitable[None]]


@dataclass(frozen=True)
class Row:
    """One row: its id, what becomes of the mistake, and the check of both sides."""

    id: str
    verdict: Verdict
    check: Check


ROWS: dict[str, Row] = {}


def row(id: str, verdict: Verdict) -> Callable[[Check], Check]:
    """Enters a check into the table."""

    def enter(check: Check) -> Check:
        assert id not in ROWS
        ROWS[id] = Row(id, verdict, check)
        return check

    return enter
