"""What the credential may do: everything, but for what a file takes away, at once and as long as it is there.

``permissions.json`` in the data folder is an object by sandbox name (``*``: every sandbox). A value of ``"*"`` closes
the sandbox; an object names, by type of resource (``EnterpriseSource``, ``schema``, ``dataset``), the actions that are
not allowed: ``{"dev": {"EnterpriseSource": ["write"]}, "prod": "*"}``.
"""

import json
from pathlib import Path
from typing import Any

from aeptui.localplatform.problems import Problem

FILE = "permissions.json"
ALL = "*"
SOURCES, SCHEMAS, DATASETS = "EnterpriseSource", "schema", "dataset"

ACTIONS = ("read", "write", "delete")

_READING = ("/validate", "/preview", "/search")
"""How the paths end that a POST only reads at."""


class Permissions:
    """The permissions of one data folder; the file may change at any time."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE
        self._known: dict[str, Any] = {}
        self._stamp: tuple[int, int] | None = None

    def opens(self, sandbox: str) -> bool:
        """Whether the credential has access to a sandbox."""
        return ALL not in self._rules(sandbox)

    def allows(self, sandbox: str, resource: str, action: str) -> bool:
        """Whether ``read``, ``write`` or ``delete`` is allowed on a type of resource in a sandbox."""
        taken = (rule.get(resource, ()) for rule in self._rules(sandbox) if isinstance(rule, dict))
        return self.opens(sandbox) and not any(action in actions for actions in taken)

    def _rules(self, sandbox: str) -> list[Any]:
        denied = self._denied()
        return [denied[name] for name in (ALL, sandbox) if name in denied]

    def _denied(self) -> dict[str, Any]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return {}
        stamp = (found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            self._known, self._stamp = self._read(), stamp
        return self._known

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise Problem.plain(500, "Internal Server Error", f"{self._path}: {error}") from error
        rules = known.values() if isinstance(known, dict) else [None]
        if not all(rule == ALL or isinstance(rule, dict) for rule in rules):
            raise Problem.plain(500, "Internal Server Error", f'{self._path}: by sandbox "*" or an object, please')
        return dict(known)


def action_of(method: str, path: str, resource: str) -> str:
    """What a request does to its resource; sources know no permission to delete, only to write."""
    if method in ("GET", "HEAD") or (method == "POST" and path.rstrip("/").endswith(_READING)):
        return "read"
    return "delete" if method == "DELETE" and resource != SOURCES else "write"
