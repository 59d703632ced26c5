"""Refusals, in the error envelope of each service."""

from collections.abc import Mapping
from typing import Any

GATEWAY_MESSAGES = {
    "400003": "Missing header",
    "401013": "Oauth token is not valid",
    "403000": "Api Key is required",
    "403003": "Api Key is invalid",
    "403010": "Oauth token is missing.",
    "403025": "Profile is not valid",
    "429050": "Too many requests",
}
"""Errors of the gateway in front of all services, by code; the first three digits are the HTTP status."""


class Problem(Exception):
    """Raised by a handler to answer with an error; the gateway turns it into the reply."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})

    @classmethod
    def gateway(cls, code: str, headers: Mapping[str, str] | None = None) -> "Problem":
        """An error of the gateway: ``{"error_code", "message"}``."""
        return cls(int(code[:3]), {"error_code": code, "message": GATEWAY_MESSAGES[code]}, headers)

    @classmethod
    def registry(cls, code: str, status: int, title: str, detail: str) -> "Problem":
        """An error of the Schema Registry, ``code`` as in XDM-1012-404; the gateway completes the report."""
        body = {
            "type": f"http://ns.adobe.com/aep/errors/{code}",
            "title": title,
            "status": status,
            "report": {"detailed-message": detail, "sub-errors": []},
            "detail": detail,
        }
        return cls(status, body)

    @classmethod
    def flow(cls, code: str, title: str, detail: str) -> "Problem":
        """An error of the Flow Service, ``code`` as in 1404-412: the last three digits are the HTTP status."""
        status = int(code.rsplit("-", 1)[1])
        kind = f"https://ns.adobe.com/aep/errors/FLOW-{code}"
        return cls(status, {"type": kind, "title": title, "status": status, "detail": detail})

    @classmethod
    def catalog(cls, status: int, title: str, detail: str) -> "Problem":
        """An error of Catalog or Data Access: ``{"type", "title", "status", "detail"}`` without a code."""
        return cls(status, {"type": "about:blank", "title": title, "status": status, "detail": detail})

    @classmethod
    def dataprep(cls, status: int, title: str, detail: str) -> "Problem":
        """An error of Data Prep, the same form as Catalog's: no code of its own is published."""
        return cls.catalog(status, title, detail)

    @classmethod
    def plain(cls, status: int, title: str, detail: str) -> "Problem":
        """An error of no service in particular, such as a body without a content type."""
        return cls(status, {"type": "/placeholder/type/uri", "status": status, "title": title, "detail": detail})

    @classmethod
    def bad_request(cls, detail: str) -> "Problem":
        """``plain`` with status 400 and the title ``BadRequestError``."""
        return cls.plain(400, "BadRequestError", detail)

    @classmethod
    def access(cls, code: str, title: str, detail: str) -> "Problem":
        """A sandbox or permission that is missing, for services other than the Flow Service; the status ends
        ``code``."""
        return cls.plain(int(code.rsplit("-", 1)[1]), title, detail)
