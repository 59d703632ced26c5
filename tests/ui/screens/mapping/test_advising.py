"""What is asked about suggestions, and what is not."""

import sys
from dataclasses import replace

import pytest

from aeptui.core.manifest.model import SourceField
from aeptui.ui.screens.mapping.advising import _advice
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets
from tests.benchmarks.manifests import manifest

NO_TARGETS = Targets(None, (), nested=False)


def test_without_targets_nothing_heavy_is_imported_to_suggest_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aeptui.operations.suggesting", None)
    document = manifest(3)
    view = SourceView.of(document.source, None, 0)
    assert _advice(document, view, NO_TARGETS, None, None)[1].profiles == {}
    sampled = replace(view, rows=({"crm_field_00001": "x"},))
    advisor, advice = _advice(document, sampled, NO_TARGETS, None, None)
    assert advisor is None and advice.candidates == {} and advice.profiles["crm_field_00001"].filled == 1


def test_of_very_many_columns_only_those_that_no_row_reads_get_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    document = manifest(3)
    more = replace(document.source, fields=(*(document.source.fields or ()), SourceField("crm_group1_field", "string")))
    view = SourceView.of(more, None, 0)
    targets = Targets.of(document, {}, None)
    few = _advice(document, view, targets, None, None)[1]
    assert set(few.profiles) == {name for name, _ in view.columns}
    monkeypatch.setattr("aeptui.ui.screens.mapping.advising._MOST_PAIRS", 1)
    assert set(_advice(document, view, targets, None, None)[1].profiles) == {"crm_group1_field"}
    read = _advice(document, replace(view, columns=view.columns[:3]), targets, None, None)
    assert read[0] is None and read[1].candidates == {}
