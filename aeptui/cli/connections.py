"""``aeptui connections``: the accounts at sources, from their kinds to their end."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from aeptui.cli.choosing import account_params, nearest, only
from aeptui.cli.endings import CommandError, Status, describe, out, out_json, printable, say
from aeptui.cli.guard import confirm, guard
from aeptui.cli.opening import chosen_profile, here, opened
from aeptui.operations import connections
from aeptui.operations.connections import Checked, Dependants
from aeptui.operations.sign_ins import SignIn, SignInField, sign_ins
from aeptui.services.flow_service.models import Connection, ConnectionSpec
from aeptui.session import Session

LISTING = "aeptui connections list"
HELP = {
    "list": "the connections of the sandbox",
    "specs": "the kinds of sources, or the parameters of one",
    "create": "make a connection and test it",
    "test": "let the platform sign in at the source",
    "rotate": "replace the credentials and test them; dataflows go on",
    "delete": "delete a connection that no dataflow uses",
}


def arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declares the command's actions and their arguments."""
    from aeptui.cli.main import common_options

    actions = parser.add_subparsers(metavar="ACTION", dest="action", required=True, title="actions")
    made = {name: actions.add_parser(name, help=text, description=text) for name, text in HELP.items()}
    made["specs"].add_argument("system", nargs="?", metavar="SYSTEM", help="one kind of source, with its parameters")
    create = made["create"]
    create.add_argument("system", metavar="SYSTEM", help="the kind of source, as 'connections specs' lists them")
    create.add_argument("--name", required=True, metavar="NAME", help="what manifests call the connection")
    create.add_argument("--auth", metavar="NAME", help="the way to sign in, where the source has several")
    create.add_argument("--description", default="", metavar="TEXT", help="a note for people")
    made["test"].add_argument("connections", nargs="+", metavar="CONNECTION", help="names or ids")
    for name in ("rotate", "delete"):
        made[name].add_argument("connection", metavar="CONNECTION", help="its name or id")
    for name in ("create", "rotate"):
        made[name].add_argument(
            "--auth-params",
            metavar="FILE",
            help="JSON object with the account's parameters ('-': standard input); else they are asked for",
        )
    for name in ("create", "rotate", "delete"):
        made[name].add_argument("--yes", action="store_true", help="do not ask")
    for action in made.values():
        common_options(action, before=False)


def run(options: argparse.Namespace) -> int:
    """Does what the action says; a connection that fails its test ends it with 1."""
    paths = here()
    work = {"list": _list, "specs": _specs, "create": _create, "test": _test, "rotate": _rotate, "delete": _delete}
    with chosen_profile(options, paths) as profile:

        async def act() -> Status:
            async with opened(profile, options, paths) as session:
                return await work[options.action](session, options)

        return asyncio.run(act())


async def _list(session: Session, options: argparse.Namespace) -> Status:
    lines = await connections.connection_lines(session.platform)
    if options.json:
        out_json({"connections": [line.to_json() for line in lines]})
        return Status.DONE
    for row in _aligned([(line.id, line.state, line.system, line.auth, line.name) for line in lines]):
        out(row)
    if not lines:
        say(f"No connections in sandbox {session.profile.sandbox}. Make one: aeptui connections create SYSTEM")
    return Status.DONE


async def _specs(session: Session, options: argparse.Namespace) -> Status:
    specs = await connections.source_specs(session.platform)
    if options.system is not None:
        specs = [_chosen_spec(specs, options.system)]
    if options.json:
        out_json({"specs": [_spec_document(spec) for spec in specs]})
        return Status.DONE
    ways = [sign_ins(spec) for spec in specs]
    named = [", ".join(way.name for way in each) for each in ways]
    rows = [(spec.name, spec.label, spec.category, words) for spec, words in zip(specs, named, strict=True)]
    for row in _aligned(rows):
        out(row)
    for way in ways[0] if options.system is not None else ():
        out(f"  {way.name}")
        for row in _aligned([(field.name, _field_words(field)) for field in way.fields]):
            out(f"    {row}")
    return Status.DONE


async def _create(session: Session, options: argparse.Namespace) -> Status:
    await guard(session, options)
    spec = _chosen_spec(await connections.source_specs(session.platform), options.system)
    sign_in = _chosen_sign_in(spec, options.auth)
    taken = [each for each in await connections.matching(session.platform, options.name) if each.spec.id == spec.id]
    if taken:
        raise CommandError(
            f"There is a {spec.label} connection {options.name!r} already ({taken[0].id}): manifests could not tell "
            "the two apart. Choose another --name, or change its credentials with 'aeptui connections rotate'."
        )
    params = account_params(options.auth_params, sign_in)
    if not options.yes:
        confirm(f"Make the {spec.label} connection {options.name!r} in sandbox {session.profile.sandbox}?")
    id_ = await connections.create(session.platform, options.name, spec, sign_in, params, options.description)
    checked = await connections.check(session.platform, id_)
    if options.json:
        out_json({"connection": {"id": id_, "name": options.name, "spec_id": spec.id}, "test": checked.to_json()})
    else:
        out(f"{id_}  {options.name}")
    return _verdict(options, options.name, checked, "Its credentials can be replaced: aeptui connections rotate")


async def _test(session: Session, options: argparse.Namespace) -> Status:
    chosen = [await _chosen(session, wanted) for wanted in options.connections]
    found = [(each, await connections.check(session.platform, each.id)) for each in chosen]
    if options.json:
        tests = [{"id": each.id, "name": each.name, **checked.to_json()} for each, checked in found]
        out_json({"tests": tests})
    return max(_verdict(options, each.name, checked) for each, checked in found)


async def _rotate(session: Session, options: argparse.Namespace) -> Status:
    await guard(session, options)
    connection = await _chosen(session, options.connection)
    sign_in = await connections.sign_in_of(session.platform, connection.spec.id, connection.auth.spec_name)
    if sign_in is None:
        raise CommandError(
            f"{connection.name!r} signs in by {connection.auth.spec_name!r}, which its source offers no more: make a "
            "new connection with 'aeptui connections create'."
        )
    params = account_params(options.auth_params, sign_in, connections.kept_params(connection, sign_in))
    if not options.yes:
        confirm(f"Replace the credentials of {connection.name!r} in sandbox {session.profile.sandbox}?")
    await connections.rotate(session.platform, connection, params)
    checked = await connections.check(session.platform, connection.id)
    if options.json:
        out_json({"connection": {"id": connection.id, "name": connection.name}, "test": checked.to_json()})
    else:
        out(f"{connection.id}  {connection.name}: new credentials")
    return _verdict(options, connection.name, checked, "Dataflows that use it fail until the credentials are right.")


async def _delete(session: Session, options: argparse.Namespace) -> Status:
    await guard(session, options)
    connection = await _chosen(session, options.connection)
    users = await connections.dependants(session.platform, connection.id)
    if not options.json:
        _tell(connection, users)
    if users.flows:
        if options.json:
            out_json({"connection_id": connection.id, "deleted": False, "dependants": users.to_json()})
        raise CommandError(
            f"{connection.name!r} was not deleted: {len(users.flows)} dataflow{_s(users.flows)} read through it. "
            "Delete those first: aeptui delete FLOW_ID"
        )
    if not options.yes:
        confirm(f"Delete the connection {connection.name!r} in sandbox {session.profile.sandbox}?")
    await session.platform.flow_service.connections.delete(connection.id)
    if options.json:
        out_json({"connection_id": connection.id, "deleted": True, "dependants": users.to_json()})
    else:
        out(f"{connection.id}  deleted")
    return Status.DONE


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The rows as lines whose columns begin at the same place; texts are as wide as a terminal shows them."""
    from rich.cells import cell_len

    texts = [[printable(text) for text in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    return [
        "  ".join(text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    ]


def _tell(connection: Connection, users: Dependants) -> None:
    for flow in users.flows:
        say(f"  dataflow           {flow.id}  {flow.state:<9} {flow.name}")
    used = {id_ for flow in users.flows for id_ in flow.source_connection_ids}
    for source in users.source_connections:
        note = "" if source.id in used else "  (no dataflow uses it)"
        say(f"  source connection  {source.id}  {source.object}  {source.name}{note}")
    if not users.source_connections:
        say(f"Nothing reads through {connection.name!r}.")


def _verdict(options: argparse.Namespace, name: str, checked: Checked, advice: str = "") -> Status:
    if checked.ok:
        if not options.json:
            out(f"  test of {name}: ok")
        return Status.DONE
    words = describe(checked.error) if checked.error else "the source did not let the account in"
    say(f"{name}: {words}" + (f"\n{advice}" if advice else ""))
    return Status.PROBLEMS


async def _chosen(session: Session, wanted: str) -> Connection:
    return only(await connections.matching(session.platform, wanted), wanted, "connection", LISTING)


def _chosen_spec(specs: list[ConnectionSpec], wanted: str) -> ConnectionSpec:
    found = next((spec for spec in specs if spec.is_called(wanted)), None)
    if found is None:
        near = nearest(wanted, [name for spec in specs for name in (spec.name, spec.label)])
        text = f"The platform knows no source {wanted!r}.{near} All of them: aeptui connections specs"
        raise CommandError(text, Status.USAGE)
    return found


def _chosen_sign_in(spec: ConnectionSpec, wanted: str | None) -> SignIn:
    ways = sign_ins(spec)
    names = ", ".join(repr(way.name) for way in ways) or "none that could be used here"
    if wanted is None and len(ways) > 1 and sys.stdin.isatty():
        for number, way in enumerate(ways, 1):
            say(f"  {number}  {way.name}")
        say("Which way to sign in? Its number or name:")
        wanted = sys.stdin.readline().strip()
        wanted = ways[int(wanted) - 1].name if wanted.isdecimal() and 0 < int(wanted) <= len(ways) else wanted
    found = [way for way in ways if wanted in (None, way.name)]
    if len(found) != 1:
        raise CommandError(f"{spec.label} has these ways to sign in: {names}. Choose one with --auth.", Status.USAGE)
    return found[0]


def _spec_document(spec: ConnectionSpec) -> dict[str, Any]:
    return {
        "id": spec.id,
        "name": spec.name,
        "label": spec.label,
        "category": spec.category,
        "auth": [{"name": way.name, "fields": [field.to_json() for field in way.fields]} for way in sign_ins(spec)],
    }


def _field_words(field: SignInField) -> str:
    words = ["required" if field.required else "may be left out", "secret" if field.secret else field.type]
    words += [f"default {field.default}"] if field.default is not None else []
    words += [f"one of {', '.join(map(str, field.choices))}"] if field.choices else []
    return ", ".join(words)


def _s(items: tuple[object, ...]) -> str:
    return "" if len(items) == 1 else "s"
