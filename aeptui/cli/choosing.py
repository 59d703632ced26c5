"""From what a person wrote to the one object that is meant, and to the account parameters that it needs."""

import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aeptui.cli.endings import CommandError, Status, printable, say
from aeptui.operations.sign_ins import SignIn, SignInField

STANDARD_INPUT = "-"


class Named(Protocol):
    """Anything with an id and a name."""

    id: str
    name: str


_Named = TypeVar("_Named", bound=Named)


def only(found: Sequence[_Named], wanted: str, noun: str, listing: str) -> _Named:
    """The one object among those that ``wanted`` may mean; ``listing`` is the command that shows them all.

    Raises CommandError where there is none, or more than one.
    """
    if not found:
        raise CommandError(f"There is no {noun} {wanted!r} in this sandbox. What there is: {listing}")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        raise CommandError(f"{len(found)} {noun}s are called {wanted!r}: say which by its id, one of {ids}.")
    return found[0]


def nearest(name: str, names: Sequence[str]) -> str:
    """A sentence with the names that were probably meant, empty where none is near."""
    folded = {each.casefold(): each for each in names}
    close = [folded[each] for each in get_close_matches(name.casefold(), list(folded), 3, 0.5)]
    return f" Near it: {', '.join(close)}." if close else ""


def account_params(given: str | None, sign_in: SignIn, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The parameters of an account: from the JSON object in the file ``given`` (``-``: standard input), else asked for
    in the terminal, secrets without an echo.

    ``known`` are values that an account has already: they fill what is not given, and are offered when asking. Raises
    CommandError (usage) where nothing can be read or something is missing, in words that repeat no value.
    """
    if given is not None:
        params = dict(known or {}) | _read_params(given)
    elif sys.stdin.isatty():
        params = {field.name: _asked(field, (known or {}).get(field.name)) for field in sign_in.fields}
        params = dict(known or {}) | {name: value for name, value in params.items() if value not in (None, "")}
    else:
        raise CommandError(
            f"{sign_in.name!r} needs {_names(sign_in)}: give them as a JSON object with --auth-params FILE, or on "
            "standard input with --auth-params -, or run this in a terminal to be asked.",
            Status.USAGE,
        )
    problems = sign_in.problems(params)
    if problems:
        raise CommandError(f"{sign_in.name!r}: {'; '.join(problems)}. It needs {_names(sign_in)}.", Status.USAGE)
    for name in sign_in.unknown(params):
        say(f"{sign_in.name!r} describes no parameter {name!r}; it is sent all the same.")
    return params


def _read_params(given: str) -> dict[str, Any]:
    """The JSON object in the file ``given``, or on standard input for ``-``. Raises CommandError (usage)."""
    try:
        text = sys.stdin.read() if given == STANDARD_INPUT else Path(given).read_text(encoding="utf-8")
        params = json.loads(text)
    except (OSError, ValueError, RecursionError):
        # The parser's message would repeat a piece of the secrets.
        raise CommandError(f"--auth-params {given}: no JSON could be read.", Status.USAGE) from None
    if not isinstance(params, dict):
        raise CommandError(f"--auth-params {given}: must be a JSON object.", Status.USAGE)
    return params


def _names(sign_in: SignIn) -> str:
    required = [field.name for field in sign_in.fields if field.required]
    others = [field.name for field in sign_in.fields if not field.required]
    return ", ".join(required) + (f" (and may have {', '.join(others)})" if others else "")


def _asked(field: SignInField, known: Any) -> Any:
    """What a person answers for one field; numbers and booleans as the source wants them."""
    default = known if known not in (None, "") else field.default
    hints = [str(default)] if default not in (None, "") else []
    hints += [] if field.required or default else ["may be left out"]
    hints += [f"one of {', '.join(map(str, field.choices))}"] if field.choices else []
    hint = f" [{'; '.join(hints)}]" if hints else ""
    prompt = printable(f"{field.title or field.name}{hint}: ")
    if field.secret:
        return getpass.getpass(prompt)
    # On standard error: standard output is for the result.
    print(prompt, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    return _typed(answer, field.type) if answer else default


def _typed(answer: str, kind: str) -> Any:
    try:
        return json.loads(answer) if kind in ("integer", "number", "boolean", "object", "array") else answer
    except ValueError:
        return answer
