"""What is secret, and how it is blanked: by the name of a field and by known values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MASK = "***"
_SECRET_PARTS = (
    "password", "passwd", "passphrase", "secret", "privatekey", "accesskey", "accountkey", "apikey", "principalkey",
    "sharedkey", "masterkey", "connectionstring", "sasuri", "credential", "authorization", "assertion", "signature",
    "cookie", "jwt", "clientid",
)  # fmt: skip
_SHORTEST_HIDDEN = 4


def is_secret(name: str) -> bool:
    """Whether a field, header or parameter called ``name`` holds something to hide, judged by its letters alone."""
    letters = re.sub(r"[^a-z]", "", name.lower())
    if letters.endswith("token"):
        return letters != "continuationtoken"
    return letters == "pwd" or any(part in letters for part in _SECRET_PARTS)


def mask_json(value: Any) -> Any:
    """A copy of a JSON value with the plain values of secret fields replaced by ``***``.

    Objects below a secret name are searched, not replaced: a JSON Schema describes a password without holding one.
    """
    if isinstance(value, Mapping):
        return {key: _masked(item) if is_secret(str(key)) else mask_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_json(item) for item in value]
    return value


def mask_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers with secret values replaced; of ``Authorization`` the scheme stays."""
    return {name: _masked_header(name, value) for name, value in headers.items()}


def secret_values(value: Any) -> Iterator[str]:
    """The texts below secret names in a JSON value, which no message may repeat."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if is_secret(str(key)) and isinstance(item, str):
                yield item
            else:
                yield from secret_values(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from secret_values(item)


def conceal(text: str, secrets: Iterable[str]) -> str:
    """``text`` with every known secret replaced by ``***``, the longest first.

    Values of less than four characters are left: replacing those would blank ordinary words.
    """
    for secret in sorted({item for item in secrets if len(item) >= _SHORTEST_HIDDEN}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def _masked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    if isinstance(value, Mapping):
        return mask_json(value)
    return value if value is None or isinstance(value, bool) else MASK


def _masked_header(name: str, value: str) -> str:
    if not is_secret(name):
        return value
    scheme, _, rest = value.partition(" ")
    return f"{scheme} {MASK}" if rest and name.lower().endswith("authorization") else MASK
