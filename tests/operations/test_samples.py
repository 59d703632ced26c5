"""Samples are read once a session."""

from dataclasses import replace

import pytest

from aeptui.core.manifest.model import Source, SourceField
from aeptui.operations import samples
from aeptui.operations.explore import Account, Sample, SampleColumn
from aeptui.operations.samples import KEPT_AT_ONCE, kept_sample, sample_of
from aeptui.services.platform import Platform

SOURCE = Source("service-now", "ServiceNow demo", "incident")
ACCOUNT = Account("1", "ServiceNow demo", "enabled", "service-now", "ServiceNow", "tabular", ("columns",))


class Looks:
    """Counts the looks into the source."""

    def __init__(self) -> None:
        self.objects: list[str] = []

    async def sample(self, _platform: Platform, _account: Account, source: Source) -> Sample:
        self.objects.append(source.object)
        return Sample((SampleColumn(source.object, "string"),), ())


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    looks = Looks()
    monkeypatch.setattr(samples, "sample", looks.sample)
    return looks


def platform() -> Platform:
    return object.__new__(Platform)


async def test_one_look_serves_all_who_ask_for_the_same_object(looks: Looks) -> None:
    here = platform()
    assert kept_sample(here, SOURCE) is None
    first = await sample_of(here, SOURCE, account=ACCOUNT)
    other_columns = replace(SOURCE, fields=(SourceField("sys_id", "string"),), style="ad-hoc")
    assert await sample_of(here, other_columns, account=ACCOUNT) is first
    assert kept_sample(here, SOURCE) is first and looks.objects == ["incident"]


async def test_another_session_a_fresh_look_and_another_object_are_looks_of_their_own(looks: Looks) -> None:
    here = platform()
    for source, where, fresh in ((SOURCE, here, False), (SOURCE, platform(), False), (SOURCE, here, True)):
        await sample_of(where, source, account=ACCOUNT, fresh=fresh)
    await sample_of(here, replace(SOURCE, object="sys_user"), account=ACCOUNT)
    assert looks.objects == ["incident", "incident", "incident", "sys_user"]


async def test_only_the_latest_samples_are_kept(looks: Looks) -> None:
    here = platform()
    for number in range(KEPT_AT_ONCE + 1):
        await sample_of(here, replace(SOURCE, object=f"table{number}"), account=ACCOUNT)
    assert kept_sample(here, replace(SOURCE, object="table0")) is None
    assert kept_sample(here, replace(SOURCE, object="table1")) is not None
