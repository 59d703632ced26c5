"""Whatever is done to a mapping, by whatever way, taken back and done again: table, draft and file say the same."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Edit, Move
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.unfinished import read_unfinished, same
from aeptui.core.mapping.bulk.names import STYLES, prefixed, restyled
from aeptui.core.mapping.bulk.patterns import StarRule, ruled
from aeptui.core.mapping.bulk.replacing import replaced
from aeptui.core.mapping.bulk.wrapping import wrapped
from aeptui.core.mapping.exchange.merging import Choice, merge
from aeptui.core.xdm.library import PROFILE
from aeptui.store.database import Database
from aeptui.ui.draft import Draft
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.lines import NOTE, SOURCE, TARGET
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.text import source_text
from tests.core.mapping.exchange.rows import MAPPINGS, ROWS, TEXTS

Rows = tuple[MappingRow, ...]
Change = Callable[[Rows, Sequence[int]], Edit]
COLUMNS = st.sampled_from(edits.EDITABLE)

CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(lambda row: lambda rows, places: edits.insert(places[0] if places else len(rows), row), ROWS),
    st.just(lambda rows, places: edits.delete(places)),
    st.just(lambda rows, places: edits.duplicate(rows, places)),
    st.just(lambda rows, places: Move(("mapping",), places[0], places[-1])),
    st.builds(lambda column, text: lambda rows, places: edits.fill(rows, places, column, text, ()), COLUMNS, TEXTS),
    st.builds(
        lambda texts: lambda rows, places: edits.paste(rows, places, edits.EDITABLE, texts, ()),
        st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=3),
    ),
    st.builds(lambda style: lambda rows, places: restyled(rows, places, style).edit, st.sampled_from([*STYLES])),
    st.just(lambda rows, places: prefixed(rows, places, "a.b").edit),
    st.just(lambda rows, places: wrapped(rows, places, "trim").edit),
    st.builds(
        lambda where, text: lambda rows, places: replaced(rows, places, where, "[a-z]", text.replace("$", "")).edit,
        st.sampled_from(["source", "target"]),
        TEXTS,
    ),
    st.just(lambda rows, _places: ruled(rows, ["u_a", "u_b", "new"], StarRule("*", "x.*")).edit),
    st.builds(
        lambda coming, choice: lambda rows, _places: merge(rows, coming, choice, "imported").edit,
        MAPPINGS,
        st.sampled_from(Choice),
    ),
)
WAYS = st.one_of(
    st.tuples(st.just("change"), CHANGES, st.lists(st.integers(0, 9), min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("jump"), st.floats(0, 1)),
)


def go(draft: Draft, way: tuple[Any, ...]) -> None:
    """One step of somebody's work."""
    rows = draft.manifest.mapping
    if way[0] == "undo":
        draft.undo()
    elif way[0] == "redo":
        draft.redo()
    elif way[0] == "jump":
        draft.go_to(round(way[1] * len(draft.history())))
    else:
        places = sorted({place % len(rows) for place in way[2]}) if rows else []
        if places:
            draft.edit(way[1](rows, places))


def check_table(model: MappingModel, rows: Rows) -> None:
    """The table shows the rows as they are, each with a number of its own."""
    assert same(model.rows, rows)
    keys = [model.key(row) for row in range(len(rows))]
    assert len(set(keys)) == len(keys) and [model.index(key) for key in keys] == [*range(len(rows))]
    for place, row in enumerate(rows):
        shown = [model.cell(place, column).raw for column in (SOURCE, TARGET)]
        assert shown == [source_text(row), row.to]
        assert (row.note or "") in model.cell(place, NOTE).raw


@pytest.mark.thorough
@settings(max_examples=40, deadline=None)
@given(rows=MAPPINGS.filter(bool), ways=st.lists(WAYS, min_size=1, max_size=12))
def test_table_draft_and_file_stay_equal(tmp_path_factory: pytest.TempPathFactory, rows: Rows, ways: list[Any]) -> None:
    folder: Path = tmp_path_factory.mktemp("laws")
    database = Database(folder / "aeptui.db")
    draft = Draft.new(database, replace(blank(PROFILE), name="laws", mapping=rows))
    model = MappingModel()
    model.take_rows(rows)
    seen = {0: rows}
    for way in ways:
        before = draft.position
        go(draft, way)
        model.take_rows(draft.manifest.mapping)
        check_table(model, draft.manifest.mapping)
        if way[0] == "change" and draft.position > before:
            seen = {position: each for position, each in seen.items() if position < draft.position}
            seen[draft.position] = draft.manifest.mapping
        assert same(seen[draft.position], draft.manifest.mapping)
    again = Draft.open(database, draft.number)
    assert same(again.manifest, draft.manifest) and again.history() == draft.history()
    for position in itertools.chain(range(len(draft.history()), -1, -1), [again.position]):
        again.go_to(position)
        assert same(again.manifest.mapping, seen[position])
    asyncio.run(again.save(folder / "laws.yaml"))
    saved = read_unfinished((folder / "laws.yaml").read_bytes().decode())
    assert saved.manifest is not None and same(saved.manifest.mapping, again.manifest.mapping)
    database.close()
