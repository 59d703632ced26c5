"""Whether to send again, and when."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.services.request import Request, if_match
from aeptui.services.retry import Broken, Outcome, Policy, decide, http_date, retry_after

NOW = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
METHODS = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"]


def wait(method: str, outcome: Outcome, *, etag: str = "", reads: bool = False, **state: float) -> float | None:
    request = Request("do it", method, "catalog", headers=if_match(etag) if etag else (), reads=reads)
    settings = {"attempt": 1, "elapsed": 0.0, "jitter": 0.5} | state
    return decide(request, outcome, policy=Policy(), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", METHODS)
def test_throttled_calls_come_back_after_the_time_asked_for(method: str) -> None:
    assert wait(method, Outcome(429, retry_after=7.0)) == 7.0
    assert wait(method, Outcome(429)) == pytest.approx(0.375)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("method", METHODS)
def test_faults_of_the_platform(method: str, status: int) -> None:
    assert (wait(method, Outcome(status)) is not None) == (method not in ("POST", "PATCH"))
    assert wait("PATCH", Outcome(status), etag="v1") is not None
    assert wait("POST", Outcome(status), reads=True) is not None


@pytest.mark.parametrize("broken", list(Broken))
@pytest.mark.parametrize("method", METHODS)
def test_broken_connections(method: str, broken: Broken) -> None:
    again = wait(method, Outcome(broken=broken)) is not None
    assert again == (broken is Broken.UNSENT or method not in ("POST", "PATCH"))


@pytest.mark.parametrize("status", [200, 201, 301, 400, 401, 403, 404, 409, 412, 501])
@pytest.mark.parametrize("method", METHODS)
def test_an_answer_is_an_answer(method: str, status: int) -> None:
    assert wait(method, Outcome(status)) is None


def test_limits() -> None:
    assert wait("GET", Outcome(503), attempt=5) is None
    assert wait("GET", Outcome(503), elapsed=200.0) is None
    assert wait("GET", Outcome(429, retry_after=31.0)) is None
    assert wait("GET", Outcome(503, retry_after=2.0)) == 2.0


@given(st.integers(1, 4), st.floats(0, 1, exclude_max=True))
def test_waits_double_and_stay_within_half_of_their_ceiling(attempt: int, jitter: float) -> None:
    seconds = wait("GET", Outcome(503), attempt=attempt, jitter=jitter)
    ceiling = 0.5 * 2 ** (attempt - 1)
    assert seconds is not None and ceiling / 2 <= seconds <= ceiling


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "Tue, 01 Dec 2026 06:00:09 GMT"}, 9.0),
        ({"retry-after": "Tue, 01 Dec 2026 05:59:00 GMT"}, 0.0),
        ({"retry-after": "Tue, 01 Dec 2026 07:00:09 GMT", "date": "Tue, 01 Dec 2026 07:00:00 GMT"}, 9.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_http_dates() -> None:
    assert http_date("Tue, 01 Dec 2026 06:00:00 GMT") == NOW
    assert http_date("Tue, 01 Dec 2026 06:00:00 -0000") == NOW
    assert http_date("nonsense") is None and http_date("") is None


def test_which_outcomes_leave_it_open_whether_the_work_was_done() -> None:
    unclear = {Broken.LOST, Broken.LATE, Broken.CUT}
    assert {broken for broken in Broken if Outcome(broken=broken).unclear} == unclear
    assert [status for status in (200, 400, 429, 500, 502, 503, 504) if Outcome(status).unclear] == [500, 502, 503, 504]
