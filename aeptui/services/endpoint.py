"""The hosts of a profile, and what makes an address or a header value fit to carry secrets."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from aeptui.core.facts.hosts import IMS_URL, PLATFORM_URL
from aeptui.services.errors import plain


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The two hosts of a profile, as base URLs without a path. Raises ValueError for anything that is not safe.

    Only ``https`` is allowed, but for a host of the loopback interface.
    """

    platform_url: str = PLATFORM_URL
    ims_url: str = IMS_URL

    def __post_init__(self) -> None:
        for name in ("platform_url", "ims_url"):
            object.__setattr__(self, name, _checked_base(getattr(self, name)))


def _checked_base(url: str) -> str:
    shown = re.sub(r"//[^/]*@", "//***@", plain(url, 200))
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if not host or extra or parts.scheme not in ("http", "https"):
        raise ValueError(f"{shown!r} is not the address of a host: write it like {PLATFORM_URL}, without a path")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"{shown!r} would send secrets in the clear: http is for this machine only, write https")
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine: ``localhost`` or an address of the loopback range."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def header_value(what: str, value: str) -> str:
    """``value`` without blanks around it; raises ValueError, naming ``what``, where no HTTP header can carry it."""
    text = value.strip()
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError(f"the {what} is empty or has characters that cannot be sent: {plain(value, 100)!r}")
    return text
