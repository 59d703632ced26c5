"""The dialog in which one picks a target in the tree of the schema."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.mapping.table.targets import TargetTree
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.tree_picker import TreePicker
from aeptui.ui.words import printable


class PickTarget(Dialog[str | None]):
    """Answers with the path of the field that was picked, or None."""

    DEFAULT_CSS = """
    PickTarget > Vertical { width: 100%; max-width: 120; height: 100%; padding: 1 1; }
    PickTarget TreePicker { height: 1fr; }
    """

    def __init__(self, tree: TargetTree, source: str, start: str) -> None:
        """``source`` says what is to be mapped, ``start`` is the path to begin at."""
        super().__init__()
        self._tree, self._source, self._start = tree, source, start

    def body(self) -> ComposeResult:
        yield Static(Content.styled(f"Target of {printable(self._source)}", "bold"))
        yield TreePicker(self._tree)
        yield Static(keys_content(("enter", "take"), ("right", "open"), ("left", "close"), ("esc", "give up")))

    def on_mount(self) -> None:
        picker = self.query_one(TreePicker)
        picker.focus()
        if self._start:
            picker.reveal(self._start)

    def on_tree_picker_chosen(self, event: TreePicker.Chosen) -> None:
        event.stop()
        self.dismiss(event.path)

    def on_tree_picker_cancelled(self, event: TreePicker.Cancelled) -> None:
        event.stop()
        self.dismiss(None)
