"""A document's file under the hands of a draft and of others."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aeptui.core.manifest.model import Manifest, MappingRow
from aeptui.core.manifest.read import read
from aeptui.ui.draft import Draft
from tests.core.manifest.samples import TEXT

ROW = MappingRow("support.new", from_="new")
WITH_ID = TEXT.replace("aeptui: 1\n", "aeptui: 1\nid: 4f6c2d0e\n")


def manifest_of(text: str) -> Manifest:
    manifest = read(text).manifest
    assert manifest is not None
    return manifest


def held(file: Path) -> str:
    """What the file holds, byte for byte."""
    return file.read_bytes().decode()


def put(file: Path, text: str | bytes) -> None:
    """Somebody else writes the file."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def reopened(draft: Draft) -> Draft:
    return Draft.open(draft._database, draft.number)


class Gate:
    """Lets a thread wait in the middle of a function until the test has done what it wants to do meanwhile."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.entered = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._leave = threading.Event()
        self._function = function

    def __call__(self, *values: Any) -> Any:
        self._loop.call_soon_threadsafe(self.entered.set)
        assert self._leave.wait(10)
        return self._function(*values)

    def open(self) -> None:
        self._leave.set()
