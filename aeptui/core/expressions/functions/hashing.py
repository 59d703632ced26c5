"""Hash functions of text."""

import hashlib
import zlib
from collections.abc import Callable

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function

_CHARSETS = {
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "UTF-16": "utf-16-be",
    "UTF-16BE": "utf-16-be",
    "UTF-16LE": "utf-16-le",
    "ISO-8859-1": "latin-1",
    "LATIN1": "latin-1",
    "US-ASCII": "ascii",
    "ASCII": "ascii",
}
"""Java's names of character sets, with Python's."""


def encode(text: str, charset: str | None) -> bytes:
    """The bytes of a text in a character set of Java; what the set lacks becomes ``?``.

    ``UTF-16`` writes the high byte first, after a byte order mark. Raises TransformError for an unknown set.
    """
    name = (charset or "UTF-8").strip().upper()
    codec = _CHARSETS.get(name)
    if codec is None:
        raise TransformError(f"there is no character set {charset!r} (known: UTF-8, UTF-16, ISO-8859-1, US-ASCII)")
    encoded = text.encode(codec, "replace")
    return b"\xfe\xff" + encoded if name == "UTF-16" else encoded


def _crc32(data: bytes) -> str:
    return zlib.crc32(data).to_bytes(4, "little").hex()


_ALGORITHMS: dict[str, Callable[[bytes], str]] = {
    "crc32": _crc32,
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).hexdigest(),
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "sha512": lambda data: hashlib.sha512(data).hexdigest(),
}


def _register(name: str) -> None:
    digest = _ALGORITHMS[name]

    @function(name)
    def hashed(text: str, charset: str | None = None) -> str:
        return digest(encode(text, charset))


for _name in _ALGORITHMS:
    _register(_name)


@function("hash")
def hash_text(algorithm: str, text: str, charset: str | None = None) -> str:
    """The hash of a text by an algorithm's name, in which case and hyphens do not count."""
    digest = _ALGORITHMS.get(algorithm.lower().replace("-", ""))
    if digest is None:
        raise TransformError(f"hash: there is no algorithm {algorithm!r} (known: {', '.join(_ALGORITHMS)})")
    return digest(encode(text, charset))
