"""Pictures of screens: the SVG files of ``screenshots/`` are what the tests compare with, and what the README shows.

``pytest --update-screenshots`` writes them. What differs from run to run is replaced by fixed text of the same width.
"""

import html
import re
from pathlib import Path

import pytest

from tests.ui.driver import LARGE, SMALL, Ui

FOLDER = Path(__file__).parents[2] / "screenshots"

# Patterns of what differs from run to run, with what stands in its place; as wide, so that nothing moves.
MASKS = (
    (r"terminal-\d+", "terminal"),
    (r"[0-9A-F]{24}@AdobeOrg", "4F1C22A95D3E8B6A0A495C0D@AdobeOrg"),
    (r"[0-9A-F]{6}…obeOrg", "4F1C22…obeOrg"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\dZ", "2026-11-24 06:00Z"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "00000000-0000-4000-8000-000000000000"),
)


class Pictures:
    """Compares screens with their pictures, or writes those."""

    def __init__(self, *, update: bool) -> None:
        self._update = update

    async def check(self, ui: Ui, name: str, *masks: tuple[str, str]) -> None:
        """Compares what is in sight with the pictures called ``name``, in both sizes; ``masks`` as in ``MASKS``."""
        for width, height in (SMALL, LARGE):
            await ui.resize(width, height)
            await ui.settled()
            self._compare(ui.picture(), FOLDER / f"{name}-{width}x{height}.svg", masks)

    def _compare(self, svg: str, path: Path, masks: tuple[tuple[str, str], ...]) -> None:
        for pattern, instead in (*MASKS, *masks):
            svg = re.sub(pattern, instead, svg)
        if self._update:
            path.write_text(svg, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: pytest --update-screenshots writes it"
        expected = path.read_text(encoding="utf-8")
        assert lines(svg) == lines(expected), f"{path.name} shows something else: look at it, then --update-screenshots"
        assert svg == expected, f"{path.name} has the same text in other colours: look at it, then --update-screenshots"


def lines(svg: str) -> list[str]:
    """The text of a picture, line by line: what a failing comparison shows."""
    found: dict[float, str] = {}
    for y, text in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        found[float(y)] = found.get(float(y), "") + html.unescape(text).replace("\xa0", " ")
    return [found[y].rstrip() for y in sorted(found)]


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Pictures:
    """Compares screens with their pictures."""
    return Pictures(update=request.config.getoption("--update-screenshots"))
