"""Writes what was sent and answered to a file, one JSON object a line, with every secret replaced by ``***``."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from aeptui.services.masking import MASK, conceal, is_secret, mask_headers, mask_json


class Recorder:
    """Appends exchanges to ``path``, which only its owner can read (mode 0600).

    A line has ``method``, ``url``, ``request_headers``, ``request_body``, ``status``, ``response_headers``,
    ``response_body`` and, while ``note`` is set, ``note``. A call without an answer has status None. Raises OSError
    where the file cannot be written.
    """

    def __init__(self, path: Path, note: str | None = None) -> None:
        self.path = path
        self.note = note
        self._open().close()
        os.chmod(path, 0o600)

    def add(
        self,
        *,
        method: str,
        url: str,
        request_headers: Mapping[str, str],
        request_content: bytes,
        status: int | None,
        response_headers: Mapping[str, str],
        response_content: bytes,
        secrets: Iterable[str] = (),
    ) -> None:
        """Appends one exchange; ``secrets`` are values that may not appear anywhere in its line."""
        line: dict[str, Any] = {
            "method": method,
            "url": _url(url),
            "request_headers": mask_headers(request_headers),
            "request_body": _body(request_headers, request_content),
            "status": status,
            "response_headers": mask_headers(response_headers),
            "response_body": _body(response_headers, response_content),
        }
        if self.note is not None:
            line["note"] = self.note
        text = json.dumps(_concealed(line, tuple(secrets)), ensure_ascii=False) + "\n"
        with self._open() as file:
            file.write(text.encode())

    def _open(self) -> BinaryIO:
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _url(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(
        f"{quote_plus(name)}={MASK if is_secret(name) else quote_plus(value)}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return parts._replace(query=query).geturl()


def _body(headers: Mapping[str, str], content: bytes) -> Any:
    if not content:
        return None
    media = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if "x-www-form-urlencoded" in media:
        fields = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        return urlencode([(name, MASK if is_secret(name) else value) for name, value in fields], safe="*")
    try:
        return mask_json(json.loads(content))
    except (ValueError, RecursionError):
        pass
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return f"({len(content)} bytes)"


def _concealed(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return conceal(value, secrets)
    if isinstance(value, list):
        return [_concealed(item, secrets) for item in value]
    if isinstance(value, dict):
        return {conceal(key, secrets): _concealed(item, secrets) for key, item in value.items()}
    return value
