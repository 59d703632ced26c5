"""Data that the program knows about the platform, read through one loader.

The files below ``data`` hold facts only (names, ids, types, limits, codes); the schema facts come from Adobe's XDM,
https://github.com/adobe/xdm, CC BY 4.0, reduced and renamed to the platform's form.
"""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> Any:
    """The parsed content of ``data/<name>.json``, read once; callers must not change it.

    ``name`` may name a file in a subfolder (``xdm/classes``). Raises FileNotFoundError for a name that is not shipped.
    """
    path = resources.files(__name__).joinpath("data", *f"{name}.json".split("/"))
    return json.loads(path.read_text(encoding="utf-8"))
