"""Trouble on purpose: rules that decide which requests fail, and how; and the limit of requests a second."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from aeptui.localplatform.problems import GATEWAY_MESSAGES, Problem

ACTIONS = ("status", "delay", "reset", "drop-reply", "malformed", "expire-token")
_KEYS = {"method", "path", "nth", "times", "do", "status", "headers", "body", "ms"}


class FaultFileError(ValueError):
    """The fault file cannot be used; the text says where and why."""


@dataclass
class Rule:
    """What is done to the requests that fit.

    ``method`` empty: any; ``path`` may hold ``*``; ``nth``: only the nth request that fits (from 1); ``times``: at
    most so often. ``status``, ``headers`` and ``body`` belong to ``do: status``, ``ms`` to ``do: delay``.
    """

    do: str
    method: str = ""
    path: str = "*"
    nth: int | None = None
    times: int | None = None
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    ms: int = 0
    seen: int = 0
    used: int = 0

    def fits(self, method: str, path: str) -> bool:
        """Counts the request if method and path fit; True if the rule is to be used for it."""
        if self.method not in ("", method) or not fnmatchcase(path, self.path):
            return False
        self.seen += 1
        return self.nth in (None, self.seen) and (self.times is None or self.used < self.times)

    def problem(self) -> Problem:
        """The refusal of ``do: status``; without a body of its own, one that such a status has elsewhere."""
        if self.body is not None:
            return Problem(self.status, self.body, self.headers)
        code = next((code for code in ("401013", "429050") if code.startswith(str(self.status))), None)
        if code is not None:
            return Problem(self.status, {"error_code": code, "message": GATEWAY_MESSAGES[code]}, self.headers)
        phrase = HTTPStatus(self.status).phrase
        return Problem(self.status, {"type": "about:blank", "title": phrase, "status": self.status}, self.headers)


class Faults:
    """The rules of a fault file, in order; the first that fits a request is used."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules

    def choose(self, method: str, path: str) -> Rule | None:
        """The rule for a request, counted as used; every rule counts the requests that fit it."""
        fitting = [rule for rule in self.rules if rule.fits(method, path)]
        if not fitting:
            return None
        fitting[0].used += 1
        return fitting[0]


def load_faults(path: Path) -> Faults:
    """Reads a fault file: a YAML list of rules. Raises FaultFileError, also if the file cannot be read."""
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FaultFileError(f"{path}: cannot be read: {error.strerror}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise FaultFileError(f"{path}: not YAML: {error}") from error
    if content is None:
        content = []
    if not isinstance(content, list):
        raise FaultFileError(f"{path}: must be a list of rules, each like {{path: ..., do: status, status: 503}}")
    return Faults([_rule(entry, f"{path}: rule {number}") for number, entry in enumerate(content, 1)])


def _rule(entry: Any, where: str) -> Rule:
    if not isinstance(entry, dict):
        raise FaultFileError(f"{where}: must be a mapping with the key 'do'")
    unknown = sorted(str(key) for key in set(entry) - _KEYS)
    if unknown:
        raise FaultFileError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    if entry.get("do") not in ACTIONS:
        raise FaultFileError(f"{where}: 'do' must be one of {', '.join(ACTIONS)}")
    for key, least in (("nth", 1), ("times", 0), ("status", 200), ("ms", 0)):
        value = entry.get(key, least)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise FaultFileError(f"{where}: {key!r} must be a whole number of {least} or more")
    if entry.get("status", 500) not in {status.value for status in HTTPStatus}:
        raise FaultFileError(f"{where}: {entry['status']} is no HTTP status")
    headers = entry.get("headers", {})
    if not isinstance(headers, dict):
        raise FaultFileError(f"{where}: 'headers' must be a mapping")
    known = {**entry, "headers": {str(name): str(value) for name, value in headers.items()}}
    for key in ("method", "path"):
        if key in known and not isinstance(known[key], str):
            raise FaultFileError(f"{where}: {key!r} must be a text")
    return Rule(**known)


class RateLimit:
    """At most ``rate`` requests in a second of the host, bursts up to that number included."""

    def __init__(self, rate: float) -> None:
        if rate <= 0:
            raise ValueError("the rate must be greater than 0")
        self._rate = rate
        self._size = max(1.0, rate)
        self._left = self._size
        self._at = time.monotonic()

    def wait(self) -> int:
        """0 if the request may pass, else the whole seconds after which another try makes sense."""
        now = time.monotonic()
        self._left = min(self._size, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return max(1, math.ceil((1 - self._left) / self._rate))
