from pathlib import Path

import pytest

from aeptui.cli.endings import CommandError, Status
from aeptui.cli.manifests import files_of, give_id, known_id, load
from aeptui.store import files
from aeptui.store.database import Database

DEMO = Path("aeptui/cli/demos/servicenow.yaml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    copy = tmp_path / "flow.yaml"
    copy.write_bytes((Path(__file__).parents[2] / DEMO).read_bytes())
    return copy


def test_an_id_is_written_into_the_file_and_everything_else_stays(path: Path, database: Database) -> None:
    before = path.read_text()
    given = give_id(load(path), database)
    assert load(path).sound.id == given
    assert [line for line in path.read_text().splitlines() if not line.startswith("id:")] == before.splitlines()


def test_a_file_that_cannot_be_written_has_its_id_remembered(
    path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    before = path.read_text()
    monkeypatch.setattr(files, "write_atomically", refuse)
    given = give_id(load(path), database)
    assert path.read_text() == before
    assert known_id(load(path), database) == given


def test_a_folder_stands_for_its_manifests_by_name_and_none_is_taken_twice(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "notes.txt"):
        (tmp_path / name).write_text("")
    assert [each.name for each in files_of([tmp_path, tmp_path / "a.yml"])] == ["a.yml", "b.yaml"]


def test_a_folder_without_manifests_and_a_missing_file_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as folder:
        files_of([tmp_path])
    assert folder.value.status == Status.USAGE
    with pytest.raises(CommandError) as missing:
        load(tmp_path / "none.yaml")
    assert missing.value.status == Status.USAGE


def test_an_overlay_replaces_keys_and_its_problems_are_at_its_own_place(path: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "stage.yaml"
    overlay.write_text("name: Staging\nschedule: {interval: 2}\n")
    assert load(path, [overlay]).sound.name == "Staging"
    overlay.write_text("name: Staging\nschedul: {interval: 2}\n")
    problem = next(each for each in load(path, [overlay]).problems if each.severity == "error")
    assert (problem.file, problem.line) == (str(overlay), 2)
