"""The form of a profile: a server-to-server credential or a pasted token."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.credentials.rows import store_words
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.form import Field, FieldRow, Form

if TYPE_CHECKING:
    from aeptui.credentials.keyrings import StoreState
    from aeptui.credentials.profiles import Profile

Place = Literal["session", "keyring"]
TITLES = {"server-to-server": "OAuth server-to-server credential", "token": "Pasted access token"}
SECRETS = {"server-to-server": "client_secret", "token": "access_token"}


@dataclass(frozen=True, slots=True)
class Given:
    """A filled-in profile, with its secret, and where that is to be kept."""

    profile: "Profile"
    place: Place


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that a test found wrong, and why."""

    field: str
    text: str


class ProfileForm(Dialog[Given | None]):
    """Asks for a profile; None where the user gives up. The secret is never shown, nor filled in again."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "give_up", show=False),
        Binding("ctrl+t", "more", show=False),
    ]
    DEFAULT_CSS = """
    ProfileForm > Vertical { height: 21; }
    ProfileForm Form { margin: 1 0 0 0; }
    ProfileForm Form Input { margin: 0; }
    ProfileForm Form .form--label { width: 28; }
    ProfileForm .store { height: auto; color: $foreground; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        profile: "Profile",
        store: "StoreState",
        *,
        taken: Collection[str] | None = None,
        place: Place | None = None,
        wrong: Wrong | None = None,
    ) -> None:
        """``taken`` are the names that a new profile cannot have, None for a profile that keeps its name."""
        super().__init__()
        self._profile, self._store, self._taken, self._wrong = profile, store, taken, wrong
        self._before = profile
        self._place: Place = place or ("keyring" if store.usable else "session")
        self._secret = SECRETS[profile.sign_in]
        self._more = False

    def body(self) -> ComposeResult:
        name = "" if self._taken is not None else f": {self._profile.name}"
        yield Static(Content.styled(f"{TITLES[self._profile.sign_in]}{name}", "bold"))
        yield self._form()
        yield Static(Content(store_words(self._store)), classes="store")
        yield Static(keys_content(("enter", "next, test"), ("ctrl+t", "more"), ("esc", "give up")))

    def on_mount(self) -> None:
        self._begin()

    def _form(self) -> Form:
        values = {field.name: getattr(self._profile, field.name, None) for field in self._fields()}
        kept = [self._secret] if getattr(self._profile, self._secret) else []
        return Form(self._fields(), values | {"place": self._place}, submit="Test it", kept=kept)

    def _begin(self) -> None:
        self.query_one(Form).focus()
        if self._wrong is not None:
            self._blame(self._wrong)

    def _blame(self, wrong: Wrong) -> None:
        """Says at a field what is wrong with it, and goes there to be written in."""
        for row in self.query(FieldRow):
            if row.field.name == wrong.field:
                row.show_error(wrong.text)
                # An input that was left with enter takes keys again only when the focus comes back to it.
                self.set_focus(None)
                row.control.focus()

    def _fields(self) -> list[Field]:
        by_secret = self._profile.sign_in == "server-to-server"
        fields = [_NAME] if self._taken is not None else []
        fields += [_CLIENT, _SECRET, _ORG, _SCOPES] if by_secret else [_TOKEN, _CLIENT, _ORG]
        if self._more and self._store.usable:
            choices = (("keyring", f"in {self._store.name}"), ("session", "for this session only"))
            fields.append(Field("place", "Keep the secret", "select", required=True, choices=choices))
        if self._more:
            fields += [_PLATFORM, _IMS] if by_secret else [_PLATFORM]
        return fields

    def action_more(self) -> None:
        """Asks for the hosts, and where the secret is kept, too, or no longer; what was filled in stays."""
        self._profile = self._read(self.query_one(Form).values)
        self._more = not self._more
        # The input that has the key waits for this action; its removal has to wait for the input.
        self.call_later(self._ask_anew)

    async def _ask_anew(self) -> None:
        old, form = self.query_one(Form), self._form()
        await self.query_one("Vertical").mount(form, after=old)
        await old.remove()
        form.focus()

    @on(Form.Changed)
    def _changed(self, event: Form.Changed) -> None:
        """A pasted token names its client: nobody has to copy that as well."""
        event.stop()
        values = event.form.values
        if event.name == "access_token" and not values.get("client_id"):
            from aeptui.credentials.tokens import client_of

            client = client_of(str(values.get("access_token") or "").strip())
            if client:
                event.form.set_answer("client_id", client)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        event.stop()
        profile = self._read(event.values)
        wrong = self._problem(profile)
        if wrong is None:
            self.dismiss(Given(profile, self._place))
        else:
            self._blame(wrong)

    def _read(self, values: Any) -> "Profile":
        """The profile with what was filled in; what was left empty stays as it was."""
        given = {name: value.strip() for name, value in values.items() if name != "place"}
        self._place = values.get("place", self._place)
        return replace(self._profile, **given)

    def _problem(self, profile: "Profile") -> Wrong | None:
        from aeptui.credentials.configuration import name_problem
        from aeptui.services.endpoint import Endpoint

        if self._taken is not None and profile.name in self._taken:
            return Wrong("name", "There is a profile of this name already.")
        problem = name_problem(profile.name)
        if problem:
            return Wrong("name", problem)
        for field in ("platform_url", "ims_url") if self._more else ():
            try:
                Endpoint(**{field: getattr(profile, field)})
            except ValueError as error:
                return Wrong(field, str(error))
        return self._secret_problem(profile)

    def _secret_problem(self, profile: "Profile") -> Wrong | None:
        """A secret goes to the hosts that it was entered for, and to no other ones."""
        secret, before = getattr(profile, self._secret), self._before
        moved = (profile.platform_url, profile.ims_url) != (before.platform_url, before.ims_url)
        if moved and secret and secret == getattr(before, self._secret):
            return Wrong(self._secret, "It was entered for other hosts: enter it again for these.")
        return None

    def action_give_up(self) -> None:
        """Answers with nothing."""
        self.dismiss(None)


_NAME = Field("name", "Name", required=True, help="What you call it here, such as acme-dev.")
_CLIENT = Field(
    "client_id", "Client id", required=True, help="Of the project in the Adobe Developer Console; also called API key."
)
_SECRET = Field("client_secret", "Client secret", "password", required=True, help="Of the same credential.")
_TOKEN = Field(
    "access_token", "Access token", "password", required=True, help="It lives for a day at most and is not renewed."
)
_ORG = Field("org_id", "Organisation id", required=True, help="It ends in @AdobeOrg.")
_SCOPES = Field("scopes", "Scopes", required=True, help="As the credential's page lists them, with commas.")
_PLATFORM = Field("platform_url", "Platform host", required=True, help="Another region or a test host.")
_IMS = Field("ims_url", "Sign-in host", required=True, help="Where the client secret is exchanged for a token.")
