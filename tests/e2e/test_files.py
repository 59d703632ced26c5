"""A stranger's own CSV file, from the folder to the landed rows."""

import csv
from pathlib import Path

import pytest

from tests.e2e.conftest import run, serving

ROWS = 3000

MANIFEST = """\
aeptui: 1
name: Konten
source: {system: SFTP, connection: Local files, object: /accounts.csv, format: delimited}
target:
  schema:
    title: Konten
    class: https://ns.adobe.com/xdm/context/profile
    field_groups: [https://ns.adobe.com/xdm/context/profile-person-details]
    fields:
      - {path: konto.groesse, type: integer}
      - {path: konto.seit, type: date}
      - {path: konto.notiz, type: string}
      - {path: konto.art, type: string}
  dataset: {name: Konten}
mapping:
  - {from: Konto Nr., to: _id}          # a name with a blank and a dot
  - {from: Name, to: person.name.fullName}
  - {expr: 'to_integer(${Größe})', to: konto.groesse}
  - {from: Seit, to: konto.seit}
  - {from: Notiz, to: konto.notiz}
  - {value: 'Kunde "A"', to: konto.art}
schedule: {start: now, frequency: once}
"""


def source_rows() -> list[dict[str, str]]:
    """Rows with umlauts, quotes, commas and line breaks in them."""
    return [
        {
            "Konto Nr.": f"K{number:05}",
            "Name": f'Müller, {number} & "Söhne"',
            "Größe": str(number % 97),
            "Seit": f"2024-0{number % 9 + 1}-1{number % 9}",
            "Notiz": "zwei\nZeilen" if number % 7 == 0 else f"Zeile {number}",
        }
        for number in range(ROWS)
    ]


def expected(row: dict[str, str]) -> dict[str, object]:
    """What must land of a row."""
    return {
        "_id": row["Konto Nr."],
        "person": {"name": {"fullName": row["Name"]}},
        "konto": {"groesse": int(row["Größe"]), "seit": row["Seit"], "notiz": row["Notiz"], "art": 'Kunde "A"'},
    }


@pytest.mark.thorough
def test_what_landed_equals_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    rows = source_rows()
    with (folder / "accounts.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    path = tmp_path / "konten.yaml"
    path.write_text(MANIFEST, encoding="utf-8")
    with serving(tmp_path / "platform", "--files", folder) as info:
        assert "Local files" in info["connections"]
        applied = run("apply", path, "--yes", "--wait", "--json", info=info)
        assert applied.status == 0, applied.err + applied.out
        assert applied.json["run"]["input"] == applied.json["run"]["landed"] == ROWS
        flow = applied.json["ids"]["flow"]
        landed = run("rows", flow, "--json", info=info).json
        limited = run("rows", flow, "--json", "--limit", "7", info=info).json
    tenant = next(name for name in landed["rows"][0] if name.startswith("_") and name != "_id")
    found = [{**{k: v for k, v in row.items() if k != tenant}, "konto": row[tenant]["konto"]} for row in landed["rows"]]
    assert found == [expected(row) for row in rows]
    assert limited["rows"] == landed["rows"][:7]
    assert landed["dataset_id"] == applied.json["ids"]["dataset"]
    # The id was written into the file, and the comment is still there.
    assert "# a name with a blank and a dot" in path.read_text(encoding="utf-8")
    assert "\nid: " in path.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    ended = run("platform", "serve", "--files", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert ended.status == 2
    assert "no such folder" in ended.err
