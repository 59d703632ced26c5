"""What can go wrong with an expression: rejected before it runs, failed on one row, or not convertible."""


class ExpressionError(Exception):
    """An expression that is rejected, so that nothing of it is evaluated.

    ``message`` says what was found and what was expected; ``position`` is the 1-based column in code points.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class CutShortError(ExpressionError):
    """A string, quoted name or comment that is open when the text ends: with more text it could be right."""


class TransformError(Exception):
    """A failure on one row: the target field becomes null and the row goes on.

    ``unknown`` is true where only the platform could tell the value.
    """

    def __init__(self, message: str, *, unknown: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.unknown = unknown


class ConversionError(TransformError):
    """A result that the type of the target field does not take."""
