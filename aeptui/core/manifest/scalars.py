"""Single values of YAML: what a plain one means, when a text needs quotes, and how times are written."""

import json
import re
from datetime import UTC, datetime, timedelta

from aeptui.core.manifest.model import Scalar

LARGEST_INTEGER = 2**63 - 1

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16}

# What other readers of YAML, also those of its older version, take for something else than a text.
_OTHER_MEANING = re.compile(r"y|n|yes|no|on|off|true|false|null|~|=|<<", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"[-+.]?[0-9][-+0-9_,.:tz ]*(e[-+]?[0-9]*)?|0[xob].*|[-+]?\.?(inf|nan)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w/$.\\(][\w/$.*\\()%+=;~^|<>!?@&' -]*(:[\w/][\w/$.*\\()%+=;~^|<>!?@&' -]*)*")
_UNQUOTABLE = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def resolve(text: str) -> Scalar | None:
    """What a plain value says under YAML 1.2: null, a boolean, a number or a text.

    Raises ValueError, saying why, for numbers that no JSON holds: infinite, not a number, or too large.
    """
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _NOT_A_NUMBER.fullmatch(text):
        raise ValueError(f"{text} is a number that JSON does not have")
    if _REAL.fullmatch(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise ValueError(f"{text} is too large for a number")
        return number
    return text


def _integer(text: str) -> int:
    if len(text) > 24:
        raise ValueError("too many digits for an integer")
    number = int(text[2:], _BASES[text[:2]]) if text[:2] in _BASES else int(text)
    if abs(number) > LARGEST_INTEGER:
        raise ValueError(f"{text} is too large for an integer")
    return number


def parse_time(text: str) -> datetime:
    """The aware time that an ISO 8601 text names. Raises ValueError saying what is missing or wrong."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a time such as 2026-12-01T06:00:00Z") from None
    if "T" not in text.upper() and ":" not in text:
        raise ValueError(f"{text!r} has no time of day: write {time:%Y-%m-%d}T00:00:00Z")
    if time.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: add Z for UTC, or an offset such as +02:00")
    if time.microsecond:
        raise ValueError(f"{text!r} has a fraction of a second; schedules go by whole seconds")
    return time


def time_text(time: datetime) -> str:
    """The time as the document writes it: ``Z`` for UTC, else its offset. It must be aware."""
    if time.utcoffset() == timedelta(0):
        time = time.astimezone(UTC)
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")


def scalar_text(value: Scalar | datetime) -> str:
    """The value as one line of YAML, quoted where plain text would be read as something else."""
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not text.endswith(" ") and " #" not in text and ": " not in text
    if plain and not _OTHER_MEANING.fullmatch(text) and not _LIKE_A_NUMBER.fullmatch(text):
        return text
    if _UNQUOTABLE.search(text):
        return _UNQUOTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))
    return "'" + text.replace("'", "''") + "'"


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
