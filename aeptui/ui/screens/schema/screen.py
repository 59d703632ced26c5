"""Where the rows go: the source's columns beside the target's schema and dataset, and the target's fields as a tree."""

from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from aeptui.core.manifest.edits import Batch
from aeptui.core.manifest.model import NewSchema
from aeptui.core.manifest.problems import Path
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.xdm.names import name_problem
from aeptui.core.xdm.tree import Tree
from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.screens.schema import proposal as proposals
from aeptui.ui.screens.schema.choosing import SchemaChoosing
from aeptui.ui.screens.schema.columns import FORM, chosen_columns, column_lines, columns_model
from aeptui.ui.screens.schema.parts import Choices, field_settings, identity_settings
from aeptui.ui.screens.schema.places import FIELDS, GROUPS, IDENTITIES
from aeptui.ui.screens.schema.rows import ADD, Known, TargetRows, identity_completer
from aeptui.ui.screens.schema.tree import SchemaTree
from aeptui.ui.screens.settings import About, Setting, Settings
from aeptui.ui.widgets.confirm import Prompt
from aeptui.ui.widgets.grid import ColumnState, Grid
from aeptui.ui.widgets.state import Pane
from aeptui.ui.widgets.tree_picker import TreePicker
from aeptui.ui.words import count, printable

WIDE = 110
"""Columns of the terminal from which on everything is shown."""
MARKS = len("identity custom mapped")


def _without_tree(screen: "SchemaScreen") -> str | None:
    return "Leave the tree first: esc." if screen.tree_open else None


def _with_columns(screen: "SchemaScreen") -> str | None:
    if screen.tree_open:
        return _without_tree(screen)
    if not screen.manifest.source.object:
        return "There is no source yet: 2 chooses one."
    known = screen.columns or screen.awaited
    return None if known else "The source's columns are not known: ctrl+r asks for them again."


def _new_schema(screen: "SchemaScreen") -> str | None:
    if not isinstance(screen.manifest.target.schema, NewSchema):
        return "A schema that exists takes no custom fields here."
    return _with_columns(screen) or (None if screen.columns else "The source's columns are not known yet.")


class SchemaScreen(SchemaChoosing):
    """The target: schema, fields, identities and dataset; at the side the columns that feed it."""

    PLACE = "schema"
    ABOUT = (
        "Says where the rows go. On the left the schema and the dataset: enter edits a row, + rows take something new, "
        "d removes. On the right the source's columns; space selects some, c makes custom fields of them and maps "
        "them. p proposes everything that is still empty. t shows every field of the target, to be searched."
    )
    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  Textual declares no class variable.
    COMMAND_TABLE = (
        Command(
            "schema.propose",
            ("p",),
            "Propose",
            "Fills what is empty from the source: names, fields with their mapping, identity, delta column.",
            allowed=_with_columns,
        ),
        Command(
            "schema.fields",
            ("c",),
            "Columns to fields",
            "Makes custom fields of the selected source columns, or of all, and maps them.",
            allowed=_new_schema,
        ),
        Command(
            "schema.add",
            ("a",),
            "Add",
            "Adds a field group, custom field or identity, as the row under the cursor is.",
            allowed=_without_tree,
        ),
        Command("schema.tree", ("t",), "Tree", "Shows every field of the target, to be searched, or the rows again."),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._part: Path | None = None
        self._tree: Tree | None = None
        self._composed: object = None
        self._source = SchemaTree()
        self._to_propose = False

    def body(self) -> ComposeResult:
        yield Horizontal(
            Vertical(Static(id="part", markup=False), Settings(id="target", value=30, note=20), id="left"),
            Pane(Grid(columns_model(()), cursor="row", marks=True, id="columns"), id="side"),
            id="design",
        )
        yield TreePicker(self._source, id="tree")
        yield About(id="about")

    @property
    def settings(self) -> Settings:
        """The rows of the target, or of the part that is open."""
        return self.query_one("#target", Settings)

    @property
    def picker(self) -> TreePicker:
        """The tree of the target's fields."""
        return self.query_one("#tree", TreePicker)

    @property
    def tree_open(self) -> bool:
        """Whether the tree is in sight instead of the rows."""
        return self.has_class("-tree")

    # What is shown

    def on_mount(self) -> None:
        """Gives the marks of the tree the room that they need together."""
        tree = self.picker.query_one(Grid)
        widths = (("name", None), ("detail", 9), ("marks", MARKS), ("meaning", None))
        tree.restore_columns(ColumnState(name, width=width) for name, width in widths)

    def on_resize(self, event: events.Resize) -> None:
        """Hides the format of the columns where there is no room for it."""
        hidden = ColumnState(FORM, event.size.width < WIDE)
        self.query_one("#columns", Grid).restore_columns((ColumnState("name"), ColumnState("type"), hidden))

    def draft_changed(self) -> None:
        """Shows the target, its fields and the source's columns as the document has them."""
        self.ask_for_what_lacks()
        self.columns = column_lines(self.manifest, self.sample)
        self._compose_tree()
        self._show_columns()
        self._show_rows()
        if self._to_propose and not self.awaited:
            self.do_propose()

    def _compose_tree(self) -> None:
        schema = self.manifest.target.schema
        key = (schema, len(self.desk.known), self.desk.tenant, self.manifest.mapping)
        if key != self._composed:
            self._composed = key
            named = not isinstance(schema, NewSchema) or bool(schema.class_id)
            self._tree = target_tree(self.manifest, self.desk.known, self.desk.tenant) if named else None
            identities = {path: namespace for path, namespace, _ in self.identities_there}
            identities |= {each.path: each.namespace for each in schema.identities}
            self._source.show(self._tree, identities, {row.to for row in self.manifest.mapping})
            self.picker.reload()

    def _show_columns(self) -> None:
        grid, pane = self.query_one("#columns", Grid), self.side
        assert isinstance(grid.model, type(columns_model(())))
        grid.model.replace(self.columns)
        grid.reload()
        if self.columns:
            pane.ready()
        elif not self.manifest.source.object:
            pane.empty("No source yet.", ("2", "choose one"))

    def _show_rows(self) -> None:
        if self._part is not None and self._part_title() is None:
            self._part = None
        title = self._part_title()
        self.query_one("#part", Static).display = title is not None
        if title is not None:
            self.query_one("#part", Static).update(Content.styled(printable(title), "bold") + Content("   esc back"))
        problems = [each for each in self.desk.problems if each.path and each.path[0] == "target"]
        if self._part is not None:
            problems = [each for each in problems if each.path[: len(self._part)] == self._part]
        self.settings.show(self._rows(), problems)
        self.explain()
        self.refresh_frame()

    def _part_title(self) -> str | None:
        """What the open part is called; None where none is open, or it is gone."""
        schema, part = self.manifest.target.schema, self._part
        if part is None:
            return None
        index = int(part[-1])
        if part[:-1] == FIELDS:
            fields = schema.fields if isinstance(schema, NewSchema) else ()
            return f"Custom field {fields[index].path}" if index < len(fields) else None
        return f"Identity {schema.identities[index].path}" if index < len(schema.identities) else None

    def _rows(self) -> list[Setting]:
        schema, part = self.manifest.target.schema, self._part
        if part is not None and part[:-1] == FIELDS and isinstance(schema, NewSchema):
            index = int(part[-1])
            return field_settings(schema.fields[index], index, self.edit)
        if part is not None:
            choices = Choices(identity_completer(self._tree), [(code, name) for code, name, _ in self.namespaces])
            return identity_settings(schema.identities, int(part[-1]), choices, self.edit)
        return TargetRows(self.manifest, self._known(), self.edit, self).settings()

    def _known(self) -> Known:
        return Known(
            tree=self._tree,
            namespaces=[(code, kind) for code, _, kind in self.namespaces],
            columns=chosen_columns(self.columns, ()),
            parent=proposals.parent_for(self.manifest, self._tree) if self.manifest.source.object else "custom",
            titles=self.titles,
        )

    def explain(self) -> None:
        about = self.query_one("#about", About)
        if self.tree_open:
            node = self.picker.highlighted
            about.show(self._source.explain(node.path if node is not None else None), None)
        else:
            about.show(self.settings.about, self.settings.problem)

    # What the user does

    @on(TreePicker.Highlighted)
    def _look_at(self) -> None:
        self.explain()

    @on(TreePicker.Cancelled)
    def _leave_tree(self) -> None:
        self.do_tree()

    @on(TreePicker.Chosen)
    def _choose_field(self, event: TreePicker.Chosen) -> None:
        """Goes to the row of a custom field or an identity."""
        schema = self.manifest.target.schema
        fields = [field.path for field in schema.fields] if isinstance(schema, NewSchema) else []
        identities = [identity.path for identity in schema.identities]
        if event.path in fields or event.path in identities:
            self.do_tree()
            custom = event.path in fields
            self.reveal((*FIELDS, fields.index(event.path)) if custom else (*IDENTITIES, identities.index(event.path)))
        else:
            self.say("This field comes with the class or a field group; it is changed there.")

    def do_tree(self) -> None:
        """Shows the tree, or the rows again."""
        self.toggle_class("-tree")
        self.picker.search("")
        (self.picker if self.tree_open else self.settings).focus()
        self.explain()
        self.refresh_frame()

    def do_back(self) -> None:
        """Leaves the tree or the open part; otherwise as everywhere."""
        if self.tree_open:
            self.do_tree()
        elif self._part is not None:
            part, self._part = self._part, None
            self._show_rows()
            self.settings.go_to(part)
        else:
            super().do_back()

    def do_add(self) -> None:
        """Opens the row that takes another element, of the list that the cursor is in."""
        self._part = None
        setting = self.settings.setting
        wanted = setting.path[:3] if setting is not None and setting.path[:3] in (GROUPS, IDENTITIES) else FIELDS
        self._show_rows()
        is_new = isinstance(self.manifest.target.schema, NewSchema)
        self.settings.go_to(wanted if is_new else IDENTITIES, ADD)
        self.settings.edit()

    def do_propose(self) -> None:
        """Fills what is still empty, as soon as it is known which columns and namespaces there are."""
        self._to_propose = self.awaited
        if self._to_propose:
            self.say("Proposing as soon as the platform has said what there is.")
            return
        namespaces = [(code, kind) for code, _, kind in self.namespaces]
        source = proposals.Source(chosen_columns(self.columns, ()), namespaces)
        found = proposals.proposal(self.manifest, self._tree, source)
        if found is None:
            self.say("Nothing is left to propose: what is there is yours.")
        else:
            self.edit(found)
            self.say(f"{found.title[0].upper()}{found.title[1:]} taken; u takes it back.")

    def do_fields(self) -> None:
        """Asks where the fields of the selected columns go, and makes them."""
        grid = self.query_one("#columns", Grid)
        rows = grid.selected_rows() or (grid.target_rows() if self.focused is grid.view else [])
        columns = chosen_columns(self.columns, [str(grid.model.key(row)) for row in rows])
        question = f"Make {count(len(columns), 'custom field')} below which object?"
        parent = proposals.parent_for(self.manifest, self._tree)

        def make(answer: str | None) -> None:
            if answer is not None:
                edits = proposals.fields_of(self.manifest, columns, answer.strip())
                self.edit(Batch(edits, f"{count(len(columns), 'column')} below {answer.strip()}"))

        self.app.push_screen(Prompt(question, parent, check=lambda text: name_problem(text.strip()) or ""), make)

    # What the rows ask for

    def open_part(self, place: Path) -> None:
        """Shows the settings of a custom field or an identity."""
        self._part = place
        self._show_rows()
        self.settings.move_to(0)

    def reveal(self, path: tuple[str | int, ...]) -> None:
        """Goes to the row that edits the place, in the open part where it lies within a field or identity."""
        if self.tree_open:
            self.do_tree()
        inside = path[:4] if len(path) > 4 and path[:3] in (FIELDS, IDENTITIES) else None
        self._part = inside
        self._show_rows()
        self.settings.go_to(path)
        self.settings.focus()

    def remember(self) -> dict[str, Any]:
        """The open part, the row under the cursor, and whether the tree is in sight."""
        setting = self.settings.setting
        at = {"at": list(setting.path), "key": setting.key} if setting is not None else {}
        return {**at, "part": self._part and list(self._part), "tree": self.tree_open}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes back to the part, row and view of ``remember``."""
        part, at = state.get("part"), state.get("at")
        self._part = tuple(part) if isinstance(part, list) and len(part) == 4 else None
        if isinstance(at, list):
            self.draft_changed()
            self.settings.go_to(tuple(at), state.get("key"))
        if state.get("tree") is True:
            self.call_after_refresh(self.do_tree)


SCREEN = SchemaScreen
