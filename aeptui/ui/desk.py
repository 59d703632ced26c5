"""The desk that every screen works at: who is signed in, which sandbox, which draft; and who hears of changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from aeptui.ui.failure import Failure

if TYPE_CHECKING:
    from aeptui.core.manifest.model import Manifest, MappingRow, Source
    from aeptui.core.manifest.problems import Problem
    from aeptui.core.mapping.lint.sample import Seen
    from aeptui.services.sandboxes import Sandbox
    from aeptui.session import Session
    from aeptui.store.database import Database
    from aeptui.store.drafts import Drafts
    from aeptui.ui.draft import Draft
    from aeptui.ui.opening import Opening


class Link(Enum):
    """How it stands with the platform."""

    NOBODY = "nobody is signed in"
    SIGNING_IN = "signing in"
    SIGNED_IN = "signed in"
    FAILED = "sign-in failed"


# The key of what was applied last, among what is remembered of a draft.
_APPLIED = "applied mapping"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dataflow of the platform that a screen is about."""

    flow_id: str
    name: str


class Desk:
    """What the screens share. Screens read it and post messages; what they may set themselves is said here.

    ``session`` is None until somebody is signed in, ``sandbox`` until the platform has described it
    (it is one of ``sandboxes``, those that the profile may use). ``store`` holds
    drafts and is None during the first moments of the program. ``draft`` is None where none was opened yet.
    ``failure`` says why ``link`` is FAILED. ``applied_manifest`` is what was applied last since the draft
    came here, ``applied_mapping`` the mapping of the last time at all: the review notes both;
    ``flow`` the dataflow whose runs are shown; ``attended`` the problem that the user was led to last. ``known`` holds
    the organisation's schemas, classes and field groups that were fetched, by ``$id`` in full form, and ``tenant`` its
    tenant id: who fetches them puts them there, and the search for problems uses them. ``explored`` is the source that
    was explored last, without the columns chosen of it, and what that showed; for the same use.
    """

    def __init__(self, opening: "Opening") -> None:
        self.opening = opening
        self.link = Link.NOBODY
        self.failure: Failure | None = None
        self.session: Session | None = None
        self.sandbox: Sandbox | None = None
        self.sandboxes: list[Sandbox] = []
        self.store: Database | None = None
        self.draft: Draft | None = None
        self.applied_manifest: Manifest | None = None
        self.applied_mapping: tuple[MappingRow, ...] | None = None
        self.flow: Chosen | None = None
        self.known: dict[str, Mapping[str, Any]] = {}
        self.tenant: str | None = None
        self.explored: tuple[Source, Seen] | None = None
        self.attended: Problem | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def drafts(self) -> "Drafts | None":
        """All drafts of the store; None while that is not open."""
        if self.store is None:
            return None
        from aeptui.store.drafts import Drafts

        return Drafts(self.store)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` after every change of the desk or of the draft on it; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def take(self, draft: "Draft | None") -> None:
        """Puts a draft in the place of the one that is here, with what is known of its last apply."""
        self.draft, self.attended, self.applied_manifest = draft, None, None
        drafts = self.drafts
        kept = drafts.ui_state(_APPLIED, draft.number) if draft is not None and drafts is not None else None
        self.applied_mapping = _mapping(kept) if kept is not None else None

    def note_applied(self, manifest: "Manifest") -> None:
        """Keeps what was applied, or what the platform has already as the manifest says; its mapping on disk."""
        from aeptui.core.manifest.edits import Put, to_json

        self.applied_manifest, self.applied_mapping = manifest, manifest.mapping
        if self.draft is not None and self.drafts is not None:
            self.drafts.set_ui_state(_APPLIED, to_json(Put(("mapping",), manifest.mapping)), self.draft.number)
        self.changed()

    def changed(self) -> None:
        """Tells all who listen."""
        for listener in tuple(self._listeners):
            listener()

    def seen(self, source: "Source") -> "Seen | None":
        """What exploring this source showed; None where it was not explored."""
        if self.explored is None:
            return None
        about, seen = self.explored
        same = (about.system, about.connection, about.object, about.format, about.file)
        return seen if same == (source.system, source.connection, source.object, source.format, source.file) else None

    @property
    def problems(self) -> "tuple[Problem, ...]":
        """What is wrong with the draft or missing, as far as was found; the newest findings come a moment later."""
        return () if self.draft is None else self.draft.problems

    @property
    def applied(self) -> bool:
        """Whether the draft, as it is now, was applied."""
        return self.draft is not None and self.draft.manifest == self.applied_manifest

    @property
    def production(self) -> bool | None:
        """Whether the sandbox is one that customers see; None while that is unknown.

        Its type decides, not its name; a type that is not known to be harmless counts as production.
        """
        return None if self.sandbox is None else self.sandbox.type.lower() != "development"

    @property
    def token_minutes(self) -> int | None:
        """The whole minutes that the access token has left; None without a token or where its end is unknown."""
        remaining = None if self.session is None else self.session.platform.http.tokens.remaining
        return None if remaining is None else int(remaining // 60)


def _mapping(kept: str) -> "tuple[MappingRow, ...] | None":
    """The mapping that was kept; None where another version of the program kept it in another way."""
    from aeptui.core.manifest.edits import Put, from_json

    try:
        edit = from_json(kept)
    except ValueError:
        return None
    return edit.value if isinstance(edit, Put) else None
