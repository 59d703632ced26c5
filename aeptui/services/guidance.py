"""What an error code means and what to do about it, in our words.

The texts are data (``core/facts/data/errors.json``); the codes and what they stand for come from Adobe's error pages of
the Flow Service, the Schema Registry, the gateway, sign-in and the ingestion pipeline.
"""

import re
from dataclasses import dataclass

from aeptui.core.facts import load

_PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (r"title must be unique", "title-taken"),
        (r"must use a top.level field named", "tenant-namespace"),
        (r"breaking change|can only be added to", "schema-in-use"),
        (r"(primary|reference) identity", "no-identity"),
        (r"parsing error.*\[\*\]", "array-notation"),
        (r"over the \d+ threshold", "too-much-at-once"),
    )
)
"""Words by which Adobe's services tell errors that have no code of their own, and the entry that explains them."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """An explanation: what happened, the likely cause, and what to do now. Each is one or two sentences, or empty."""

    code: str
    title: str
    meaning: str
    cause: str
    next_step: str


def explain(code: str, status: int | None = None) -> Guidance:
    """The explanation of ``code``: by the code itself, else by its family, else by the HTTP status.

    Codes are taken as the platform prints them (``FLOW-1404-412``, ``1404-412``, ``XDM-1012-404``, ``403010``,
    ``invalid_client``) in any letter case. Never fails: an unknown code gets the advice for its status.
    """
    known = load("errors")
    key = next((key for key in _candidates(code, status) if key in known), "unknown")
    entry = known[key]
    return Guidance(code or key, entry["title"], entry["meaning"], entry["cause"], entry["next_step"])


def is_known(code: str) -> bool:
    """Whether there is an explanation of this code or its family, not only of its HTTP status."""
    return any(key in load("errors") for key in _spellings(code))


def recognise(text: str) -> str | None:
    """The code of ours for an error that the platform tells in words alone; None for words that mean nothing here."""
    return next((key for pattern, key in _PHRASES if pattern.search(text)), None)


def codes() -> list[str]:
    """All codes that there is an explanation of."""
    return list(load("errors"))


def _spellings(code: str) -> list[str]:
    text = code.strip()
    upper = text.upper().removeprefix("FLOW-")
    spellings = [text, text.lower(), upper]
    if re.fullmatch(r"\d{4}", upper):
        spellings += [key for key in load("errors") if key.startswith(f"{upper}-")]
    return [*spellings, upper.split("-")[0]] if upper[:1].isalpha() else spellings


def _candidates(code: str, status: int | None) -> list[str]:
    suffix = re.search(r"-(\d{3})$", code.strip())
    number = status or (int(suffix.group(1)) if suffix else None)
    families = [f"http-{number}", f"http-{number // 100}xx"] if number else []
    return [*_spellings(code), *families]
