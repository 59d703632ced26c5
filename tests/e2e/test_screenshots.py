"""The picture of the headless demo in the README."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from aeptui.engine.graph import KINDS
from tests.e2e.conftest import run

PICTURE = Path(__file__).parents[2] / "screenshots" / "headless.svg"
WIDTH = 118

# What differs from run to run, with something as wide in its place.
MASKS = (
    (r"/\S+/demo/", "~/.local/share/aeptui/demo/"),
    (r"\b[0-9A-F]{24}@AdobeOrg", "4F1C22A95D3E8B6A0A495C0D@AdobeOrg"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "00000000-0000-4000-8000-000000000000"),
    (r"demo[0-9a-f]{6}/(\w+)/[0-9a-f]+", r"demo4f1c22/\1/00000000000000000000"),
    (r"\b[0-9a-f]{24,40}\b", "0000000000000000000000000000"),
    (r"[ \d]{4}\d ms", "   27 ms"),
)


def picture(text: str) -> str:
    """The lines as an SVG; steps that ran at the same time end in any order, so they are sorted."""
    for pattern, instead in MASKS:
        text = re.sub(pattern, instead, text)
    lines = text.splitlines()
    steps = [n for n, line in enumerate(lines) if line.startswith("  ok ")]
    lines[steps[0] : steps[-1] + 1] = sorted(
        lines[steps[0] : steps[-1] + 1], key=lambda line: KINDS.index(line.split()[2])
    )
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system=None)
    console.print(Text("$ aeptui demo --headless", "bold"))
    console.print(Text("\n".join(lines)))
    return console.export_svg(title="aeptui", unique_id="headless")


@pytest.mark.thorough
def test_the_picture_shows_what_the_demo_prints(request: pytest.FixtureRequest) -> None:
    ended = run("demo", "--headless")
    assert ended.status == 0, ended.err
    made = picture(ended.out)
    if request.config.getoption("--update-screenshots"):
        PICTURE.write_text(made, encoding="utf-8")
    assert made == PICTURE.read_text(encoding="utf-8"), "look at it, then: pytest --update-screenshots"
