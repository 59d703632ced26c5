"""What went wrong, in the four parts that every failure is told in: what, where, likely cause, next step."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt. ``what`` is a sentence; ``where`` names the service, code and request; ``cause`` is the likely
    one; ``next_step`` is advice, and ``key`` with ``key_title`` the key that follows it, where there is one.

    All are plain text without control characters, and may hold words of the platform: never markup.
    """

    what: str
    where: str = ""
    cause: str = ""
    next_step: str = ""
    key: str = ""
    key_title: str = ""


def describe_error(error: BaseException, doing: str = "") -> Failure:
    """The failure that ``error`` is, of whatever kind; ``doing`` says what was attempted (``listing the tables``)."""
    # Imported here: an error of the services can only exist once they were imported, and the first frame needs none.
    from aeptui.services.errors import NotSignedIn, PlatformError, plain

    if isinstance(error, PlatformError):
        guidance = error.guidance
        signed_out = isinstance(error, NotSignedIn)
        return Failure(
            what=plain(f"Could not {error.operation or doing}: {_sentence(error.title, error.detail)}"),
            where=plain(_where(error.status, error.code, error.request_id)),
            cause=guidance.cause or guidance.meaning,
            next_step=guidance.next_step,
            key="1" if signed_out else "ctrl+r",
            key_title="Credentials" if signed_out else "try again",
        )
    text = plain(error) or type(error).__name__
    if isinstance(error, OSError) or type(error).__module__.startswith("aeptui."):
        return Failure(what=text, where=_problems(error) or doing)
    return Failure(
        what=f"Something unexpected happened while {doing or 'working'}: {type(error).__name__}",
        where=_place(error),
        cause="A fault of aeptui itself. Your draft is safe: every edit is on disk.",
        next_step="Try again; if it stays, report it with the line above.",
        key="ctrl+r",
        key_title="try again",
    )


def _problems(error: BaseException) -> str:
    """Where in a file the first problems are, of an error that is about those."""
    found = [f"line {each.line}: {each.message}" for each in getattr(error, "problems", ())[:3]]
    return "; ".join(found)


def _sentence(title: str, detail: str) -> str:
    return f"{title}: {detail}" if detail and detail != title else title


def _where(status: int | None, code: str, request_id: str) -> str:
    parts = (
        f"HTTP {status}" if status else "",
        f"code {code}" if code else "",
        f"request {request_id}" if request_id else "",
    )
    return ", ".join(part for part in parts if part) or "before any answer of the platform"


def _place(error: BaseException) -> str:
    """The innermost line of ours that the error passed; never a value."""
    trace, place = error.__traceback__, "unknown place"
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("aeptui."):
            place = f"{module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
