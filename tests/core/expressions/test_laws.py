"""What holds for every expression, row and text."""

import datetime as dt
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.expressions import (
    ConversionError,
    ExpressionError,
    compile_expression,
    convert,
    field_paths,
    literal,
    parse,
    quote_field,
)
from aeptui.core.expressions.catalog import functions
from aeptui.core.expressions.checker import check
from aeptui.core.expressions.complete import complete, signature_at
from aeptui.core.expressions.conversion import TYPES
from aeptui.core.expressions.dates.formatting import format_moment
from aeptui.core.expressions.dates.parsing import parse_moment
from aeptui.core.expressions.editing import format_expression
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.help import hover
from aeptui.core.expressions.parser import LEVELS
from aeptui.core.expressions.printing import print_expression
from aeptui.core.expressions.protocol import evaluate_line
from aeptui.core.expressions.regex import compile_regex
from tests.core.expressions.helpers import FixedClock

FIELDS = SourceFields.of_paths([("a", "string"), ("b.c", "integer"), ("items[*].sku", "string")])
BINARY = [*LEVELS, "?:", "and", "or", "eq", "div", "mod"]
ATOMS = ["a", "b.c", "items", "items[0].sku", "${First Name}", "missing", "1", "0", "2.5", "1.5b", "7L", "true", "null"]
TEXTS = ['"x"', '"5"', "''", '"2020-12-31"', '"a,b;c"', '"yyyy-MM-dd"', '"[a-z]+"', '"http://e.com/p?q=1#t"', '"day"']


def _call(parts: tuple[str, list[str]]) -> str:
    name, args = parts
    function = functions()[name]
    most = len(args) if function.max_args is None else function.max_args
    count = max(function.min_args, min(len(args), most))
    args = (args * (count + 1))[:count]
    if name in ("filterArray", "transformArray"):
        args[1] = f"x -> {args[1]}"
    return f"{name}({', '.join(args)})"


expressions = st.recursive(
    st.sampled_from(ATOMS + TEXTS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(BINARY), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["-", "!", "~", "not "]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} ? {t[1]} : {t[2]})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda t: f"{{{t[0]}: {t[1]}}}"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, st.sampled_from(["equals", "get", "foo"]), inner).map(lambda t: f"({t[0]}).{t[1]}({t[2]})"),
        st.tuples(st.sampled_from(sorted(functions())), st.lists(inner, min_size=1, max_size=8)).map(_call),
    ),
    max_leaves=12,
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["5", "1.5", "x,y"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["c", "sku", "k"]), inner, max_size=3),
    max_leaves=8,
)
rows = st.dictionaries(st.sampled_from(["a", "b", "items", "First Name"]), json_values)
soup = st.text(alphabet="ab1.5 ()[]{},:?+-*/%=<>!&|^~\"'\\$x→é_\n#", max_size=40) | st.lists(
    st.sampled_from(
        ["upper", "(", ")", ",", "a", ".", "${", "}", '"', "filterArray", "->", "x", "1", "?", ":", "not", "{"]
    )
).map("".join)


@given(expressions)
@settings(max_examples=300, deadline=None)
def test_printed_and_parsed_again_an_expression_is_the_same(text: str) -> None:
    tree = parse(text)
    printed = print_expression(tree)
    assert parse(printed) == tree
    assert print_expression(parse(printed)) == printed
    assert format_expression(text) == printed


@given(expressions, rows)
@settings(max_examples=400, deadline=None)
def test_evaluation_is_deterministic_and_never_raises(text: str, row: dict[str, Any]) -> None:
    clock = FixedClock()
    first, second = (compile_expression(text, clock=clock)(row) for _ in range(2))
    assert repr(first) == repr(second)
    if first.value is None and first.warning is not None:
        assert first.warning.message


@given(expressions, rows)
@settings(max_examples=150, deadline=None)
def test_printing_changes_no_result(text: str, row: dict[str, Any]) -> None:
    clock = FixedClock()
    printed = print_expression(parse(text))
    assert repr(compile_expression(text, clock=clock)(row)) == repr(compile_expression(printed, clock=clock)(row))


@given(expressions, st.sampled_from(["string", "integer", "date", "array", None]))
@settings(max_examples=150, deadline=None)
def test_checks_lie_inside_the_text(text: str, target: str | None) -> None:
    for finding in check(text, FIELDS, target):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message


@given(soup)
@settings(max_examples=600, deadline=None)
def test_any_text_is_parsed_or_rejected_with_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError as error:
        assert 1 <= error.position <= len(text) + 1
        assert error.message
    else:
        assert parse(print_expression(tree)) == tree
        for use in field_paths(tree):
            assert 0 <= use.start < use.end <= len(text)


@given(soup, st.integers(0, 40))
@settings(max_examples=400, deadline=None)
def test_help_never_fails_on_unfinished_text(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for proposal in complete(text, cursor, FIELDS):
        assert 0 <= proposal.replace_start <= cursor <= proposal.replace_end <= len(text)
    signature_at(text, cursor)
    hover(text, cursor, FIELDS)
    check(text, FIELDS)


@given(st.text(max_size=60) | st.builds(lambda expr, row: json.dumps({"expr": expr, "row": row}), expressions, rows))
@settings(max_examples=300, deadline=None)
def test_the_protocol_answers_every_line_with_one(line: str) -> None:
    answer = evaluate_line(line, FixedClock())
    assert "\n" not in answer
    assert set(json.loads(answer)) <= {"value", "warning", "error"}


@given(json_values, st.sampled_from(sorted(TYPES)))
@settings(max_examples=300, deadline=None)
def test_conversion_converts_or_says_why_not(value: Any, kind: str) -> None:
    try:
        convert(value, kind)
    except ConversionError as error:
        assert error.message


@given(st.text(min_size=1))
def test_every_name_can_be_quoted(name: str) -> None:
    (use,) = field_paths(parse(quote_field(name)))
    assert use.path == (name,)


@given(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**30), 10**30))
def test_constants_are_read_back(text: str, real: float, integer: int) -> None:
    for value in (text, real, integer):
        found = compile_expression(literal(value))({}).value
        assert found == value
        assert type(found) is type(value)


@given(st.text(alphabet="ab.*+?()[]|^$\\d{}1,-&", max_size=15), st.text(alphabet="ab1.,\n", max_size=12))
@settings(max_examples=500, deadline=None)
def test_any_pattern_is_answered_or_refused(pattern: str, text: str) -> None:
    try:
        regex = compile_regex(pattern)
        regex.fullmatch(text)
        assert "".join(regex.split(text)) in text or regex.search(text) is not None
    except TransformError as error:
        assert error.message


@given(st.datetimes(min_value=dt.datetime(1, 1, 1), max_value=dt.datetime(9999, 12, 31)), st.integers(-18, 18))
def test_dates_are_read_back(moment: dt.datetime, hours: int) -> None:
    aware = moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    for pattern in (
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
        "EEEE d MMMM yyyy hh:mm:ss.SSSSSS a Z",
        "yyyyDDDHHmmssSSSSSSxx",
    ):
        try:
            found = parse_moment(format_moment(aware, pattern), pattern)
        except TransformError:
            assert moment.year in (1, 9999)
        else:
            assert found == aware
