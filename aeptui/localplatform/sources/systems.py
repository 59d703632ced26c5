"""Which objects the system behind a connection specification has."""

from collections.abc import Mapping

from aeptui.localplatform.sources import salesforce, servicenow, zendesk
from aeptui.localplatform.sources.tables import Row, Table

_SYSTEMS: Mapping[str, Mapping[str, Table]] = {
    "service-now": servicenow.TABLES,
    "salesforce-service-cloud": salesforce.TABLES,
    "salesforce": salesforce.TABLES,
    "zendesk": zendesk.TABLES,
}

SEARCH = "json"
"""The resource of a REST source that needs no name: its search, each result inside an object ``result``."""

_SEARCHED = {"zendesk": "users"}


def tables(technical_name: str) -> Mapping[str, Table]:
    """The objects of a system by name; none for systems that the platform only knows by name."""
    return _SYSTEMS.get(technical_name, {})


def rest_resource(technical_name: str, path: str) -> tuple[Table | None, bool]:
    """The object that a REST path means, and whether its rows come inside an object ``result``.

    An empty path means the search.
    """
    known = tables(technical_name)
    if path in ("", SEARCH):
        return known.get(_SEARCHED.get(technical_name, "")), True
    return known.get(path.strip("/")), False


def rest_row(row: Row, wrapped: bool) -> Row:
    """A row in the form in which a REST source gives it."""
    return {"result": row} if wrapped else row
