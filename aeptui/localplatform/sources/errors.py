"""What a source system says when it cannot do what it is asked."""


class SourceError(Exception):
    """A source refused or could not read something; the text says what, where and why."""
