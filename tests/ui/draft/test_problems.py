"""What is wrong with a draft, looked for beside its edits."""

import asyncio

import pytest

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Batch, Insert, Put, Remove
from aeptui.core.manifest.model import MappingRow
from aeptui.core.xdm.library import PROFILE
from aeptui.store.database import Database
from aeptui.store.drafts import Drafts
from aeptui.ui.draft import Draft, Findings
from aeptui.ui.working_copy import EDITS_BETWEEN_DOCUMENTS
from tests.ui.draft.support import ROW, Gate, reopened


async def test_problems_belong_to_a_revision(database: Database) -> None:
    draft = Draft.new(database)
    assert draft.findings == Findings(-1, ())
    heard: list[object] = []
    draft.subscribe(heard.append)
    findings = await draft.check()
    assert findings is draft.findings
    assert findings.revision == draft.revision
    assert ("name",) in {each.path for each in draft.problems}
    assert heard == [frozenset()]
    draft.edit(Put(("name",), "a"))
    assert draft.findings.revision < draft.revision
    await draft.check()
    assert draft.findings.revision == draft.revision
    assert ("name",) not in {each.path for each in draft.problems}


async def test_an_older_result_does_not_replace_a_newer_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aeptui.core.mapping.lint.watch import Watch

    draft = Draft.new(database)
    gate = Gate(Watch().look)
    monkeypatch.setattr(Watch, "look", gate)
    old = asyncio.create_task(draft.check())
    await asyncio.wait_for(gate.entered.wait(), 10)
    monkeypatch.undo()
    draft.edit(Put(("name",), "a"))
    new = await draft.check()
    gate.open()
    assert (await old).revision < new.revision
    assert draft.findings is new


async def test_schemas_that_were_fetched_are_known_to_the_check(database: Database) -> None:
    id = "https://ns.adobe.com/acme/mixins/1"
    draft = Draft.new(database, blank(PROFILE))
    draft.edit(
        Batch(
            (
                Put(("target", "schema", "field_groups"), (id,)),
                Insert(("mapping",), 0, MappingRow("extra", value="a")),
            ),
            "",
        )
    )
    known = {id: {"$id": id, "properties": {"extra": {"type": "string"}}}}
    assert "mapping/unknown-target" in {each.rule for each in (await draft.check()).problems}
    assert "mapping/unknown-target" not in {each.rule for each in (await draft.check(known, "acme")).problems}


async def test_looking_for_problems_keeps_a_whole_document_now_and_then(database: Database) -> None:
    draft, drafts = Draft.new(database), Drafts(database)
    for number in range(EDITS_BETWEEN_DOCUMENTS - 1):
        draft.edit(Put(("name",), f"{number}"))
    await draft.check()
    assert drafts.document(draft.number, draft.position)[0] == 0
    draft.edit(Insert(("mapping",), 0, ROW))
    await draft.check()
    assert drafts.document(draft.number, draft.position)[0] == draft.position == EDITS_BETWEEN_DOCUMENTS
    assert reopened(draft).manifest == draft.manifest
    draft.edit(Remove(("mapping",), 0))
    assert reopened(draft).manifest == draft.manifest
