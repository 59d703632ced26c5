"""Functions on the event lists and products strings of Adobe Analytics."""

from collections.abc import Iterator

from aeptui.core.expressions.functions.registry import function

_CATEGORY, _NAME, _QUANTITY, _PRICE, _EVENTS, _EVARS = range(6)
"""The fields of a product, which semicolons separate."""


def _event(item: str) -> tuple[str, str | None, str | None]:
    """The name, value and id of ``name=value:id``, of which value and id may be missing."""
    front, _, identifier = item.partition(":")
    name, _, value = front.partition("=")
    return name.strip(), value.strip() or None, identifier.strip() or None


def _find(events: str, name: str) -> tuple[str, str | None, str | None] | None:
    for item in events.split(","):
        found = _event(item)
        if found[0] == name:
            return found
    return None


@function("aa_get_event_id")
def aa_get_event_id(events: str, name: str) -> str | None:
    """The id of an event."""
    found = _find(events, name)
    return None if found is None else found[2]


@function("aa_get_event_value")
def aa_get_event_value(events: str, name: str) -> str | None:
    """The value of an event; one that stands there without a value counts as 1."""
    found = _find(events, name)
    return None if found is None else found[1] or "1"


def _products(text: str) -> list[list[str]]:
    return [product.split(";") for product in text.split(",")] if text else []


def _field(product: list[str], index: int) -> str | None:
    return (product[index] if index < len(product) else "") or None


@function("aa_get_product_categories")
def aa_get_product_categories(products: str) -> list[str | None]:
    """The category of every product."""
    return [_field(product, _CATEGORY) for product in _products(products)]


@function("aa_get_product_names")
def aa_get_product_names(products: str) -> list[str | None]:
    """The name of every product."""
    return [_field(product, _NAME) for product in _products(products)]


@function("aa_get_product_quantities")
def aa_get_product_quantities(products: str) -> list[str | None]:
    """The quantity of every product."""
    return [_field(product, _QUANTITY) for product in _products(products)]


@function("aa_get_product_prices")
def aa_get_product_prices(products: str) -> list[str | None]:
    """The price of every product."""
    return [_field(product, _PRICE) for product in _products(products)]


def _items(products: str, index: int) -> Iterator[str]:
    for product in _products(products):
        yield from (_field(product, index) or "").split("|")


@function("aa_get_product_event_values")
def aa_get_product_event_values(products: str, name: str) -> list[str]:
    """The values of an event among the products, without ids; one without a value counts as 1."""
    found = map(_event, _items(products, _EVENTS))
    return [value or "1" for event, value, _ in found if event == name]


@function("aa_get_product_evars")
def aa_get_product_evars(products: str, name: str) -> list[str]:
    """The values of a merchandising eVar among the products."""
    found = (item.partition("=") for item in _items(products, _EVARS))
    return [value for evar, mark, value in found if mark and evar.strip() == name]
