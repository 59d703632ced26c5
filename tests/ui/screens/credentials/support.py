"""Credentials of the local platform, typed as a person does and saved as an earlier session did."""

from dataclasses import replace
from typing import Any

from textual import events

from aeptui.credentials.profiles import Profile
from aeptui.operations.profiles import Profiles
from aeptui.store.paths import user_paths
from aeptui.ui.widgets.form import Form
from tests.ui.conftest import profile_of
from tests.ui.driver import Ui

Info = dict[str, Any]


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
