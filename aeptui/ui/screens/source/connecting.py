"""Making a base connection from the source screen: the kind of source, its way of signing in, the account."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from aeptui.ui.failure import Failure
from aeptui.ui.screens.account_form import AccountForm, Given
from aeptui.ui.screens.base import take
from aeptui.ui.screens.finding import Find, Found
from aeptui.ui.screens.source.choosing import Choosing
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.connections import Made
    from aeptui.operations.explore import Account
    from aeptui.operations.sign_ins import SignIn
    from aeptui.services.flow_service.models import ConnectionSpec
    from aeptui.session import Session


@dataclass(frozen=True, slots=True)
class Trial:
    """A connection that somebody makes: the kind of source, its way of signing in, and how the last attempt ended.

    ``made`` is the id of the connection, once there is one; ``wrong`` why its source, or the platform, refused it.
    """

    spec: "ConnectionSpec"
    sign_in: "SignIn"
    given: Given | None = None
    made: str = ""
    wrong: str = ""


class Connecting(Choosing):
    """A screen on which a connection can be made where there is none yet for a source."""

    def new_connection(self) -> None:
        """Lists the kinds of sources, to choose from."""
        self.ask("Listing the kinds of sources", _specs, self._offer_specs, group="connecting")

    def _offer_specs(self, specs: "list[ConnectionSpec]") -> None:
        found = [
            Found(
                "", printable(spec.label), printable(spec.category), _why_not(spec), partial(self._choose_sign_in, spec)
            )
            for spec in specs
        ]
        self.app.push_screen(Find(found, "words of a source's name"), take)

    def _choose_sign_in(self, spec: "ConnectionSpec") -> None:
        from aeptui.operations.sign_ins import sign_ins

        ways = sign_ins(spec)
        if len(ways) == 1:
            self._fill_in(Trial(spec, ways[0]))
            return
        found = [Found("", printable(way.name), "", None, partial(self._fill_in, Trial(spec, way))) for way in ways]
        self.app.push_screen(Find(found, f"how to sign in at {printable(spec.label)}"), take)

    def _fill_in(self, trial: Trial) -> None:
        spec, given = trial.spec, trial.given
        form = AccountForm(
            spec.label,
            trial.sign_in,
            name=spec.label if given is None else given.name,
            fixed=bool(trial.made),
            before=given,
            wrong=trial.wrong,
        )
        self.app.push_screen(form, partial(self._make, trial))

    def _make(self, trial: Trial, given: Given | None) -> None:
        session = self.desk.session
        if given is None or session is None:
            if trial.made:
                self.say(f"The connection stays, and its source does not let it in yet: {trial.wrong}", wrong=True)
                self._enter(trial.made)
            return
        self.attempt(
            f"Making and testing {printable(given.name)}",
            partial(_make_and_test, session, trial, given),
            partial(self._made, trial, given),
            group="connecting",
            failed=partial(self._not_made, trial, given),
        )

    def _not_made(self, trial: Trial, given: Given, failure: Failure) -> None:
        wrong = " ".join(each for each in (failure.what, failure.next_step) if each)
        self._fill_in(replace(trial, given=given, wrong=wrong))

    def _made(self, trial: Trial, given: Given, made: "Made") -> None:
        error = made.checked.error
        if made.checked.ok:
            self.say(f"The connection {given.name} is made, and its source lets it in.")
            self._enter(made.id)
        else:
            why = f"{error.title or error.detail or error.code}" if error is not None else "The source gave no reason."
            wrong = f"The source does not let this account in: {printable(why)}"
            self._fill_in(replace(trial, given=given, made=made.id, wrong=wrong))

    def _enter(self, id: str) -> None:
        """Goes into the new connection."""
        self.ask(
            "Listing the connections of the sandbox", list_accounts, partial(self._entered, id), group="connecting"
        )

    def _entered(self, id: str, accounts: "list[Account]") -> None:
        self.accounts = accounts
        self.account = next((each for each in accounts if each.id == id), self.account)
        self.choose_object()


def _why_not(spec: "ConnectionSpec") -> str | None:
    return None if spec.auth_specs else "It does not say how to sign in: use the web interface."


async def _specs(session: "Session") -> "list[ConnectionSpec]":
    from aeptui.operations.connections import source_specs

    return await source_specs(session.platform)


async def list_accounts(session: "Session") -> "list[Account]":
    """The base connections of the sandbox, with what they reach."""
    from aeptui.operations.explore import accounts

    return await accounts(session.platform)


async def _make_and_test(session: "Session", trial: Trial, given: Given) -> "Made":
    from aeptui.operations.connections import make_checked

    return await make_checked(session.platform, given.name, trial.spec, trial.sign_in, given.params, trial.made)
