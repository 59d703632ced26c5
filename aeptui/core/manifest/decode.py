"""The bytes of a file as text."""

import codecs

from aeptui.core.manifest.problems import Problem

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, file: str) -> str | Problem:
    """The text of UTF-8, or UTF-16 with a byte order mark; else the problem, at the first byte that does not fit."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = encoding.removesuffix("-sig").upper()
        message = f"the byte 0x{data[error.start]:02X} is not {what}; was the file saved in another encoding?"
        return Problem("yaml/encoding", "error", message, line, column, (), "save the file as UTF-8", file)
