"""Profiles of the environment, and saved ones as text."""

from dataclasses import replace

import pytest

from aeptui.credentials.configuration import profiles_in, with_profile, without_profile
from aeptui.credentials.profiles import SIGN_INS, Profile, ProfileError, from_environment

ENVIRONMENT = {"AEPTUI_CLIENT_ID": "c", "AEPTUI_CLIENT_SECRET": "s3cret", "AEPTUI_ORG_ID": "o"}
PROFILE = Profile("dev", "c", "o@AdobeOrg", client_secret="s3cret", sandbox="dev")


class TestEnvironment:
    def test_client_secret_and_organisation_form_a_profile(self) -> None:
        found = from_environment(ENVIRONMENT | {"AEPTUI_SANDBOX": " dev "})
        assert found is not None and (found.name, found.client_secret, found.sandbox) == (
            "environment",
            "s3cret",
            "dev",
        )
        assert "s3cret" not in repr(found)

    def test_a_token_does_instead_of_a_secret(self) -> None:
        found = from_environment({"AEPTUI_CLIENT_ID": "c", "AEPTUI_ACCESS_TOKEN": "t", "AEPTUI_ORG_ID": "o"})
        assert found is not None and (found.access_token, found.sign_in) == ("t", SIGN_INS[1])

    def test_nothing_forms_nothing(self) -> None:
        assert from_environment({"AEPTUI_SANDBOX": "dev"}) is None

    def test_a_part_of_it_is_an_error_that_names_what_is_missing(self) -> None:
        with pytest.raises(ProfileError, match="AEPTUI_CLIENT_ID, AEPTUI_ORG_ID"):
            from_environment({"AEPTUI_CLIENT_SECRET": "s3cret"})

    def test_a_secret_alone_belongs_to_the_profile_that_is_named(self) -> None:
        assert from_environment({"AEPTUI_CLIENT_SECRET": "s3cret", "AEPTUI_PROFILE": "dev"}) is None


class TestSaved:
    def test_a_profile_comes_back_without_its_secret(self) -> None:
        profile = replace(PROFILE, scopes="a,b", platform_url="https://p.example", ims_url="https://i.example")
        text = with_profile("# mine\n", profile)
        assert "s3cret" not in text and text.startswith("# mine\n")
        assert profiles_in(text) == {"dev": replace(profile, client_secret=None)}
        assert without_profile(text, "dev") == "# mine\n"

    def test_defaults_are_not_written(self) -> None:
        assert with_profile("", PROFILE) == '[profiles.dev]\nclient_id = "c"\norg_id = "o@AdobeOrg"\nsandbox = "dev"\n'
        token = with_profile("", replace(PROFILE, sign_in=SIGN_INS[1]))
        assert profiles_in(token)["dev"].sign_in == SIGN_INS[1]

    @pytest.mark.parametrize("name", ["demo", "environment", "", "-x", "a.b", "a b", "x" * 41, "ä", "a\0"])
    def test_a_name_that_cannot_be_is_refused(self, name: str) -> None:
        with pytest.raises(ProfileError):
            with_profile("", replace(PROFILE, name=name))

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("profiles = 1", "must be a table of profiles"),
            ("[profiles]\ndev = 1", r"\[profiles.dev\] must be a table"),
            ('[profiles.demo]\nclient_id = "c"', "always there"),
            ('[profiles.dev]\nclient_id = "c"\nclient_secret = "x"', "'client_secret' must not stand in a file"),
            ('[profiles.dev]\nclient = "c"', "'client' is not known"),
            ("[profiles.dev]\nclient_id = 3", "'client_id' must be a text"),
            ('[profiles.dev]\nclient_id = " "', "'client_id' must be a text"),
            ('[profiles.dev]\nclient_id = "c"', "org_id, sandbox is missing"),
            ('[profiles.dev]\nclient_id="c"\norg_id="o"\nsandbox="s"\nsign_in="jwt"', "'sign_in' is one of"),
            ("[profiles.dev", "not valid TOML"),
        ],
    )
    def test_what_is_wrong_is_named(self, text: str, words: str) -> None:
        with pytest.raises(ProfileError, match=words):
            profiles_in(text)

    def test_a_form_that_cannot_be_changed_says_what_to_do(self) -> None:
        text = 'profiles.dev = {client_id = "c", org_id = "o", sandbox = "s"}\n'
        with pytest.raises(ProfileError, match="by hand"):
            with_profile(text, PROFILE)
        with pytest.raises(ProfileError, match="by hand"):
            without_profile(text, "dev")
