"""Explanations of codes."""

import json
import re
from pathlib import Path

import pytest

from aeptui.core.facts import load
from aeptui.services.errors import Invalid
from aeptui.services.guidance import explain, is_known, recognise


@pytest.mark.parametrize(
    ("code", "status", "key"),
    [
        ("FLOW-1404-412", None, "1404-412"),
        ("1404-412", 412, "1404-412"),
        ("xdm-1012-404", None, "XDM-1012-404"),
        ("Invalid_Client", 400, "invalid_client"),
        ("403010", 403, "403010"),
        ("1308", None, "1308-400"),
        ("DCVS-1106-400", None, "DCVS"),
        ("9999-503", None, "http-503"),
        ("XYZ-1-418", None, "http-4xx"),
        ("", 404, "http-404"),
        ("no idea", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_lookup(code: str, status: int | None, key: str) -> None:
    assert explain(code, status).title == load("errors")[key]["title"]


def test_known_is_by_code_not_by_status() -> None:
    assert is_known("1425-400") and is_known("DCVS-1101-400") and not is_known("9999-503")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Title must be unique. An object https://ns.adobe.com/x already exists with the same title.", "title-taken"),
        ("For custom fields, you must use a top level field named _acme", "tenant-namespace"),
        ("Breaking change: the field is in use", "schema-in-use"),
        ("The schema has no Reference Identity descriptor", "no-identity"),
        ("Parsing error on join(a[*].b)", "array-notation"),
        ("25143 files (over the 25000 threshold)", "too-much-at-once"),
        ("something else", None),
    ],
)
def test_errors_without_a_code_are_known_by_their_words(words: str, key: str | None) -> None:
    assert recognise(words) == key
    if key is not None:
        assert Invalid("BadRequestError", status=400, detail=words).guidance.title == load("errors")[key]["title"]


def test_a_known_code_counts_for_more_than_words() -> None:
    error = Invalid("no primary identity", status=400, code="1425-400")
    assert error.guidance.title == load("errors")["1425-400"]["title"]


def test_every_entry_says_what_it_means_and_what_to_do() -> None:
    for code, entry in load("errors").items():
        assert set(entry) == {"title", "meaning", "cause", "next_step"}, code
        assert all(entry[part].endswith((".", "")) for part in ("meaning", "cause", "next_step")), code
        assert entry["title"] and entry["meaning"] and entry["next_step"], code
        assert len(entry["title"]) <= 60, code


def test_codes_of_the_published_catalogue_are_explained(reference: Path) -> None:
    text = (reference / "aep" / "api.md").read_text(encoding="utf-8")
    catalogue = text[text.index("## 20. Error catalogue") : text.index("## 21.")]
    codes = set()
    for first, suffix in re.findall(r"(?<![-\d])(\d{4}(?:/\d{4})*)-(\d{3})", catalogue):
        codes |= {f"{number}-{suffix}" for number in first.split("/")}
    codes |= set(re.findall(r"(?:XDM|CONNECTOR|INGEST|MAPPER)-\d{4}-\d{3}", catalogue))
    gateway = text[text.index("### 1.3") : text.index("### 1.4")]
    codes |= set(re.findall(r"`(\d{6})`", gateway))
    assert len(codes) > 80
    assert sorted(code for code in codes if not is_known(code)) == []


def test_codes_of_the_error_guide_are_explained(reference: Path) -> None:
    text = (reference / "product" / "features.md").read_text(encoding="utf-8")
    guide = text[text.index("## 5. Typical errors") : text.index("## 6.")]
    first_cells = " ".join(line.split("|")[1] for line in guide.splitlines() if line.startswith("| "))
    codes = {
        f"{number}-{suffix}"
        for numbers, suffix in re.findall(r"(?<![-\d])(\d{4}(?:/\d{4})*)-(\d{3})", first_cells)
        for number in numbers.split("/")
    }
    assert len(codes) > 30
    assert sorted(code for code in codes if not is_known(code)) == []


def test_the_table_is_sorted_into_no_duplicates() -> None:
    path = Path(__file__).parents[2] / "aeptui" / "core" / "facts" / "data" / "errors.json"
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys))
