"""Base connections: how a source system is reached, with whose credentials."""

import re
from typing import Any

from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.flowservice import entities, listing, specs
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.sources.files import LocalFiles

KIND = "connections"
MASK = "****"
"""What stands in answers in place of a secret."""

WRONG = "wrong"
"""The one secret that every source system refuses."""

SLOW_TO_START = "OAuth2 JWT Token Credential"
"""The way to sign in that Experience Platform on AWS has: connections with it need a while until they are enabled."""

_INITIALIZING = 5_000
"""Milliseconds of the platform that this takes."""

_SEEDED = "flowservice.seeded"
_FIELDS = (*entities.COMMON_FIELDS, "auth", "connectionSpec")
_CHANGEABLE = ("name", "description", "auth")
_SECRET_NAME = re.compile(r"password|secret|token|key$|sasuri|connectionstring", re.IGNORECASE)


def seed(platform: Platform) -> list[str]:
    """Makes the connections that a platform comes with, each once in the platform's life; gives their names."""
    known = _demos(platform)
    made: list[str] = platform.store.setting(_SEEDED, [])
    with platform.store.transaction():
        for name, spec_name, auth in known:
            if name in made:
                continue
            spec = {"id": specs.source_id(spec_name), "version": "1.0"}
            fields = {"name": name, "description": "", "connectionSpec": spec, "state": "enabled", "auth": auth}
            for sandbox in platform.sandboxes:
                entities.save(platform, KIND, entities.new(platform, sandbox, platform.client_id, fields))
        names = [name for name, _, _ in known]
        platform.store.set_setting(_SEEDED, sorted({*made, *names}))
    return names


def _demos(platform: Platform) -> list[tuple[str, str, Document]]:
    """Name, technical name of the specification and ``auth`` of each connection that a platform comes with."""
    demos = [
        (
            "ServiceNow demo",
            "service-now",
            "Basic Authentication",
            {"endpoint": "https://demo.service-now.example", "username": "aep", "password": "demo"},
        ),
        (
            "Salesforce Service Cloud demo",
            "salesforce-service-cloud",
            "OAuth2 Client Credential",
            {
                "environmentUrl": "https://demo.my.salesforce.example",
                "clientId": "aep",
                "clientSecret": "demo",
                "apiVersion": "60.0",
            },
        ),
        (
            "Zendesk demo",
            "zendesk",
            "OAuth2 Refresh Code",
            {"subdomain": "https://demo.zendesk.example", "accessToken": "demo"},
        ),
    ]
    if platform.files_dir is not None:
        params = {"host": "localhost", "port": "22", "userName": "aep", "password": "demo"}
        demos.append(("Local files", "sftp", "Basic Authentication for sftp", params))
    return [(name, spec, {"specName": auth, "params": params}) for name, spec, auth, params in demos]


def check_reachable(connection: Document) -> None:
    """A Problem if the source system refuses the connection's credentials."""
    spec_id, auth = connection["connectionSpec"]["id"], connection["auth"]
    params = auth.get("params", {})
    if any(value == WRONG for name, value in params.items() if _is_secret(spec_id, auth["specName"], name)):
        detail = "the source system refused the credentials of this connection"
        raise Problem.flow("1308-400", "Connection failed", detail)


def files_of(platform: Platform, spec_id: str) -> LocalFiles:
    """The files that connections of a specification reach: those of the host's folder for SFTP, none for others."""
    return LocalFiles(platform.files_dir if spec_id == specs.source_id("sftp") else None)


def shown(connection: Document) -> Document:
    """The connection as answers show it: without secrets."""
    auth = connection["auth"]
    spec_id = connection["connectionSpec"]["id"]
    params = {
        name: MASK if _is_secret(spec_id, auth["specName"], name) else value
        for name, value in auth.get("params", {}).items()
    }
    return connection | {"auth": auth | {"params": params}}


async def _list(call: Call) -> Result:
    stored = [_settled(call.platform, each) for each in call.platform.store.all(KIND, call.sandbox)]
    return listing.answer(call, KIND, [shown(connection) for connection in stored], _FIELDS)


async def _lookup(call: Call) -> Result:
    return {"items": [shown(_stored(call))]}


async def _create(call: Call) -> Result:
    body = entities.body_of(call)
    spec = _connection_spec(body)
    fields: Document = {
        "name": entities.text(body, "name"),
        "description": body.get("description") or "",
        "connectionSpec": spec,
        "auth": _checked_auth(spec["id"], body.get("auth")),
        "state": "draft" if entities.is_draft(call) else "enabled",
    }
    if fields["auth"]["specName"] == SLOW_TO_START and fields["state"] == "enabled":
        fields["state"] = "initializing"
    connection = entities.new(call.platform, call.sandbox, call.client_id, fields)
    entities.save(call.platform, KIND, connection)
    return entities.created(KIND, connection)


async def _patch(call: Call) -> Result:
    connection = _stored(call)
    entities.check_settled(connection, "1416-400")
    asked = call.body if isinstance(call.body, list) else [call.body]
    paths = [str(operation.get("path")) for operation in asked if isinstance(operation, dict)]
    if any(path.strip("/").split("/")[0] == "connectionSpec" for path in paths):
        detail = "the connection specification of a connection cannot be changed"
        raise Problem.flow("1414-400", "Connection specification is immutable", detail)
    changed, _ = entities.patched(call, connection, _CHANGEABLE)
    entities.text(changed, "name")
    changed["auth"] = _checked_auth(changed["connectionSpec"]["id"], changed.get("auth"))
    changed = entities.touch(call.platform, changed)
    entities.save(call.platform, KIND, changed)
    return entities.reference(changed)


async def _delete(call: Call) -> Result:
    connection = _stored(call)
    entities.check_settled(connection, "1417-400")
    store, id = call.platform.store, connection["id"]
    sources = {s["id"] for s in store.all("sourceConnections", call.sandbox) if s.get("baseConnectionId") == id}
    users = [flow for flow in store.all("flows", call.sandbox) if sources.intersection(flow["sourceConnectionIds"])]
    if users:
        detail = f"{len(users)} flows use this connection, among them {users[0]['id']}: delete them first"
        raise Problem.flow("1418-400", "Base connection in use", detail)
    store.delete(KIND, call.sandbox, id)
    return Answer(204)


async def _test(call: Call) -> Result:
    check_reachable(_stored(call))
    return {"result": True}


async def _configs(call: Call) -> Result:
    """No field of a form of the sources here depends on the account."""
    check_reachable(_stored(call))
    return {"items": []}


async def _action(call: Call) -> Result:
    connection = entities.publish(call, _stored(call))
    entities.save(call.platform, KIND, connection)
    return entities.reference(connection)


def _stored(call: Call) -> Document:
    return _settled(call.platform, entities.get(call.platform, KIND, call.sandbox, call.params["id"]))


def _settled(platform: Platform, connection: Document) -> Document:
    """The connection, enabled if it has been initializing for long enough."""
    begun = connection["createdAt"]
    if connection["state"] != "initializing" or platform.clock.now_ms() < begun + _INITIALIZING:
        return connection
    connection = entities.touch(platform, connection) | {"state": "enabled"}
    entities.save(platform, KIND, connection)
    return connection


def _connection_spec(body: Document) -> Document:
    """The reference to a specification in the body of a creation; a Problem if there is no such specification."""
    known = specs.spec(entities.text(body, "connectionSpec", "id"))
    version = body["connectionSpec"].get("version") or "1.0"
    if known is None or version != known["version"]:
        detail = f"there is no connection specification {body['connectionSpec']['id']} in version {version}"
        raise Problem.flow("1413-400", "Invalid connection specification", detail)
    return {"id": known["id"], "version": version}


def _checked_auth(spec_id: str, auth: Any) -> Document:
    name = entities.text({"auth": auth}, "auth", "specName")
    schema = specs.auth_spec(spec_id, name)
    if schema is None:
        detail = f"the source has no authentication called {name!r}"
        raise Problem.flow("1415-400", "Authentication specification not found", detail)
    params = auth.get("params") or {}
    if not isinstance(params, dict):
        raise entities.missing("auth.params is no JSON object")
    texts = {key: str(value) if type(value) in (int, float) else value for key, value in params.items()}
    entities.check_schema(schema, texts, "auth.params")
    return {"specName": name, "params": params}


def _is_secret(spec_id: str, auth_name: str, param: str) -> bool:
    schema = specs.auth_spec(spec_id, auth_name) or {"properties": {}}
    if param in schema["properties"]:
        return bool(schema["properties"][param].get("format") == "password")
    return _SECRET_NAME.search(param) is not None


ROUTES = [
    Route("GET", "/connections", _list),
    Route("POST", "/connections", _create),
    Route("GET", "/connections/{id}", _lookup),
    Route("PATCH", "/connections/{id}", _patch),
    Route("DELETE", "/connections/{id}", _delete),
    Route("GET", "/connections/{id}/test", _test),
    Route("GET", "/connections/{id}/configs", _configs),
    Route("POST", "/connections/{id}/action", _action),
]
"""The calls about base connections."""
