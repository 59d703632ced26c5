"""Credentials and tokens that are entered on the credentials screen, tested and saved."""

import asyncio
import base64
import json
from collections.abc import Callable

import pytest

from aeptui.credentials.keyrings import SERVICE
from aeptui.credentials.secrets import entry_of
from aeptui.operations.profiles import Profiles
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.credentials.form import ProfileForm
from aeptui.ui.widgets.form import Form
from tests.credentials.backends import Memory
from tests.ui.driver import driving
from tests.ui.screens.credentials.support import Info, answers_for, enter_credential, fill

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


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
