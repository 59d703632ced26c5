"""Functions on text, regular expressions, hashes and URLs."""

import hashlib
from typing import Any

import pytest

from tests.core.expressions.helpers import evaluate, failure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('concat("a", 1, true, null, 2.5)', "a1true2.5"),
        ('concat("d", date("2020-12-31"))', "d2020-12-31T00:00:00Z"),
        ("concat([1, null])", "[1,null]"),
        ('explode("a,b,,c,")', ["a", "b", "", "c", ""]),
        ('explode("a1b22c", "\\d+")', ["a", "b", "c"]),
        ('explode("a||b", "\\\\|\\\\|")', ["a", "b"]),
        ('explode("abc", "")', ["a", "b", "c", ""]),
        ('explode("", ",")', [""]),
        ('explode("a,b", null)', ["a", "b"]),
        ('instr("adobe.com", "com")', 6),
        ('instr("aXbXc", "X", 2)', 3),
        ('instr("aXbXc", "X", 0, 2)', 3),
        ('instr("abc", "X")', -1),
        ('instr("aXb", "X", 0, 5)', -1),
        ('instr("abc", "", 9)', -1),
        ('replacestr("a.b.c", ".", "-")', "a-b-c"),
        ('replacestr("aaa", "aa", "b")', "ba"),
        ('replacestr("abc", "", "x")', "abc"),
        ('replacestr("abc", "B", "x")', "abc"),
        ('substr("abcdef", 2, 3)', "cde"),
        ('substr("abc", 1, 99)', "bc"),
        ('substr("abc", 9, 1)', ""),
        ('substr("abc", 0, 0)', ""),
        ('substr("abc", -2, 3)', "a"),
        ('substr("abc", 1, -1)', ""),
        ("substr(12345, 1, 2)", "23"),
        ('lower("ÀB")', "àb"),
        ('lcase("AB")', "ab"),
        ('upper("straße")', "STRASSE"),
        ('ucase("ab")', "AB"),
        ("upper(1.5)", "1.5"),
        ('split("a, b,,c,", ", ")', ["a", "b", "c"]),
        ('split(",a,,b,", ",")', ["a", "b"]),
        ('split("a\\\\b", "\\\\")', ["a", "b"]),
        ('split("a.b|c", ".|")', ["a", "b", "c"]),
        ('split("abc", "")', ["abc"]),
        ('join("-", ["a", 1, null, true])', "a-1--true"),
        ('join("", ["a", "b"])', "ab"),
        ('lpad("bat", 8, "yz")', "yzyzybat"),
        ('lpad("bat", 2, "x")', "bat"),
        ('lpad("7", 3, null)', "  7"),
        ('lpad("7", 3, "")', "  7"),
        ('lpad(7, "3", "0")', "007"),
        ('rpad("bat", 8, "yz")', "batyzyzy"),
        ('rpad("a", 3, "")', "a  "),
        ('left("abc", 2)', "ab"),
        ('left("abc", 9)', "abc"),
        ('left("abc", -1)', ""),
        ('right("abc", 2)', "bc"),
        ('right("abc", 9)', "abc"),
        ('right("abc", 0)', ""),
        ('ltrim(" \\u0009a ")', "a "),
        ('rtrim(" a ")', " a"),
        ('trim(" a b ")', "a b"),
        ('"a".equals("a")', True),
        ('"a".equals("A")', False),
        ('"5".equals(5)', False),
        ('"a".equals(null)', False),
        ('"aÉ".equalsIgnoreCase("AÉ")', True),
        ('"a".equalsIgnoreCase("b")', False),
        ('"a".equalsIgnoreCase(null)', False),
        ("null.equals(1)", None),
        ('missing.equalsIgnoreCase("a")', None),
        ('matches_regex("abc123", "[a-z]+\\d+")', True),
        ('matches_regex("abc123x", "[a-z]+\\d+")', False),
        ('extract_regex("E259,E259B_009,1_1", "([^,]+),[^,]*,([^,]+)")', ["E259,E259B_009,1_1", "E259", "1_1"]),
        ('extract_regex("case 12 open", "(\\d+)( x)?")', ["12", "12", None]),
        ('extract_regex("abc", "\\d")', []),
    ],
)
def test_text(text: str, expected: Any) -> None:
    value = evaluate(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('md5("my text", "UTF-8")', "d3b96ce8c9fb4e9bd0198d03ba6852c7"),
        ('sha1("my text")', "c3599c11e47719df18a2448690840c5dfcce3c80"),
        ('sha256("")', "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ('left(sha512("abc"), 16)', "ddaf35a193617aba"),
        ('crc32("123456789")', "2639f4cb"),
        ('hash("crc32", "123456789", "UTF-8")', "2639f4cb"),
        ('hash("SHA-256", "")', "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ('md5("é", "ISO-8859-1")', hashlib.md5(b"\xe9").hexdigest()),
        ('md5("é")', hashlib.md5(b"\xc3\xa9").hexdigest()),
        ('md5("é", "us-ascii") == md5("?")', True),
        ('md5("a", "UTF-16")', hashlib.md5(b"\xfe\xff\x00a").hexdigest()),
    ],
)
def test_hashes(text: str, expected: Any) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('get_url_protocol("https://platform.adobe.com/home")', "https"),
        ('get_url_protocol("platform.adobe.com/home")', None),
        ('get_url_protocol("no url")', None),
        ('get_url_protocol("http://")', None),
        ('get_url_host("https://me:pw@example.org:8443/a?b")', "example.org"),
        ('get_url_host("http://[::1]:80/")', "[::1]"),
        ('get_url_host("http://h:x/")', None),
        ('get_url_host("mailto:a@b.c")', None),
        ('get_url_port("https://example.org:8443/a")', 8443),
        ('get_url_port("HTTPS://example.org")', 443),
        ('get_url_port("sftp://example.org")', 22),
        ('get_url_port("ssh://example.org")', 22),
        ('get_url_port("ftp://example.org")', 21),
        ('get_url_port("http://example.org")', 80),
        ('get_url_port("foo://example.org")', None),
        ('get_url_port("x")', None),
        ('get_url_path("sftp://example.com//home/joe/employee.csv")', "//home/joe/employee.csv"),
        ('get_url_path("sftp://example.com//home/joe/employee.csv", true)', "//home/joe/employee.csv"),
        ('get_url_path("sftp://example.com//home/joe/employee.csv", false)', "employee.csv"),
        ('get_url_path("http://example.com/a%20b?x#y")', "/a%20b"),
        ('get_url_path("http://example.com")', ""),
        ('get_url_path("a b")', None),
        ('get_url_query_str("foo://e.com:8042/there?name=ferret#nose", "retain")', {"name": "ferret#nose"}),
        ('get_url_query_str("foo://e.com:8042/there?name=ferret#nose", "remove")', {"name": "ferret"}),
        (
            'get_url_query_str("foo://e.com:8042/there?name=ferret&a=&b#nose", "append")',
            {"name": "ferret", "a": "", "b": "", "_anchor_": "nose"},
        ),
        ('get_url_query_str("http://e.com/?a=1&b=2#c", "retain")', {"a": "1", "b": "2#c"}),
        ('get_url_query_str("http://e.com/", "retain")', {}),
        ('get_url_query_str("x y", "retain")', None),
        (
            'get_url_encoded("a !\\"#$%&\'()*+,/:;<=>?@[]^`~|é-_.")',
            "a%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5D%5E%60%7E%7C%C3%A9-_.",
        ),
        ('get_url_decoded("a%20b%2Bc+d%C3%A9")', "a b+c+dé"),
        ('get_url_decoded("100%")', "100%"),
    ],
)
def test_urls(call: str, expected: Any) -> None:
    assert evaluate(call) == expected


@pytest.mark.parametrize(
    "call",
    [
        "explode(null)",
        'instr(null, "a")',
        'instr("a", null)',
        'replacestr(null, "a", "b")',
        "substr(null, 0, 1)",
        "lower(null)",
        "upper(missing)",
        'split(null, ",")',
        'join(",", null)',
        'lpad(null, 3, "x")',
        'rpad(null, 3, "x")',
        "left(null, 1)",
        "right(null, 1)",
        "ltrim(null)",
        "rtrim(null)",
        "trim(null)",
        'matches_regex(null, "a")',
        'extract_regex(null, "a")',
        "sha1(null)",
        "sha256(null)",
        "sha512(null)",
        "md5(null)",
        "crc32(null)",
        'hash("md5", null)',
        "get_url_protocol(null)",
        "get_url_host(null)",
        "get_url_port(null)",
        "get_url_path(null)",
        'get_url_query_str(null, "retain")',
        "get_url_encoded(null)",
        "get_url_decoded(null)",
    ],
)
def test_null_gives_null(call: str) -> None:
    assert evaluate(call) is None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("upper([1])", "upper: INPUT takes text, not an array"),
        ('left("a", "x")', "left: COUNT takes an integer"),
        ('left("a", 1.5)', "an integer"),
        ('instr("a", "a", 0, 0)', "OCCURRENCE"),
        ('md5("a", "EBCDIC")', "character set"),
        ('hash("md4", "a")', "algorithm"),
        ('get_url_query_str("http://e.com", "drop")', "retain, remove or append"),
        ('matches_regex("a", "(")', "regular expression"),
        ('get_url_path("http://e.com", 5)', "boolean"),
    ],
)
def test_wrong_arguments_fail_with_words(call: str, words: str) -> None:
    assert words in failure(call)


@pytest.mark.parametrize(
    "call",
    [
        'lpad("a", 1000000000000, "b")',
        'rpad("a", 2000000, "b")',
        "join(a, b)",
        'replacestr(a, "x", a)',
        "concat(a, a, a)",
        "a + a + a",
        "get_url_encoded(spaces)",
    ],
)
def test_texts_do_not_grow_without_bounds(call: str) -> None:
    row = {"a": "x" * 400_000, "b": ["y"] * 10, "spaces": " " * 400_000}
    assert "too large" in failure(call, row)
