"""JSON Patch (RFC 6902) with the three operations that the services take: add, replace, remove."""

import copy
from collections.abc import Sequence
from typing import Any

OPERATIONS = ("add", "replace", "remove")


class PatchError(ValueError):
    """A patch that cannot be applied; ``operation`` is True if the operation itself is not offered."""

    def __init__(self, message: str, operation: bool = False) -> None:
        super().__init__(message)
        self.operation = operation


def apply_patch(document: dict[str, Any], patch: Any) -> dict[str, Any]:
    """A changed copy of the document. Raises PatchError for anything that is wrong with the patch or does not fit."""
    if not isinstance(patch, list) or not patch:
        raise PatchError("the body must be a list of patch operations")
    changed: dict[str, Any] = copy.deepcopy(document)
    for number, step in enumerate(patch):
        if not isinstance(step, dict):
            raise PatchError(f"operation {number} is not an object")
        name = str(step.get("op", "")).lower()
        if name not in OPERATIONS:
            raise PatchError(f"operation {number}: op must be one of {', '.join(OPERATIONS)}", operation=True)
        if not isinstance(step.get("path"), str) or not step["path"].strip("/"):
            raise PatchError(f"operation {number}: path is missing or empty")
        if name != "remove" and "value" not in step:
            raise PatchError(f"operation {number}: value is missing")
        _step(changed, name, _tokens(step["path"]), copy.deepcopy(step.get("value")), step["path"])
    return changed


def _tokens(path: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in path.removeprefix("/").split("/")]


def _step(document: Any, name: str, tokens: Sequence[str], value: Any, path: str) -> None:
    holder = document
    for token in tokens[:-1]:
        holder = _child(holder, token, path)
    last = tokens[-1]
    if isinstance(holder, list):
        _step_in_list(holder, name, last, value, path)
        return
    if not isinstance(holder, dict):
        raise PatchError(f"nothing can be found below {path}")
    if name != "add" and last not in holder:
        raise PatchError(f"{path} does not exist")
    if name == "remove":
        del holder[last]
    else:
        holder[last] = value


def _step_in_list(holder: list[Any], name: str, token: str, value: Any, path: str) -> None:
    if name == "add":
        holder.insert(len(holder) if token == "-" else _index(holder, token, path, len(holder)), value)
        return
    index = _index(holder, token, path, len(holder) - 1)
    if name == "remove":
        del holder[index]
    else:
        holder[index] = value


def _child(holder: Any, token: str, path: str) -> Any:
    if isinstance(holder, list):
        return holder[_index(holder, token, path, len(holder) - 1)]
    if isinstance(holder, dict) and token in holder:
        return holder[token]
    raise PatchError(f"{path} does not exist")


def _index(holder: list[Any], token: str, path: str, highest: int) -> int:
    if not (token.isascii() and token.isdigit()) or int(token) > highest:
        raise PatchError(f"{path} does not exist: {token} is no position in a list of {len(holder)}")
    return int(token)
