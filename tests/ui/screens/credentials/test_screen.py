"""The credentials screen: profiles, sandboxes, and signing in."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.operations.profiles import Profiles
from aeptui.services.sandboxes import Sandbox
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from tests.credentials.backends import Hanging, Locked, Memory, offer
from tests.ui.conftest import opening_for, profile_of
from tests.ui.driver import driving
from tests.ui.pictures import Pictures
from tests.ui.screens.credentials.support import Info, fill, save

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


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
