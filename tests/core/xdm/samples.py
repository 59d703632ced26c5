"""What the tests of field trees share."""

from dataclasses import dataclass
from typing import Any

from aeptui.core.xdm.library import PROFILE

DETAILS = f"{PROFILE}-person-details"
CONTACT = f"{PROFILE}-personal-details"
EVENT = "https://ns.adobe.com/xdm/context/experienceevent"


@dataclass(frozen=True)
class Custom:
    """A custom field, as the document's model has it."""

    path: str
    type: str
    title: str | None = None
    description: str | None = None
    required: bool = False
    enum: tuple[Any, ...] = ()
    pattern: str | None = None
    format: str | None = None
    min: int | float | None = None
    max: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    default: Any = None
    items: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a source."""

    name: str
    type: str
