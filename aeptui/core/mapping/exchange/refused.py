"""What is wrong with a file of mappings, told so that it can be mended."""

from typing import NoReturn


class ExchangeRefused(ValueError):
    """A text cannot be read as a mapping. ``line`` is 1-based, 0 for the text as a whole."""

    def __init__(self, what: str, *, line: int = 0, cause: str = "", next_step: str = "", file: str = "") -> None:
        self.what, self.line, self.cause, self.next_step, self.file = what, line, cause, next_step, file
        super().__init__(self._message())

    def _message(self) -> str:
        place = ", ".join(filter(None, (self.file, f"line {self.line}" if self.line else "")))
        told = (f"{place}: " if place else "") + self.what + "."
        return " ".join(filter(None, (told, self.cause, self.next_step)))

    def at(self, line: int) -> "ExchangeRefused":
        """The same at that line."""
        return ExchangeRefused(self.what, line=line, cause=self.cause, next_step=self.next_step, file=self.file)

    def of(self, file: str) -> "ExchangeRefused":
        """The same of the file with that name."""
        return ExchangeRefused(self.what, line=self.line, cause=self.cause, next_step=self.next_step, file=file)


def refuse(what: str, *, line: int = 0, cause: str = "", next_step: str = "") -> NoReturn:
    """Raises ExchangeRefused; ``what`` goes without a full stop, the others are sentences."""
    raise ExchangeRefused(what, line=line, cause=cause, next_step=next_step)
