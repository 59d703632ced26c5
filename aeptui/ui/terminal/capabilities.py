"""What the terminal can show, judged by what the environment says about it."""

import os
from collections.abc import Mapping

# TERM values whose terminals have 256 colours or more; anything else gets its own sixteen.
RICH = ("256color", "truecolor", "direct", "kitty", "alacritty", "ghostty", "wezterm", "foot")


def few_colours(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to use nothing but the terminal's own colours: it has few, or the user wants none (``NO_COLOR``)."""
    if environ.get("NO_COLOR"):
        return True
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return False
    term = environ.get("TERM", "").lower()
    return not any(word in term for word in RICH)


def refusal(environ: Mapping[str, str], *, is_terminal: bool) -> str | None:
    """Why no full-screen program can run here; None where it can."""
    if not is_terminal:
        return "The application needs a terminal on standard input and output"
    if environ.get("TERM", "") in ("", "dumb"):
        return f"The application cannot draw on a terminal of type {environ.get('TERM') or 'unknown'!r}"
    return None
