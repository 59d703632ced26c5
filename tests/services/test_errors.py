"""From what the platform says to typed errors."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.services import errors
from aeptui.services.errors import (
    BadAnswer,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PlatformError,
    ServerFault,
    Throttled,
    normalise,
    parse_error,
    plain,
)

JSON = {"content-type": "application/json"}


def parsed(status: int, body: Any, headers: dict[str, str] | None = None, *, sign_in: bool = False) -> PlatformError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parse_error(status, JSON if headers is None else headers, content, "list the dataflows", sign_in=sign_in)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "403010", NotSignedIn),
        (401, "401013", NotSignedIn),
        (403, "403000", NotSignedIn),
        (403, "403003", NotSignedIn),
        (400, "400003", NotSignedIn),
        (403, "403025", NotSignedIn),
        (429, "429050", Throttled),
    ],
)
def test_gateway(status: int, code: str, kind: type[PlatformError]) -> None:
    error = parsed(status, {"error_code": code, "message": "Some words"})
    assert type(error) is kind
    assert (error.code, error.title, error.status) == (code, "Some words", status)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (412, "1404-412", Conflict),
        (400, "1425-400", Invalid),
        (403, "2118-403", NotAllowed),
        (404, "1101-404", NotFound),
        (404, "2100-404", NotAllowed),
        (401, "2000-401", NotSignedIn),
        (401, "1105-401", Invalid),
        (400, "2115-400", NotSignedIn),
        (503, "1103-503", ServerFault),
    ],
)
def test_flow_service_types(status: int, code: str, kind: type[PlatformError]) -> None:
    body = {
        "type": f"https://ns.adobe.com/aep/errors/FLOW-{code}",
        "title": "A title",
        "status": status,
        "detail": "The details",
    }
    error = parsed(status, body)
    assert type(error) is kind
    assert (error.code, error.title, error.detail) == (code, "A title", "The details")
    assert type(parsed(status, {"errorCode": code, "errorMessage": "Older words"})) is kind
    assert parsed(status, {"errorCode": code, "errorMessage": "Older words"}).title == "Older words"


def test_schema_registry_problem_with_report() -> None:
    body = {
        "type": "http://ns.adobe.com/aep/errors/XDM-1012-404",
        "title": "Resource Not Found",
        "status": 404,
        "report": {
            "registryRequestId": "a6773f98",
            "detailed-message": "Requested resource is not found",
            "sub-errors": [{"title": "one"}, {"detail": "two"}],
        },
        "detail": "Requested resource x",
    }
    error = parsed(404, body, {"content-type": "application/problem+json", "x-request-id": "other"})
    assert isinstance(error, NotFound)
    assert (error.code, error.request_id) == ("XDM-1012-404", "a6773f98")
    assert error.detail == "Requested resource x one; two"


def test_placeholder_type_has_no_code_and_gets_the_advice_of_its_status() -> None:
    error = parsed(400, {"type": "/placeholder/type/uri", "status": 400, "title": "BadRequestError", "detail": "x"})
    assert error.code == ""
    assert error.guidance.code == "http-400"


@pytest.mark.parametrize("name", ["invalid_client", "invalid_scope", "unsupported_grant_type", "invalid_request"])
@pytest.mark.parametrize("status", [400, 401])
def test_sign_in(name: str, status: int) -> None:
    error = parsed(status, {"error": name, "error_description": "words"}, sign_in=True)
    assert isinstance(error, NotSignedIn)
    assert (error.code, error.title) == (name, "words")
    assert error.guidance.code == name


@pytest.mark.parametrize(
    "body",
    [
        {"errors": [{"code": "106", "description": "The file is empty", "rows": []}]},
        {"error": {"code": "106", "message": "The file is empty"}},
        [{"code": 106, "description": "The file is empty"}],
    ],
)
def test_lists_of_errors(body: Any) -> None:
    error = parsed(400, body)
    assert (error.code, error.title) == ("106", "The file is empty")


def test_unknown_shapes_survive_as_text() -> None:
    assert parsed(500, b"boom \xff\x00\x1b[31mred").title.startswith("boom")
    assert "\x1b" not in parsed(500, b"boom \x1b[31mred\x1b]0;title\x07").title
    assert parsed(500, b"").title == "HTTP 500"
    assert parsed(400, {"weird": 1}).title == "HTTP 400"


def test_a_web_page_is_never_taken_for_a_missing_object() -> None:
    error = parsed(404, b"<!DOCTYPE html><h1>Not Found</h1>", {"content-type": "text/html"})
    assert isinstance(error, BadAnswer)
    assert error.guidance.code == "bad-answer"


def test_an_empty_404_is_a_missing_object() -> None:
    assert isinstance(parsed(404, b"", {}), NotFound)


def test_texts_are_cleaned_of_escape_sequences_in_every_envelope() -> None:
    error = parsed(400, {"title": "\x1b[2Jbad\x07", "detail": "line\nbreak\u202e\x9b31m"})
    assert error.title == "bad"
    assert error.detail.isprintable() and error.detail.startswith("line break")


def test_words_of_an_error() -> None:
    error = parsed(412, {"type": "x/FLOW-1404-412", "title": "T", "detail": "D"}, JSON | {"x-request-id": "r1"})
    assert str(error) == "could not list the dataflows: T: D [1404-412, request r1]"


def test_unknown_code_without_status_falls_back_to_the_kind() -> None:
    error = NotSignedIn("no", code="strange_thing", status=400)
    assert error.guidance.title == "Not signed in"


def test_hiding_covers_title_detail_and_text() -> None:
    error = PlatformError("it was hush", detail="hush again").hide(lambda text: text.replace("hush", "***"))
    assert "hush" not in str(error) + repr(error) + error.title + error.detail


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("https://ns.adobe.com/aep/errors/FLOW-1404-412", "1404-412"),
        ("http://ns.adobe.com/aep/errors/XDM-1006-400", "XDM-1006-400"),
        ("about:blank", ""),
        ("/placeholder/type/uri", ""),
        ("403010", "403010"),
        ("invalid_client", "invalid_client"),
    ],
)
def test_normalise(raw: str, code: str) -> None:
    assert normalise(raw) == code


@given(
    st.integers(300, 599),
    st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=3),
    st.one_of(
        st.binary(max_size=80),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(
                    st.sampled_from(["type", "title", "detail", "report", "error", "errors", "code", "error_code"]),
                    inner,
                ),
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_any_answer_becomes_some_error_with_printable_text(
    status: int, headers: dict[str, str], content: bytes
) -> None:
    error = parse_error(status, headers, content, "do it")
    assert isinstance(error, PlatformError)
    assert str(error).isprintable()
    assert error.guidance.next_step


def test_deeply_nested_answers_do_no_harm() -> None:
    assert parsed(400, b"[" * 100_000).status == 400


def test_plain_shortens() -> None:
    assert len(plain("x" * 5000)) == 2000


def test_every_kind_has_advice() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PlatformError)]
    assert len(kinds) > 14
    for kind in kinds:
        if kind.fallback:
            assert kind("x").guidance.title != "Unknown code", kind
