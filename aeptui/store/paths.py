"""Where aeptui keeps things: the XDG folders of the user, or one folder named by ``AEPTUI_HOME``."""

import os
from dataclasses import dataclass
from pathlib import Path

APPLICATION = "aeptui"


@dataclass(frozen=True, slots=True)
class Paths:
    """The three folders below which everything is kept; none of them need exist yet."""

    config: Path
    state: Path
    data: Path

    @property
    def database(self) -> Path:
        """Journal, remembered ids and drafts: one SQLite file."""
        return self.state / "aeptui.db"

    @property
    def locks(self) -> Path:
        """One lock file for each manifest that is being applied."""
        return self.state / "locks"

    @property
    def demo(self) -> Path:
        """The demo's own home: its platform's data, its manifests, its journal."""
        return self.data / "demo"

    def within(self, folder: Path) -> "Paths":
        """The same three folders below ``folder``, for a self-contained home such as the demo's."""
        return Paths(folder / "config", folder / "state", folder / "data")


def user_paths(environ: dict[str, str] | None = None) -> Paths:
    """The folders for this user: ``AEPTUI_HOME`` wins over the platform's conventions."""
    home = (os.environ if environ is None else environ).get("AEPTUI_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root / "config", root / "state", root / "data")
    # Imported here: with AEPTUI_HOME (tests, jump hosts with a shared home) it is not needed.
    import platformdirs

    return Paths(
        Path(platformdirs.user_config_dir(APPLICATION)),
        Path(platformdirs.user_state_dir(APPLICATION)),
        Path(platformdirs.user_data_dir(APPLICATION)),
    )
