"""What the values of a column tell: the kind of its type where the type says only text, and words for what they are."""

from collections.abc import Sequence

from aeptui.core.xdm.profile import profile

_KINDS = {
    "boolean": "boolean", "yes or no": "boolean", "integer": "number", "number": "number", "email": "email",
    "url": "url", "phone": "phone", "uuid": "key", "32 hex digits": "key",
}  # fmt: skip
_WORDS = {"email": "email", "phone": "phone", "url": "url", "IPv4 address": "ip"}


def told_by(samples: Sequence[str]) -> tuple[str, str]:
    """The kind of the values, and the word for them; both empty where the values share no form."""
    form = profile(samples).form if samples else ""
    kind = "time" if "yy" in form or "8601" in form or form == "slashed date" else _KINDS.get(form, "")
    return kind, _WORDS.get(form, "")
