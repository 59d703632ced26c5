"""Manifest files as commands take them: read with overlays, checked, and given an id."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from aeptui.cli.endings import CommandError, Status
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Problem, Where, has_errors
from aeptui.store.database import Database

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One manifest file as read: ``manifest`` is None where a problem forbids it; ``text`` is the file's own."""

    path: Path
    text: str
    manifest: Manifest | None
    problems: tuple[Problem, ...]
    where: Where

    @property
    def sound(self) -> Manifest:
        """The manifest, of a file that was found to have no errors."""
        if self.manifest is None:
            raise CommandError(f"{self.path}: not a valid manifest.")
        return self.manifest


def files_of(arguments: Iterable[Path]) -> list[Path]:
    """The manifest files that the arguments mean; a folder stands for the manifests in it, by name.

    Raises CommandError (usage) for what does not exist, or a folder without manifests.
    """
    found: list[Path] = []
    for argument in arguments:
        inside = (
            sorted(path for path in argument.glob("*") if path.suffix in SUFFIXES) if argument.is_dir() else [argument]
        )
        if not inside:
            raise CommandError(f"{argument}: no manifest ({', '.join(SUFFIXES)}) in this folder.", Status.USAGE)
        found += inside
    return list(dict.fromkeys(found))


def load(path: Path, overlays: Iterable[Path] = ()) -> ManifestFile:
    """Reads one manifest with its overlays, and lints what needs no network. Raises CommandError where no file is."""
    from aeptui.core.manifest.overlay import read_with
    from aeptui.core.manifest.read import read_bytes
    from aeptui.core.mapping.lint.reading import check_reading

    data = _content(path)
    layers: list[tuple[str | bytes, str]] = [(_content(overlay), str(overlay)) for overlay in overlays]
    reading = read_with(data, layers, str(path)) if layers else read_bytes(data, str(path))
    problems = check_reading(reading)
    manifest = None if has_errors(problems) else reading.manifest
    return ManifestFile(path, data.decode("utf-8-sig", "replace"), manifest, problems, reading.where)


def known_id(file: ManifestFile, database: Database) -> str | None:
    """The manifest's id: in the file, or remembered for a file that could not be written."""
    from aeptui.store.manifest_ids import remembered_id

    return file.sound.id or remembered_id(database, file.path)


def give_id(file: ManifestFile, database: Database) -> str:
    """A new id, written into the file with everything else kept, or remembered where the file cannot be written."""
    from aeptui.core.manifest.write import new_id, with_id
    from aeptui.store.files import write_atomically
    from aeptui.store.manifest_ids import remember_id

    given = new_id()
    try:
        write_atomically(file.path, with_id(file.text, given))
    except OSError:
        remember_id(database, file.path, given)
    return given


def with_known_id(manifest: Manifest, manifest_id: str) -> Manifest:
    """The manifest as it is once its id is saved."""
    return replace(manifest, id=manifest_id)


def problem_json(found: Problem, file: Path) -> dict[str, object]:
    """A problem as ``check --json`` prints it."""
    return {
        "file": found.file or str(file),
        "line": found.line,
        "column": found.column,
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "fix": found.fix,
    }


def problem_line(found: Problem, file: Path) -> str:
    """A problem as people and editors read it: ``file:line:column: severity: message``."""
    place = f"{found.file or file}:{found.line}:{found.column}"
    fix = f" ({found.fix})" if found.fix else ""
    return f"{place}: {found.severity}: {found.message}{fix} [{found.rule}]"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}.", Status.USAGE) from error
