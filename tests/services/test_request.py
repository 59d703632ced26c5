"""Requests as data."""

import pytest

from aeptui.services.errors import Invalid
from aeptui.services.flow_service import entities
from aeptui.services.request import BASE_PATHS, Form, Request, if_match, pairs, segment


def test_full_path_is_base_path_and_path() -> None:
    assert (
        Request("list the dataflows", "GET", "flow-service", "/flows").url_path == "/data/foundation/flowservice/flows"
    )


def test_every_platform_service_lives_below_data() -> None:
    assert {key for key, path in BASE_PATHS.items() if not path.startswith("/data/")} == {"ims"}


def test_segment_encodes_slash_and_colon() -> None:
    assert segment("https://ns.adobe.com/x") == "https%3A%2F%2Fns.adobe.com%2Fx"


@pytest.mark.parametrize("bad", ["", ".", "..", "\ud800"])
def test_an_identifier_that_would_name_something_else_is_refused(bad: str) -> None:
    with pytest.raises(Invalid, match="identifier"):
        segment(bad)


def test_deleting_without_an_id_never_becomes_a_request_to_the_collection() -> None:
    with pytest.raises(Invalid):
        entities.delete_request("flows", "")


def test_if_match_keeps_embedded_quotes_and_adds_missing_ones() -> None:
    assert if_match('"v1"') == if_match("v1") == (("If-Match", '"v1"'),)


def test_pairs_leave_out_what_is_not_set_and_write_booleans_small() -> None:
    assert pairs(a=None, b=True, c=0) == (("b", "true"), ("c", "0"))


@pytest.mark.parametrize(
    ("method", "headers", "reads", "writes", "repeatable"),
    [
        ("GET", (), False, False, True),
        ("HEAD", (), False, False, True),
        ("PUT", (), False, True, True),
        ("DELETE", (), False, True, True),
        ("POST", (), False, True, False),
        ("POST", (), True, False, True),
        ("PATCH", (), False, True, False),
        ("PATCH", if_match("v"), False, True, True),
    ],
)
def test_what_writes_and_what_may_be_repeated(
    method: str, headers: tuple[tuple[str, str], ...], reads: bool, writes: bool, repeatable: bool
) -> None:
    request = Request("do it", method, "catalog", "/x", headers=headers, reads=reads)
    assert (request.writes, request.repeatable) == (writes, repeatable)


def test_bodies_stay_out_of_repr() -> None:
    secret = Request("sign in", "POST", "ims", body=Form((("client_secret", "hush"),)))
    assert "hush" not in repr(secret) + repr(secret.body)
    assert "hush" not in repr(
        Request("create", "POST", "flow-service", body={"auth": {"params": {"password": "hush"}}})
    )
