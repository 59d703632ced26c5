"""What a service gets and gives: calls, answers, routes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.datastructures import Headers, QueryParams

from aeptui.localplatform.problems import Problem

if TYPE_CHECKING:
    from aeptui.localplatform.platform import Platform


@dataclass(frozen=True)
class Call:
    """One request that passed the gateway's checks.

    ``sandbox`` is the name of a sandbox that exists, empty for services that know none; ``params`` are the decoded
    parts of the path; ``body`` is the parsed JSON, None without a body; ``raw`` the body's bytes; ``base_url`` the
    scheme and host that the caller used, for links.
    """

    platform: "Platform"
    method: str
    path: str
    sandbox: str
    org: str
    client_id: str
    params: Mapping[str, str]
    query: QueryParams
    headers: Headers
    body: Any
    raw: bytes
    base_url: str


@dataclass(frozen=True)
class Answer:
    """A reply: ``body`` is sent as JSON, bytes as they are, None as no body."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Result = Answer | dict[str, Any] | list[Any]
Handler = Callable[[Call], Awaitable[Result]]


@dataclass(frozen=True)
class Route:
    """A method and a path template below the base of a service, such as ``/flows/{id}/action``.

    A parameter takes one part of the path as it was sent, so an identifier with slashes must come encoded.
    """

    method: str
    template: str
    handler: Handler

    def match(self, parts: Sequence[str]) -> dict[str, str] | None:
        """The parameters if the undecoded parts of a path fit the template."""
        wanted = split_path(self.template)
        if len(wanted) != len(parts):
            return None
        params: dict[str, str] = {}
        for name, part in zip(wanted, parts, strict=True):
            if name.startswith("{"):
                params[name[1:-1]] = unquote(part)
            elif name != part:
                return None
        return params


@dataclass(frozen=True)
class Service:
    """A service behind the gateway.

    ``secured``: wants a token, key and organisation. ``sandboxed``: wants a sandbox. ``access_problem`` makes the error
    for a missing or unknown sandbox, or a missing permission, from a code, a title and a detail. ``resource``: the type
    of resource whose permissions count; empty: none.
    """

    base: str
    routes: Sequence[Route]
    secured: bool = True
    sandboxed: bool = True
    access_problem: Callable[[str, str, str], Problem] = Problem.access
    resource: str = ""


def split_path(path: str) -> list[str]:
    """The parts of a path; a trailing slash makes no difference."""
    return [part for part in path.split("/") if part]
