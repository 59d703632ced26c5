"""The edge in front of all services: an ASGI application that checks, routes and answers."""

import asyncio
import json
import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from aeptui.localplatform import tokens
from aeptui.localplatform.context import Answer, Call, Route, Service, split_path
from aeptui.localplatform.faults import Faults, RateLimit, Rule
from aeptui.localplatform.permissions import action_of
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

_LOG = logging.getLogger(__name__)

Abort = Callable[[Scope], None]
"""Closes the connection that a request came in on."""


class Gateway:
    """All services behind one address.

    Every reply of a service carries the platform's ``Date`` and an ``x-request-id``. ``/`` is no part of the imitation:
    it tells which organisation is here, whatever the faults.
    """

    def __init__(
        self,
        platform: Platform,
        services: Sequence[Service],
        *,
        latency_ms: int = 0,
        rate: RateLimit | None = None,
        faults: Faults | None = None,
        abort: Abort | None = None,
    ) -> None:
        self.platform = platform
        self._services = sorted(services, key=lambda service: len(service.base), reverse=True)
        self._latency = latency_ms / 1000
        self._rate = rate
        self._faults = faults or Faults([])
        self._abort = abort or _no_connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        if scope["type"] != "http":
            raise RuntimeError(f"the local platform answers http only, not {scope['type']}")
        request = Request(scope, receive)
        if scope["path"] == "/":
            await render(Answer(body={"local_platform": self.platform.org_id}))(scope, receive, send)
            return
        if self._latency:
            await asyncio.sleep(self._latency)
        rule = self._faults.choose(request.method, scope["path"])
        if rule is not None and rule.do == "delay":
            await asyncio.sleep(rule.ms / 1000)
        if rule is not None and rule.do == "reset":
            await self._close(scope, receive)
            return
        try:
            response = await self._respond(request, rule)
        except ClientDisconnect:
            return
        if rule is not None and rule.do == "drop-reply":
            await self._close(scope, receive)
            return
        await response(scope, receive, send)

    async def _close(self, scope: Scope, receive: Receive) -> None:
        self._abort(scope)
        while (await receive())["type"] != "http.disconnect":
            pass

    async def _respond(self, request: Request, rule: Rule | None) -> Response:
        request_id = request.headers.get("x-request-id") or uuid.uuid4().hex
        try:
            answer = await self._answer(request, rule)
        except Problem as problem:
            self._complete(problem.body, request_id)
            answer = Answer(problem.status, problem.body, problem.headers)
        except ClientDisconnect:
            raise
        except Exception:
            _LOG.exception("%s %s failed", request.method, request.url.path)
            answer = Answer(500, Problem.plain(500, "Internal Server Error", "an unexpected error has occurred").body)
        response = render(answer, cut=rule is not None and rule.do == "malformed")
        response.headers["date"] = self.platform.clock.http_date()
        response.headers["x-request-id"] = request_id
        return response

    async def _answer(self, request: Request, rule: Rule | None) -> Answer:
        if rule is not None and rule.do == "status":
            raise rule.problem()
        service, parts = self._service(request.scope)
        if rule is not None and rule.do == "expire-token":
            tokens.revoke(self.platform, _token(request.headers) or "")
        wait = self._rate.wait() if self._rate and service.secured else 0
        if wait:
            raise Problem.gateway("429050", {"Retry-After": str(wait)})
        client_id = self._checked_client(request.headers) if service.secured else ""
        sandbox = self._checked_sandbox(request.headers, service) if service.sandboxed else ""
        self._check_permission(request, service, sandbox)
        route, params = _route(service, request.method, parts)
        raw = await request.body()
        call = Call(
            platform=self.platform,
            method=request.method,
            path=request.url.path,
            sandbox=sandbox,
            org=self.platform.org_id,
            client_id=client_id,
            params=params,
            query=QueryParams(request.scope["query_string"]),
            headers=request.headers,
            body=_parsed(raw, request.headers) if service.secured else None,
            raw=raw,
            base_url=f"{request.url.scheme}://{request.url.netloc}",
        )
        result = await route.handler(call)
        return result if isinstance(result, Answer) else Answer(body=result)

    def _service(self, scope: Scope) -> tuple[Service, list[str]]:
        raw_path = scope.get("raw_path") or scope["path"].encode()
        parts = split_path(raw_path.decode("latin-1"))
        for service in self._services:
            base = split_path(service.base)
            if parts[: len(base)] == base:
                return service, parts[len(base) :]
        raise Problem.plain(404, "Not Found", f"no service answers below {scope['path']}")

    def _checked_client(self, headers: Headers) -> str:
        if "authorization" not in headers:
            raise Problem.gateway("403010")
        holder = tokens.holder(self.platform, _token(headers) or "")
        if holder is None:
            raise Problem.gateway("401013")
        if not headers.get("x-api-key"):
            raise Problem.gateway("403000")
        if headers["x-api-key"] != holder:
            raise Problem.gateway("403003")
        if not headers.get("x-gw-ims-org-id"):
            raise Problem.gateway("400003")
        if headers["x-gw-ims-org-id"] != self.platform.org_id:
            raise Problem.gateway("403025")
        return holder

    def _checked_sandbox(self, headers: Headers, service: Service) -> str:
        problem = service.access_problem
        if "x-sandbox-id" in headers:
            raise problem("2110-400", "Header not allowed", "x-sandbox-id cannot be used with this token")
        name = headers.get("x-sandbox-name", "")
        if not name:
            raise problem("2105-400", "Sandbox header missing", "the header x-sandbox-name is missing")
        if "*" in name:
            raise problem("2111-403", "Wildcard sandbox not allowed", "x-sandbox-name must name one sandbox")
        if name not in self.platform.sandboxes:
            raise problem("2100-404", "Sandbox not found", f"no sandbox of this organisation is called {name}")
        if not self.platform.permissions.opens(name):
            raise problem("2101-404", "Sandbox not found", f"this credential has no sandbox called {name}")
        return name

    def _check_permission(self, request: Request, service: Service, sandbox: str) -> None:
        action = action_of(request.method, request.url.path, service.resource)
        if service.resource and not self.platform.permissions.allows(sandbox, service.resource, action):
            detail = f"the permission to {action} {service.resource} is missing in the sandbox {sandbox}"
            raise service.access_problem(self._missing(service, sandbox), "Permission missing", detail)

    def _missing(self, service: Service, sandbox: str) -> str:
        """The code for a permission that was taken away; another one where all of its kind were."""
        allowed = (self.platform.permissions.allows(sandbox, service.resource, action) for action in ("read", "write"))
        return "2118-403" if any(allowed) else "2120-403"

    def _complete(self, body: Any, request_id: str) -> None:
        """The Schema Registry's report says which request it was and when."""
        if isinstance(body, dict) and isinstance(body.get("report"), dict):
            moment = datetime.fromtimestamp(self.platform.clock.now(), UTC)
            head = {"registryRequestId": request_id, "timestamp": moment.strftime("%m-%d-%Y %H:%M:%S")}
            body["report"] = head | body["report"]


def render(answer: Answer, cut: bool = False) -> Response:
    """The HTTP form of an answer; ``cut`` leaves out the second half of the body."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    media_type: str | None = "application/json"
    if isinstance(answer.body, bytes):
        content, media_type = answer.body, None
        headers.setdefault("content-type", "application/octet-stream")
    elif isinstance(answer.body, str):
        content, media_type = answer.body.encode(), "text/html"
    else:
        content = json.dumps(answer.body, ensure_ascii=False).encode()
    if cut:
        content = content[: len(content) // 2]
    return Response(content, answer.status, headers, media_type)


def _token(headers: Headers) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


def _route(service: Service, method: str, parts: list[str]) -> tuple[Route, dict[str, str]]:
    allowed = []
    for route in service.routes:
        params = route.match(parts)
        if params is None:
            continue
        if route.method == method:
            return route, params
        allowed.append(route.method)
    if allowed:
        detail = f"{method} is not offered here, only {', '.join(allowed)}"
        raise Problem(405, Problem.plain(405, "Method Not Allowed", detail).body, {"Allow": ", ".join(allowed)})
    raise Problem.plain(404, "Not Found", f"{service.base} has nothing at this path")


def _parsed(raw: bytes, headers: Headers) -> Any:
    if not raw:
        return None
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        raise Problem.bad_request("A valid content-type must be specified")
    try:
        parsed = json.loads(raw, parse_constant=_no_constant)
        json.dumps(parsed, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Problem.bad_request(f"the body is not valid JSON: {error}") from error
    return parsed


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _no_connection(scope: Scope) -> NoReturn:
    raise ConnectionResetError(f"closed on purpose: {scope['method']} {scope['path']}")
