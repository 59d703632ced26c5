"""The errors of the service layer: one tree, and the parser of what the platform says when it refuses.

Texts of the platform are cleaned of control characters here, so that no terminal ever gets an escape sequence out of an
error; they are still data, never markup.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from aeptui.services.guidance import Guidance, explain, is_known, recognise

_LONGEST_TEXT = 2000
_REQUEST_ID_HEADERS = ("x-request-id", "x-correlation-id", "x-adobe-request-id")
_GATEWAY_SIGN_IN = {"400003", "401013", "403000", "403003", "403010", "403025"}
_SERVICE_SIGN_IN = {"2114-400", "2115-400"}
_NO_SANDBOX = {"2100-404", "2101-404", "2103-404", "2106-404"}
_SOURCE_REFUSED = {"1105-401"}


class PlatformError(Exception):
    """Something asked of the platform did not happen, or may not have happened.

    ``operation``: what was asked, in words. ``status``: the HTTP status, None without an answer. ``code``: the
    platform's code, normalised (``1404-412``, ``XDM-1012-404``, ``403010``, ``invalid_client``), else empty. ``title``
    and ``detail``: what it said. ``request_id``: for Adobe's support. ``retry_after``: seconds the platform asked to
    wait. ``outcome_unknown``: the request may have done its work all the same: look before asking again.
    """

    fallback = ""
    """The entry of the guidance table for this kind of error where its code has none; empty: that of its status."""

    def __init__(
        self,
        title: str,
        *,
        operation: str = "",
        status: int | None = None,
        code: str = "",
        detail: str = "",
        request_id: str = "",
        retry_after: float | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(title)
        self.title = title
        self.operation = operation
        self.status = status
        self.code = code
        self.detail = detail
        self.request_id = request_id
        self.retry_after = retry_after
        self.outcome_unknown = outcome_unknown
        self.entry = ""
        """The entry of the guidance table, where who asked knows more than the code tells."""

    @property
    def guidance(self) -> Guidance:
        """What it means and what to do now."""
        if self.entry:
            return replace(explain(self.entry, self.status), code=self.code)
        if is_known(self.code):
            return explain(self.code, self.status)
        return explain(recognise(f"{self.title} {self.detail}") or self.fallback or self.code, self.status)

    def hide(self, conceal: Callable[[str], str]) -> "PlatformError":
        """Passes the platform's words through ``conceal``, which blanks secrets; returns the error itself."""
        self.title, self.detail = conceal(self.title), conceal(self.detail)
        self.args = (self.title,)
        return self

    def to_json(self) -> dict[str, Any]:
        """The error as commands print it, with the advice of its guidance."""
        return {
            "status": self.status,
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "request_id": self.request_id,
            "guidance": self.guidance.next_step,
        }

    def __str__(self) -> str:
        head = f"could not {self.operation}: {self.title}" if self.operation else self.title
        detail = f": {self.detail}" if self.detail and self.detail != self.title else ""
        marks = [mark for mark in (self.code, f"request {self.request_id}" if self.request_id else "") if mark]
        return head + detail + (f" [{', '.join(marks)}]" if marks else "")


class NotSignedIn(PlatformError):
    """No valid token, or credentials that sign-in or the gateway refuses."""

    fallback = "not-signed-in"


class NotAllowed(PlatformError):
    """Signed in, but without the permission or without access to the sandbox."""


class NotFound(PlatformError):
    """The object does not exist (any more)."""

    fallback = "http-404"


class Conflict(PlatformError):
    """The object changed meanwhile, or its state forbids the change."""


class Throttled(PlatformError):
    """Too many requests; ``retry_after`` says when to come back, where the platform does."""


class Invalid(PlatformError):
    """The platform refused the content of the request."""


class ServerFault(PlatformError):
    """The platform failed (HTTP 5xx)."""


class BadAnswer(PlatformError):
    """An answer that cannot be understood: empty, cut, a web page, not JSON, too large, of another shape."""

    fallback = "bad-answer"


class ReadOnly(PlatformError):
    """The client was told to change nothing; nothing was sent."""

    fallback = "read-only"


class TransportError(PlatformError):
    """No whole answer arrived."""

    fallback = "unreachable"


class Unreachable(TransportError):
    """No connection could be made; the request was certainly not sent."""


class TimedOut(TransportError):
    """The answer did not arrive in time."""

    fallback = "timed-out"


class Disconnected(TransportError):
    """The connection ended before the answer; sending again would have been harmless, and was tried."""

    fallback = "disconnected"


class AmbiguousError(TransportError):
    """A request that must not be sent twice lost its answer: the work may be done or not. Look it up."""

    fallback = "ambiguous"


def parse_error(
    status: int, headers: Mapping[str, str], content: bytes, operation: str, *, sign_in: bool = False
) -> PlatformError:
    """The error that an answer of ``status`` stands for; understands every envelope the services use and survives any
        body.

    ``headers`` have lower-case names. ``sign_in`` says that the answer is of the token endpoint. No value of a header
    but the request id gets into the result.
    """
    body = _body(content)
    code = _code(body)
    request_id = _request_id(body, headers)
    if body is None and _is_page(headers, content):
        title = f"a web page instead of an answer (HTTP {status})"
        return BadAnswer(title, operation=operation, status=status, request_id=request_id)
    title, detail = _texts(body, content)
    kind = _kind(status, code, sign_in)
    return kind(
        title or f"HTTP {status}", operation=operation, status=status, code=code, detail=detail, request_id=request_id
    )


def request_id_of(headers: Mapping[str, str]) -> str:
    """The id under which the platform logged a request, from headers with lower-case names; empty when there is
    none."""
    return next((plain(headers[name], 200) for name in _REQUEST_ID_HEADERS if headers.get(name)), "")


def plain(text: object, limit: int = _LONGEST_TEXT) -> str:
    """``text`` on one line, without control characters or escape sequences, at most ``limit`` characters long."""
    cleaned = re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", "", str(text))
    cleaned = "".join(" " if char.isspace() else char for char in cleaned if char.isprintable() or char.isspace())
    cleaned = re.sub(r" {2,}", " ", cleaned).strip()
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


def _body(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _is_page(headers: Mapping[str, str], content: bytes) -> bool:
    return "html" in headers.get("content-type", "").lower() or content.lstrip()[:1] == b"<"


def _kind(status: int, code: str, sign_in: bool) -> type[PlatformError]:
    if code in _SOURCE_REFUSED:
        return Invalid
    if status == 429:
        return Throttled
    if status >= 500:
        return ServerFault
    if status == 401 or sign_in or code in _GATEWAY_SIGN_IN or code in _SERVICE_SIGN_IN:
        return NotSignedIn
    if status == 403 or code in _NO_SANDBOX:
        return NotAllowed
    by_status = {404: NotFound, 410: NotFound, 409: Conflict, 412: Conflict}
    return by_status.get(status, Invalid if status >= 400 else BadAnswer)


def _code(body: Any) -> str:
    """The code inside an error body, normalised; empty when there is none."""
    if isinstance(body, list):
        return _code(body[0]) if body else ""
    if not isinstance(body, dict):
        return ""
    for key in ("error_code", "errorCode", "error-code", "code"):
        if isinstance(body.get(key), str | int) and body[key] != "":
            return normalise(str(body[key]))
    for key in ("type", "error"):
        if isinstance(body.get(key), str):
            found = normalise(body[key])
            if found:
                return found
    for key in ("errors", "error"):
        if isinstance(body.get(key), list | dict):
            return _code(body[key])
    return ""


def normalise(code: str) -> str:
    """A code as it is looked up: the last segment of a type URI, without the ``FLOW-`` of the Flow Service.

    Empty for a type that names no code (``about:blank``, a placeholder).
    """
    last = plain(code, 200).rstrip("/").rsplit("/", 1)[-1]
    if last.upper().startswith("FLOW-"):
        return last[len("FLOW-") :]
    names_none = last == "about:blank" or ("/" in code and not re.search(r"\d", last))
    return "" if names_none else last


def _texts(body: Any, content: bytes) -> tuple[str, str]:
    """Title and detail out of an error body; for an unknown one its beginning as text."""
    if isinstance(body, list) and body:
        return _texts(body[0], content)
    if not isinstance(body, dict):
        return plain(content.decode("utf-8", "replace"), 500), ""
    title = _first(body, "title", "message", "errorMessage", "error_description", "description")
    detail = _first(body, "detail", "detailedMessage", "error_description", "errorMessage", "message", "description")
    report = body.get("report")
    if isinstance(report, dict):
        detail = " ".join(filter(None, [detail or _first(report, "detailed-message"), _sub_errors(report)]))
    if not title:
        inner = body.get("errors") or body.get("error")
        if isinstance(inner, list | dict):
            return _texts(inner, content)
        title = plain(inner or "", 500)
    return title, "" if detail == title else detail


def _sub_errors(report: Mapping[str, Any]) -> str:
    parts = report.get("sub-errors")
    texts = [_first(part, "detail", "message", "title") for part in parts if isinstance(part, dict)] if parts else []
    return "; ".join(filter(None, texts))


def _first(body: Mapping[str, Any], *names: str) -> str:
    return next((plain(body[name]) for name in names if isinstance(body.get(name), str) and body[name].strip()), "")


def _request_id(body: Any, headers: Mapping[str, str]) -> str:
    if isinstance(body, dict):
        report = body.get("report")
        for place, names in ((report, ("registryRequestId", "requestId")), (body, ("requestId", "request_id"))):
            if isinstance(place, dict) and (found := _first(place, *names)):
                return found
    return request_id_of(headers)
