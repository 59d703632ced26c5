"""What an access token says about itself."""

import base64
import binascii
import json


def client_of(token: str) -> str:
    """The id of the client that Adobe's sign-in issued the token to; empty where the token does not say."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return str(claims["client_id"])
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error):
        return ""
