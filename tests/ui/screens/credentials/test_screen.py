"""The credentials screen: profiles, secrets, tests and sandboxes."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from aeptui.credentials.keyrings import SERVICE
from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.credentials.secrets import entry_of
from aeptui.operations.profiles import Profiles
from aeptui.services.sandboxes import Sandbox
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.credentials.form import ProfileForm
from aeptui.ui.widgets.form import Form
from tests.credentials.backends import Hanging, Locked, Memory, offer
from tests.ui.conftest import opening_for, profile_of
from tests.ui.driver import Ui, driving
from tests.ui.pictures import Pictures

pytestmark = pytest.mark.thorough

Info = dict[str, Any]
MakeApp = Callable[..., Aeptui]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """An unlocked secret store."""
    memory = Memory()
    offer(monkeypatch, memory)
    return memory


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a secret store."""
    from keyring.backends import fail

    offer(monkeypatch, fail.Keyring(), "keyring.backends.fail")


async def fill(ui: Ui, **answers: str) -> None:
    """Pastes answers into fields of the form, going there from wherever the focus is; others are passed by."""
    form = ui.screen.query_one(Form)
    stops = form._stops()
    for name, answer in answers.items():
        control = form._rows[name].control
        assert ui.focused in stops, f"the focus is not in the form: {ui.focused}"
        steps = stops.index(control) - stops.index(ui.focused)
        await ui.press(*["down" if steps > 0 else "up"] * abs(steps))
        assert ui.focused is control
        await ui.press("home", "ctrl+k")
        control.post_message(events.Paste(answer))
        await ui.settled()


def answers_for(info: Info, **other: str) -> dict[str, str]:
    """What a person types for the local platform's credential."""
    names = {"name": "acme-dev", "client_id": info["client_id"], "client_secret": info["client_secret"]}
    return names | {"org_id": info["org_id"], "scopes": info["scopes"]} | other


async def enter_credential(ui: Ui, info: Info, **other: str) -> None:
    """From the profiles to a tested credential of the local platform, by keys alone."""
    await ui.press("n")
    await fill(ui, **answers_for(info, **other))
    await ui.press("ctrl+t")
    await fill(ui, platform_url=info["platform_url"], ims_url=info["ims_url"])
    await ui.press("enter")


def save(info: Info, name: str = "acme-dev", **changes: Any) -> Profile:
    """Saves a profile of the local platform as an earlier session did."""
    profile = replace(profile_of(info), name=name, **changes)
    Profiles(user_paths(), {}).save(profile, "keyring")
    return profile


class TestSandboxes:
    async def test_the_demo_shows_its_sandboxes_and_says_which_is_production(
        self, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("keyring.get_keyring", lambda: pytest.fail("the demo never opens a keyring"))
        async with driving(make_app()) as ui:
            await ui.press("1")
            text = ui.screens.credentials.text
            assert "Signed in as demo" in text and "in memory" in text
            lines = {line.split()[0]: line for line in text.splitlines() if line.strip()}
            assert "development" in lines["dev"] and "current" in lines["dev"]
            assert "PRODUCTION" in lines["prod"] and "current" not in lines["prod"]

    async def test_enter_on_a_sandbox_works_in_it(self, make_app: MakeApp) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1", "tab", "down", "enter")
            assert ui.app.desk.session is not None and ui.app.desk.session.profile.sandbox == "prod"
            assert "PRODUCTION sandbox prod" in ui.text()

    @pytest.mark.thorough
    async def test_a_sandbox_that_is_not_active_is_not_entered(self, make_app: MakeApp) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1")
            ui.app.desk.sandboxes.append(Sandbox(name="new", state="creating", type="development"))
            await ui.press("t")
            screen = ui.screens.credentials.screen
            screen._show_sandboxes(ui.app.desk.sandboxes)
            await ui.press("end", "enter")
            assert "The sandbox new is creating" in ui.said

    @pytest.mark.thorough
    async def test_ctrl_r_lists_them_again(self, make_app: MakeApp) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1")
            ui.app.desk.sandboxes.clear()
            await ui.press("ctrl+r")
            assert "PRODUCTION" in ui.text()


class TestNewCredential:
    async def test_it_is_tested_then_a_sandbox_chosen_then_saved(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1")
            await enter_credential(ui, platform_info)
            assert "acme-dev is good, its token for 23 h 59 min" in ui.text()
            assert not Profiles(user_paths(), {}).saved()
            await ui.press("down", "enter")
            assert "Saved. Its secret is kept in the keyring." in ui.said
            assert "acme-dev" in ui.text() and "PRODUCTION sandbox" in ui.text()
            assert ui.app.desk.session is not None and ui.app.desk.session.profile.name == "acme-dev"
        saved = Profiles(user_paths(), {})
        profile = saved.ready("acme-dev")
        assert (profile.sandbox, profile.client_secret) == ("prod", platform_info["client_secret"])
        assert platform_info["client_secret"] not in saved.file.read_text()
        assert saved.last() == "acme-dev"
        assert (SERVICE, entry_of("issued-token", profile)) in memory.entries

    async def test_without_a_secret_store_the_secret_is_kept_for_this_session_and_that_is_said(
        self, make_app: MakeApp, platform_info: Info, nothing: None
    ) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1", "n")
            assert "No secret store" in ui.text() and "this session only" in ui.text()
            await ui.press("escape")
            await enter_credential(ui, platform_info)
            await ui.press("enter")
            assert "Its secret is kept for this session only." in ui.said
            await ui.press("0", "n", "ctrl+g", "1")
            assert "this session" in next(line for line in ui.text().splitlines() if line.startswith("  * acme-dev"))
        async with driving(make_app()) as ui:
            await ui.press("ctrl+g", "1", "down")
            assert "not at hand" in ui.text()
            await ui.press("enter")
            assert "enter it again" in ui.said and isinstance(ui.screen, ProfileForm)
            await fill(ui, client_secret=platform_info["client_secret"])
            await ui.press("enter", "enter", "enter", "enter")
            assert ui.app.desk.session is not None and ui.app.desk.session.profile.name == "acme-dev"

    @pytest.mark.thorough
    @pytest.mark.parametrize(
        ("wrong", "cause", "field"),
        [
            ({"client_secret": "s3cret"}, "The secret was rotated or deleted", "Client id or secret refused."),
            ({"org_id": "0000@AdobeOrg"}, "A wrong organisation id", "Client not entitled."),
            ({"scopes": "openid,other"}, "The scopes were copied from another project", "Scope not granted."),
        ],
    )
    async def test_what_is_refused_is_explained_and_corrected_in_place(
        self,
        make_app: MakeApp,
        platform_info: Info,
        memory: Memory,
        wrong: dict[str, str],
        cause: str,
        field: str,
    ) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1")
            await enter_credential(ui, platform_info, **wrong)
            text = ui.text()
            assert "FAILED" in text and cause in " ".join(text.split()) and "e  correct the profile" in text
            assert "s3cret" not in text
            await ui.press("e")
            assert f"! {field}" in ui.text() and "s3cret" not in ui.text()
            (name,) = wrong
            await fill(ui, **{name: platform_info[name]})
            await ui.press(*["enter"] * (3 if name == "client_secret" else 2 if name == "org_id" else 1))
            assert "acme-dev is good" in ui.text()
            assert ui.app.desk.session is not None and ui.app.desk.session.profile.name == "demo"

    @pytest.mark.thorough
    async def test_a_platform_that_cannot_be_reached_is_said(
        self, make_app: MakeApp, platform_info: Info, memory: Memory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1", "n")
            await fill(ui, **answers_for(platform_info))
            await ui.press("ctrl+t")
            await fill(ui, platform_url=platform_info["platform_url"], ims_url="http://127.0.0.1:1")
            await ui.press("enter")
            assert "FAILED" in ui.text() and "No network, a proxy or firewall" in ui.text()

    async def test_escape_gives_up_a_test_that_hangs_and_then_the_profile(
        self, make_app: MakeApp, platform_info: Info, memory: Memory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def hang(*_: object) -> None:
            await asyncio.Event().wait()

        async with driving(make_app()) as ui:
            await ui.press("1")
            monkeypatch.setattr("aeptui.ui.screens.credentials.screen.tested", hang)
            await ui.press("t", settle=False)
            await ui.until("Signing in as demo")
            await ui.press("question_mark", settle=False)
            await ui.press("escape", "escape", settle=False)
            await ui.until("Given up: Signing in as demo")
            await ui.press("escape")
            assert "Signed in as demo" in ui.text()
            await ui.press("escape")
            assert ui.screens.dataflows.text

    @pytest.mark.thorough
    async def test_names_and_hosts_are_looked_at_before_anything_is_sent(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        async with driving(make_app()) as ui:
            await ui.press("1", "n")
            await fill(ui, **answers_for(platform_info, name="demo"))
            await ui.press("enter")
            assert "There is a profile of this name already." in ui.text()
            await fill(ui, name="a b")
            await ui.press(*["enter"] * 5)
            assert "a name has up to 40 letters" in ui.text()
            await fill(ui, name="acme")
            await ui.press("ctrl+t")
            await fill(ui, platform_url="http://example.com")
            await ui.press("enter", "enter")
            assert "in the clear" in ui.text() and isinstance(ui.screen, ProfileForm)


class TestToken:
    async def test_a_pasted_token_signs_in_and_names_its_client(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        async with driving(make_app()) as ui:
            session = ui.app.desk.session
            assert session is not None
            token = await session.platform.http.tokens.current()
            await ui.press("1", "p")
            await fill(ui, name="pasted", access_token=f" {token} ")
            await fill(ui, client_id=platform_info["client_id"], org_id=platform_info["org_id"])
            await ui.press("ctrl+t")
            await fill(ui, platform_url=platform_info["platform_url"])
            await ui.press("enter", "enter")
            assert ui.app.desk.session is not None and ui.app.desk.session.profile.access_token == token
            assert "pasted token" in ui.text() and token not in ui.text()
        assert Profiles(user_paths(), {}).ready("pasted").access_token == token

    @pytest.mark.thorough
    async def test_the_client_is_read_out_of_the_token(self, make_app: MakeApp, memory: Memory) -> None:
        claims = base64.urlsafe_b64encode(json.dumps({"client_id": "abc123"}).encode()).decode().rstrip("=")
        async with driving(make_app()) as ui:
            await ui.press("1", "p")
            await fill(ui, access_token=f"x.{claims}.y")
            assert ui.screen.query_one(Form).values["client_id"] == "abc123"


class TestSavedProfiles:
    async def test_enter_signs_in_as_one_and_the_next_start_begins_with_it(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        save(platform_info)
        async with driving(make_app()) as ui:
            await ui.press("1", "down")
            assert "keyring" in ui.text()
            await ui.press("enter")
            assert "Signed in as acme-dev" in ui.text()
        assert Profiles(user_paths(), {}).last() == "acme-dev"

    @pytest.mark.thorough
    async def test_a_sandbox_chosen_for_a_saved_profile_stays_its_sandbox(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        save(platform_info)
        async with driving(make_app()) as ui:
            await ui.press("1", "down", "t", "down", "enter")
            assert "PRODUCTION sandbox prod" in ui.text()
        assert Profiles(user_paths(), {}).ready("acme-dev").sandbox == "prod"

    @pytest.mark.thorough
    async def test_one_is_deleted_after_a_yes(self, make_app: MakeApp, platform_info: Info, memory: Memory) -> None:
        save(platform_info)
        async with driving(make_app()) as ui:
            await ui.press("1", "d")
            assert ui.said == "Choose a saved profile first."
            await ui.press("down", "d", "n")
            assert "acme-dev" in ui.text()
            await ui.press("d", "y")
            assert "acme-dev" not in ui.text()
        assert not memory.entries

    @pytest.mark.thorough
    async def test_an_edited_one_keeps_its_secret_but_not_for_other_hosts(
        self, make_app: MakeApp, platform_info: Info, memory: Memory
    ) -> None:
        save(platform_info)
        async with driving(make_app()) as ui:
            await ui.press("1", "down", "e")
            assert platform_info["client_secret"] not in ui.text()
            await ui.press("ctrl+t")
            await fill(ui, ims_url="http://127.0.0.1:1")
            await ui.press("enter")
            assert "It was entered for other hosts" in ui.text()
            await fill(ui, ims_url=platform_info["ims_url"])
            await ui.press("enter", "enter")
            assert "Signed in as acme-dev" in ui.text()

    async def test_a_locked_store_is_named_and_looked_at_again(
        self, make_app: MakeApp, platform_info: Info, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        memory = Memory()
        offer(monkeypatch, memory)
        save(platform_info)
        offer(monkeypatch, Locked())
        async with driving(make_app()) as ui:
            await ui.press("1")
            assert "Secret Service is locked." in ui.text() and "not at hand" in ui.text()
            offer(monkeypatch, memory)
            screen = ui.screens.credentials.screen
            screen._profiles.secrets._store._backend = None
            await ui.press("s")
            assert "Secrets are kept in: Secret Service." in ui.text() and "not at hand" not in ui.text()

    @pytest.mark.thorough
    async def test_a_store_that_hangs_holds_up_no_key(
        self, make_app: MakeApp, platform_info: Info, memory: Memory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(platform_info)
        hanging = Hanging()
        offer(monkeypatch, hanging)
        monkeypatch.setattr("aeptui.credentials.keyrings.SECONDS", 0.2)
        async with driving(make_app()) as ui:
            await ui.press("1", settle=False)
            await ui.until("Reading the profiles")
            await ui.press("question_mark", settle=False)
            await ui.until("Chooses who signs in")
            await ui.press("escape")
            await ui.settled()
            hanging.let_go.set()
            assert "cannot be used: it did not answer within" in ui.text()

    @pytest.mark.thorough
    async def test_a_broken_file_is_named_and_the_demo_still_there(
        self, make_app: MakeApp, home: Path, memory: Memory
    ) -> None:
        (home / "config").mkdir()
        (home / "config" / "config.toml").write_text("[profiles.dev\n")
        async with driving(make_app(), (140, 40)) as ui:
            await ui.press("1")
            assert "config.toml: not valid TOML" in ui.said and "local platform" in ui.text()


class TestSignIn:
    async def test_an_environment_profile_is_listed(
        self, make_app: MakeApp, platform_info: Info, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("client_id", "client_secret", "org_id", "platform_url", "ims_url", "scopes"):
            monkeypatch.setenv(f"AEPTUI_{name.upper()}", platform_info[name])
        monkeypatch.setenv("AEPTUI_SANDBOX", "dev")
        async with driving(make_app()) as ui:
            await ui.press("1", "down", "enter")
            assert "Signed in as environment" in ui.text()
            await ui.press("e")
            assert ui.said == "Choose a saved profile first."

    @pytest.mark.thorough
    async def test_an_incomplete_environment_is_said(self, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AEPTUI_CLIENT_ID", "x")
        async with driving(make_app(), (140, 40)) as ui:
            await ui.press("1")
            assert "AEPTUI_ORG_ID" in ui.said

    async def test_where_signing_in_failed_the_reason_and_the_way_on_are_in_sight(self, platform_info: Info) -> None:
        def refuse() -> Profile:
            raise ProfileError("There is no profile 'x'.")

        opening = replace(opening_for(profile_of(platform_info)), choose=refuse)
        async with driving(Aeptui(opening)) as ui:
            await ui.press("1")
            assert "There is no profile 'x'." in ui.text() and "enter  sign in as the profile above" in ui.text()
            await ui.press("enter")
            assert "Signed in as demo" in ui.text()

    async def test_signing_in_says_so_while_it_lasts(self, platform_info: Info) -> None:
        gate = asyncio.Event()
        async with driving(Aeptui(opening_for(profile_of(platform_info), gate=gate)), settle=False) as ui:
            await ui.press("1", settle=False)
            await ui.until("Signing in …")
            gate.set()
            await ui.until("Signed in as demo")


async def test_pictures(make_app: MakeApp, platform_info: Info, memory: Memory, pictures: Pictures) -> None:
    save(platform_info, "acme-production", org_id="4F1C22A95D3E8B6A0A495C0D@AdobeOrg", sandbox="prod")
    save(platform_info, "acme-dev", org_id="4F1C22A95D3E8B6A0A495C0D@AdobeOrg")
    async with driving(make_app()) as ui:
        await ui.press("1")
        await pictures.check(ui, "credentials")
