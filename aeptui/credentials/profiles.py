"""Profiles: an organisation's credential, the hosts it may be sent to, and the sandbox to work in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aeptui.core.facts.hosts import IMS_URL, PLATFORM_URL

# What Adobe's own request collection for server-to-server credentials asks for.
SCOPES = "openid,session,AdobeID,read_organizations,additional_info.projectedProductContext"
SANDBOX = "prod"
SIGN_INS = ("server-to-server", "token")
"""How a profile signs in: with its client secret, or with an access token that was pasted."""

NAME = "AEPTUI_PROFILE"
CLIENT_ID = "AEPTUI_CLIENT_ID"
CLIENT_SECRET = "AEPTUI_CLIENT_SECRET"
ORG_ID = "AEPTUI_ORG_ID"
ACCESS_TOKEN = "AEPTUI_ACCESS_TOKEN"


class ProfileError(Exception):
    """No usable profile; the message says what is missing and how to give it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One credential for one organisation.

    ``client_secret`` (OAuth server-to-server) or ``access_token`` (pasted, not renewable) signs in; neither ever shows
    in a representation. URLs are bases without a path; ``scopes`` is comma-separated. ``sign_in`` is one of SIGN_INS.
    ``keyring`` says that the secret came from the host's own secret store, where its tokens may be kept as well.
    """

    name: str
    client_id: str
    org_id: str
    client_secret: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    scopes: str = SCOPES
    sandbox: str = SANDBOX
    platform_url: str = PLATFORM_URL
    ims_url: str = IMS_URL
    sign_in: str = SIGN_INS[0]
    keyring: bool = False


def from_environment(environ: Mapping[str, str]) -> Profile | None:
    """The profile that the ``AEPTUI_…`` variables form, or None where none of the identifying ones is set.

    A secret alone belongs to the saved profile that ``AEPTUI_PROFILE`` names. Raises ProfileError where some are set
    and others that they need are not.
    """
    given = {name: environ.get(name, "").strip() for name in (CLIENT_ID, CLIENT_SECRET, ORG_ID, ACCESS_TOKEN)}
    secret_alone = not given[CLIENT_ID] and not given[ORG_ID]
    if not any(given.values()) or (secret_alone and environ.get(NAME, "").strip()):
        return None
    missing = [name for name in (CLIENT_ID, ORG_ID) if not given[name]]
    if not given[CLIENT_SECRET] and not given[ACCESS_TOKEN]:
        missing.append(f"{CLIENT_SECRET} (or {ACCESS_TOKEN})")
    if missing:
        found = ", ".join(name for name, value in given.items() if value)
        raise ProfileError(f"The environment has {found}, but not {', '.join(missing)}. Set it, or unset the others.")
    profile = Profile(
        name="environment",
        client_id=given[CLIENT_ID],
        org_id=given[ORG_ID],
        client_secret=given[CLIENT_SECRET] or None,
        access_token=given[ACCESS_TOKEN] or None,
        sign_in=SIGN_INS[0] if given[CLIENT_SECRET] else SIGN_INS[1],
    )
    return with_environment(profile, environ)


def with_environment(profile: Profile, environ: Mapping[str, str]) -> Profile:
    """The profile with hosts, scopes and sandbox replaced by those that the environment names."""
    names = {
        "scopes": "AEPTUI_SCOPES",
        "sandbox": "AEPTUI_SANDBOX",
        "platform_url": "AEPTUI_PLATFORM_URL",
        "ims_url": "AEPTUI_IMS_URL",
    }
    given: dict[str, Any] = {key: environ.get(name, "").strip() for key, name in names.items()}
    return replace(profile, **{key: value for key, value in given.items() if value})
