"""Identifiers: random ones, and those that only the platform can compute."""

from typing import Any

from aeptui.core.expressions.clock import Clock
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function


@function("uuid", need="clock")
def new_uuid(clock: Clock) -> str:
    """A new random identifier."""
    return clock.uuid()


@function("fpid_to_ecid", raw=True)
def fpid_to_ecid(value: Any) -> Any:
    """Never a value here: how the platform derives an ECID is not published."""
    raise TransformError("only the platform can compute fpid_to_ecid", unknown=True)
