"""The Accept header, which says what the registry answers, and the forms it asks for."""

import re

from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.compose import Node

FULL_FORMS = ("full", "full-notext", "full-desc", "deprecatefield")
"""Forms of a lookup in which references are resolved."""

_LOOKUP_FORMS = ("", "notext", *FULL_FORMS)
_MEDIA = re.compile(r"application/vnd\.adobe\.(xed|xdm)(?:-([a-z0-9-]+))?\+json")
_VERSION = re.compile(r"version\s*=\s*\"?([0-9]+)(?:\.[0-9.]+)?\"?")
_TITLE = "Accept header invalid"


def listing_form(header: str) -> str:
    """``id`` or ``""`` (everything) for a list. Raises XDM-1006-400, also if a version is named."""
    _, form, version = _parsed(header)
    if form not in ("id", "") or version is not None:
        raise _refusal("XDM-1006-400", header, "application/vnd.adobe.'{xed|xdm'}+json")
    return form


def lookup_form(header: str) -> str:
    """The form of one resource: ``""``, ``notext`` or one of FULL_FORMS.

    Raises XDM-1007-400 without a version or with another form, 406 for a version other than 1.
    """
    family, form, version = _parsed(header)
    if family != "xed" or form not in _LOOKUP_FORMS or version is None:
        hint = "application/vnd.adobe.'{xed|xdm'}+json; version=1 (Version should be specified)"
        raise _refusal("XDM-1007-400", header, hint)
    if version != 1:
        raise Problem.plain(406, "NotAcceptableError", f"version {version} of the resource is not available")
    return form or ""


def descriptors_form(header: str) -> tuple[str, bool]:
    """``id``, ``link`` or ``""`` for a list of descriptors, and whether it is paged. Raises XDM-1008-400."""
    family, form, version = _parsed(header)
    paged = form is not None and (form == "v2" or form.startswith("v2-"))
    kind = (form or "").removeprefix("v2").removeprefix("-") if paged else form
    if family != "xdm" or kind not in ("id", "link", "") or version is not None:
        raise _refusal("XDM-1008-400", header, "application/vnd.adobe.xdm-id+json")
    return kind or "", paged


def check_descriptor_lookup(header: str) -> None:
    """A descriptor is looked up without Accept or with the plain ``xdm`` form. Raises XDM-1009-400."""
    if header.strip() in ("", "*/*", "application/json"):
        return
    if _parsed(header) != ("xdm", "", None):
        raise _refusal("XDM-1009-400", header, "application/vnd.adobe.xdm+json")


def without_text(node: Node) -> Node:
    """A copy of a resource or field without titles and descriptions; fields with such names stay."""
    found: Node = {}
    for key, value in node.items():
        if key in ("title", "description"):
            continue
        if key in ("properties", "definitions"):
            found[key] = {name: without_text(child) for name, child in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            found[key] = without_text(value)
        elif key == "allOf":
            found[key] = [without_text(part) for part in value]
        else:
            found[key] = value
    return found


def _parsed(header: str) -> tuple[str | None, str | None, int | None]:
    """Family, form and major version of the first vendor type in the header; None for what is not there."""
    for choice in header.split(","):
        media, _, parameters = choice.partition(";")
        known = _MEDIA.fullmatch(media.strip().lower())
        if known:
            version = _VERSION.search(parameters.lower())
            return known[1], known[2] or "", int(version[1]) if version else None
    return None, None, None


def _refusal(code: str, header: str, hint: str) -> Problem:
    detail = f"The supplied Accept header is not valid: {header} - A valid Accept value should look like {hint}"
    return Problem.registry(code, 400, _TITLE, detail)
