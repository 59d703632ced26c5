"""Functions on URLs."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.values import limit_text

DEFAULT_PORTS = {"sftp": 22, "ssh": 22, "ftp": 21, "http": 80, "https": 443}
"""The ports that get_url_port knows without one in the URL, from the function reference."""

ANCHOR_KEY = "_anchor_"

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):"
    r"(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:#(?P<anchor>.*))?",
    re.DOTALL,
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class _Url:
    scheme: str
    host: str | None
    port: int | None
    path: str
    query: str | None
    anchor: str | None


def _parse(text: str) -> _Url | None:
    """The parts of a URL; None where the text is none."""
    match = _URL.fullmatch(text)
    if match is None or _FORBIDDEN.search(text) or not (match["authority"] or match["path"]):
        return None
    authority = match["authority"]
    host, port = None, None
    if authority:
        host_and_port = authority.rpartition("@")[2]
        found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([0-9]*))?", host_and_port)
        if found is None or not found[1]:
            return None
        host = found[1]
        port = int(found[2][:9]) if found[2] else None
    return _Url(match["scheme"], host, port, match["path"], match["query"], match["anchor"])


@function("get_url_protocol")
def get_url_protocol(text: str) -> str | None:
    """The scheme of a URL."""
    url = _parse(text)
    return None if url is None else url.scheme


@function("get_url_host")
def get_url_host(text: str) -> str | None:
    """The host of a URL."""
    url = _parse(text)
    return None if url is None else url.host


@function("get_url_port")
def get_url_port(text: str) -> int | None:
    """The port of a URL, else that of its scheme."""
    url = _parse(text)
    if url is None:
        return None
    return url.port if url.port is not None else DEFAULT_PORTS.get(url.scheme.lower())


@function("get_url_path")
def get_url_path(text: str, full_path: bool | None = None) -> str | None:
    """The path of a URL, or only what follows its last slash."""
    url = _parse(text)
    if url is None:
        return None
    return url.path.rpartition("/")[2] if full_path is False else url.path


@function("get_url_query_str")
def get_url_query_str(text: str, anchor: str) -> dict[str, str] | None:
    """The query of a URL as a map; ``retain``, ``remove`` or ``append`` says what becomes of the anchor."""
    if anchor not in ("retain", "remove", "append"):
        raise TransformError(f"get_url_query_str: ANCHOR is retain, remove or append, not {anchor!r}")
    url = _parse(text)
    if url is None:
        return None
    result = {}
    name = None
    for item in (url.query or "").split("&"):
        if item:
            name, _, value = item.partition("=")
            result[name] = value
    if url.anchor is not None and anchor == "append":
        result[ANCHOR_KEY] = url.anchor
    elif url.anchor is not None and anchor == "retain" and name is not None:
        result[name] += "#" + url.anchor
    return result


@function("get_url_encoded")
def get_url_encoded(text: str) -> str:
    """The text with %XX codes for everything but letters, digits, ``-``, ``_`` and ``.``."""
    return limit_text(quote(text, safe="", errors="replace").replace("~", "%7E"))


@function("get_url_decoded")
def get_url_decoded(text: str) -> str:
    """The text with its %XX codes as characters; what is no such code stays."""
    return unquote(text, errors="replace")
