"""What an exchange means: a value, or an error that says whether the work may have been done. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aeptui.services.errors import (
    AmbiguousError,
    BadAnswer,
    Conflict,
    Disconnected,
    PlatformError,
    TimedOut,
    Unreachable,
    parse_error,
    plain,
    request_id_of,
)
from aeptui.services.request import Request
from aeptui.services.retry import Broken, Outcome, http_date


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: status, headers with lower-case names, the bytes, the JSON value in them (None if none), the
    platform's own time (aware, UTC) and the id under which it logged the request."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    body: Any
    date: datetime | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Raw:
    """One exchange that went wrong or right, before it is judged."""

    outcome: Outcome
    headers: Mapping[str, str]
    content: bytes
    why: str = ""


def judge(request: Request, raw: Raw, unclear: bool) -> Response:
    """The answer as a value, or the error it stands for; ``unclear`` says that an earlier attempt may have worked."""
    status = raw.outcome.status
    if raw.outcome.broken is not None:
        raise _lost(request, raw, raw.outcome.broken)
    assert status is not None
    gone = status == 404 and request.method == "DELETE" and unclear
    if not 200 <= status < 300 and not gone:
        raise _refused(request, raw, status, unclear)
    unknown = request.writes and not request.repeatable
    problem = raw.why
    body = None
    if not problem and not gone:
        body, problem = _parsed(request, raw)
    if problem:
        raise BadAnswer(
            problem,
            operation=request.operation,
            status=status,
            request_id=request_id_of(raw.headers),
            outcome_unknown=unknown,
        )
    date = http_date(raw.headers.get("date", ""))
    return Response(status, raw.headers, raw.content, body, date, request_id_of(raw.headers))


def _parsed(request: Request, raw: Raw) -> tuple[Any, str]:
    """The JSON value of a success, and what is wrong with it in words (empty: nothing)."""
    is_json = "json" in raw.headers.get("content-type", "json").lower()
    if not raw.content.strip():
        return None, "the answer is empty" if request.answer == "json" else ""
    if request.answer == "bytes" and not is_json:
        return None, ""
    try:
        return json.loads(raw.content), ""
    except UnicodeDecodeError:
        problem = "the answer is not text in UTF-8"
    except (ValueError, RecursionError):
        problem = "the answer is a web page" if raw.content.lstrip()[:1] == b"<" else "the answer is not JSON"
    return None, "" if request.answer == "bytes" else problem


def _refused(request: Request, raw: Raw, status: int, unclear: bool) -> PlatformError:
    if 300 <= status < 400:
        target = urlsplit(raw.headers.get("location", "")).hostname or "another place"
        title = f"redirected to {plain(target, 200)}, which is not followed"
        return BadAnswer(title, operation=request.operation, status=status)
    error = parse_error(status, raw.headers, raw.content, request.operation, sign_in=request.service == "ims")
    error.retry_after = raw.outcome.retry_after
    lost_create = raw.outcome.unclear and request.writes and not request.repeatable
    error.outcome_unknown = lost_create or (unclear and isinstance(error, Conflict))
    return error


def _lost(request: Request, raw: Raw, broken: Broken) -> PlatformError:
    kind: type[PlatformError]
    if broken is Broken.UNSENT:
        kind = Unreachable
    elif request.writes and not request.repeatable:
        kind = AmbiguousError
    else:
        kind = {Broken.LATE: TimedOut, Broken.CUT: BadAnswer}.get(broken, Disconnected)
    unknown = request.writes and broken is not Broken.UNSENT
    return kind(broken.value, operation=request.operation, detail=raw.why, outcome_unknown=unknown)
