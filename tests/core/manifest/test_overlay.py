from aeptui.core.manifest.model import (
    ExistingDataset,
    ExistingSchema,
    Identity,
    Manifest,
    NewConnection,
    NewDataset,
    NewSchema,
)
from aeptui.core.manifest.overlay import read_with
from tests.core.manifest.samples import TEXT


def merged(*overlays: str) -> Manifest:
    reading = read_with(TEXT, [(text, f"{number}.yaml") for number, text in enumerate(overlays)])
    assert reading.manifest is not None, reading.problems
    return reading.manifest


def test_no_overlay_changes_nothing() -> None:
    assert merged() == merged("") == merged("# only a comment\n")


def test_maps_merge_and_single_values_replace() -> None:
    manifest = merged("name: prod\nsource: {connection: other}\n")
    assert (manifest.name, manifest.source.connection, manifest.source.object) == ("prod", "other", "incident")


def test_later_overlays_win() -> None:
    assert merged("name: one\nstate: draft\n", "name: two\n").name == "two"


def test_lists_replace() -> None:
    manifest = merged("mapping: [{from: a, to: _id}]\n")
    assert [row.from_ for row in manifest.mapping] == ["a"]


def test_null_takes_a_key_away() -> None:
    assert merged("description: null\n").description == ""


def test_a_text_and_a_map_replace_each_other() -> None:
    assert merged("source: {connection: {name: n, auth: a}}\n").source.connection == NewConnection("n", "a")


def test_an_overlay_that_names_the_other_thing_replaces_it() -> None:
    manifest = merged("target: {schema: {id: s}, dataset: {id: d}}\n")
    assert manifest.target.schema == ExistingSchema("s")
    assert manifest.target.dataset == ExistingDataset("d")
    back = merged(
        "target: {schema: {id: s}, dataset: {id: d}}\n",
        "target: {schema: {title: t, class: c}, dataset: {name: n}}\n",
    )
    assert back.target.schema == NewSchema("t", "c")
    assert back.target.dataset == NewDataset("n")


def test_an_overlay_may_add_to_what_exists() -> None:
    identities = "identities: [{path: p, namespace: Email}]"
    manifest = merged("target: {schema: {id: s}}\n", f"target: {{schema: {{{identities}}}}}\n")
    assert manifest.target.schema == ExistingSchema("s", (Identity("p", "Email"),))


def test_problems_stand_in_the_file_that_has_them() -> None:
    overlay = "# prod\nsource:\n  systm: x\nschedule: {interval: 5m}\n"
    reading = read_with(TEXT.replace("state: enabled", "state: on"), [(overlay, "prod.yaml")], "m.yaml")
    found = [(each.file, each.line, each.column, each.rule) for each in reading.problems]
    assert found == [
        ("m.yaml", 33, 8, "manifest/choice"),
        ("prod.yaml", 3, 3, "manifest/unknown-key"),
        ("prod.yaml", 4, 22, "manifest/type"),
    ]
    assert reading.manifest is None


def test_positions_lead_to_the_overlay_too() -> None:
    where = read_with(TEXT, [("name: prod\n", "prod.yaml")], "m.yaml").where
    assert (where(("name",)).file, where(("name",)).column) == ("prod.yaml", 7)
    assert where(("state",)).file == "m.yaml"


def test_overlays_that_cannot_be_read_are_reported() -> None:
    reading = read_with(TEXT.encode(), [(b"name: \xff\n", "a.yaml"), ("a: b: c\n", "b.yaml")], "m.yaml")
    assert reading.manifest is None
    assert [(each.file, each.rule) for each in reading.problems] == [
        ("a.yaml", "yaml/encoding"),
        ("b.yaml", "yaml/syntax"),
    ]


def test_an_overlay_that_is_no_map_is_refused() -> None:
    (found,) = read_with(TEXT, [("- a\n", "a.yaml")], "m.yaml").problems
    assert (found.file, found.rule) == ("a.yaml", "manifest/type")
