"""Access tokens that the platform has issued, kept as digests, with their end by the platform's clock."""

import hashlib
import secrets

from aeptui.localplatform.platform import Platform

LIFETIME = 86399
"""Seconds that a token is good for."""

_KIND = "token"


def issue(platform: Platform) -> str:
    """A new token for the platform's credential; expired ones are forgotten on the way."""
    token = "eyJ" + secrets.token_urlsafe(48)
    with platform.store.transaction():
        for known in platform.store.all(_KIND):
            if known["expires"] <= platform.clock.now():
                platform.store.delete(_KIND, "", known["id"])
        digest = _digest(token)
        document = {"id": digest, "client_id": platform.client_id, "expires": platform.clock.now() + LIFETIME}
        platform.store.put(_KIND, "", digest, document)
    return token


def holder(platform: Platform, token: str) -> str | None:
    """The client id that a token was issued for; None if it was not issued here or has expired."""
    known = platform.store.get(_KIND, "", _digest(token))
    if known is None or known["expires"] <= platform.clock.now():
        return None
    return str(known["client_id"])


def revoke(platform: Platform, token: str) -> None:
    """From now on the token counts as expired."""
    platform.store.delete(_KIND, "", _digest(token))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
