"""What will be sent to the platform, as plain data.

Every call of a service has a pure builder that makes a ``Request``; the plan shows it and the service sends the very
same value, so the two cannot differ. Nothing here does I/O and nothing knows credentials.
"""

from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from aeptui.services.errors import Invalid

BASE_PATHS: dict[str, str] = {
    "access-control": "/data/foundation/access-control",
    "catalog": "/data/foundation/catalog",
    "data-access": "/data/foundation/export",
    "data-prep": "/data/foundation/conversion",
    "flow-service": "/data/foundation/flowservice",
    "identity": "/data/core/idnamespace",
    "ims": "/ims",
    "sandbox": "/data/foundation/sandbox-management",
    "schema-registry": "/data/foundation/schemaregistry",
}
"""Service key to the path it lives under: IMS on the sign-in host, all others on the platform host."""

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A body sent as ``application/x-www-form-urlencoded``; its values stay out of ``repr``."""

    fields: Pairs = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One call: where it goes and what it carries, without credentials.

    ``operation`` completes "could not ..." in words. ``path`` is the part below the service's base path, already
    percent-encoded. ``params`` are query pairs, not encoded. ``body`` is any JSON value, a ``Form`` or None for no
    body. ``sandbox`` is False for the few calls that belong to no sandbox. ``reads`` marks a POST that changes
    nothing. ``answer`` says what a success must carry: a JSON value, bytes, or JSON if anything. ``timeout`` is the
    longest wait for one answer in seconds where the client's own limit is too short.
    """

    operation: str
    method: str
    service: str
    path: str = ""
    params: Pairs = ()
    headers: Pairs = ()
    body: Any = field(default=None, repr=False)
    sandbox: bool = True
    reads: bool = False
    answer: Literal["json", "bytes", "optional"] = "json"
    timeout: float | None = None

    @property
    def url_path(self) -> str:
        """The full path on the host, such as ``/data/foundation/flowservice/flows``."""
        return BASE_PATHS[self.service] + self.path

    @property
    def writes(self) -> bool:
        """Whether the call may change something on the platform."""
        return self.method not in ("GET", "HEAD") and not self.reads

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once.

        A PATCH qualifies by its ``If-Match``: the second one is refused. A POST that creates never does.
        """
        if self.method == "PATCH":
            return any(name.lower() == "if-match" for name, _ in self.headers)
        return self.reads or self.method in ("GET", "HEAD", "PUT", "DELETE")

    def header(self, name: str) -> str | None:
        """The value of the header called ``name`` in any letter case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def segment(value: str) -> str:
    """``value`` as one segment of a path, every reserved character encoded (``/`` and ``:`` too).

    Raises Invalid for a value that would make the path mean another resource: empty, ``.`` or ``..``; and for one
    that is no text in Unicode.
    """
    try:
        encoded = quote(value, safe="")
    except UnicodeEncodeError:
        encoded = ""
    if encoded in ("", ".", ".."):
        raise Invalid(f"an identifier cannot be {value!r}: the path would name something else")
    return encoded


def pairs(**values: Any) -> Pairs:
    """Query pairs of the values that are set (not None), in the order given; booleans become ``true`` and ``false``."""
    return tuple((name, _text(value)) for name, value in values.items() if value is not None)


def repeated(name: str, values: tuple[str, ...]) -> Pairs:
    """One query pair for each value, as the services want a filter of several conditions."""
    return tuple((name, value) for value in values)


def if_match(etag: str) -> Pairs:
    """The ``If-Match`` header of ``etag``, with the double quotes that belong to its value.

    The services hand tags out with the quotes inside the text; one without them is quoted here.
    """
    return (("If-Match", etag if etag.startswith('"') else f'"{etag}"'),)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
