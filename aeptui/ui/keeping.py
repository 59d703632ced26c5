"""Where the user is, kept in the store, so that the next start is there again."""

from typing import Any

from aeptui.store.database import Database
from aeptui.store.drafts import APPLICATION, Drafts
from aeptui.ui.places import PLACES, WIZARD

PLACE, STATE, DRAFT = "place", "state", "draft"


class Keeping:
    """What the screens remember, for each draft; and for the application, which draft and place were in sight last."""

    def __init__(self, database: Database) -> None:
        self._drafts = Drafts(database)

    def leave(self, place: str, draft: int | None, state: dict[str, Any]) -> None:
        """Keeps the place that is in sight, the draft that is open, and what the screen remembers."""
        self._drafts.set_ui_state(PLACE, place)
        self._drafts.set_ui_state(DRAFT, draft)
        self._drafts.set_ui_state(f"{STATE}.{place}", state, draft or APPLICATION)
        if draft is not None and place in WIZARD:
            self._drafts.set_ui_state(PLACE, place, draft)

    def place(self, draft: int = APPLICATION) -> str | None:
        """The place that was in sight last, where there still is such a place; of a draft, where one is given."""
        found = self._drafts.ui_state(PLACE, draft)
        return found if found in PLACES else None

    def draft(self) -> int | None:
        """The draft that was open last, where it still exists."""
        number = self._drafts.ui_state(DRAFT)
        return number if any(each.number == number for each in self._drafts.listing()) else None

    def state(self, place: str, draft: int | None) -> dict[str, Any]:
        """What the screen of that place remembered, for that draft; empty where nothing."""
        found = self._drafts.ui_state(f"{STATE}.{place}", draft or APPLICATION)
        return found if isinstance(found, dict) else {}
