"""The rate of requests."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.services.rate import RateLimiter
from tests.services.support import Clock


def limiter(limit: int, window: float, clock: Clock) -> RateLimiter:
    return RateLimiter(limit, window, clock=clock, sleep=clock.sleep)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 8),
    st.sampled_from([0.1, 1.0, 3.0]),
    st.lists(st.tuples(st.floats(0, 2), st.sampled_from(["", "", "", "refused", "told"])), min_size=1, max_size=60),
)
def test_never_more_than_the_limit_in_any_window(limit: int, window: float, calls: list[tuple[float, str]]) -> None:
    clock, starts, closed = Clock(), [], []
    rate = limiter(limit, window, clock)

    async def call(delay: float, fate: str) -> None:
        await clock.sleep(delay)
        await rate.wait()
        starts.append(clock.now)
        if fate:
            pause = 0.7 if fate == "told" else None
            rate.refused(pause)
            closed.append((clock.now, clock.now + (pause or window)))
        else:
            rate.passed()

    async def run() -> None:
        await asyncio.gather(*(call(*each) for each in calls))

    asyncio.run(run())
    for first, later in zip(starts, starts[limit:], strict=False):
        assert later - first >= window * (1 - 1e-9)
    for begin, end in closed:
        assert not [start for start in starts if begin < start < end * (1 - 1e-12)]


async def test_slows_down_when_refused_and_recovers_when_calm() -> None:
    clock = Clock()
    rate = limiter(8, 1.0, clock)
    rate.refused(None)
    assert rate.limit == 4
    for _ in range(20):
        rate.passed()
    assert rate.limit == 5
    for _ in range(400):
        rate.passed()
    assert rate.limit == 8
    for _ in range(9):
        rate.refused(None)
    assert rate.limit == 1


async def test_waiting_callers_go_in_their_order() -> None:
    clock, order = Clock(), []
    rate = limiter(1, 1.0, clock)

    async def call(number: int) -> None:
        await rate.wait()
        order.append(number)

    await asyncio.gather(*(call(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_a_cancelled_wait_lets_the_next_one_go() -> None:
    rate = RateLimiter(1, 30.0)
    await rate.wait()
    waiting = asyncio.create_task(rate.wait())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    follower = asyncio.create_task(rate.wait())
    await asyncio.sleep(0)
    assert not follower.done()
    follower.cancel()
    await asyncio.gather(follower, return_exceptions=True)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        RateLimiter(0)
