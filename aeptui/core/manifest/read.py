"""YAML text to the document, with every problem at its line and column."""

from dataclasses import dataclass

from aeptui.core.manifest.compose import compose
from aeptui.core.manifest.decode import decode
from aeptui.core.manifest.guess import guess
from aeptui.core.manifest.keys import FORM
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.nodes import AnyNode
from aeptui.core.manifest.places import Places
from aeptui.core.manifest.problems import Problem, Where, has_errors, in_order, problem
from aeptui.core.manifest.shape import shape


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading found: the manifest, None where a problem is an error, and where everything stands.

    ``guess`` is, where a problem is an error, the manifest with something harmless in the places of all problems.
    """

    manifest: Manifest | None
    problems: tuple[Problem, ...]
    where: Where
    guess: Manifest | None = None


def read(text: str, file: str = "<manifest>") -> Reading:
    """Reads a manifest. ``file`` names the text in positions. Never raises for what the text holds."""
    composed = compose(text.removeprefix("\ufeff"), file)
    return reading_of(composed.root, composed.problems, file)


def read_bytes(data: bytes, file: str = "<manifest>") -> Reading:
    """Reads a manifest from a file's content: UTF-8, or UTF-16 with its byte order mark."""
    text = decode(data, file)
    return read(text, file) if isinstance(text, str) else Reading(None, (text,), Places(None, file))


def reading_of(root: AnyNode | None, problems: tuple[Problem, ...], file: str) -> Reading:
    """The reading of a tree of nodes, given the problems that were found in making it."""
    where = Places(root, file)
    if root is None:
        empty = problem(where, (), "manifest/empty", "the document is empty")
        return Reading(None, problems or (empty,), where)
    manifest, found = shape(root, where)
    if manifest is not None and manifest.version != FORM:
        message = f"the document has form {manifest.version}; this aeptui reads form {FORM}"
        found.append(problem(where, ("aeptui",), "manifest/version", message, fix=f"aeptui: {FORM}, or a newer aeptui"))
    every = in_order([*problems, *found])
    if has_errors(every):
        return Reading(None, every, where, guess(root, where))
    return Reading(manifest, every, where)
