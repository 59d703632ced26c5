"""What the mapping screen costs with ten thousand rows, beside a hundred and beside the plainest table.

Times are ratios in one run: beside another program in a terminal, a plain loop, or the YAML library. The rest is bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from aeptui.core.manifest.model import Manifest, MappingRow
from aeptui.core.manifest.unfinished import read_unfinished, update_unfinished
from aeptui.core.manifest.write import to_yaml
from aeptui.core.mapping.lint.watch import Watch
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.offers import Offers
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets, TargetsFilled
from tests.benchmarks.manifests import manifest
from tests.benchmarks.mapping_app import prepare
from tests.benchmarks.measuring import bench, least

pytestmark = pytest.mark.thorough

FEW, MANY = 100, 10_000
FIRST_PAINT, KEY_LATENCY, KEY_COST_BY_ROWS = 1.5, 1.5, 1.2
MEGABYTES = 110
# Parts of the processor time in which a plain loop finds the rows that hold the words, and in which the YAML library
# alone goes through the text of ten thousand rows: 15 ms and 2.0 to 2.7 s where these bars were set.
FILTER, LINT_OF_AN_EDIT, LINT, READ, SAVE = 3.0, 0.33, 0.9, 0.4, 0.75
# Parts of the processor time in which suggestions for five thousand columns are laid out: 0.2 to 0.3 s.
TAKING, EDIT = 0.02, 0.05
STEP_BYTES = 1_000
ATTEMPTS = 3
APP = Path(__file__).with_name("mapping_app.py")
SETTLED = "wait:4000"


def test_a_filter_of_ten_thousand_rows_answers_like_a_plain_loop() -> None:
    rows, words = manifest(MANY).mapping, ("group42", "field")
    model = MappingModel()
    model.take_rows(rows)

    def narrow() -> None:
        model.filter("")
        model.filter(" ".join(words))

    narrow()
    assert 0 < model.row_count() < MANY
    assert least(narrow) <= FILTER * least(lambda: plain_loop(rows, words))


def plain_loop(rows: Sequence[MappingRow], words: Sequence[str]) -> list[int]:
    """Which rows hold all words, found in the plainest way: the reference for what is to be instant."""
    texts = enumerate(f"{row.from_} {row.expr} {row.to}".lower() for row in rows)
    return [place for place, text in texts if all(word in text for word in words)]


@pytest.fixture(scope="module")
def half_mapped() -> tuple[MappingModel, Advice]:
    """A table of ten thousand columns: half of them mapped, a suggestion for each of the others."""
    whole = manifest(MANY)
    rows = whole.mapping[: MANY // 2]
    candidates = {
        column.name: tuple(
            Candidate(column.name, to, sure, MappingRow(to, from_=column.name))
            for to, sure in ((whole.mapping[place].to, 0.9), (whole.mapping[place - 1].to, 0.6))
        )
        for place, column in enumerate(whole.source.fields or ())
    }
    model = MappingModel()
    model.take_view(SourceView.of(whole.source, None, 0))
    model.take_targets(Targets.of(whole, {}, None))
    model.take_rows(rows)
    return model, Advice({}, candidates, 0.5)


def laid_out(model: MappingModel, advice: Advice) -> Offers:
    """The suggestions beside the rows as they are."""
    filled = TargetsFilled()
    filled.change((), (row.to for row in model.rows))
    return Offers(advice, model.rows, filled)


def test_suggestions_are_taken_in_and_edits_made_between_two_keys(half_mapped: tuple[MappingModel, Advice]) -> None:
    model, advice = half_mapped
    made = laid_out(model, advice)
    whole = least(lambda: laid_out(model, advice))
    assert least(lambda: model.take_offers(made, model.rows)) <= TAKING * whole
    assert len(model.suggested) == MANY // 2 and model.row_count() == MANY + 1

    numbers = iter(range(MANY))

    def edit() -> None:
        number, rows = next(numbers), model.rows
        model.take_rows((*rows[:number], replace(rows[number], to=f"other.field{number}"), *rows[number + 1 :]))

    def accept() -> None:
        suggested = model.suggested[MANY // 4].candidate
        assert suggested is not None
        model.take_rows((*model.rows, suggested.row))

    assert least(edit) <= EDIT * whole and least(accept) <= EDIT * whole


def test_a_filter_beside_five_thousand_suggestions(half_mapped: tuple[MappingModel, Advice]) -> None:
    model, advice = half_mapped
    model.take_offers(laid_out(model, advice), model.rows)
    words = ("group42", "field")
    rows = [*model.rows, *(each.candidate.row for each in model.suggested if each.candidate is not None)]

    def narrow() -> None:
        model.filter("")
        model.filter(" ".join(words))

    assert least(narrow) <= FILTER * least(lambda: plain_loop(rows, words))
    assert 0 < model.row_count() < MANY
    model.filter("")


@pytest.fixture(scope="module")
def without_columns() -> Manifest:
    """Ten thousand rows, whose columns and custom fields are not in the document."""
    whole = manifest(MANY)
    schema = replace(whole.target.schema, fields=())  # type: ignore[arg-type]
    return replace(whole, source=replace(whole.source, fields=None), target=replace(whole.target, schema=schema))


@pytest.fixture(scope="module")
def plain_yaml(without_columns: Manifest) -> float:
    """The processor time in which the YAML library alone goes through ten thousand rows."""
    text = to_yaml(without_columns)
    return least(lambda: sum(1 for _ in YAML(typ="safe", pure=True).parse(text)))


def test_ten_thousand_rows_are_looked_at_before_yaml_alone_is_read(plain_yaml: float) -> None:
    whole = manifest(MANY)
    assert least(lambda: Watch().look(whole)) <= LINT * plain_yaml


@pytest.mark.parametrize(
    "row",
    [
        MappingRow("crm.group1.field00001", expr="trim(lower(crm_field_00001))", note="a note"),
        MappingRow("crm.group1.field", from_="crm_field_00001"),
        MappingRow("crm.group1.field00001", from_="crm_field"),
    ],
    ids=["note", "unknown target", "unknown column"],
)
def test_one_edit_of_ten_thousand_rows_is_looked_at_in_a_part_of_a_plain_loop(row: MappingRow) -> None:
    whole, watch = manifest(MANY), Watch()
    rows = list(whole.mapping)
    rows[MANY // 2] = row
    edited = replace(whole, mapping=tuple(rows))
    watch.look(whole)

    def there_and_back() -> None:
        watch.look(edited)
        watch.look(whole)

    there_and_back()
    assert least(there_and_back) / 2 <= LINT_OF_AN_EDIT * least(lambda: plain_loop(rows, ("group42", "field")))


def test_reading_and_saving_ten_thousand_rows(without_columns: Manifest, plain_yaml: float) -> None:
    rows = list(without_columns.mapping)
    rows[MANY // 2] = replace(rows[MANY // 2], note="edited")
    edited = replace(without_columns, mapping=tuple(rows))
    text = to_yaml(without_columns)
    assert least(lambda: update_unfinished(text, edited)) <= SAVE * plain_yaml
    assert least(lambda: read_unfinished(text)) <= READ * plain_yaml


# -- in a real terminal


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A home with a draft of few rows, and one with many."""
    kept = os.environ.get("AEPTUI_HOME")
    made = {rows: tmp_path_factory.mktemp(f"home{rows}") for rows in (FEW, MANY)}
    for rows, home in made.items():
        prepare(home, rows)
    if kept is None:
        del os.environ["AEPTUI_HOME"]
    else:
        os.environ["AEPTUI_HOME"] = kept
    return made


def measured(ours: list[str], keys: str, reference: list[str], reference_keys: str, quit_reference: str) -> Any:
    """What the measuring tool says of two programs that take turns, in a terminal of 120x36."""
    command = [sys.executable, str(bench() / "ptybench.py"), "--size", "120x36", "--repeat", "3", "--warmup", "1"]
    command += ["--idle", "1", "--start-quiet-ms", "2000", "--ready", "mapped", "--quit", "ctrl+q", "--quiet"]
    command += ["--keys", keys, "--vs", " ".join(reference), "--vs-keys", reference_keys, "--vs-quit", quit_reference]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [*command, "--", *ours], capture_output=True, text=True, env=environment, timeout=500, check=True
    )
    return json.loads(done.stdout)


def _held(found: Any) -> Any:
    """What is told of the key that was held down."""
    return next(each for each in found["keys"]["by_token"] if each["token"].startswith("hold:"))


def program(home: Path) -> list[str]:
    """The application on the mapping screen."""
    return [sys.executable, str(APP), str(home)]


def test_many_rows_cost_what_few_cost(homes: dict[int, Path]) -> None:
    keys = f"{SETTLED} down*20 hold:down*30@30"
    for _ in range(ATTEMPTS):
        found = measured(program(homes[MANY]), keys, program(homes[FEW]), keys, "ctrl+q")
        ratio, ours = found["ratio"], found["a"]["median"]
        beyond = {
            name: value
            for name, value, bar in (
                ("first paint", ratio["start.first_paint_ms"], FIRST_PAINT),
                ("CPU per key", ratio["keys.all.cpu_ms_per_key"], KEY_COST_BY_ROWS),
                ("memory", ours["peak_rss_mb"], MEGABYTES),
                ("idle bytes", ours["idle"]["bytes"], 0),
                ("bytes per step", ours["keys"]["all"]["bytes"]["median"], STEP_BYTES),
                ("bytes per line of scrolling", _held(ours)["bytes_per_key"], STEP_BYTES),
            )
            if value > bar
        }
        if not beyond:
            return
    raise AssertionError(f"beyond the bars: {beyond}")


def test_a_key_beside_the_plainest_table(homes: dict[int, Path]) -> None:
    reference = [sys.executable, str(bench() / "apps" / "lineapi.py"), str(MANY)]
    for _ in range(ATTEMPTS):
        found = measured(program(homes[MANY]), f"{SETTLED} down*20", reference, "down*20", "q")
        ratio = found["ratio"]["keys.all.latency_ms.median"]
        if ratio <= KEY_LATENCY:
            return
    raise AssertionError(f"{ratio} times the latency of the plainest table")
