"""Rules on the dataflow's state and its options."""

from aeptui.core.mapping.lint.subject import Subject


def check_state(subject: Subject) -> None:
    """Reports states in which what the manifest asks for does not happen, and options that need others."""
    manifest = subject.manifest
    if manifest.state == "draft":
        message = "a draft does not run; it is published by the state enabled"
        subject.findings.add("state/draft", ("state",), message, fix="state: enabled")
    elif manifest.state == "disabled" and manifest.schedule.start == "now":
        message = "the dataflow starts now and is disabled: its first run will not take place"
        subject.findings.add("state/disabled-now", ("state",), message, fix="state: enabled, or a later start")
    options = manifest.options
    if options.partial_ingestion_percent is not None and not options.error_diagnostics:
        message = "with partial ingestion the platform keeps error diagnostics on"
        path = ("options", "error_diagnostics")
        subject.findings.add("options/diagnostics", path, message, fix="error_diagnostics: true")
