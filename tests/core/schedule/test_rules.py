from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from aeptui.core.schedule.form import epoch, to_params
from aeptui.core.schedule.rules import CURRENT, FORM_OF_2020, validate
from tests.core.schedule.samples import START, Plan

ONCE = Plan("once", interval=None)


def issues(plan: Plan, spec: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    return [(issue.rule, issue.key) for issue in validate(plan, spec)]


@pytest.mark.parametrize(
    "plan",
    [
        ONCE,
        Plan("minute", interval=15),
        Plan("hour", interval=1, backfill=False),
        Plan("day", interval=3, end=START + timedelta(days=9)),
        Plan("week", start="now"),
    ],
)
def test_what_the_platform_takes(plan: Plan) -> None:
    assert issues(plan) == []


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (Plan("once", interval=15), [("schedule/once", "interval")]),
        (Plan("once", interval=None, backfill=True), [("schedule/once", "backfill")]),
        (Plan("once", interval=1, backfill=False), [("schedule/once", "interval"), ("schedule/once", "backfill")]),
        (Plan("minute", interval=14), [("schedule/interval", "interval")]),
        (Plan("day", interval=0), [("schedule/interval", "interval")]),
        (Plan("day", interval=None), [("schedule/interval", "interval")]),
        (Plan("month"), [("schedule/frequency", "frequency")]),
        (Plan(end=START), [("schedule/end", "end")]),
        (Plan(start=datetime(2026, 12, 1), end=START), [("schedule/time-zone", "start")]),
        (Plan(start="now", end=datetime(2026, 12, 1)), [("schedule/time-zone", "end")]),
    ],
)
def test_what_the_platform_refuses(plan: Plan, found: list[tuple[str, str]]) -> None:
    assert issues(plan) == found


def test_issues_say_what_to_write() -> None:
    (issue,) = validate(Plan("minute", interval=5))
    assert (issue.fix, "at least 15" in issue.message) == ("interval: 15", True)


def test_the_form_of_2020_knows_no_single_runs_but_an_end() -> None:
    assert issues(ONCE, dict(FORM_OF_2020)) == [("schedule/frequency", "frequency")]
    assert issues(Plan(end=START + timedelta(days=1)), dict(FORM_OF_2020)) == []
    assert issues(Plan(end=START + timedelta(days=1)), dict(CURRENT)) == [("schedule/end-unknown", "end")]


def test_the_sources_own_spec_has_the_last_word() -> None:
    spec = {**CURRENT, "properties": {**CURRENT["properties"], "interval": {"type": "integer", "maximum": 24}}}
    assert issues(Plan("hour", interval=48), spec) == [("schedule/spec", "interval")]
    assert issues(Plan("hour", interval=24), spec) == []
    assert issues(Plan("hour"), {**CURRENT, "required": ["backfill"]}) == [("schedule/spec", "")]


@pytest.mark.parametrize("spec", [{"type": 5}, {"properties": []}, {"properties": {"frequency": 3}}, {}])
def test_a_spec_that_says_nothing_refuses_nothing(spec: dict[str, Any]) -> None:
    assert issues(Plan(), spec) == []


@given(
    st.builds(
        Plan,
        frequency=st.sampled_from(["once", "minute", "hour", "day", "week"]),
        interval=st.one_of(st.none(), st.integers(-1, 20)),
        backfill=st.one_of(st.none(), st.booleans()),
    )
)
def test_rules_and_json_schema_agree(plan: Plan) -> None:
    params = {"startTime": 0, "frequency": plan.frequency, "interval": plan.interval, "backfill": plan.backfill}
    given_params = {key: value for key, value in params.items() if value is not None}
    assert (issues(plan) == []) == Draft7Validator(dict(CURRENT)).is_valid(given_params)
    if issues(plan) == []:
        assert to_params(plan, 0) == given_params


def test_parameters_are_numbers_and_booleans_in_seconds() -> None:
    end = START + timedelta(days=1)
    plan = Plan("minute", interval=15, backfill=True, end=end)
    assert to_params(plan, epoch(START)) == {
        "startTime": 1796104800, "frequency": "minute", "interval": 15, "backfill": True, "endTime": 1796191200,
    }  # fmt: skip
    assert to_params(Plan(interval=2), 7) == {"startTime": 7, "frequency": "hour", "interval": 2}


def test_parameters_of_a_single_run_have_neither_interval_nor_backfill() -> None:
    assert to_params(Plan("once", interval=15, backfill=True), 7) == {"startTime": 7, "frequency": "once"}
