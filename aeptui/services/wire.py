"""What the platform answers, read into models: tolerant of unknown, missing and null members and of numbers as
texts."""

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core.core_schema import CoreSchema, any_schema, no_info_after_validator_function, union_schema

from aeptui.services.errors import BadAnswer, NotFound

_Model = TypeVar("_Model", bound="Wire")


class _OrNothing:
    """What cannot be read as the type counts as absent; Python is asked only then, since lists have many numbers."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        nothing = no_info_after_validator_function(lambda value: None, any_schema())
        return union_schema([handler(source), nothing], mode="left_to_right")


Number = Annotated[int | None, _OrNothing()]
"""A number that only tells something: where it is no number, nothing is told, and the rest of the answer holds."""


class Wire(BaseModel):
    """Base of all models of answers.

    A member that is null counts as absent. Members that a model does not name are kept. ``raw`` of the model that an
    answer was read into (not of the models inside it) is the JSON object as it came. Validation errors do not show the
    input, which may be a secret.
    """

    model_config = ConfigDict(
        extra="allow", frozen=True, hide_input_in_errors=True, populate_by_name=True, coerce_numbers_to_str=True
    )
    # A slot, since an attribute that the model itself keeps would double the time that a list takes to be read.
    __slots__ = ("_answered",)

    @property
    def raw(self) -> Mapping[str, Any]:
        """The object exactly as it was answered; not to be changed."""
        return getattr(self, "_answered", {})

    @classmethod
    def model_validate(cls, obj: Any, **settings: Any) -> Self:
        """The model of a JSON object, which it remembers."""
        model = super().model_validate(obj, **settings)
        if isinstance(obj, dict):
            object.__setattr__(model, "_answered", obj)
        return model

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        if isinstance(value, dict) and None in value.values():
            return {key: item for key, item in value.items() if item is not None}
        return value


class Created(Wire):
    """What a creation or change answers: the identifier, and the tag of the new state with its embedded quotes."""

    id: str
    etag: str = ""


def read(model: type[_Model], value: Any, operation: str, *, outcome_unknown: bool = False) -> _Model:
    """``value`` as ``model``; raises BadAnswer, naming the members that do not fit but not their values.

    ``outcome_unknown`` tells that the call has changed something all the same.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        places = sorted(
            {".".join(map(str, problem["loc"])) or "the whole" for problem in error.errors(include_input=False)}
        )
        raise BadAnswer(
            "the answer has another form than expected",
            operation=operation,
            detail=f"in {', '.join(places[:5])}",
            outcome_unknown=outcome_unknown,
        ) from None


def read_all(model: type[_Model], values: Any, operation: str) -> list[_Model]:
    """Every member of a JSON array as ``model``; raises BadAnswer where it is no array."""
    if not isinstance(values, list):
        raise BadAnswer("the answer has another form than expected", operation=operation, detail="a list is missing")
    return [read(model, value, operation) for value in values]


def members(body: Any, name: str) -> Any:
    """The array of a listing: the member ``name`` of an object, or the body itself where it is bare."""
    return body.get(name) if isinstance(body, Mapping) else body


def only(model: type[_Model], body: Any, operation: str) -> _Model:
    """The object of a lookup, answered as a list with one item or as itself; raises NotFound for an empty list."""
    if isinstance(body, Mapping) and isinstance(body.get("items"), list):
        found = read_all(model, body["items"], operation)
        if not found:
            raise NotFound("there is no such object", operation=operation)
        return found[0]
    return read(model, body, operation)
