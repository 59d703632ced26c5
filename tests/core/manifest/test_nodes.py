import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.compose import compose
from aeptui.core.manifest.nodes import MAX_CHARACTERS, ListNode, MapNode, ScalarNode


def problem_of(text: str) -> tuple[str, int, int]:
    (found,) = compose(text, "m.yaml").problems
    assert found.file == "m.yaml"
    assert found.severity == "error"
    return found.rule, found.line, found.column


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c\n", ("yaml/syntax", 1, 5)),
        ("a: 1\n b: 2\n", ("yaml/syntax", 2, 3)),
        ("a: [1, 2\nb: 3\n", ("yaml/syntax", 1, 4)),
        ("a: {b: 1\n", ("yaml/syntax", 1, 4)),
        ("a: 'x\n", ("yaml/syntax", 1, 4)),
        ("a: 1\nfoo\nb: 2\n", ("yaml/syntax", 2, 1)),
        ('a: "\\q"\n', ("yaml/syntax", 1, 6)),
        ("- a\nb: c\n", ("yaml/syntax", 2, 1)),
        ("a: @x\n", ("yaml/syntax", 1, 4)),
        ("a: - b\n", ("yaml/syntax", 1, 4)),
        ("a:\n\tb: 1\n", ("yaml/tab", 2, 1)),
        ("a:\tb\n", ("yaml/tab", 1, 3)),
        ("a: \x1b\n", ("yaml/character", 1, 4)),
        ("a: 1\nb: x\x00\n", ("yaml/character", 2, 5)),
        ("a: *y\n", ("yaml/alias", 1, 4)),
        ("a: &x [*x]\n", ("yaml/alias", 1, 8)),
        ("a: 1\nb: 2\na: 3\n", ("yaml/duplicate-key", 3, 1)),
        ("? [a]\n: 1\n", ("yaml/key", 1, 3)),
        ("b: 1\n<<: {a: 1}\n", ("yaml/merge-key", 2, 1)),
        ("a: 1\n---\nb: 1\n", ("yaml/documents", 2, 1)),
        ("a: !!int 3\n", ("yaml/tag", 1, 4)),
        ("a: !own {}\n", ("yaml/tag", 1, 4)),
        ("[" * 41 + "]" * 41, ("yaml/depth", 1, 41)),
        ("[" * 100_000, ("yaml/depth", 1, 41)),
    ],
)
def test_what_is_no_yaml_is_reported_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert problem_of(text) == expected


def test_aliases_are_counted_in_full() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    rule, line, _ = problem_of("\n".join(lines))
    assert rule == "yaml/size"
    assert line <= 7


def test_texts_are_bounded() -> None:
    assert problem_of("a: " + "x" * MAX_CHARACTERS) == ("yaml/size", 1, 1)


def test_lines_count_as_editors_count_them() -> None:
    root = compose("a: 1\r\nb: \u20282\rc: 3\n").root
    assert isinstance(root, MapNode)
    assert [(e.key.position.line, e.key.position.column) for e in root.entries] == [(1, 1), (2, 1), (3, 1)]


def test_nodes_know_their_spans() -> None:
    text = "a: |\n  one\n  two\n\n# c\nb:   # nothing\nc: [1, x]  \nd:\n  - {e: 'f'}\n  # end\n"
    root = compose(text).root
    assert isinstance(root, MapNode)
    spans = {entry.key.text: text[entry.value.start : entry.value.end] for entry in root.entries}
    assert spans == {"a": "|\n  one\n  two", "b": "", "c": "[1, x]", "d": "- {e: 'f'}"}
    empty = root.entry("b")
    assert empty is not None
    assert text[empty.value.start - 1] == ":"


def test_an_alias_stands_at_its_own_place_and_says_what_its_anchor_says() -> None:
    root = compose("a: &x {b: 1}\nc: *x\n").root
    assert isinstance(root, MapNode)
    first, second = (entry.value for entry in root.entries)
    assert isinstance(first, MapNode)
    assert isinstance(second, MapNode)
    assert (first.anchored, first.aliased, second.aliased) == (True, False, True)
    assert second.position.line == 2
    assert second.entries == first.entries


def test_only_the_first_of_two_equal_keys_is_kept() -> None:
    root = compose("a: 1\na: 2\n").root
    assert isinstance(root, MapNode)
    (entry,) = root.entries
    assert isinstance(entry.value, ScalarNode)
    assert entry.value.text == "1"


def test_an_empty_text_has_no_root_and_no_problems() -> None:
    composed = compose("# nothing\n")
    assert composed.root is None
    assert composed.problems == ()


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=60), st.text("ab:-[]{}&*!|>'\"%@`#?,\t\r\n \\U0x\ufeff", max_size=40)))
def test_no_text_makes_it_fail(text: str) -> None:
    composed = compose(text)
    assert composed.root is None or isinstance(composed.root, ScalarNode | ListNode | MapNode)
    for problem in composed.problems:
        assert 1 <= problem.line <= text.count("\n") + text.count("\r") + 2
        assert problem.column >= 1
