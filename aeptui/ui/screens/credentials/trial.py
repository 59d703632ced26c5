"""Testing a credential: a token and the list of sandboxes, in a session of its own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aeptui.ui.failure import Failure, describe_error
from aeptui.ui.screens.credentials.form import SECRETS, Place, Wrong

if TYPE_CHECKING:
    from aeptui.credentials.profiles import Profile
    from aeptui.services.sandboxes import Sandbox
    from aeptui.session import Session

# The field that is to blame for a refusal of sign-in or of the gateway; "secret" is the one that the profile has.
_BLAMED = {
    "invalid_client": "secret",
    "401013": "secret",
    "invalid_scope": "scopes",
    "unauthorized_client": "client_id",
    "403003": "client_id",
    "403025": "org_id",
    "400003": "org_id",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile that is tested: one of the form (``given``; ``new``: never saved), or the one of a row.

    ``place`` is where its secret is to be kept, ``wrong`` the field that a test blamed.
    """

    profile: "Profile"
    place: Place = "session"
    given: bool = False
    new: bool = False
    wrong: Wrong | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a test: the sandboxes and the seconds that the token has left, or the failure.

    ``wrong`` is the field that is to blame, where one is.
    """

    sandboxes: "tuple[Sandbox, ...]" = ()
    token_seconds: float | None = None
    failure: Failure | None = None
    wrong: Wrong | None = None


async def tested(
    open_session: "Callable[[Profile], AbstractAsyncContextManager[Session]]", profile: "Profile"
) -> Tested:
    """Signs in as the profile and lists its sandboxes. Raises what is not an answer of the platform."""
    async with open_session(profile) as session:
        # Imported here: a session brings the services with it.
        from aeptui.services.errors import PlatformError

        try:
            sandboxes = [each async for each in session.platform.sandboxes.available()]
        except PlatformError as error:
            return _refused(error, profile)
        if not sandboxes:
            return Tested(failure=_NO_SANDBOX)
        return Tested(tuple(sandboxes), session.platform.http.tokens.remaining)


def _refused(error: "Exception", profile: "Profile") -> Tested:
    failure = describe_error(error, "testing the profile")
    blamed = _BLAMED.get(getattr(error, "code", ""))
    field = SECRETS[profile.sign_in] if blamed == "secret" else blamed
    title = getattr(getattr(error, "guidance", None), "title", "")
    wrong = Wrong(field, f"{title}.") if field else None
    return Tested(failure=replace(failure, key="e", key_title="correct the profile"), wrong=wrong)


_NO_SANDBOX = Failure(
    "The credential is good, but no sandbox is open to it.",
    cause="The credential has no role in any sandbox.",
    next_step="Ask an administrator to give the credential a role, then test again.",
    key="t",
    key_title="test again",
)
