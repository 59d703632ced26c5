"""Who and where: the profile, its client and the stores, handed to whatever works. No logic."""

from dataclasses import dataclass

from aeptui.credentials.profiles import Profile
from aeptui.services.platform import Platform
from aeptui.store.database import Database
from aeptui.store.journal import Journal
from aeptui.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Session:
    """One person's work with one organisation and sandbox."""

    profile: Profile
    paths: Paths
    database: Database
    platform: Platform

    def journal(self, manifest_id: str) -> Journal:
        """The journal of one manifest, here."""
        return Journal(self.database, self.profile.org_id, self.profile.sandbox, manifest_id)
