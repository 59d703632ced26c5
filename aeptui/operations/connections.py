"""Base connections, the accounts at sources: listed, made, tested, rotated, and deleted with a look at what needs
them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aeptui.operations.sign_ins import SignIn, sign_ins
from aeptui.services.errors import Invalid, NotFound, PlatformError
from aeptui.services.flow_service.models import Connection, ConnectionSpec, Flow, SourceConnection
from aeptui.services.platform import Platform
from aeptui.services.wire import Created

# How many ids one condition names: each is 36 characters, and addresses are not to grow beyond what gateways take.
IDS_AT_ONCE = 20
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One base connection. ``system`` is the source's name for people; times are epoch milliseconds or None."""

    id: str
    name: str
    system: str
    spec_id: str
    auth: str
    state: str
    created: int | None
    updated: int | None

    def to_json(self) -> dict[str, Any]:
        """The connection as ``connections list --json`` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "system": self.system,
            "spec_id": self.spec_id,
            "auth": self.auth,
            "state": self.state,
            "created": self.created,
            "updated": self.updated,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the source let the account in; ``error`` holds the source's own words where it gave any."""

    ok: bool
    error: PlatformError | None = None

    def to_json(self) -> dict[str, Any]:
        """The verdict as commands print it."""
        return {"ok": self.ok, "error": self.error.to_json() if self.error else None}


class NameTaken(Exception):
    """There is a base connection of this name at this source already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A base connection that was made: its id, and whether its source let it in."""

    id: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Dependants:
    """What reads through a base connection: source connections, and the dataflows that use those."""

    source_connections: tuple[SourceConnection, ...]
    flows: tuple[Flow, ...]

    def to_json(self) -> dict[str, Any]:
        """The dependants as ``connections delete --json`` prints them."""
        return {
            "flows": [{"id": flow.id, "name": flow.name, "state": flow.state} for flow in self.flows],
            "source_connections": [
                {"id": each.id, "name": each.name, "object": each.object} for each in self.source_connections
            ],
        }


async def source_specs(platform: Platform) -> list[ConnectionSpec]:
    """The kinds of sources that the platform offers, by their names for people. Raises PlatformError."""
    specs = [spec async for spec in platform.flow_service.connection_specs.where() if spec.is_source]
    return sorted(specs, key=lambda spec: spec.label.casefold())


async def connection_lines(platform: Platform) -> list[ConnectionLine]:
    """All base connections of the sandbox, in the platform's order. Raises PlatformError."""
    connections, specs = await asyncio.gather(
        _collect(platform.flow_service.connections.where()), _collect(platform.flow_service.connection_specs.where())
    )
    labels = {spec.id: spec.label for spec in specs}
    return [line_of(each, labels.get(each.spec.id, each.spec.id)) for each in connections]


def line_of(connection: Connection, system: str) -> ConnectionLine:
    """What a list shows of a connection; ``system`` is the name of its source."""
    return ConnectionLine(
        id=connection.id,
        name=connection.name,
        system=system,
        spec_id=connection.spec.id,
        auth=connection.auth.spec_name,
        state=connection.state,
        created=connection.created_at,
        updated=connection.updated_at,
    )


async def matching(platform: Platform, wanted: str) -> list[Connection]:
    """The base connections that ``wanted`` may mean: the one of this id, else all of exactly this name."""
    connections = platform.flow_service.connections
    try:
        return [await connections.lookup(wanted)]
    except (NotFound, Invalid):
        return await connections.named(wanted)


async def sign_in_of(platform: Platform, spec_id: str, name: str) -> SignIn | None:
    """The way of signing in called ``name`` of a connection specification; None where it offers no such one."""
    spec = await platform.flow_service.connection_specs.lookup(spec_id)
    return next((each for each in sign_ins(spec) if each.name == name), None)


async def create(
    platform: Platform, name: str, spec: ConnectionSpec, sign_in: SignIn, params: Mapping[str, Any], about: str = ""
) -> str:
    """Makes a base connection and returns its id; ``about`` is its description. Raises PlatformError.

    Where the answer is lost, the connection that has appeared meanwhile under this name is taken for the one made.
    """
    body: dict[str, Any] = {
        "name": name,
        "auth": {"specName": sign_in.name, "params": dict(params)},
        "connectionSpec": {"id": spec.id, "version": spec.version or "1.0"},
    }
    connections, of_spec = platform.flow_service.connections, f"connectionSpec.id=={spec.id}"
    before = {each.id for each in await connections.named(name, of_spec)}
    try:
        return (await connections.create(body | ({"description": about} if about else {}))).id
    except PlatformError as error:
        if not error.outcome_unknown:
            raise
        made = [each for each in await connections.named(name, of_spec) if each.id not in before]
        if len(made) != 1:
            raise
        return made[0].id


async def make_checked(
    platform: Platform, name: str, spec: ConnectionSpec, sign_in: SignIn, params: Mapping[str, Any], made: str = ""
) -> Made:
    """Makes a base connection and lets the platform sign in with it. Raises PlatformError, and NameTaken: two of one
    name could not be told apart in a document.

    ``made`` is the id of one that was made before and that its source did not let in: it gets these parameters instead,
    so that trying again leaves one connection.
    """
    connections = platform.flow_service.connections
    if made:
        await rotate(platform, await connections.lookup(made), params)
    elif await connections.named(name, f"connectionSpec.id=={spec.id}"):
        raise NameTaken(f"There is a connection called {name!r} at {spec.label} already: give this one another name.")
    id = made or await create(platform, name, spec, sign_in, params)
    return Made(id, await check(platform, id))


async def check(platform: Platform, connection_id: str) -> Checked:
    """Lets the platform sign in at the source. Raises PlatformError for everything but the source's refusal."""
    try:
        return Checked(await platform.flow_service.connections.check(connection_id))
    except Invalid as error:
        return Checked(False, error)


def kept_params(connection: Connection, sign_in: SignIn) -> dict[str, Any]:
    """The parameters that a rotation can keep: it replaces them all, and the platform shows no secret, only a mask."""
    return {
        name: value
        for name, value in connection.auth.params.items()
        if name not in sign_in.secrets and not (isinstance(value, str) and value and set(value) == {"*"})
    }


async def rotate(platform: Platform, connection: Connection, params: Mapping[str, Any]) -> Created:
    """Replaces the credentials by the complete ``params``; dataflows that use the connection go on with them.

    Raises Conflict where somebody changed the connection since it was read. A change whose answer was lost is made
    once more: the credentials are the same either way.
    """
    connections = platform.flow_service.connections
    try:
        return await connections.rotate(connection.id, connection.etag, params)
    except PlatformError as error:
        if not error.outcome_unknown:
            raise
        fresh = await connections.lookup(connection.id)
        return await connections.rotate(fresh.id, fresh.etag, params)


async def dependants(platform: Platform, connection_id: str) -> Dependants:
    """What reads through a base connection. Raises PlatformError."""
    flow_service = platform.flow_service
    sources = await _collect(flow_service.source_connections.where(f"baseConnectionId=={connection_id}"))
    ids = [source.id for source in sources]
    flows: dict[str, Flow] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        condition = f"sourceConnectionIds[]=={','.join(ids[start : start + IDS_AT_ONCE])}"
        flows |= {flow.id: flow async for flow in flow_service.flows.where(condition)}
    return Dependants(tuple(sources), tuple(flows.values()))


async def _collect(items: AsyncIterator[_Item]) -> list[_Item]:
    return [item async for item in items]
