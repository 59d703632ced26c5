"""What a source system says when it cannot do what it is asked."""


class SourceError(Exception):
    """A source refused or could not read something; the text says what, where and why."""


class UnusableFile(SourceError):
    """A file that was copied but cannot be ingested; ``code`` is that of the error of its batch."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
