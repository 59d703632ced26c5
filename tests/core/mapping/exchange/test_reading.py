"""Files of others: columns told by their titles, mapping sets of the platform, and what is wrong with bad ones."""

import json

import pytest

from aeptui.core.manifest.model import MappingRow, Scalar
from aeptui.core.mapping.exchange.forms import Form, read
from aeptui.core.mapping.exchange.headers import roles_of
from aeptui.core.mapping.exchange.refused import ExchangeRefused
from aeptui.core.mapping.exchange.sets import SetForm, raw_name, read_set
from aeptui.core.mapping.exchange.sources import Kind
from aeptui.core.mapping.exchange.tables import read_table, sniff


def plainly(text: str) -> tuple[Kind, Scalar]:
    return ("expr", text[1:]) if text.startswith("=") else ("from", text)


@pytest.mark.parametrize(
    ("titles", "roles"),
    [
        (("Source", "Target"), ("source", "target")),
        (("Quellfeld", "Zielfeld", "Bemerkung"), ("source", "target", "note")),
        (("from", "to", "note"), ("source", "target", "note")),
        (("COLUMN NAME", "XDM path"), ("source", "target")),
        (("source_type", "source-field", "Destination"), ("type", "source", "target")),
        (("owner", "column", "path", "Field"), (None, "source", "target", None)),
        (("Name", "Source", "Destination", "Description"), ("name", "source", "target", "note")),
        (("a", "b"), (None, None)),
    ],
)
def test_columns_are_known_by_many_names(titles: tuple[str, ...], roles: tuple[object, ...]) -> None:
    assert roles_of(titles) == roles


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(delimiter: str) -> None:
    text = delimiter.join(("Quellfeld", "Ziel")) + "\n" + delimiter.join(("sys_id", '"a,b;c|d"')) + "\n"
    layout = sniff(text)
    assert (layout.delimiter, layout.titles, layout.known) == (delimiter, ("Quellfeld", "Ziel"), True)
    assert read_table(text, layout, plainly).rows == (MappingRow("a,b;c|d", from_="sys_id"),)


def test_without_titles_the_columns_are_asked_for() -> None:
    layout = sniff("number\t_id\n=upper(x)\tperson.name\n")
    assert not layout.header and not layout.known and layout.roles == ("source", "target")
    rows = read_table("number\t_id\n=upper(x)\tperson.name\n", layout, plainly).rows
    assert rows == (MappingRow("_id", from_="number"), MappingRow("person.name", expr="upper(x)"))
    wide = sniff("1,number,_id\n2,state,status\n")
    assert wide.roles == (None, None, None)
    with pytest.raises(ExchangeRefused, match="source and target is not known"):
        read_table("1,number,_id\n", wide, plainly)
    chosen = wide.with_role(1, "source").with_role(0, "target").with_role(2, "target")
    assert chosen.roles == (None, "source", "target")
    assert read_table("1,number,_id\n", chosen, plainly).rows == (MappingRow("_id", from_="number"),)


def test_kinds_of_sources_in_a_table_are_known_by_many_words() -> None:
    text = (
        "Type;Source;Target\nfield;a;x\nCalculated field;upper(a);y\nKonstante;5;z\ntext/x.aep-xl;b;w\n;;\n\n;=a+b;v\n"
    )
    assert read_table(text, sniff(text), plainly).rows == (
        MappingRow("x", from_="a"),
        MappingRow("y", expr="upper(a)"),
        MappingRow("z", value=5),
        MappingRow("w", expr="b"),
        MappingRow("v", expr="a+b"),
    )


def test_answers_of_the_platform_are_read_in_either_form() -> None:
    text = """{"id": "x", "version": 2, "mappings": [
        {"id": "1", "sourceType": "text/x.schema-path", "source": "${Full\\\\.Name}", "destination": "a"},
        {"sourceType": "text/x.aep-xl", "source": "upper(b)", "destination": "b", "sourceAttribute": "upper(b)"},
        {"sourceAttribute": "Full\\\\.Name", "destinationXdmPath": "c", "identity": false},
        {"sourceType": "text/x.unheard-of", "source": "CUSTOMER", "destination": "d"},
        {"sourceType": "STATIC", "source": 5, "destination": "e"}]}"""
    rows = (
        MappingRow("a", from_="Full.Name"),
        MappingRow("b", expr="upper(b)"),
        MappingRow("c", from_="Full.Name"),
        MappingRow("d", value="CUSTOMER"),
        MappingRow("e", value=5),
    )
    assert read_set(text, SetForm()).rows == rows
    assert read_set(text[text.index("[") : -1], SetForm()).rows == rows
    assert read_set(f'{{"data": [{text}]}}', SetForm()).rows == rows


NAMED = (
    # name, description, the note, whether the name is in it
    ("Key", "of the row", "Key: of the row", True),
    ("Key", "", "Key", True),
    ("", "of the row", "of the row", False),
    (" number ", "of the row", "of the row", False),
    ("_id", "", None, False),
    ("of the row", "of the row", "of the row", False),
)


@pytest.mark.parametrize(("name", "description", "note", "is_named"), NAMED)
def test_a_name_begins_the_note_unless_it_says_nothing_new(
    name: str, description: str, note: str | None, is_named: bool
) -> None:
    table = f"name,source,destination,description\n{name},number,_id,{description}\n"
    assert read_table(table, sniff(table), plainly) == ((MappingRow("_id", from_="number", note=note),), is_named)
    mapping = {"name": name, "source": "number", "destination": "_id", "description": description}
    found = read_set(json.dumps([mapping]), SetForm())
    assert found.named == is_named and (found.rows[0].note or None) == note


def test_names_that_are_no_texts_are_not_kept() -> None:
    text = '[{"name": 7, "source": "a", "destination": "b"}, {"name": null, "source": "a", "destination": "c"}]'
    assert read_set(text, SetForm()) == ((MappingRow("b", from_="a"), MappingRow("c", from_="a")), 0)


def test_halves_of_characters_do_not_come_in() -> None:
    text = '[{"source": "a\\ud800", "destination": "b\\udc00", "description": "\\ud83d\\ude00"}]'
    assert read_set(text, SetForm()).rows == (MappingRow("b?", from_="a?", note="\U0001f600"),)


def test_names_are_unquoted_and_paths_stay() -> None:
    named = {"a": "a", "${First Name}": "First Name", "a\\.b": "a.b", "a.b": "a.b", "${a.b}": "${a.b}", "${": "${"}
    assert {source: raw_name(source) for source in named} == named


def test_parts_of_manifests_and_whole_ones() -> None:
    rows = (MappingRow("_id", from_="sys_id"), MappingRow("c", value=True))
    part = "mapping:\n  - {from: sys_id, to: _id}  # key\n  - {value: true, to: c}\n"
    whole = f"aeptui: 1\nname: x\n{part}"
    bare = "- {from: sys_id, to: _id}\n- {value: true, to: c}\n"
    for text in (part, whole, bare, "[{from: sys_id, to: _id}, {value: true, to: c}]"):
        assert read(text, Form.YAML, SetForm(), plainly).rows == rows


@pytest.mark.parametrize(
    ("form", "text", "line", "said"),
    [
        (Form.CSV, "", 0, "empty"),
        (Form.CSV, "one\ntwo\n", 1, "one column"),
        (Form.CSV, 'source,target\na,b\nc,"d\n\ne,f\n', 3, "never closed"),
        (Form.CSV, "type,source,target\nfield,a,b\nwhat,c,d\n", 3, "'what' is no kind"),
        (Form.SET, '{"mappings": [\n{"source": 1,}]}', 2, "not valid JSON"),
        (Form.SET, '{"rows": []}', 0, "no mappings"),
        (Form.SET, '[{"source": "a"}]', 1, "mapping 1 has no destination"),
        (Form.SET, '\n[\n {"destination": "a"}]', 3, "mapping 1 has no source"),
        (
            Form.SET,
            '{"id": [],\n "mappings" : [{"source": "a", "destination": "b"},\n\n 7]}',
            4,
            "mapping 2 is no object",
        ),
        (Form.SET, '[{"source": "a", "destination": "b", "sourceType": "FOO"}]', 1, "'FOO' is no kind"),
        (Form.SET, '[{"source": [1], "destination": "b"}]', 1, "must be a text"),
        (Form.SET, '[{"source": {}, "destination": "b", "sourceType": "STATIC"}]', 1, "must be a text"),
        (Form.SET, '[{"source": NaN, "destination": "b", "sourceType": "STATIC"}]', 1, "no document holds"),
        (Form.SET, '[{"source": 9223372036854775808, "destination": "b", "sourceType": "STATIC"}]', 1, "no document"),
        (Form.SET, "[" + "9" * 5_000 + "]", 0, "a number in it is too long"),
        (Form.SET, "[" * 100_000, 0, "nested too deep"),
        (Form.YAML, "mapping:\n  - {from: a, to: b}\n  - {from: a, expr: b, to: c}\n", 3, "exclude"),
        (Form.YAML, "- {from: a, to: b}\n- {fromm: a, to: c}\n", 2, "fromm"),
        (Form.YAML, "name: x\n", 0, "no mappings"),
    ],
)
def test_bad_files_are_told_by_line_and_cause(form: Form, text: str, line: int, said: str) -> None:
    with pytest.raises(ExchangeRefused) as told:
        read(text, form, SetForm(), plainly)
    assert told.value.line == line and said in str(told.value)
    named = told.value.of("rows.csv")
    assert str(named).startswith("rows.csv, line" if line else "rows.csv: ")
