"""Saved profiles as text: the tables ``[profiles.NAME]`` of the user's configuration file. Never a secret in it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aeptui.core.facts.hosts import IMS_URL, PLATFORM_URL
from aeptui.credentials.profiles import SCOPES, SIGN_INS, Profile, ProfileError
from aeptui.credentials.toml_text import TomlTextError, read, with_table, without_table

PROFILES = "profiles"
RESERVED = ("demo", "environment")
"""Names that mean something else wherever a profile is named."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_REQUIRED = ("client_id", "org_id", "sandbox")
_DEFAULTS = {"scopes": SCOPES, "platform_url": PLATFORM_URL, "ims_url": IMS_URL, "sign_in": SIGN_INS[0]}
_SECRETS = ("client_secret", "access_token", "token", "secret", "password")


def name_problem(name: str) -> str:
    """What is wrong with a profile's name; empty where nothing is."""
    if name in RESERVED:
        return f"'{name}' is the name of a profile that is always there; choose another one"
    return "" if _NAME.fullmatch(name) else "a name has up to 40 letters, digits, - and _, and begins with no sign"


def profiles_in(text: str) -> dict[str, Profile]:
    """The saved profiles by name, without their secrets. Raises ProfileError, naming the profile and key at fault."""
    try:
        found = read(text).get(PROFILES, {})
    except TomlTextError as error:
        raise ProfileError(str(error)) from None
    if not isinstance(found, dict):
        raise ProfileError(f"'{PROFILES}' must be a table of profiles, as in [{PROFILES}.dev]")
    return {name: _profile(name, values) for name, values in found.items()}


def with_profile(text: str, profile: Profile) -> str:
    """The text with the profile in it, new or instead of the one of that name. Raises ProfileError."""
    problem = name_problem(profile.name)
    if problem:
        raise ProfileError(problem)
    values = {name: getattr(profile, name) for name in (*_REQUIRED, *_DEFAULTS)}
    told = {name: value for name, value in values.items() if value != _DEFAULTS.get(name)}
    try:
        return with_table(text, (PROFILES, profile.name), told)
    except TomlTextError as error:
        raise ProfileError(f"{error}: add or change the table [{PROFILES}.{profile.name}] by hand") from None


def without_profile(text: str, name: str) -> str:
    """The text without the profile. Raises ProfileError."""
    try:
        return without_table(text, (PROFILES, name))
    except TomlTextError as error:
        raise ProfileError(f"{error}: take the table [{PROFILES}.{name}] out by hand") from None


def _profile(name: str, values: Any) -> Profile:
    where = f"[{PROFILES}.{name}]"
    if not isinstance(values, Mapping):
        raise ProfileError(f"{where} must be a table")
    problem = name_problem(name)
    if problem:
        raise ProfileError(f"{where}: {problem}")
    for key, value in values.items():
        if key in _SECRETS:
            raise ProfileError(f"{where}: '{key}' must not stand in a file. Take it out, and enter it on the screen")
        if key not in (*_REQUIRED, *_DEFAULTS):
            raise ProfileError(f"{where}: '{key}' is not known; there are {', '.join((*_REQUIRED, *_DEFAULTS))}")
        if not isinstance(value, str) or not value.strip():
            raise ProfileError(f"{where}: '{key}' must be a text in quotes that is not empty")
    missing = [key for key in _REQUIRED if key not in values]
    if missing:
        raise ProfileError(f"{where}: {', '.join(missing)} is missing")
    if values.get("sign_in", SIGN_INS[0]) not in SIGN_INS:
        raise ProfileError(f"{where}: 'sign_in' is one of {', '.join(SIGN_INS)}")
    profile = Profile(name, values["client_id"].strip(), values["org_id"].strip())
    return replace(profile, **{key: value.strip() for key, value in values.items()})
