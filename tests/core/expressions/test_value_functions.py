"""Functions on objects, arrays, maps, conditions, numbers, and those of user agents and Analytics."""

from typing import Any

import pytest

from aeptui.core.expressions import compile_expression
from tests.core.expressions.helpers import evaluate, failure

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 5_1_1 like Mac OS X) AppleWebKit/534.46 (KHTML, like Gecko) "
    "Version/5.1 Mobile/9B206 Safari/7534.48.3"
)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
ROW: dict[str, Any] = {
    "o": {"a": 1, "b": {"c": None}},
    "people": [{"id": "x", "n": 1}, {"id": "y", "n": 2}],
    "m": {"a": "1", "b": "2", "c": "1"},
    "products": "Shoes;Runner;2;99.00;event1=2.3|event2=5:1|event3;eVar1=red,;Cap;;5;event1=3;eVar1=blue|eVar2=x:y",
    "iphone": IPHONE,
    "chrome": CHROME,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # objects and maps
        ("is_empty(null)", True),
        ('is_empty("")', True),
        ('is_empty(" ")', False),
        ("is_empty([])", True),
        ("is_empty([null])", False),
        ("is_empty({:})", True),
        ("is_empty(0)", False),
        (
            'arrays_to_objects("sku", explode("a|b", "\\\\|"), "n", [1, 2])',
            [{"sku": "a", "n": 1}, {"sku": "b", "n": 2}],
        ),
        ('arrays_to_object("a", [])', []),
        ("arrays_to_object(null)", None),
        ('to_object("a", 1, "b", null)', {"a": 1, "b": None}),
        ('to_object(1, 2, "1", 3)', {"1": 3}),
        ('str_to_object("a:1, b : 2 ,c")', {"a": "1", "b": "2", "c": ""}),
        ('str_to_object("u=http://x;v=", "=", ";")', {"u": "http://x", "v": ""}),
        ('str_to_object("a:1,b:2", null, "")', {"a": "1", "b": "2"}),
        ('str_to_object("firstName - John ; lastName - ; x", "-", ";").get("firstName")', "John"),
        ('contains_key("o.b.c")', True),
        ('contains_key("o.x")', False),
        ('contains_key("people[1].id")', True),
        ('contains_key("people[2]")', False),
        ('contains_key("people[*].n")', True),
        ("contains_key(null)", False),
        ('is_set("o.a")', True),
        ("nullify()", None),
        ("get_keys(o)", ["a", "b"]),
        ('get_values("a=1;b = 2 ", "b", "=", ";")', "2"),
        ('get_values("a:1,b:2", "a", null)', "1"),
        ('get_values("a:1", "z", ":")', None),
        ('map_get_values(m, "a")', "1"),
        ('map_get_values(m, "z")', None),
        ('map_get_values(m, ["a", "b", "c", "z"])', ["1", "2"]),
        ("map_get_values({1: 2}, 1)", 2),
        ('map_has_keys(m, ["z", "a"])', True),
        ('map_has_keys(m, "z")', False),
        ('add_to_map({"a": 1}, null, {"a": 2, "b": 3})', {"a": 1, "b": 3}),
        ('object_to_map("a", 1, "b", 2)', {"a": 1, "b": 2}),
        ("object_to_map(o)", {"a": 1, "b": {"c": None}}),
        ('object_to_map(people, "id")', {"x": {"id": "x", "n": 1}, "y": {"id": "y", "n": 2}}),
        ('array_to_map(people, "n")', {"1": {"id": "x", "n": 1}, "2": {"id": "y", "n": 2}}),
        ('to_map("a", 1)', {"a": 1}),
        ("to_map(null)", None),
        # arrays
        ("coalesce(null, 2, 3)", 2),
        ("coalesce([null, 2])", 2),
        ("coalesce(null)", None),
        ("first([1, 2])", 1),
        ('first("1", "2")', "1"),
        ("first([])", None),
        ("first(null)", None),
        ("last([1, 2])", 2),
        ('last("1", "2")', "2"),
        ("last([])", None),
        ("add_to_array([1], 2, null, [3])", [1, 2, [3]]),
        ("join_arrays([1], [2, [3]], null)", [1, 2, [3]]),
        ("to_array(true, 1, null)", [1, None]),
        ("to_array(false, 1, null)", [1]),
        ("size_of([1, null])", 2),
        ("size_of(o)", 2),
        ('size_of("abc")', 3),
        ("size_of(null)", 0),
        ("upsert_array_append([1])", [1]),
        ("upsert_array_replace([1], 0)", [1]),
        ('array_to_string("-", [1, [2, [null, 3]]])', "1-2--3"),
        ("flattenArray([1, [2, [], [3, [4]]]])", [1, 2, 3, 4]),
        ("filterArray([5, -6, 0, 7], x -> x > 0)", [5, 7]),
        ("filterArray(people, p -> p.n > 1)", [{"id": "y", "n": 2}]),
        ("transformArray([1, 2], (x) -> x * 2)", [2, 4]),
        ("transformArray([1, 2], x -> transformArray([10], y -> x + y + o.a))", [[12], [13]]),
        ("transformArray([1], o -> o)", [1]),
        ('transformArray(["a"], x -> contains_key("o.a"))', [True]),
        # conditions
        ('decode("b", "a", 1, "b", 2, 0)', 2),
        ('decode("z", "a", 1, "b", 2, 0)', 0),
        ('decode("z", "a", 1)', None),
        ('decode(null, "a", 1, "none")', "none"),
        ('decode(null, null, 1, "none")', 1),
        ('decode("1", 1, "one")', "one"),
        ('iif(null, "a", "b")', "b"),
        ('iif(1 < 2, "a", "b")', "a"),
        ("min(3, 1, 4)", 1),
        ("max(3, 10.5, null)", 10.5),
        ('min("b", "a")', "a"),
        ('max("9", "10")', "9"),
        ('max("9", 10)', 10),
        ("min([3, 2])", 2),
        ("min(null)", None),
        # numbers and JSON
        ('to_integer("42")', 42),
        ('to_integer("-7")', -7),
        ("to_integer(5.0)", 5),
        ('to_bigint("12345678901234567890")', 12345678901234567890),
        ('to_decimal("41")', 41.0),
        ('to_decimal(" 1.5e3 ")', 1500.0),
        ('to_float("12.3456")', 12.3456),
        ('to_float("0.1") + 0', 0.1),
        ('json_to_object("{\\"a\\": [1, 2.5, null]}").a[1]', 2.5),
        ('json_to_object("[1]")', [1]),
        ("uuid()", "00000000-0000-4000-8000-000000000001"),
        ("guid()", "00000000-0000-4000-8000-000000000001"),
        # user agents
        ("ua_os_name(iphone)", "iOS"),
        ("ua_os_version_major(iphone)", "iOS 5"),
        ("ua_os_version(iphone)", "5.1.1"),
        ("ua_os_name_version(iphone)", "iOS 5.1.1"),
        ("ua_agent_version(iphone)", "5.1"),
        ("ua_agent_version_major(iphone)", "Safari 5"),
        ("ua_agent_name(iphone)", "Safari"),
        ("ua_device_class(iphone)", "Phone"),
        ("ua_os_name_version(chrome)", "Windows 10.0"),
        ("ua_agent_version_major(chrome)", "Chrome 126"),
        ("ua_device_class(chrome)", "Desktop"),
        ('ua_agent_name("?")', "Unknown"),
        ('ua_device_class("Googlebot/2.1")', "Robot"),
        # Analytics
        ('aa_get_event_id("event101=5:123456,scOpen", "event101")', "123456"),
        ('aa_get_event_id("event101=5:123456,scOpen", "scOpen")', None),
        ('aa_get_event_id("event101=5:123456,scOpen", "event1")', None),
        ('aa_get_event_value("event101=5:123456,scOpen", "event101")', "5"),
        ('aa_get_event_value("event101=5:123456,scOpen", "scOpen")', "1"),
        ('aa_get_event_value("event1", "x")', None),
        ("aa_get_product_categories(products)", ["Shoes", None]),
        ("aa_get_product_names(products)", ["Runner", "Cap"]),
        ("aa_get_product_quantities(products)", ["2", None]),
        ("aa_get_product_prices(products)", ["99.00", "5"]),
        ('aa_get_product_event_values(products, "event1")', ["2.3", "3"]),
        ('aa_get_product_event_values(products, "event2")', ["5"]),
        ('aa_get_product_event_values(products, "event3")', ["1"]),
        ('aa_get_product_event_values(products, "event9")', []),
        ('aa_get_product_evars(products, "eVar1")', ["red", "blue"]),
        ('aa_get_product_evars(products, "eVar2")', ["x:y"]),
        ('aa_get_product_names("")', []),
        # methods
        ('o.get("a")', 1),
        ('o.get("z")', None),
        ('missing.get("a")', None),
        ("people.get(1).id", "y"),
        ('"abc".length()', 3),
        ('"abc".contains("b")', True),
        ('"abc".substring(1)', "bc"),
        ('"abc".substring(1, 2)', "b"),
        ('" a ".trim().isEmpty()', False),
        ("[1].contains(1)", True),
        ('o.containsKey("a")', True),
        ("1.equals(1)", True),
        ('1.equals("1")', False),
    ],
)
def test_functions(text: str, expected: Any) -> None:
    value = evaluate(text, ROW)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    "call",
    [
        "str_to_object(null)",
        "get_keys(null)",
        'get_values(null, "a", ":")',
        'get_values("a:1", null, ":")',
        'map_get_values(null, "a")',
        "map_get_values(m, null)",
        "add_to_map(null, m)",
        "object_to_map(null)",
        'array_to_map(null, "a")',
        "add_to_array(null, 1)",
        "join_arrays(null, [1])",
        "upsert_array_append(null)",
        "upsert_array_replace(null)",
        'array_to_string(",", null)',
        "flattenArray(null)",
        "filterArray(null, x -> true)",
        "transformArray(null, x -> x)",
        "to_integer(null)",
        "to_bigint(null)",
        "to_decimal(null)",
        "to_float(null)",
        "json_to_object(null)",
        "ua_os_name(null)",
        "ua_os_version_major(null)",
        "ua_os_version(null)",
        "ua_os_name_version(null)",
        "ua_agent_version(null)",
        "ua_agent_version_major(null)",
        "ua_agent_name(null)",
        "ua_device_class(null)",
        'aa_get_event_id(null, "a")',
        'aa_get_event_value(null, "a")',
        "aa_get_product_categories(null)",
        "aa_get_product_names(null)",
        "aa_get_product_quantities(null)",
        "aa_get_product_prices(null)",
        'aa_get_product_event_values(null, "a")',
        'aa_get_product_evars(null, "a")',
    ],
)
def test_null_gives_null(call: str) -> None:
    assert evaluate(call, ROW) is None


def test_a_null_map_has_no_keys() -> None:
    assert evaluate('map_has_keys(null, "a")') is False


@pytest.mark.parametrize(
    "call",
    [
        'arrays_to_object("a")',
        'arrays_to_object("a", [1], "b", [1, 2])',
        'arrays_to_object("a", 1)',
        'to_object("a")',
        "to_object(null, 1)",
        'to_map("a")',
        "to_map([1], 1)",
        'object_to_map("a", 1, "b")',
        "object_to_map(5)",
        'array_to_map(people, "zip")',
        'array_to_map([1], "a")',
        "get_keys([1])",
        'map_get_values([1], "a")',
        "add_to_map(m, 5)",
        "contains_key(5)",
        'contains_key("a..b")',
        "size_of(5)",
        "filterArray([1], true)",
        "filterArray([1], (x, y) -> true)",
        "filterArray(5, x -> x)",
        'min(1, "x")',
        "max(1, [2])",
        'to_integer("12.5")',
        'to_integer("")',
        'to_integer(" 1")',
        'to_integer("2147483648")',
        "to_integer(true)",
        'to_bigint("1000000.34")',
        'to_decimal("1,5")',
        'to_decimal("NaN")',
        'to_float("1e99")',
        'json_to_object("{a: 1}")',
        'json_to_object("[NaN]")',
        'iif(true, 1, to_integer("x"))',
        '"abc".substring(5)',
    ],
)
def test_failures(call: str) -> None:
    assert failure(call, ROW)


@pytest.mark.parametrize(
    "call", ['fpid_to_ecid("x")', "fpid_to_ecid(null)", '"abc".foo()', '"abc".length(1)', "5.length()", "o.foo(1)"]
)
def test_what_only_the_platform_knows(call: str) -> None:
    outcome = compile_expression(call)(ROW)
    assert outcome.value is None
    assert outcome.warning is not None
    assert outcome.warning.unknown
