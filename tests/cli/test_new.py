"""``aeptui new``: what is written, what is said, and what becomes of objects that cannot be read."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aeptui.cli.endings import CommandError
from aeptui.cli.new import files_for, next_commands
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.read import read_bytes
from aeptui.services.errors import Unreachable
from tests.cli.conftest import Door
from tests.localplatform.support import running_server

PEOPLE = "id,first name,last name,email,birth date,shoe size\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the platform's connection to local files."""
    folder = tmp_path_factory.mktemp("files")
    for name in ("people", "more", "others", "last"):
        (folder / f"{name}.csv").write_text(
            f"{PEOPLE}1,Ann,Lee,ann@example.com,1980-01-02,39\n2,Bob,Ray,bob@example.com,1981-01-02,42\n"
        )
    (folder / "latin.csv").write_bytes("id,name\n1,Müller\n".encode("latin-1"))
    (folder / "empty.csv").touch()
    return folder


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Iterator[dict[str, Any]]:
    """A platform with these files."""
    with running_server(tmp_path_factory.mktemp("platform"), files_dir=files) as known:
        yield known


@pytest.fixture
def new(
    info: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Door:
    """The command line, signed in, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Door(info, monkeypatch, capsys)


def manifest_in(file: Path) -> Manifest:
    """The manifest in a file that has no problems of form."""
    reading = read_bytes(file.read_bytes(), str(file))
    assert reading.manifest is not None, reading.problems
    return reading.manifest


def test_one_object_is_one_file_and_one_line(new: Door, tmp_path: Path) -> None:
    done = new("new", "sftp", "people.csv")
    assert done.status == 0, done.err
    manifest = manifest_in(tmp_path / "people.yaml")
    doubtful = sum(row.note is not None for row in manifest.mapping)
    mapped = len(manifest.mapping)
    assert done.out.startswith(f"people.yaml: {mapped} of 6 columns mapped ({mapped - doubtful} sure, ")
    assert "\n  a row is a person, identified by personID (CRMID), " in done.out
    text = (tmp_path / "people.yaml").read_text()
    assert text.startswith("# A row is a person, identified by personID (CRMID), ")
    assert ("# Look twice" in text) is bool(doubtful)
    assert "expr: 'date(${birth date}, \"yyyy-MM-dd\")', to: person.birthDate" in text


def test_rows_that_are_not_sure_are_counted_and_marked(new: Door, tmp_path: Path) -> None:
    made = new("new", "salesforce-service-cloud", "Account", "--json").json["manifests"][0]
    doubtful = [row for row in manifest_in(tmp_path / "Account.yaml").mapping if row.note]
    assert made["doubtful"] == len(doubtful) > 0 and made["identities"] == []
    assert made["sure"] + made["doubtful"] + made["custom"] + made["unmapped"] == made["columns"]
    text = (tmp_path / "Account.yaml").read_text()
    assert f"# Look twice where a row has a note with a likelihood ({len(doubtful)} of {made['mapped']})." in text


def test_one_bad_object_does_not_stop_the_others(new: Door, tmp_path: Path) -> None:
    done = new("new", "sftp", "people.csv", "latin.csv", "more.csv", "nosuch.csv", "-o", "made")
    assert done.status == 1
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["more.yaml", "people.yaml"]
    assert "latin.csv: not made: could not read the file" in done.err
    assert "nosuch.csv: not made: could not read the file" in done.err
    assert "UTF-8" in done.err and "List the tables" not in done.err
    told = new("new", "sftp", "people.csv", "latin.csv", "-o", "again", "--json")
    assert told.status == 1 and [each["object"] for each in told.json["manifests"]] == ["people.csv"]
    assert [each["object"] for each in told.json["failed"]] == ["latin.csv"] and "UTF-8" in told.json["failed"][0][
        "error"
    ]


def test_where_no_object_can_be_read_nothing_is_written(new: Door, tmp_path: Path) -> None:
    done = new("new", "sftp", "empty.csv", "latin.csv", "-o", "made")
    assert done.status == 1 and "empty.csv: not made" in done.err and "Next" not in done.err
    assert not (tmp_path / "made").exists()
    alone = new("new", "sftp", "empty.csv")
    assert alone.status == 1 and alone.err.startswith("could not read the file")
    tables = new("new", "servicenow", "nosuch", "nothing", "-o", "made")
    assert tables.status == 1 and "nothing: not made: 'ServiceNow demo' has no object 'nothing'" in tables.err


def test_the_status_says_why_nothing_at_all_could_be_made(
    new: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: Any, **__: Any) -> None:
        raise Unreachable("the line is dead", operation="read the file")

    monkeypatch.setattr("aeptui.operations.starting.start", lost)
    done = new("new", "sftp", "people.csv", "more.csv")
    assert done.status == 4 and "more.csv: not made: could not read the file: the line is dead" in done.err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_replaced_unasked(new: Door, tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("mine")
    done = new("new", "sftp", "people.csv", "more.csv")
    assert done.status == 1 and "people.csv: not made: the file exists already. Add --yes" in done.err
    assert (tmp_path / "people.yaml").read_text() == "mine" and (tmp_path / "more.yaml").exists()
    refused = new("new", "sftp", "people.csv", "more.csv")
    assert refused.status == 2 and "people.yaml, more.yaml: exists already" in refused.err
    assert new("new", "sftp", "people.csv", "--yes").status == 0
    assert (tmp_path / "people.yaml").read_text() != "mine"


def test_a_file_that_cannot_be_written_does_not_stop_the_others(new: Door, tmp_path: Path) -> None:
    (tmp_path / "people.yaml").mkdir()
    done = new("new", "sftp", "people.csv", "more.csv", "--yes")
    assert done.status == 1 and "people.csv: not made: people.yaml: cannot be written" in done.err
    assert (tmp_path / "more.yaml").exists()


@pytest.mark.parametrize(
    ("output", "file"),
    [
        ("mine.yaml", "mine.yaml"),
        ("mine.txt", "mine.txt"),
        ("folder/", "folder/people.yaml"),
        ("folder", "folder/people.yaml"),
        ("v1.2/", "v1.2/people.yaml"),
        ("there.d", "there.d/people.yaml"),
        ("plain", "plain"),
        (None, "people.yaml"),
    ],
)
def test_the_output_is_a_file_or_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str | None, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.d").mkdir()
    (tmp_path / "plain").touch()
    assert files_for(["/sub/people.csv"], output) == {"/sub/people.csv": Path(file)}


def test_two_objects_share_no_file() -> None:
    assert set(files_for(["a.csv", "b.csv"], "v1.2").values()) == {Path("v1.2/a.yaml"), Path("v1.2/b.yaml")}
    for objects, output in ((["a.csv", "b.csv"], "one.yaml"), (["x/a.csv", "y/a.csv"], "folder")):
        with pytest.raises(CommandError):
            files_for(objects, output)


def said_next(err: str) -> list[str]:
    """The commands that are advised."""
    lines = err.splitlines()
    return [line.strip() for line in lines[lines.index("Next: edit, then") + 1 :]]


def test_what_comes_next_is_for_the_same_profile_and_sandbox(new: Door) -> None:
    done = new("--sandbox", "dev", "new", "sftp", "people.csv", "-o", "my people.yaml", "--read-only")
    check, plan = said_next(done.err)
    assert check == "aeptui check 'my people.yaml'"
    assert plan.startswith("aeptui --sandbox dev ") and plan.endswith(" --read-only plan 'my people.yaml'")
    options = argparse.Namespace(profile="demo", sandbox=None, record=None, read_only=False)
    assert next_commands(options, [Path("a.yaml")]).endswith("aeptui --profile demo plan a.yaml")


def test_what_comes_next_is_for_all_files(new: Door, tmp_path: Path) -> None:
    few = new("new", "sftp", "people.csv", "more.csv", "-o", "few")
    assert said_next(few.err)[0] == "aeptui check few/people.yaml few/more.yaml"
    names = [f"{name}.csv" for name in ("people", "more", "others", "last")]
    assert said_next(new("new", "sftp", *names, "-o", "many").err) == ["aeptui check many", "aeptui plan many"]
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "mine.yaml").touch()
    named = said_next(new("new", "sftp", *names, "-o", "shared").err)[0]
    assert named.count("shared/") == 4 and "mine" not in named


@pytest.mark.parametrize(("flag", "custom"), [("--custom", True), ("--no-custom", False)])
def test_custom_fields_can_be_asked_for_and_declined(new: Door, flag: str, custom: bool) -> None:
    (person,) = new("new", "sftp", "people.csv", flag, "--json", "--yes").json["manifests"]
    (case,) = new("new", "servicenow", "incident", flag, "--json", "--yes").json["manifests"]
    assert (person["custom"] > 0) is (case["custom"] > 0) is custom


def test_help_says_what_comes_of_it(new: Door) -> None:
    assert "aeptui new servicenow sys_user -o users.yaml" in new("new", "--help").out
