"""Data Prep: mapping sets, their trial on sample rows, and the expression language."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import AliasChoices, Field

from aeptui.services.calls import ask, walk
from aeptui.services.errors import BadAnswer, Invalid
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_offset
from aeptui.services.request import Request, pairs, segment
from aeptui.services.wire import Wire, members, read_all

PAGE = 100
_PATH = "/mappingSets"


class MappingRow(Wire):
    """One mapping, in the current or the older vocabulary. ``source_type``: ATTRIBUTE, EXPRESSION, STATIC or a MIME
    form."""

    id: str = ""
    source: str = Field(default="", validation_alias=AliasChoices("source", "sourceAttribute"))
    destination: str = Field(default="", validation_alias=AliasChoices("destination", "destinationXdmPath"))
    source_type: str = Field(default="", alias="sourceType")
    name: str = ""
    description: str = ""

    @property
    def is_expression(self) -> bool:
        """Whether ``source`` is an expression rather than the path of a field."""
        return self.source_type in ("EXPRESSION", "text/x.aep-xl")


class MappingSet(Wire):
    """A mapping set; a dataflow uses one version of it. Times are milliseconds of the epoch or ISO texts, as
    answered."""

    id: str
    version: int = 0
    name: str = ""
    status: str = ""
    mappings: tuple[MappingRow, ...] = ()
    output_schema: dict[str, Any] = Field(default_factory=dict, alias="outputSchema")
    xdm_schema: str = Field(default="", alias="xdmSchema")

    @property
    def schema_id(self) -> str:
        """The ``$id`` of the schema it maps to."""
        ref = self.output_schema.get("schemaRef")
        return str(ref.get("id") or "") if isinstance(ref, Mapping) else self.xdm_schema


class MappingProblem(Wire):
    """What is wrong with a mapping, in the service's words."""

    source: str = ""
    destination: str = ""
    column: str = Field(default="", alias="columnName")
    message: str = Field(default="", validation_alias=AliasChoices("exception", "message", "description"))
    code: str = ""


class MappingCheck(Wire):
    """Whether a mapping is valid."""

    status: str = ""
    errors: tuple[MappingProblem, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.status.upper() == "SUCCESS"


class PreviewRow(Wire):
    """A sample row after the mapping, and what went wrong with it."""

    data: dict[str, Any] = Field(default_factory=dict)
    errors: tuple[MappingProblem, ...] = ()


def create_mapping_set_request(body: Mapping[str, Any]) -> Request:
    """Makes a mapping set."""
    return Request("create the mapping set", "POST", "data-prep", _PATH, body=body)


def list_mapping_sets_request(
    *, name: str | None = None, limit: int = PAGE, start: int = 0, orderby: str | None = None
) -> Request:
    """One page of mapping sets."""
    params = pairs(limit=limit, start=start, name=name, orderBy=orderby)
    return Request("list the mapping sets", "GET", "data-prep", _PATH, params=params)


def lookup_mapping_set_request(mapping_set_id: str, version: int | None = None) -> Request:
    """One mapping set, in its latest or the given version."""
    words = f"look up the mapping set {mapping_set_id}"
    return Request(words, "GET", "data-prep", f"{_PATH}/{segment(mapping_set_id)}", params=pairs(version=version))


def replace_mapping_set_request(mapping_set_id: str, body: Mapping[str, Any]) -> Request:
    """Gives a mapping set another content, as a new version."""
    path = f"{_PATH}/{segment(mapping_set_id)}"
    return Request("change the mapping set", "PUT", "data-prep", path, body=body)


def delete_mapping_set_request(mapping_set_id: str) -> Request:
    """Deletes a mapping set; the service knows the call, though Adobe's document does not print it."""
    path = f"{_PATH}/{segment(mapping_set_id)}"
    return Request("delete the mapping set", "DELETE", "data-prep", path, answer="optional")


def mappings_request(mapping_set_id: str) -> Request:
    """The mappings of a set."""
    return Request("list the mappings", "GET", "data-prep", f"{_PATH}/{segment(mapping_set_id)}/mappings")


def validate_request(body: Mapping[str, Any]) -> Request:
    """Checks a mapping set without keeping it."""
    return Request("check the mappings", "POST", "data-prep", f"{_PATH}/validate", body=body, reads=True)


def preview_request(rows: Sequence[Mapping[str, Any]], mapping_set: Mapping[str, Any]) -> Request:
    """Maps sample rows without keeping anything."""
    body = {"data": list(rows), "mappingSet": mapping_set}
    return Request("try the mappings", "POST", "data-prep", f"{_PATH}/preview", body=body, reads=True)


def functions_request() -> Request:
    """The functions of the expression language."""
    return Request("list the functions", "GET", "data-prep", "/languages/el/functions")


def operators_request() -> Request:
    """The operators of the expression language."""
    return Request("list the operators", "GET", "data-prep", "/languages/el/operators")


def validate_expression_request(expression: str, *, nested: bool = False) -> Request:
    """Checks an expression; ``nested`` is the form of Adobe's example, the other one that of its schema."""
    body: dict[str, Any] = {"expression": expression}
    body = {"expression": body} if nested else body
    return Request("check the expression", "POST", "data-prep", "/languages/el/validate", body=body, reads=True)


class DataPrep:
    """The Data Prep service."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def create(self, body: Mapping[str, Any]) -> MappingSet:
        """Makes a mapping set; the answer holds little more than its id and version."""
        return await ask(self._http, create_mapping_set_request(body), MappingSet)

    def mapping_sets(self, *, name: str | None = None, orderby: str | None = None) -> AsyncIterator[MappingSet]:
        """The mapping sets, by name where one is given."""
        request = list_mapping_sets_request(name=name, orderby=orderby)
        return walk(
            self._http, request, lambda body: read_all(MappingSet, members(body, "data"), request.operation), by_offset
        )

    async def named(self, name: str) -> list[MappingSet]:
        """The mapping sets called exactly ``name``."""
        return [each async for each in self.mapping_sets(name=name) if each.name == name]

    async def lookup(self, mapping_set_id: str, version: int | None = None) -> MappingSet:
        """One mapping set, in its latest or the given version. Raises NotFound."""
        return await ask(self._http, lookup_mapping_set_request(mapping_set_id, version), MappingSet)

    async def replace(self, mapping_set_id: str, body: Mapping[str, Any]) -> MappingSet:
        """Gives a mapping set another content; the answer holds its new version, which no dataflow uses by itself."""
        return await ask(self._http, replace_mapping_set_request(mapping_set_id, body), MappingSet)

    async def delete(self, mapping_set_id: str) -> None:
        """Deletes a mapping set. Raises NotFound."""
        await self._http.send(delete_mapping_set_request(mapping_set_id))

    async def mappings(self, mapping_set_id: str) -> list[MappingRow]:
        """The mappings of a set."""
        request = mappings_request(mapping_set_id)
        body = (await self._http.send(request)).body
        rows = [body] if isinstance(body, Mapping) and "data" not in body else members(body, "data")
        return read_all(MappingRow, rows, request.operation)

    async def validate(self, body: Mapping[str, Any]) -> list[MappingCheck]:
        """A verdict on every mapping of a set that is not made yet, in their order."""
        request = validate_request(body)
        answer = (await self._http.send(request)).body
        return read_all(MappingCheck, members(answer, "validationResponse"), request.operation)

    async def preview(self, rows: Sequence[Mapping[str, Any]], mapping_set: Mapping[str, Any]) -> list[PreviewRow]:
        """Every sample row as the mappings make it."""
        request = preview_request(rows, mapping_set)
        body = (await self._http.send(request)).body
        return read_all(PreviewRow, [body] if isinstance(body, Mapping) else body, request.operation)

    async def functions(self) -> list[Mapping[str, Any]]:
        """The functions of the expression language, as the service describes them."""
        return await self._objects(functions_request())

    async def operators(self) -> list[Mapping[str, Any]]:
        """The operators of the expression language, as the service describes them."""
        return await self._objects(operators_request())

    async def validate_expression(self, expression: str) -> bool:
        """Whether the service accepts an expression; asked in the second form of the call where it refuses the
        first."""
        try:
            answer = await self._http.send(validate_expression_request(expression))
        except Invalid:
            answer = await self._http.send(validate_expression_request(expression, nested=True))
        verdict = answer.body
        if isinstance(verdict, Mapping):
            verdict = verdict.get("validationStatus", verdict.get("valid", verdict.get("status")))
        if isinstance(verdict, str):
            verdict = verdict.upper() in ("SUCCESS", "VALID", "TRUE")
        if not isinstance(verdict, bool):
            raise BadAnswer("the answer says neither yes nor no", operation="check the expression")
        return verdict

    async def _objects(self, request: Request) -> list[Mapping[str, Any]]:
        body = members((await self._http.send(request)).body, "data")
        if not isinstance(body, list):
            raise BadAnswer("the answer is no list", operation=request.operation)
        return [item for item in body if isinstance(item, Mapping)]
