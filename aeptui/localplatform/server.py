"""The local platform as a process: puts the services together and serves them on loopback."""

import asyncio
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from aeptui.localplatform.faults import Faults, RateLimit, load_faults
from aeptui.localplatform.gateway import Gateway
from aeptui.localplatform.platform import Background, Platform
from aeptui.localplatform.running import FolderLock, remove_note, write_note
from aeptui.localplatform.services import services

_LOG = logging.getLogger(__name__)
_HOST = "127.0.0.1"

OnReady = Callable[[dict[str, Any]], None]
"""Told once what a client needs: ready, platform_url, ims_url, client_id, client_secret, org_id, sandbox, scopes,
connections (names)."""


@dataclass(frozen=True)
class Options:
    """How to serve.

    ``port`` 0: any free one; ``files_dir``: the root of the connection to local files; ``latency_ms``: added to every
    reply; ``rate``: requests a second; ``faults``: a fault file; ``clock_speed``: platform seconds in a second.
    """

    data_dir: Path
    port: int = 0
    files_dir: Path | None = None
    latency_ms: int = 0
    rate: float | None = None
    faults: Path | None = None
    clock_speed: float = 1.0


class LocalServer:
    """A platform that serves until it is stopped; ``stop`` may be called from any thread."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._stop = threading.Event()
        self._uvicorn: _Uvicorn | None = None

    def stop(self) -> None:
        """Asks the server to end; it answers what it has begun."""
        self._stop.set()
        if self._uvicorn is not None:
            self._uvicorn.should_exit = True

    def run(self, on_ready: OnReady) -> None:
        """Serves until stopped.

        Raises AlreadyRunning, FaultFileError, ValueError for an option out of range, OSError for a port in use.
        """
        options = self._options
        if options.latency_ms < 0:
            raise ValueError("the latency must be 0 or more")
        faults = load_faults(options.faults) if options.faults else None
        rate = RateLimit(options.rate) if options.rate is not None else None
        lock = FolderLock(options.data_dir)
        try:
            listener = _listen(options.port)
            platform = Platform(options.data_dir, options.files_dir, options.clock_speed)
            try:
                asyncio.run(self._serve(platform, listener, faults, rate, on_ready))
            finally:
                remove_note(options.data_dir)
                platform.close()
                listener.close()
        finally:
            lock.release()

    async def _serve(
        self, platform: Platform, listener: socket.socket, faults: Faults | None, rate: RateLimit | None, ready: OnReady
    ) -> None:
        offered, connections = services(platform)
        gateway = Gateway(
            platform, offered, latency_ms=self._options.latency_ms, rate=rate, faults=faults, abort=self._abort
        )
        info = _info(platform, listener.getsockname()[1], connections)

        def started() -> None:
            write_note(platform.data_dir, info)
            ready(info)

        config = uvicorn.Config(
            gateway,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=3,
        )
        self._uvicorn = _Uvicorn(config, started)
        self._uvicorn.should_exit = self._stop.is_set()
        tasks = [asyncio.create_task(_guarded(work, platform)) for work in platform.background]
        try:
            await self._uvicorn.serve(sockets=[listener])
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _abort(self, scope: Scope) -> None:
        assert self._uvicorn is not None
        for connection in list(self._uvicorn.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == scope["client"]:
                connection.transport.abort()


class _Uvicorn(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()


def serve(
    data_dir: Path,
    port: int = 0,
    files_dir: Path | None = None,
    latency_ms: int = 0,
    rate: float | None = None,
    faults: Path | None = None,
    clock_speed: float = 1.0,
    on_ready: OnReady = lambda info: None,
) -> None:
    """Serves until SIGTERM or SIGINT, then ends in order; see ``Options`` and ``LocalServer.run`` for errors."""
    server = LocalServer(Options(data_dir, port, files_dir, latency_ms, rate, faults, clock_speed))
    with _signals(server):
        server.run(on_ready)


@contextmanager
def _signals(server: LocalServer) -> Iterator[None]:
    """Signals stop the server; uvicorn repeats those that it took, so the handler must outlive it."""

    def handle(number: int, frame: FrameType | None) -> None:
        server.stop()

    known = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)


async def _guarded(work: Background, platform: Platform) -> None:
    try:
        await work(platform)
    except Exception:
        _LOG.exception("%s failed; the platform goes on without it", work)


def _listen(port: int) -> socket.socket:
    # With the protocol named asyncio turns off Nagle's algorithm; without it every reply waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise OSError(f"port {port} cannot be used on {_HOST}: {error}") from error
    return listener


def _info(platform: Platform, port: int, connections: list[str]) -> dict[str, Any]:
    url = f"http://{_HOST}:{port}"
    return {
        "ready": True,
        "platform_url": url,
        "ims_url": url,
        "client_id": platform.client_id,
        "client_secret": platform.client_secret,
        "org_id": platform.org_id,
        "sandbox": platform.default_sandbox.name,
        "scopes": platform.scopes,
        "connections": connections,
    }
