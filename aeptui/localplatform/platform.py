"""The organisation that a data folder holds, and what all services of the local platform share."""

import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aeptui.localplatform.clock import Clock
from aeptui.localplatform.ids import hex_id, uuid_id
from aeptui.localplatform.permissions import Permissions
from aeptui.localplatform.store import Store

SCOPES = "openid,session,AdobeID,read_organizations,additional_info.projectedProductContext"
"""The scopes granted to the credential, one comma-separated text."""

Background = Callable[["Platform"], Awaitable[None]]


@dataclass(frozen=True)
class Sandbox:
    """A sandbox: ``type`` is ``development`` or ``production``; ``created`` in epoch seconds of the platform."""

    id: str
    name: str
    title: str
    type: str
    is_default: bool
    created: float


class Platform:
    """One organisation: its credential, sandboxes, clock and store.

    Opening a data folder for the first time makes a new organisation and tenant; later openings find them again, and
    the clock continues where it was. ``background`` holds what runs beside the server until it stops.
    """

    def __init__(self, data_dir: Path, files_dir: Path | None = None, clock_speed: float = 1.0) -> None:
        self.data_dir = data_dir
        self.files_dir = files_dir
        self.store = Store(data_dir / "platform.sqlite3")
        self.background: list[Background] = []
        self.permissions = Permissions(data_dir)
        self.clock = _resumed_clock(self.store, clock_speed)
        identity = self._identity()
        self.org_id = identity["org_id"]
        self.tenant_id = identity["tenant_id"]
        self.client_id = identity["client_id"]
        self.client_secret = identity["client_secret"]
        self.user_id = identity["user_id"]
        self.scopes = SCOPES
        self.sandboxes = {
            name: Sandbox(identity[f"sandbox_{name}"], name, title, kind, name == "dev", float(identity["created"]))
            for name, title, kind in (("dev", "Development", "development"), ("prod", "Production", "production"))
        }

    @property
    def tenant_namespace(self) -> str:
        """The field below which custom fields live: an underscore and the tenant id."""
        return f"_{self.tenant_id}"

    @property
    def default_sandbox(self) -> Sandbox:
        """The sandbox that the platform offers first."""
        return next(sandbox for sandbox in self.sandboxes.values() if sandbox.is_default)

    def close(self) -> None:
        """Remembers the time, so that a stopped clock goes on at the host's pace, and closes the store."""
        _remember_clock(self.store, self.clock.now(), 1.0)
        self.store.close()

    def _identity(self) -> dict[str, str]:
        known: dict[str, str] | None = self.store.setting("identity")
        if known is None:
            known = {
                "org_id": f"{hex_id(24).upper()}@AdobeOrg",
                "tenant_id": f"demo{hex_id(6)}",
                "client_id": hex_id(32),
                "client_secret": f"p8e-{secrets.token_urlsafe(24)}",
                "user_id": f"{hex_id(24).upper()}@techacct.adobe.com",
                "sandbox_dev": uuid_id(),
                "sandbox_prod": uuid_id(),
                "created": str(self.clock.now()),
            }
            self.store.set_setting("identity", known)
        return known


def _resumed_clock(store: Store, speed: float) -> Clock:
    """The clock goes on from what is remembered: a killed platform's time is taken to have run on at its speed."""
    known = store.setting("clock")
    start = time.time()
    if known is not None:
        start = known["platform"] + max(0.0, time.time() - known["host"]) * known["speed"]
    _remember_clock(store, start, speed)
    return Clock(speed, start)


def _remember_clock(store: Store, platform_time: float, speed: float) -> None:
    store.set_setting("clock", {"platform": platform_time, "host": time.time(), "speed": speed})
