"""Rules on the schedule as the document has it."""

from aeptui.core import facts
from aeptui.core.manifest.model import NewDataset
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.schedule.rules import validate
from aeptui.core.schedule.runs import runs_a_day

_MOST_BATCHES: int = facts.load("schedule")["profile_batches_a_day"]
"""The soft limit of the ingestion guardrails for batches of profile and event data a day and sandbox."""


def check_schedule(subject: Subject) -> None:
    """Reports breaches of the schedule's own rules, and profile data that comes in too many batches."""
    schedule, dataset = subject.manifest.schedule, subject.manifest.target.dataset
    for issue in validate(schedule):
        path = ("schedule", issue.key) if issue.key else ("schedule",)
        subject.findings.add(issue.rule, path, issue.message, fix=issue.fix)
    runs = runs_a_day(schedule)
    if isinstance(dataset, NewDataset) and dataset.profile and runs > _MOST_BATCHES:
        message = f"{runs:g} runs a day; a sandbox should see at most {_MOST_BATCHES} batches of profile data a day"
        subject.findings.add("schedule/batches-a-day", ("schedule", "interval"), message, fix="a longer interval")
