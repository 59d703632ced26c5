"""One whole record before and after the mapping: beside the table where there is room, else instead of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, zip_longest
from operator import is_
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.mapping.commands import MappingCommands
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.exchange.targets import PlatformPaths
    from aeptui.core.mapping.record import Record
    from aeptui.core.xdm.tree import Tree

WIDE = 116
"""From this width on the record stands beside the table."""
_MOST_LINES = 4_000
_LONGEST_VALUE = 400
_SIGNS = {"error": "! ", "warning": "? ", "unknown": "? "}
_BOTH = (
    Column("before", "Source row", width=28, minimum=14, grow=2),
    Column("after", "Record", width=44, minimum=20, grow=3),
)
_ALONE = (Column("after", "Record", width=30, grow=1),)


class Line(NamedTuple):
    """A line of the source row beside one of the record. ``path`` is what stands in the latter."""

    before: str = ""
    after: str = ""
    path: str = ""
    style: str = ""


def record_lines(record: "Record") -> list[Line]:
    """The record as indented JSON, and what is to be said about it below."""
    found = [Line(after=text, path=path) for path, text in islice(_json("", "", record.data, 0), _MOST_LINES)]
    if len(found) == _MOST_LINES:
        found.append(Line(after="...", style="dim"))
    style = {"error": "error", "warning": "warning"}
    notes = [
        Line(after=f"{_SIGNS[each.kind]}{each.path}: {each.message}", style=style.get(each.kind, "dim"))
        for each in record.notes[:_MOST_LINES]
    ]
    return [*found, *notes] if record.data else [Line(after="(nothing)", style="dim"), *notes]


def source_lines(sample: Mapping[str, Any]) -> list[str]:
    """The source row, a column a line, nested ones as JSON."""
    lines = (text for name, value in sample.items() for _, text in _json("", f"{name}: ", value, 0))
    return list(islice(lines, _MOST_LINES))


def _json(path: str, label: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """The lines of a value with the path that each is about."""
    pad = "  " * depth
    if isinstance(value, dict) and value:
        if label:
            yield path, pad + label.rstrip()
            depth += 1
        for name, item in value.items():
            yield from _json(f"{path}.{name}" if path else str(name), f"{name}: ", item, depth)
    elif isinstance(value, list) and value:
        yield path, pad + label.rstrip()
        for number, item in enumerate(value):
            yield from _json(f"{path}[{number}]", f"[{number}] ", item, depth + 1)
    else:
        yield path, pad + label + shortened(json.dumps(value, ensure_ascii=False, default=str), _LONGEST_VALUE)


class RecordView(Grid):
    """The record, with the source row to its left where there is room for both, else below it."""

    DEFAULT_CSS = "RecordView#mapping-record { dock: right; width: 46; margin: 0 0 0 1; }"

    def __init__(self, *, both: bool) -> None:
        self._both = both
        self._content: ListModel[Line] = ListModel(_BOTH if both else _ALONE, (), _cell)
        super().__init__(self._content, cursor="row", empty="No sample row")

    def show(self, record: "Record", sample: Mapping[str, Any]) -> None:
        """Shows another record; the line that was looked at stays where it is."""
        after = record_lines(record)
        if self._both:
            pairs = zip_longest(source_lines(sample), after, fillvalue=None)
            lines = [(each or Line())._replace(before=before or "") for before, each in pairs]
        else:
            below = [Line(after=text, style="dim") for text in source_lines(sample)]
            lines = [*after, Line(), Line(after="From this source row:", style="strong"), *below]
        self._content.replace(lines)
        self.reload()

    def reveal(self, path: str) -> None:
        """Goes to the line of a platform's path, where the record has it."""
        wanted = path.replace("[*]", "[0]")
        row = next((row for row, line in enumerate(self._content.items) if line.path == wanted), None)
        if row is not None:
            self.move_to(row)

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._content.items


def _cell(line: Line, column: str) -> Cell:
    return Cell(line.before, "dim") if column == "before" else Cell(line.after, line.style)


class RecordDialog(Dialog[None]):
    """The record over the whole screen; ``step`` shows that of another sample row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r,q,ctrl+w", "close", show=False),
        Binding("right_square_bracket", "step(1)", show=False, priority=True),
        Binding("left_square_bracket", "step(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    RecordDialog > Vertical { width: 100%; max-width: 120; height: 100%; padding: 0 1; }
    RecordDialog #record-title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, step: "Callable[[int], None]") -> None:
        super().__init__()
        self._step = step

    def body(self) -> ComposeResult:
        yield Static(id="record-title", markup=False)
        yield RecordView(both=True)
        yield Static(keys_content(("[ ]", "other sample row"), ("pgdn", "scroll"), ("esc", "close")))

    def on_mount(self) -> None:
        self.query_one(RecordView).focus()

    def title_is(self, text: str) -> None:
        """Says which record it is."""
        self.query_one("#record-title", Static).update(Content.styled(text, "bold"))

    @on(Grid.CursorMoved)
    @on(Grid.Activated)
    def _moved(self, event: Grid.CursorMoved | Grid.Activated) -> None:
        event.stop()

    def action_step(self, by: int) -> None:
        """Shows the record of another sample row."""
        self._step(by)

    def action_close(self) -> None:
        """Back to the table."""
        self.dismiss(None)


class Records:
    """Shows the record of the sample row that the screen looks at, and keeps it up to date."""

    def __init__(self, screen: MappingCommands, paths: "Callable[[], PlatformPaths]") -> None:
        self.screen = screen
        self._paths = paths
        self._shown: tuple[object, ...] = ()
        self._turn = 0

    @property
    def pane(self) -> RecordView | None:
        """The view beside the table, where it is open."""
        return self.screen.query_one_optional("#mapping-record", RecordView)

    @property
    def _dialog(self) -> RecordDialog | None:
        screen = self.screen.app.screen
        return screen if isinstance(screen, RecordDialog) else None

    def toggle(self) -> None:
        """Opens the record, or closes it where it stands beside the table."""
        self._shown = ()
        pane = self.pane
        if pane is not None:
            pane.remove()
        elif self.screen.size.width >= WIDE:
            made = RecordView(both=False)
            made.id = "mapping-record"
            made.view.can_focus = False
            self.screen.pane.query_one(".pane-content").mount(made)
            self.screen.call_after_refresh(self.refresh)
        else:
            self.screen.app.push_screen(RecordDialog(self._step))
            self.screen.call_after_refresh(self.refresh)

    def fit(self) -> None:
        """Closes the view beside the table where there is no room for it any longer."""
        pane = self.pane
        if pane is not None and self.screen.size.width < WIDE:
            pane.remove()

    def follow(self) -> None:
        """Shows the target of the table's row."""
        pane, line = self.pane, self.screen.model.line(self.screen.grid.row)
        if pane is not None and isinstance(line, int):
            pane.reveal(self._paths().of_platform(self.screen.model.rows[line].to))

    def refresh(self) -> None:
        """Works the record out anew, where it is shown and something of it has changed."""
        if self.pane is None and self._dialog is None:
            return
        model = self.screen.model
        about = (model.rows, model.view.row, model.targets.tree, self.pane is None)
        if self._shown and all(map(is_, self._shown, about)):
            return
        self._shown = about
        self._turn += 1
        turn = self._turn
        sample = model.view.row or {}
        work = partial(
            _record,
            model.rows,
            sample,
            model.targets.tree,
            model.view.nested,
            self._paths(),
            lambda: turn != self._turn,
        )
        self.screen.attempt(
            "Working out the record",
            partial(in_thread, work),
            partial(self._made, sample),
            group="record",
            quiet=True,
            failed=self.screen.show_failure,
        )

    def _made(self, sample: Mapping[str, Any], record: "Record") -> None:
        pane, dialog = self.pane, self._dialog
        if pane is not None:
            mapped = {row.from_ for row in self.screen.model.rows}
            pane.show(record, dict(sorted(sample.items(), key=lambda column: column[0] not in mapped)))
            self.follow()
        if dialog is not None:
            view = self.screen.model.view
            dialog.title_is(f"What becomes of sample row {view.position + 1} of {len(view.rows)}")
            dialog.query_one(RecordView).show(record, sample)

    def _step(self, by: int) -> None:
        self.screen.step_sample(by)
        self.screen.grid.reload()
        self.screen.show_lines()


def _record(
    rows: "Sequence[MappingRow]",
    sample: Mapping[str, Any],
    tree: "Tree | None",
    nested: bool,
    paths: "PlatformPaths",
    stop: "Callable[[], bool]",
) -> "Record":
    from aeptui.core.mapping.preview import Preview
    from aeptui.core.mapping.record import record_of

    return record_of(rows, sample, Preview(tree, nested=nested), paths.of_platform, stop=stop)
