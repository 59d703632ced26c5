"""Importing what was exported gives the same rows again, in every form and with any text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.model import MappingRow, Scalar
from aeptui.core.manifest.unfinished import same
from aeptui.core.mapping.exchange.forms import Form, form_of, read, write
from aeptui.core.mapping.exchange.sets import SetForm
from aeptui.core.mapping.exchange.sources import Kind, constant_text, read_constant
from aeptui.core.mapping.exchange.tables import harmless, restored
from aeptui.core.mapping.exchange.targets import PlatformPaths
from tests.core.mapping.exchange.rows import CONSTANTS, MAPPINGS, TEXTS


def never(_text: str) -> tuple[Kind, Scalar]:
    raise AssertionError("what was exported says what every source is")


@settings(max_examples=100, deadline=None)
@given(MAPPINGS, st.sampled_from(Form), st.booleans())
def test_an_import_of_an_export_is_the_identity(rows: tuple[MappingRow, ...], form: Form, flat: bool) -> None:
    sets = SetForm(flat=flat)
    text = write(rows, form, sets)
    assert same(read(text, form, sets, never).rows, rows)


@pytest.mark.parametrize("form", Form)
def test_an_empty_note_is_not_none(form: Form) -> None:
    rows = tuple(
        MappingRow(f"t{place}", from_="a", note=note) for place, note in enumerate((None, "", "'", "''", "'="))
    )
    assert same(read(write(rows, form, SetForm()), form, SetForm(), never).rows, rows)


@settings(max_examples=30, deadline=None)
@given(MAPPINGS)
def test_so_is_one_of_a_file_with_a_byte_order_mark(rows: tuple[MappingRow, ...]) -> None:
    for form in Form:
        assert same(read("\ufeff" + write(rows, form, SetForm()), form, SetForm(), never).rows, rows)


@settings(max_examples=30, deadline=None)
@given(MAPPINGS.filter(bool))
def test_the_form_is_seen_from_the_text_alone(rows: tuple[MappingRow, ...]) -> None:
    for form in Form:
        seen = form_of("mapping", write(rows, form, SetForm()))
        assert seen is (Form.SET if form is Form.LEGACY else form)


def test_custom_fields_are_written_below_the_tenant_and_read_without() -> None:
    sets = SetForm(paths=PlatformPaths(frozenset({"support.caseNumber"}), "acme"), schema="https://x/1")
    rows = (MappingRow("support.caseNumber", from_="number"), MappingRow("person.name.lastName", from_="Full.Name"))
    for form in (Form.SET, Form.LEGACY):
        text = write(rows, form, sets)
        assert '"_acme.support.caseNumber"' in text and "${Full\\\\.Name}" in text
        assert read(text, form, sets, never).rows == rows


def test_the_words_of_both_forms_of_mapping_sets() -> None:
    rows = (MappingRow("_id", from_="id", note="key"), MappingRow("a.b", expr="upper(x)"), MappingRow("c", value=5))
    now = json.loads(write(rows, Form.SET, SetForm(schema="https://x/1")))
    assert now["outputSchema"]["schemaRef"]["id"] == "https://x/1"
    assert now["mappings"] == [
        {"sourceType": "ATTRIBUTE", "source": "id", "destination": "_id", "description": "key"},
        {"sourceType": "EXPRESSION", "source": "upper(x)", "destination": "a.b"},
        {"sourceType": "STATIC", "source": "5", "destination": "c"},
    ]
    old = json.loads(write(rows, Form.LEGACY, SetForm(schema="https://x/1")))
    assert {key: old[key] for key in ("version", "xdmSchema", "xdmVersion", "id")} == {
        "version": 0, "xdmSchema": "https://x/1", "xdmVersion": "1.0", "id": None,
    }  # fmt: skip
    assert old["mappings"][0] == {
        "destinationXdmPath": "_id", "sourceAttribute": "id", "identity": False, "identityGroup": None,
        "namespaceCode": None, "version": 0, "description": "key",
    }  # fmt: skip


@given(CONSTANTS)
def test_constants_are_texts_that_tell_their_type(value: Scalar) -> None:
    found = read_constant(constant_text(value))
    assert found == value and type(found) is type(value)


@given(TEXTS)
def test_no_cell_begins_a_formula_and_none_is_lost(cell: str) -> None:
    shown = harmless(cell)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")) and restored(shown) == cell
