"""What the mapping screen learns from the platform: the sample rows, the target schema, and a trial of the mapping."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from aeptui.core.manifest.model import NewConnection
from aeptui.core.mapping.lint.sample import Seen
from aeptui.ui.failure import Failure
from aeptui.ui.screens.base import Step
from aeptui.ui.screens.mapping.completion import TargetCompleter
from aeptui.ui.screens.mapping.table.cells import shown_value
from aeptui.ui.screens.mapping.table.lines import Judged
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets
from aeptui.ui.threads import in_thread
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.core.manifest.model import Manifest, Source
    from aeptui.operations.explore import Sample
    from aeptui.operations.trial import Trial, Verdict
    from aeptui.session import Session
    from aeptui.ui.desk import Desk


class MappingKnowledge(Step):
    """The part of the screen that asks. ``knowledge_changed`` is called after every answer."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.model = MappingModel()
        self._sample: Sample | None = None
        self._sampled: Source | None = None
        self._no_sample = ""
        self._fresh = False
        self.position = 0
        self._targets_of: object = None
        self.completer = TargetCompleter(self.model.targets)

    def knowledge_changed(self) -> None:
        """Shows what is known now."""

    @property
    def manifest(self) -> "Manifest":
        """The document."""
        assert self.desk.draft is not None
        return self.desk.draft.manifest

    def load(self) -> None:
        """Reads the sample rows and the target schema."""
        self._sampled = self._targets_of = None
        if self.desk.draft is not None:
            self.learn()

    def do_reload(self) -> None:
        """Reads everything again, the sample rows from the source itself."""
        self._fresh = True
        self.load()

    def learn(self) -> None:
        """Asks for what the document, as it is now, has that was not asked for yet."""
        self._learn_sample()
        self._learn_targets()
        self._look()

    # -- sample rows

    @property
    def sample_text(self) -> str:
        """Which sample row is mapped, or why there is none."""
        rows = self.model.view.rows
        return f"sample {self.model.view.position + 1}/{len(rows)}" if rows else f"no sample: {self._no_sample}"

    def _look(self) -> None:
        """Shows the source's columns and the sample row."""
        view = SourceView.of(self.manifest.source, self._sample, self.position)
        self.position = view.position
        self.model.take_view(view)

    def step_sample(self, by: int) -> None:
        """Another sample row."""
        view = self.model.view.at(self.model.view.position + by)
        self.position = view.position
        self.model.take_view(view)

    def _learn_sample(self) -> None:
        source = _sampled(self.manifest.source)
        if source == self._sampled:
            return
        self._sample, self._sampled = None, source
        if self.desk.session is None:
            self._sampled, self._no_sample = None, "nobody is signed in (1)"
        elif not source.object:
            self._no_sample = "no source yet (2)"
        elif isinstance(source.connection, NewConnection):
            self._no_sample = "its connection is yet to be made"
        else:
            self._no_sample = "reading …"
            doing = f"Reading rows of {source.object}"
            work = partial(_sample, self.desk.session, source, self._fresh)
            self._fresh = False
            take = partial(self._take_sample, source)
            self.attempt(doing, work, take, group="sample", failed=self._without_sample)

    def _take_sample(self, source: "Source", sample: "Sample") -> None:
        if source != self._sampled:
            return
        self._sample = sample
        self._no_sample = "" if sample.rows else "the source has no rows"
        seen = Seen(tuple((column.name, column.type) for column in sample.columns), sample.rows)
        self.desk.explored = self.manifest.source, seen
        self.desk.changed()
        self._look()
        self.knowledge_changed()

    def _without_sample(self, failure: Failure) -> None:
        self._no_sample = "could not be read (ctrl+r)"
        self.knowledge_changed()
        self.show_failure(failure)

    def show_failure(self, failure: Failure) -> None:
        """A call that was given up is only mentioned; everything else is told in full."""
        if failure.what.startswith("Given up"):
            self.say(failure.what)
        else:
            self._show_failure(None, failure)

    # -- the target schema

    def _learn_targets(self) -> None:
        manifest = self.manifest
        key = (manifest.target.schema, manifest.source.format, frozenset(self.desk.known), self.desk.tenant)
        if key == self._targets_of:
            return
        self._targets_of = key
        if self.desk.session is not None and _is_foreign(manifest, self.desk.known):
            work = partial(_parts, self.desk.session, manifest, frozenset(self.desk.known))
            doing = "Reading the target schema"
            self.attempt(doing, work, self._take_parts, group="parts", failed=self.show_failure)
        make = partial(_catalogue, manifest, dict(self.desk.known), self.desk.tenant)
        self.attempt(
            "Laying out the target schema",
            partial(in_thread, make),
            self._take_targets,
            group="targets",
            quiet=True,
            failed=self.show_failure,
        )

    def _take_parts(self, answer: "tuple[str, dict[str, Mapping[str, Any]]]") -> None:
        self.desk.tenant, parts = answer
        self.desk.known.update(parts)
        self.desk.changed()

    def _take_targets(self, made: "tuple[Targets, TargetCompleter]") -> None:
        targets, self.completer = made
        self.model.take_targets(targets)
        self.knowledge_changed()

    # -- the platform's opinion

    def ask_platform(self) -> None:
        """Has the platform check the mapping and map the sample row."""
        rows, sample = self.manifest.mapping, self.model.view.row
        work = partial(_trial, manifest=self.manifest, sample=sample)
        self.ask("Asking the platform about the mapping", work, partial(self._take_trial, rows), group="trial")

    def _take_trial(self, rows: tuple[Any, ...], trial: "Trial") -> None:
        same = {
            place: row for place, row in enumerate(self.manifest.mapping) if place < len(rows) and rows[place] is row
        }
        judged = {place: self._judged(place, verdict) for place, verdict in trial.verdicts.items() if place in same}
        self.model.take_judgements(judged)
        self.knowledge_changed()
        wrong = sum(bool(each.disagrees) for each in judged.values())
        where = "" if trial.schema else "; no schema yet: expressions only"
        agreed = f"AEP agrees on {count(len(judged) - wrong, 'row')}"
        if not judged:
            self.say("There is nothing to be checked" + (where or "."))
        else:
            self.say(f"{agreed}, not on {wrong} (f3){where}" if wrong else f"{agreed}{where}", wrong=wrong > 0)

    def _judged(self, place: int, verdict: "Verdict") -> Judged:
        row, result = self.manifest.mapping[place], self.model.result(place)
        if verdict.refused:
            return Judged(row, f"the platform refuses it: {verdict.refused}", None)
        if not verdict.tried or result is None:
            return Judged(row, "", None)
        if result.kind == "unknown":
            return Judged(row, "", shown_value(verdict.value))
        if verdict.value == result.value or (verdict.value is None and result.kind != "value"):
            return Judged(row, "", None)
        why = f" ({verdict.failed})" if verdict.failed else ""
        there = shown_value(verdict.value)
        return Judged(row, f"the platform makes {there} of this sample row{why}, not {shown_value(result.value)}", None)


def _sampled(source: "Source") -> "Source":
    """The part of the source that decides which rows there are."""
    return replace(source, fields=None, style="auto")


def _is_foreign(manifest: "Manifest", known: Collection[str]) -> bool:
    """Whether the target schema has parts that only the platform knows."""
    from aeptui.operations.target_parts import foreign_parts

    return bool(foreign_parts(manifest.target.schema, known))


async def _sample(session: "Session", source: "Source", fresh: bool) -> "Sample":
    from aeptui.operations.samples import sample_of

    return await sample_of(session.platform, source, fresh=fresh)


async def _parts(
    session: "Session", manifest: "Manifest", known: Collection[str]
) -> "tuple[str, dict[str, Mapping[str, Any]]]":
    from aeptui.operations.target_parts import target_parts

    return await target_parts(session.platform, manifest.target.schema, known)


async def _trial(session: "Session", *, manifest: "Manifest", sample: Mapping[str, Any] | None) -> "Trial":
    from aeptui.operations.trial import try_mapping

    return await try_mapping(session.platform, manifest, sample)


def _catalogue(manifest: "Manifest", known: Mapping[str, Any], tenant: str | None) -> tuple[Targets, TargetCompleter]:
    """What is known of the targets; with the functions of the language, which the first key would wait for."""
    from aeptui.core.expressions.catalog import functions, methods

    functions()
    methods()
    targets = Targets.of(manifest, known, tenant)
    return targets, TargetCompleter(targets)
