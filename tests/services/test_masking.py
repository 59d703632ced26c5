"""What is secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.services.masking import conceal, is_secret, mask_headers, mask_json, secret_values


@pytest.mark.parametrize(
    "name",
    ["password", "Password", "clientSecret", "client_secret", "access_token", "securityToken", "refreshToken", "apiKey",
     "x-api-key", "Authorization", "accountKey", "sasUri", "connectionString", "privateKey", "passphrase", "Set-Cookie",
     "x-user-token", "token", "servicePrincipalKey", "accessKey", "jwtToken", "credentials", "client_id"],
)  # fmt: skip
def test_secret_names(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    ["username", "endpoint", "host", "environmentUrl", "continuationToken", "specName", "id", "name", "key", "Date"],
)
def test_other_names(name: str) -> None:
    assert not is_secret(name)


def test_json_is_masked_wherever_a_secret_has_its_place() -> None:
    body = {"auth": {"params": {"username": "u", "password": "p", "pins": {"token": ["a", 1]}}}, "password": None}
    masked = {
        "auth": {"params": {"username": "u", "password": "***", "pins": {"token": ["***", "***"]}}},
        "password": None,
    }
    assert mask_json(body) == masked
    assert list(secret_values(body)) == ["p"]


def test_the_description_of_a_secret_is_none() -> None:
    spec = {"properties": {"password": {"type": "string", "format": "password"}}, "required": ["password"]}
    assert mask_json(spec) == spec


def test_headers() -> None:
    headers = {
        "Authorization": "Bearer abc",
        "x-api-key": "k",
        "x-gw-ims-org-id": "o",
        "Proxy-Authorization": "Basic x",
    }
    assert mask_headers(headers) == {
        "Authorization": "Bearer ***",
        "x-api-key": "***",
        "x-gw-ims-org-id": "o",
        "Proxy-Authorization": "Basic ***",
    }


def test_the_longest_secret_is_hidden_first_and_short_ones_are_words() -> None:
    assert conceal("secret-long secret a", ["secret", "secret-long", "a"]) == "*** *** a"


@given(st.text(), st.lists(st.text(min_size=4, max_size=8)))
def test_no_secret_survives(text: str, secrets: list[str]) -> None:
    hidden = conceal(text + "".join(secrets), secrets)
    remains = hidden.replace("***", "\x00")
    assert not any(secret in remains for secret in secrets if "*" not in secret)
