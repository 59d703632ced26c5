"""Whether a call that failed is sent again, and when. Pure: no clock, no sleeping, no I/O.

The rules follow what the platform promises: creating calls make a second object when they are sent twice, so they are
repeated only where the first one certainly did nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from aeptui.services.request import Request

TRANSIENT = frozenset({500, 502, 503, 504})
"""Statuses after which the same call may well succeed."""


class Broken(Enum):
    """How far a call got that brought no whole answer."""

    UNSENT = "no connection was made: nothing was sent"
    LOST = "the connection ended before the answer"
    LATE = "the answer did not come in time"
    CUT = "the answer ended in the middle"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt: an HTTP status, or how the call broke; and the seconds the platform asked to wait."""

    status: int | None = None
    broken: Broken | None = None
    retry_after: float | None = None

    @property
    def unclear(self) -> bool:
        """Whether the platform may have done the work although it did not say so."""
        return self.status in TRANSIENT if self.broken is None else self.broken is not Broken.UNSENT


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of repeating; all times in seconds.

    ``attempts`` counts the first one. Waits double from ``first_wait`` up to ``longest_wait``; a longer wait asked for
    by the platform ends the repeating. ``patience`` bounds the whole call.
    """

    attempts: int = 5
    first_wait: float = 0.5
    longest_wait: float = 30.0
    patience: float = 180.0


def decide(
    request: Request, outcome: Outcome, *, attempt: int, elapsed: float, jitter: float, policy: Policy
) -> float | None:
    """Seconds to wait before sending ``request`` again, or None to leave it.

    ``attempt`` is the number of attempts made, ``elapsed`` the seconds since the first began, ``jitter`` a random
    number of [0, 1) that keeps many clients from coming back together.
    """
    if attempt >= policy.attempts or not _worth_it(request, outcome):
        return None
    wait = _backoff(attempt, jitter, policy) if outcome.retry_after is None else outcome.retry_after
    if wait > policy.longest_wait or elapsed + wait > policy.patience:
        return None
    return wait


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks to wait, given as seconds or as an HTTP date; None where it says
    nothing.

    A date counts from the answer's own ``Date``, so that a wrong local clock does no harm, else from ``now`` (aware).
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    moment = http_date(text)
    if moment is None:
        return None
    start = http_date(headers.get("date", "")) or now
    return max(0.0, (moment - start).total_seconds())


def http_date(text: str) -> datetime | None:
    """The moment an HTTP date names, in UTC, or None for anything else."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _worth_it(request: Request, outcome: Outcome) -> bool:
    if outcome.broken is not None:
        return outcome.broken is Broken.UNSENT or request.repeatable
    return outcome.status == 429 or (outcome.status in TRANSIENT and request.repeatable)


def _backoff(attempt: int, jitter: float, policy: Policy) -> float:
    ceiling = min(policy.longest_wait, policy.first_wait * 2.0 ** (attempt - 1))
    return ceiling * (0.5 + jitter / 2)
