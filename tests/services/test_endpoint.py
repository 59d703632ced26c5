"""Addresses that may carry secrets."""

import pytest

from aeptui.core.facts.hosts import IMS_URL, PLATFORM_URL
from aeptui.services.endpoint import Endpoint, header_value, is_loopback


def test_production_is_the_default() -> None:
    assert (Endpoint().platform_url, Endpoint().ims_url) == (PLATFORM_URL, IMS_URL)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://platform-stage.adobe.io", "https://platform-stage.adobe.io"),
        ("https://platform.adobe.io:443/", "https://platform.adobe.io:443"),
        (" http://127.0.0.1:8123 ", "http://127.0.0.1:8123"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:9", "http://[::1]:9"),
    ],
)
def test_good_addresses(given: str, kept: str) -> None:
    assert Endpoint(given).platform_url == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("http://platform.adobe.io", "in the clear"),
        ("http://127.0.0.1.evil.test", "in the clear"),
        ("ftp://platform.adobe.io", "not the address"),
        ("platform.adobe.io", "not the address"),
        ("", "not the address"),
        ("https://", "not the address"),
        ("https://host:port", "not the address"),
        ("https://host/path", "not the address"),
        ("https://host?x=1", "not the address"),
        ("https://user:secret@host", "not the address"),
        ("http://[::1", "not the address"),
    ],
)
def test_bad_addresses(given: str, words: str) -> None:
    for name in ("platform_url", "ims_url"):
        with pytest.raises(ValueError, match=words) as caught:
            Endpoint(**{name: given})
        assert "secret@" not in str(caught.value)


def test_loopback() -> None:
    assert is_loopback("localhost") and is_loopback("127.9.9.9") and is_loopback("::1")
    assert not is_loopback("10.0.0.1") and not is_loopback("example.test") and not is_loopback("")


@pytest.mark.parametrize("bad", ["", "  ", "a\r\nX-Evil: 1", "größe", "a\x00"])
def test_header_values_cannot_smuggle(bad: str) -> None:
    with pytest.raises(ValueError, match="the sandbox name"):
        header_value("sandbox name", bad)
