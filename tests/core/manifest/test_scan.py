"""The quick reader of usual manifests says the same as the parser for all of YAML, or nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.compose import parse
from aeptui.core.manifest.nodes import SourceText
from aeptui.core.manifest.scan import MOST_LEVELS, scan
from aeptui.core.manifest.write import to_yaml
from tests.core.manifest.samples import MANIFESTS, TEXT


def agrees(text: str) -> bool:
    """Whether the quick reader knows the text; it must say then what the parser says."""
    source = SourceText(text, "m.yaml")
    found, parsed = scan(source), parse(source)
    if found is None:
        return False
    assert not parsed.problems
    assert not parsed.anchors
    assert found == parsed.root
    return True


def test_the_usual_form_is_known() -> None:
    assert agrees(TEXT)


@settings(max_examples=60, deadline=None)
@given(MANIFESTS)
def test_what_is_written_here_is_read_alike(manifest: object) -> None:
    agrees(to_yaml(manifest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "a: 1",
        "# one\n\na: b c # two\n   # three\nd: e\n",
        "a:\n- b\n- c: 1\n  d: 2\n-   e: 1\n    f:\n      - 1\n",
        "a:\n  - {b: 1, c: [x, 'y''z', {d: -1}], e: {}}\n  - []\n",
        'a: "b \\"c\\" \\\\ \\/ \\n"\n',
        "a: 2026-12-01T06:00:00Z\nb: https://x.y/z?a=b&c\nd: {e: 12:30, f: a:b}\n",
        "a: ''\nb: \"\"\n",
        "a: -1\n",
        "a: don't\nb: x - y\nc: 50% & more\n",
        "a: [1, 2]   # why\n",
        "a: ä界\n",
        "a:\n    b: 1\n\n\n",
    ],
)
def test_forms_that_are_known(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a: b\n  c\n",
        "a:\n",
        "a: |\n  b\n",
        "a: &x 1\nb: *x\n",
        "a: !own 1\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a: [1,\n  2]\n",
        "a: {b}\n",
        "a: [1, 2,]\n",
        "a: 1\n b: 2\n",
        "a: b: c\n",
        "- a\nb: c\n",
        "a:\n  - 1\n - 2\n",
        "a: 'b\n  c'\n",
        'a: "\\x41"\n',
        "a:\tb\n",
        "a: 1\r\nb: 2\r\n",
        "--- \na: 1\n",
        "a: 1\n...\n",
        '"a": 1\n',
        "a: - b\n",
        "a: @x\n",
        "a: b #c\n#d\n e\n",
        "a: " + "[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1) + "\n",
        "a:\n  -\n",
    ],
)
def test_nothing_is_said_about_other_forms(text: str) -> None:
    assert not agrees(text)


PIECES = st.sampled_from(
    ["a", "b", "- ", ": ", ":", " ", "  ", "\n", "\n  ", "{", "}", "[", "]", ", ", ",", "'", '"', "# c", "1", "-", "?",
     "&", "*", "!", "|", "%", "@", "\\", "...", "---", "ä", "=", "<<", ".", "/"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("a: {b: c}}\n")
@example("a: [b] c\n")
@example("a: 'b'c\n")
@example("a: b\n- c\n")
def test_whatever_the_text_they_agree(text: str) -> None:
    agrees(text)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(0, 6), PIECES), min_size=1, max_size=3))
def test_manifests_with_something_wrong_are_read_alike(changes: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for at, length, piece in changes:
        text = text[:at] + piece + text[at + length :]
    agrees(text)
