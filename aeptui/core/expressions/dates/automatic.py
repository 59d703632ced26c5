"""Reading dates without a pattern."""

import datetime as dt

from aeptui.core.expressions.dates.parsing import parse_moment
from aeptui.core.expressions.errors import TransformError

DOCUMENTED = (
    "yyyy-MM-dd HH:mm:ssZ",
    "yyyy-MM-dd HH:mm:ss.SSSZ",
    "yyyy-MM-dd HH:mm:ss.SSS",
    "yyyy-MM-dd'T'HH:mm:ss.SSSX",
    "yyyy-MM-dd'T'HH:mm:ss'Z'",
    "yyyy-MM-dd",
    "yyyy/MM/dd",
    "yyyy.MM.dd",
    "yyyy-MMM-dd",
    "yyyyMMdd",
    "MM-dd-yyyy",
    "MMddyyyy",
    "M/dd/yyyy",
    "dd.M.yyyy",
    "M/dd/yyyy hh:mm:ss a",
    "dd.M.yyyy hh:mm:ss a",
    "dd.MMM.yyyy",
    "dd-MMM-yyyy",
)
"""The patterns that Data Prep tries in this order when none is given, from its page on data formats."""

SEEN = (
    "yyyy-MM-dd HH:mm",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm",
    "yyyy-MM-dd'T'HH:mm:ss",
    *(f"yyyy-MM-dd'T'HH:mm:ss.{'S' * digits}" for digits in range(1, 10)),
    *(f"yyyy-MM-dd HH:mm:ss.{'S' * digits}" for digits in range(1, 10) if digits != 3),
)
"""What the examples of the function reference read without a pattern, too; tried last."""


def parse_automatic(text: str) -> dt.datetime:
    """The moment in a text that fits one of the automatic patterns, the first that does. Raises TransformError."""
    for pattern in (*DOCUMENTED, *SEEN):
        try:
            return parse_moment(text, pattern)
        except TransformError:
            continue
    raise TransformError(f"the text {text[:40]!r} fits no date format; give its pattern with date(text, pattern)")
