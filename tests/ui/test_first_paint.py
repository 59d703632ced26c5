"""The first frame waits for nothing but Textual."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("httpx", "pydantic", "keyring", "ruamel", "jsonschema", "rapidfuzz", "cryptography", "starlette", "uvicorn")

PAINT = """
import asyncio, sys
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.opening import Opening

def begin(self):
    print(*[name for name in sys.modules if "." not in name], file=sys.__stdout__, flush=True)
    self.exit()

Aeptui.begin = begin
opening = Opening(lambda: None, lambda: None, lambda profile: None, user_paths())
asyncio.run(Aeptui(opening).run_async(headless=True, size=(80, 24)))
"""


def modules_of(code: str, folder: Path) -> set[str]:
    script = folder / "script.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], env=dict(os.environ), capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stdout.split())


def test_nothing_but_textual_is_imported_before_the_first_frame(home: Path) -> None:
    loaded = modules_of(PAINT, home)
    assert "textual" in loaded
    assert not loaded.intersection(HEAVY)


def test_the_command_line_hands_over_without_importing_more(home: Path) -> None:
    loaded = modules_of("import sys, aeptui.cli.app; print(*sys.modules)", home)
    assert not loaded.intersection({*HEAVY, "textual"})
