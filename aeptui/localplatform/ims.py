"""The token endpoint: OAuth client credentials."""

from urllib.parse import parse_qsl

from aeptui.localplatform import tokens
from aeptui.localplatform.context import Answer, Call, Route
from aeptui.localplatform.problems import Problem

BASE = "/ims"
_FIELDS = ("grant_type", "client_id", "client_secret", "scope")


async def issue_token(call: Call) -> Answer:
    """A token for the four fields of the form; each may stand in the query instead."""
    form = _form(call)
    missing = [name for name in _FIELDS if not form.get(name)]
    if missing:
        raise _refusal("invalid_request", f"missing parameter: {missing[0]}")
    if form["grant_type"] != "client_credentials":
        raise _refusal("unsupported_grant_type", "only client_credentials is supported")
    platform = call.platform
    if form["client_id"] != platform.client_id or form["client_secret"] != platform.client_secret:
        raise _refusal("invalid_client", "invalid client_id or client_secret")
    asked = {scope.strip() for scope in form["scope"].split(",")}
    if not asked <= set(platform.scopes.split(",")):
        raise _refusal("invalid_scope", "a scope is not granted to the credential")
    body = {"access_token": tokens.issue(platform), "token_type": "bearer", "expires_in": tokens.LIFETIME}
    return Answer(200, body, {"Cache-Control": "no-store"})


def _form(call: Call) -> dict[str, str]:
    fields = dict(call.query.items())
    if not call.raw:
        return fields
    if call.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise _refusal("invalid_request", "the body must be application/x-www-form-urlencoded")
    try:
        sent = parse_qsl(call.raw.decode(), keep_blank_values=True)
    except ValueError as error:
        raise _refusal("invalid_request", "the body is not a form") from error
    return fields | dict(sent)


def _refusal(error: str, description: str) -> Problem:
    return Problem(400, {"error": error, "error_description": description})


ROUTES = [Route("POST", f"/token/{version}", issue_token) for version in ("v2", "v3")]
