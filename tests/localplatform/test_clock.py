import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from aeptui.localplatform.clock import Clock
from aeptui.localplatform.platform import Platform


def test_it_starts_at_the_host_s_time_and_runs_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    host = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: host[0])
    clock = Clock(speed=60, start=1000.0)
    assert clock.now() == 1000.0
    host[0] += 2
    assert clock.now() == 1120.0
    assert clock.now_ms() == 1_120_000
    assert parsedate_to_datetime(clock.http_date()).timestamp() == 1120


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Clock(speed=0)


async def test_it_sleeps_in_its_own_seconds() -> None:
    began = time.monotonic()
    await Clock(speed=1_000_000).sleep(3600)
    assert time.monotonic() - began < 1


def test_time_goes_on_over_restarts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: host[0])
    monkeypatch.setattr(time, "monotonic", lambda: host[0])
    first = Platform(tmp_path / "data", clock_speed=100)
    host[0] += 10
    assert first.clock.now() == 1_001_000
    first.close()
    host[0] += 5
    second = Platform(tmp_path / "data")
    assert second.clock.now() == 1_001_005
    second.close()


def test_after_a_kill_it_is_no_earlier_than_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: host[0])
    monkeypatch.setattr(time, "monotonic", lambda: host[0])
    killed = Platform(tmp_path / "data", clock_speed=100)
    host[0] += 10
    later = Platform(tmp_path / "data")
    assert later.clock.now() >= killed.clock.now()
    later.close()
    killed.store.close()
