"""Completion, signatures, help, formatting, renaming, printing."""

import pytest

from aeptui.core.expressions import ExpressionError, compile_expression, field_paths, parse
from aeptui.core.expressions.catalog import functions, methods
from aeptui.core.expressions.complete import complete, signature_at
from aeptui.core.expressions.editing import format_expression, rename_field
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.help import describe, function_names, functions_by_category, hover
from aeptui.core.expressions.literals import literal
from aeptui.core.expressions.paths import parse_path, quote_field, read_path
from aeptui.core.expressions.printing import print_expression

FIELDS = SourceFields.of_paths(
    [
        ("first_name", "string"),
        (r"First\.X Name", "string"),
        ("date", "date"),
        ("person.name", "string"),
        ("person.emails[*].address", "string"),
    ]
)


def test_of_many_fields_the_best_are_proposed_and_everything_else() -> None:
    many = SourceFields.of_columns((f"{'x' * (number % 3)}name{number}", "string") for number in range(900))
    for text in ("", "name", "upper(na", "1 + ${na"):
        every, some = (complete(text, len(text), many, limit) for limit in (None, 20))
        fields = [each for each in every if each.kind == "field"]
        assert [each for each in some if each.kind == "field"] == fields[:20]
        assert [each for each in some if each.kind != "field"] == [each for each in every if each.kind != "field"]


def proposals(text: str) -> list[str]:
    return [item.text for item in complete(text, len(text), FIELDS)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("up", ["upper("]),
        ("upper(fi", ["first_name", "first("]),
        ("1 + pers", ["person"]),
        ("person.", ["name", "emails", "equals("]),
        ("person.na", ["name"]),
        ("person.emails[0].", ["address"]),
        ("person.eq", ["equals("]),
        ("da", ["${date}", "date("]),
        ("Fir", [r"${First\.X Name}"]),
        ("${Fi", [r"${First\.X Name}"]),
        ("a an", ["and"]),
        ("a o", ["or"]),
        ('date(first_name, "yyyy-', ['"yyyy-MM-dd"']),
        ('hash("m', ['"md5"']),
        ('md5(first_name, "', ['"UTF-8"']),
        ("filterArray(person.emails, x -> ", ["x"]),
        ("filterArray(person.emails, (left, right) -> ri", ["right"]),
        ("nul", ["null"]),
        ("@ up", ["upper("]),
        ("concat(1, ) + up", ["upper("]),
    ],
)
def test_completion(text: str, first: list[str]) -> None:
    assert proposals(text)[: len(first)] == first


@pytest.mark.parametrize("text", ["upper(", "concat(a, ", "a + ", "", "not "])
def test_a_value_may_be_anything(text: str) -> None:
    found = proposals(text)
    assert {"first_name", "${date}", "upper(", "lcase(", "true"} <= set(found)


@pytest.mark.parametrize("text", ["a /* comm", 'concat("a', "a // c"])
def test_nothing_is_proposed_inside_comments_and_free_texts(text: str) -> None:
    assert proposals(text) == []


def test_a_proposal_replaces_the_whole_name() -> None:
    (proposal,) = complete("upxx + 1", 2, FIELDS)[:1]
    assert (proposal.replace_start, proposal.replace_end) == (0, 4)
    (proposal,) = complete("${First} + 1", 4, FIELDS)[:1]
    assert (proposal.replace_start, proposal.replace_end) == (0, 8)
    (proposal,) = complete('hash("md")', 8, FIELDS)[:1]
    assert (proposal.text, proposal.replace_start, proposal.replace_end) == ('"md5"', 5, 9)


def test_completion_does_without_fields() -> None:
    assert complete("up", 2)[0].detail == functions()["upper"].description


@pytest.mark.parametrize(
    ("text", "function", "current"),
    [
        ("substr(a, ", "substr", 1),
        ("concat(a, b, ", "concat", 0),
        ('date("x", "y', "date", 1),
        ("date(a, b, ", "date", 2),
        ("x.equals(", "equals", 0),
        ("upper(lower(a), ", "upper", None),
        ("upper((1 + ", "upper", 0),
        ("lpad(split(a, b)[0], ", "lpad", 1),
        ("substr(a, {1: ", "substr", 1),
    ],
)
def test_signature(text: str, function: str, current: int | None) -> None:
    signature = signature_at(text, len(text))
    assert signature is not None
    assert (signature.function, signature.current) == (function, current)
    assert function in signature.label


def test_no_signature_outside_of_calls() -> None:
    assert signature_at("upper(a) + ", 11) is None
    assert signature_at("(", 1) is None
    assert signature_at("nofunction(", 11) is None


def test_hover() -> None:
    text = "upper(person.emails[0].address) + x.equals(1)"
    on_function, on_field, on_method = hover(text, 2, FIELDS), hover(text, 24, FIELDS), hover(text, 37, FIELDS)
    assert on_function is not None
    assert (on_function.head, on_function.start, on_function.end) == ("upper(INPUT): string", 0, 5)
    assert on_field is not None
    assert (on_field.head, on_field.text) == ("person.emails.address", "source field of type string")
    assert on_method is not None
    assert on_method.head == "STRING1.equals(STRING2): boolean"
    assert hover(text, 34, FIELDS) is None
    assert hover(text, 5, FIELDS) is None
    assert hover("nofunction(1)", 1) is None


def test_every_function_is_described() -> None:
    names = function_names()
    assert len(names) == len(set(names)) == len({f.name for f in [*functions().values(), *methods().values()]})
    assert sum(map(len, functions_by_category().values())) == len(names)
    for name in names:
        doc = describe(name)
        assert doc.description.endswith(".")
        assert doc.signatures
        outcome = compile_expression(doc.example)({"person": {"name": "x"}})
        assert (outcome.warning is None) == ("Only the platform can compute it." not in doc.notes), doc.example
    assert describe("lcase").name == "lower"
    assert describe("is_set").notes[-1] == "Deprecated: use contains_key."
    assert "Documented for destinations." in describe("hash").notes
    assert any("approximately" in note for note in describe("ua_os_name").notes)
    with pytest.raises(KeyError):
        describe("nofunction")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("upper( a )+'x'", 'upper(a) + "x"'),
        ("a and(b or c)", "a && (b || c)"),
        ("((a))", "a"),
        ("{:}", "{:}"),
        ("0x10", "16"),
        ("a // c", "a // c"),
        ('"//"+a', '"//" + a'),
    ],
)
def test_format(text: str, expected: str) -> None:
    assert format_expression(text) == expected


def test_only_what_is_accepted_is_formatted() -> None:
    with pytest.raises(ExpressionError):
        format_expression("upper(")


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("upper(a) + a", "a", "b", "upper(b) + b"),
        ("a + a.b + aa", "a", "First Name", "${First Name} + ${First Name}.b + aa"),
        ("a.b + a.c", ("a", "b"), ("x", "y z"), "${x.y z} + a.c"),
        ("${a.b} + a.b.c", ("a", "b"), ("a", "n"), "a.n + a.n.c"),
        ("${a.b.c}", ("a", "b"), ("a", "n"), "a.n.c"),
        ("a[0].b + a[i].b.c", ("a", "b"), ("a", "n"), "a[0].n + a[i].n.c"),
        ("a[0].b", ("a", "b"), ("a", "n m"), 'a[0].get("n m")'),
        ("a[a]", "a", "b", "b[b]"),
        ("filterArray(a, a -> a.b > c)", "a", "x", "filterArray(x, a -> a.b > c)"),
        ('"a" + a(1)'.replace("a(1)", "upper(a)"), "a", "date", '"a" + upper(${date})'),
        ("x", "a", "b", "x"),
    ],
)
def test_rename(text: str, old: str | tuple[str, ...], new: str | tuple[str, ...], expected: str) -> None:
    assert rename_field(text, old, new) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a+b)*c", "(a + b) * c"),
        ("a+(b+c)", "a + (b + c)"),
        ("(a == b) != c", "(a == b) != c"),
        ("(a ? b : c) ? d : e", "(a ? b : c) ? d : e"),
        ("-(a + b)", "-(a + b)"),
        ("(-a).b", "(-a).b"),
        ("not ${x y}", "!(${x y})"),
        ("a.b[0].equals('\"')", "a.b[0].equals('\"')"),
        ("1.5e400b + 2.5f", "1.5e400b + 2.5f"),
        ("1.5e999", "9.9e999"),
        (r"x\.y.z\.w", r"x\.y.z\.w"),
        ("filterArray([1], (x)->x)", "filterArray([1], x -> x)"),
    ],
)
def test_printing(text: str, expected: str) -> None:
    assert print_expression(parse(text)) == expected
    assert parse(expected) == parse(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first_name", "first_name"),
        ("First Name", "${First Name}"),
        ("Full.Name", r"${Full\.Name}"),
        ("new", "${new}"),
        ("true", "${true}"),
        ("date", "${date}"),
        ("9a", "${9a}"),
        ("a}b\\", r"${a\}b\\}"),
        ("é1", "é1"),
        (("person", "name"), "person.name"),
        (("person", "size"), "${person.size}"),
        (("person", "date"), "person.date"),
    ],
)
def test_quoted_fields_are_read_back(name: str | tuple[str, ...], expected: str) -> None:
    assert quote_field(name) == expected
    (use,) = field_paths(parse(expected))
    assert use.path == ((name,) if isinstance(name, str) else name)


def test_field_paths() -> None:
    text = "a.b[c.d].e + filterArray(z, q -> q.x > w)[0].k + ${x y.z} + upper(s).length()"
    uses = field_paths(parse(text))
    assert [use.path for use in uses] == [("a", "b", "e"), ("c", "d"), ("z",), ("w",), ("x y", "z"), ("s",)]
    assert [text[use.start : use.end] for use in uses] == ["a.b[c.d].e", "c.d", "z", "w", "${x y.z}", "s"]
    (use,) = field_paths(parse("items[0][1]"))
    assert (use.path, use.start, use.end) == (("items",), 0, 5)


def test_paths() -> None:
    assert parse_path(r"a\.b[0].c[*].d") == ("a.b", 0, "c", ..., "d")
    for text, position in [("", 1), ("a.", 3), (".a", 1), ("a..b", 3), ("[0]", 1), ("a[x]", 2), ("a[0]b", 5)]:
        with pytest.raises(ExpressionError) as caught:
            parse_path(text)
        assert caught.value.position == position
    row = {"a": [{"b": 1}, {"b": [2, 3]}, {}]}
    assert read_path(row, ("a", ..., "b")) == [1, [2, 3], None]
    assert read_path(row, ("a", 1, "b", 0)) == 2
    assert read_path(row, ("a", 9)) is None
    assert read_path(row, ("a", "b")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('say "hi"\n', "'say \"hi\"\\u000a'"),
        ("it's", '"it\'s"'),
        ("\\d", '"\\\\d"'),
        (None, "null"),
        (True, "true"),
        (-5, "-5"),
        (1e16, "1.0e16"),
        ([1, {"a": 2}], '[1, {"a": 2}]'),
        ({}, "{:}"),
    ],
)
def test_constants_are_written_and_read_back(value: object, expected: str) -> None:
    assert literal(value) == expected
    assert compile_expression(expected)({}).value == value
