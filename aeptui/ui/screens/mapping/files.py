"""Files of mappings: read and written without surprises."""

from pathlib import Path

from aeptui.core.manifest.decode import decode
from aeptui.core.mapping.exchange.refused import ExchangeRefused
from aeptui.store.files import write_atomically

MOST_BYTES = 32_000_000


def read_file(path: Path) -> str:
    """The text of a file. Raises ExchangeRefused, in words, for what is no text, too long, or cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ExchangeRefused(
                f"it has more than {MOST_BYTES // 1_000_000} MB", next_step="Part it.", file=str(path)
            )
        data = path.read_bytes()
    except OSError as error:
        cause = "Check its owner and rights."
        raise ExchangeRefused(f"cannot be read: {error.strerror or error}", cause=cause, file=str(path)) from error
    text = decode(data, str(path))
    if not isinstance(text, str):
        fix = f"Mend it: {text.fix}." if text.fix else ""
        raise ExchangeRefused(text.message, line=text.line, next_step=fix, file=str(path))
    return text


def write_file(path: Path, text: str) -> None:
    """Writes a text whole or not at all, a new file for its owner only. Raises ExchangeRefused where that cannot be."""
    try:
        write_atomically(path, text)
    except OSError as error:
        cause = "Look after the folder's rights and space, or choose another."
        raise ExchangeRefused(f"cannot be written: {error.strerror or error}", cause=cause, file=str(path)) from error
