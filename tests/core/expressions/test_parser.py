"""The grammar: what is accepted and how it is taken apart."""

import pytest

from aeptui.core.expressions import ExpressionError, parse
from aeptui.core.expressions.nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Field,
    Index,
    Lambda,
    Literal,
    MapLiteral,
    Member,
    MethodCall,
    Unary,
)
from aeptui.core.expressions.printing import print_expression


def grouped(text: str) -> str:
    """The text with every operator in parentheses."""

    def show(node: object) -> str:
        match node:
            case Binary(op=op, left=left, right=right):
                return f"({show(left)} {op} {show(right)})"
            case Unary(op=op, operand=operand):
                return f"({op}{show(operand)})"
            case Conditional(test=test, then=then, other=other):
                return f"({show(test)} ? {show(then)} : {show(other)})"
        return print_expression(node)  # type: ignore[arg-type]

    return show(parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a * b + c", "((a * b) + c)"),
        ("a - b - c", "((a - b) - c)"),
        ("a || b && c", "(a || (b && c))"),
        ("a or b and not c", "(a || (b && (!c)))"),
        ("a | b ^ c & d", "(a | (b ^ (c & d)))"),
        ("a == b < c", "(a == (b < c))"),
        ("a & b == c", "(a & (b == c))"),
        ("-a.b", "(-a.b)"),
        ("!a == b", "((!a) == b)"),
        ("- - a", "(-(-a))"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a ? b ? c : d : e", "(a ? (b ? c : d) : e)"),
        ("a ?: b ?: c", "(a ?: (b ?: c))"),
        ("a || b ? c : d", "((a || b) ? c : d)"),
        ("a div 2 mod 3", "((a / 2) % 3)"),
        ("a eq 1 and b ge 2", "((a == 1) && (b >= 2))"),
        ("(a < b) == (c < d)", "((a < b) == (c < d))"),
        ("a =~ 'x' || b !^ 'y'", '((a =~ "x") || (b !^ "y"))'),
    ],
)
def test_operators_bind_in_the_order_of_the_language(text: str, expected: str) -> None:
    assert grouped(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("0x1F", 31),
        ("0x1FL", 31),
        ("010", 8),
        ("0", 0),
        ("5L", 5),
        ("5h", 5),
        ("1.5", 1.5),
        ("1.5e3", 1500.0),
        ("1.5e-3f", 0.0015),
        ("08.5", 8.5),
        ("true", True),
        ("null", None),
        ('"a\\"b"', 'a"b'),
        ("'a\\'b'", "a'b"),
        ('"a\\\'b"', "a\\'b"),
        ("'\\d'", "\\d"),
        ("'\\\\d'", "\\d"),
        ('"\\u00e9"', "é"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\u00g1"', "\\u00g1"),
    ],
)
def test_literals(text: str, value: object) -> None:
    node = parse(text)
    assert isinstance(node, Literal)
    assert node.value == value
    assert type(node.value) is type(value)


def test_a_tree_knows_its_places() -> None:
    tree = parse(' upper( a.b[0] ) + "x"')
    assert isinstance(tree, Binary)
    assert (tree.start, tree.end) == (1, 22)
    call = tree.left
    assert isinstance(call, Call)
    assert (call.name, call.start, call.end) == ("upper", 1, 16)
    index = call.args[0]
    assert isinstance(index, Index)
    assert (index.start, index.end) == (8, 14)
    assert isinstance(index.target, Member)
    assert (index.target.start, index.target.end) == (8, 11)


def test_fields_arrays_maps_and_methods() -> None:
    assert parse(r"${First\.Name}") == Field(("First.Name",), True, 0, 0)
    assert parse("${a b.c}") == Field(("a b", "c"), True, 0, 0)
    assert parse(r"address.street\.name") == Member(Field(("address",), False, 0, 0), "street.name", 0, 0)
    assert parse("_é$1") == Field(("_é$1",), False, 0, 0)
    assert parse("{:}") == MapLiteral((), 0, 0)
    assert isinstance(parse('{"a": 1, b ? c : d: 2}'), MapLiteral)
    assert parse("[]") == ArrayLiteral((), 0, 0)
    method = parse('"a" . equals ( b )')
    assert isinstance(method, MethodCall)
    assert (method.name, method.name_start) == ("equals", 6)


def test_lambdas_stand_where_functions_take_them() -> None:
    tree = parse("filterArray(a, (x, y) -> x ? y : 1)")
    assert isinstance(tree, Call)
    assert isinstance(tree.args[1], Lambda)
    assert tree.args[1].params == ("x", "y")
    assert isinstance(parse("transformArray(a, x -> [x])"), Call)
    assert isinstance(parse("transformArray(a, (x))"), Call)


def test_a_negated_field_is_no_operator() -> None:
    assert parse("!$id") == Unary("!", Field(("$id",), False, 0, 0), 0, 0)
    assert parse("!${First Name}") == Unary("!", Field(("First Name",), True, 0, 0), 0, 0)


def test_comments_and_blanks_are_skipped() -> None:
    assert parse("a // b\n + /* c */ d ## e") == parse("a+d")


@pytest.mark.parametrize(
    "nested", ["(" * 2000 + "a" + ")" * 2000, "[" * 2000 + "]" * 2000, "!" * 4000 + "a", "a" + "+a" * 2000]
)
def test_any_nesting_that_fits_the_length_is_parsed(nested: str) -> None:
    parse(nested)


def test_ten_thousand_parentheses_are_too_long() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("(" * 10_000)
    assert caught.value.position == 4097
