"""The rules for names of fields that an organisation makes: letters, digits, dashes, underscores; no underscore first.

Names that begin with an underscore are the platform's own: namespaces, the tenant's object, the ad-hoc object. The
rule is that of the Schema Registry's guide to schema composition.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

_NAME = re.compile(r"[A-Za-z0-9-][A-Za-z0-9_-]*")
_ODD = re.compile(r"[^A-Za-z0-9_-]+")


def name_problem(name: str) -> str | None:
    """What is wrong with a field's name, in words; None when nothing is."""
    if not name:
        return "a name is empty"
    if name.startswith("_"):
        return f"'{name}' begins with an underscore, as only the platform's own fields do"
    if not _NAME.fullmatch(name):
        return f"'{name}' holds {_ODD.findall(name)[0]!r}; letters, digits, dashes and underscores are allowed"
    return None


def legal_name(text: str) -> str:
    """A legal name as close to the text as can be: accents go, other odd signs become underscores."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _ODD.sub("_", bare).strip("_") or "field"


def legal_names(columns: Iterable[str]) -> dict[str, str]:
    """Legal and distinct names by column; a column whose name is legal keeps it."""
    wanted = list(dict.fromkeys(columns))
    taken = {column for column in wanted if name_problem(column) is None}
    names: dict[str, str] = {}
    for column in wanted:
        name = column
        if name not in taken:
            base = legal_name(column)
            name, number = base, 2
            while name in taken:
                name, number = f"{base}_{number}", number + 1
            taken.add(name)
        names[column] = name
    return names


def object_name(name: str, taken: Collection[str]) -> str:
    """A legal name for the object that a source object's fields go below, told apart from the names ``taken``."""
    legal = legal_name(name)
    legal = legal[0].lower() + legal[1:]
    return f"{legal}Record" if legal in taken else legal
