"""Tables of a TOML text, changed in place."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.credentials.toml_text import TomlTextError, with_table, without_table

TEXT = """\
# Mine.
editor = "vi"

[profiles.dev]  # the first one
client_id = "old"  # from the console
org_id = 'o@AdobeOrg'
# about the sandbox
sandbox = "dev"

# about prod
[profiles.prod]
client_id = "p"

[colours]
accent = "blue"
"""


def test_a_changed_table_keeps_comments_order_and_all_that_is_not_ours() -> None:
    found = with_table(TEXT, ("profiles", "dev"), {"client_id": 'n"ew', "sandbox": "test", "scopes": "a,b"})
    assert found == TEXT.replace('"old"', r'"n\"ew"').replace("org_id = 'o@AdobeOrg'\n", "").replace(
        'sandbox = "dev"\n', 'sandbox = "test"\nscopes = "a,b"\n'
    )


def test_a_new_table_comes_last() -> None:
    assert with_table("", ("profiles", "dev"), {"a": "1"}) == '[profiles.dev]\na = "1"\n'
    assert with_table("x = 1", ("profiles", "dev"), {"a": "1"}) == 'x = 1\n\n[profiles.dev]\na = "1"\n'


def test_lines_end_as_they_did() -> None:
    found = with_table('[p.a]\r\nx = "1"\r\n', ("p", "a"), {"x": "2", "y": "3"})
    assert found == '[p.a]\r\nx = "2"\r\ny = "3"\r\n'
    assert with_table('[p.a]\nx = "1"', ("p", "a"), {"x": "2", "y": "3"}) == '[p.a]\nx = "2"\ny = "3"\n'


def test_a_table_taken_out_leaves_the_comments_of_the_next_one() -> None:
    found = without_table(TEXT, ("profiles", "dev"))
    assert (
        found.startswith('# Mine.\neditor = "vi"\n\n# about prod\n[profiles.prod]\n') and "the first one" not in found
    )
    assert without_table(found, ("profiles", "dev")) == found
    assert "profiles" not in tomllib.loads(without_table(found, ("profiles", "prod")))


@pytest.mark.parametrize(
    "text",
    [
        'profiles = {dev = {a = "1"}}\n',
        'profiles.dev.a = "1"\n',
        '[profiles]\ndev = {a = "1"}\n',
        '[profiles.dev]\na = """\nlong"""\n',
        '[profiles.dev]\n"a" = "1"\n',
        "[[profiles]]\ndev = 1\n",
        'note = """\n[profiles.dev]\n"""\n[profiles]\ndev = {a = "1"}\n',
    ],
)
def test_a_form_that_would_be_damaged_is_refused(text: str) -> None:
    with pytest.raises(TomlTextError):
        with_table(text, ("profiles", "dev"), {"a": "2"})


def test_a_text_that_is_not_toml_is_refused_with_the_line() -> None:
    with pytest.raises(TomlTextError, match="line 2"):
        with_table("a = 1\nb = \n", ("profiles", "dev"), {})


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(
    values=st.dictionaries(st.sampled_from(["a", "b", "c"]), texts),
    again=st.dictionaries(st.sampled_from(["a", "b", "c"]), texts),
)
def test_every_text_survives(values: dict[str, str], again: dict[str, str]) -> None:
    text = with_table(with_table(TEXT, ("profiles", "x"), values), ("profiles", "x"), again)
    found = tomllib.loads(text)
    assert found["profiles"].pop("x") == again and found == tomllib.loads(TEXT)
    assert tomllib.loads(without_table(text, ("profiles", "x"))) == tomllib.loads(TEXT)
