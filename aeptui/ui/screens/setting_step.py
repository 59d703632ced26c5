"""A step whose settings stand in a table: what is entered becomes an edit, and the one under the cursor is told."""

from abc import abstractmethod

from aeptui.ui.screens.base import Step
from aeptui.ui.screens.settings import Settings
from aeptui.ui.widgets.grid import Grid


class SettingStep(Step):
    """Hooks: ``settings`` are the table, ``explain`` says what the setting under the cursor is for."""

    @property
    @abstractmethod
    def settings(self) -> Settings:
        """The settings."""

    @abstractmethod
    def explain(self) -> None:
        """Says what the setting under the cursor is for, and what is wrong with it."""

    def on_grid_cell_edited(self, event: Grid.CellEdited) -> None:
        """Takes what was entered for a setting."""
        event.stop()
        try:
            self.settings.take(event.key, event.new)
        except ValueError as error:
            self.say(str(error), wrong=True)

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Turns a setting that is on or off, or does what it is for."""
        event.stop()
        setting = self.settings.setting
        if event.grid is self.settings and setting is not None and setting.act is not None:
            setting.act()

    def on_grid_cursor_moved(self, event: Grid.CursorMoved) -> None:
        """Explains the setting under the cursor."""
        event.stop()
        self.explain()
        self.refresh_frame()
