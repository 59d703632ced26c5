import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform.sources.errors import SourceError
from aeptui.localplatform.sources.files import FileFormat, LocalFiles


def rows(root: Path, path: str, **form: Any) -> list[Any]:
    files = LocalFiles(root)
    found = []
    for file in files.matching(path, recursive=True):
        found += [parsed.row if parsed.row is not None else parsed for parsed in files.read(file, FileFormat(**form))]
    return found


def test_csv_with_byte_order_mark_quotes_and_umlauts(tmp_path: Path) -> None:
    content = '\ufeffId,Größe,Note\r\n1,"groß, sehr","zwei\nZeilen"\r\n\r\n2,,"sagt ""ja"""\r\n'
    (tmp_path / "a.csv").write_bytes(content.encode())
    assert rows(tmp_path, "/a.csv") == [
        {"Id": "1", "Größe": "groß, sehr", "Note": "zwei\nZeilen"},
        {"Id": "2", "Größe": None, "Note": 'sagt "ja"'},
    ]


def test_the_structure_of_a_csv_file_is_text_in_every_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Id,Name\n1,x\n2,y\n")
    answer = LocalFiles(tmp_path).explore("/a.csv", FileFormat(), preview=1)
    assert answer == {
        "format": "flat",
        "schema": {
            "columns": [
                {"name": "Id", "type": "string", "xdm": {"type": "string"}},
                {"name": "Name", "type": "string", "xdm": {"type": "string"}},
            ]
        },
        "data": [{"Id": "1", "Name": "x"}],
    }


def test_a_row_with_too_many_values_is_corrupt_and_one_with_too_few_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,2,"3,4"\n5\n')
    corrupt, filled = rows(tmp_path, "/a.csv")
    assert corrupt.corrupt == '1,2,"3,4"' and "3 values" in corrupt.reason
    assert filled == {"a": "5", "b": None}


@pytest.mark.parametrize("delimiter", ["\t", "\\t", "tab", ""])
def test_tab_separated_files(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n1\t2\n")
    assert rows(tmp_path, "/a.tsv", delimiter=delimiter) == [{"a": "1", "b": "2"}]


def test_delimiter_encoding_and_missing_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("ä;b\n1;2\n".encode("latin-1"))
    form = {"delimiter": ";", "encoding": "ISO-8859-1"}
    assert rows(tmp_path, "/a.csv", **form) == [{"ä": "1", "b": "2"}]
    assert rows(tmp_path, "/a.csv", header=False, **form) == [
        {"Prop_0": "ä", "Prop_1": "b"},
        {"Prop_0": "1", "Prop_1": "2"},
    ]


def test_empty_and_repeated_names_of_columns_become_distinct(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,,a\n1,2,3\n")
    assert rows(tmp_path, "/a.csv") == [{"a": "1", "Prop_1": "2", "a_2": "3"}]


def test_compressed_files_by_name_and_by_option(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a\n1\n"))
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(b"a\tb\n1\t2\n"))
    (tmp_path / "c").write_bytes(bz2.compress(b"a\n1\n"))
    assert rows(tmp_path, "/a.csv.gz") == [{"a": "1"}]
    assert rows(tmp_path, "/b.tsv.gz") == [{"a": "1", "b": "2"}]
    assert rows(tmp_path, "/c", compression="bzip2") == [{"a": "1"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("array.json", '[{"a": 1}, {"a": {"b": [true]}}]'),
        ("lines.json", '{"a": 1}\n\n{"a": {"b": [true]}}\n'),
        ("pretty.json", '[\n  {"a": 1},\n  {"a": {"b": [true]}}\n]\n'),
    ],
)
def test_json_files(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert rows(tmp_path, f"/{name}", type="json") == [{"a": 1}, {"a": {"b": [True]}}]


def test_one_json_object_over_several_lines(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"a": {"b": 1}}, indent=2))
    assert rows(tmp_path, "/a.json", type="json") == [{"a": {"b": 1}}]


def test_corrupt_lines_of_json_stand_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1\n{"a": 2}\n[3]\n')
    first, second, third = rows(tmp_path, "/a.json", type="json")
    assert first.corrupt == '{"a": 1' and second == {"a": 2} and third.corrupt == "[3]"


def test_the_structure_of_json_is_a_schema(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "x": 1, "tags": [], "who": {"name": "ä"}, "none": None, "mixed": 1},
        {"id": 2, "x": 1.5, "tags": ["t"], "who": {"vip": True}, "mixed": "text"},
    ]
    (tmp_path / "a.json").write_text("\n".join(json.dumps(line) for line in lines))
    answer = LocalFiles(tmp_path).explore("/a.json", FileFormat("json"))
    assert answer == {
        "format": "hierarchical",
        "schema": {
            "type": "object",
            "properties": {
                "id": {"type": "integer"},
                "x": {"type": "number"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "who": {"type": "object", "properties": {"name": {"type": "string"}, "vip": {"type": "boolean"}}},
                "none": {"type": "string"},
                "mixed": {"type": "string"},
            },
        },
    }


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.json", b"[1, 2", {"type": "json"}),
        ("a.csv", b"", {}),
        ("a.csv", "ä\n1\n".encode("latin-1"), {}),
        ("a.csv.gz", b"not compressed", {}),
        ("a.csv", b"a\n1\n", {"compression": "zip"}),
        ("a.csv", b"a\n1\n", {"encoding": "klingon"}),
        ("a.csv", b"a\n1\n", {"delimiter": ";;"}),
        ("a.parquet", b"PAR1", {"type": "parquet"}),
    ],
    ids=["cut json", "empty", "encoding", "gzip", "compression", "unknown encoding", "delimiter", "parquet"],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, name: str, content: bytes, form: dict[str, Any]) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        rows(tmp_path, f"/{name}", **form)
    assert str(caught.value)
    with pytest.raises(SourceError):
        LocalFiles(tmp_path).explore(f"/{name}", FileFormat(**form))


def test_folders_are_listed_and_searched(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "b.csv").write_text("a\n1\n")
    (tmp_path / "in" / "deep" / "c.csv").write_text("a\n2\n")
    (tmp_path / "in" / ".hidden").write_text("")
    files = LocalFiles(tmp_path)
    assert [(entry["type"], entry["path"]) for entry in files.listing("/")] == [("Folder", "/in")]
    assert [(entry["type"], entry["path"]) for entry in files.listing("/in/")] == [
        ("File", "/in/b.csv"),
        ("Folder", "/in/deep"),
    ]
    assert [files.name(file) for file in files.matching("/in")] == ["/in/b.csv"]
    assert [files.name(file) for file in files.matching("/in", recursive=True)] == ["/in/b.csv", "/in/deep/c.csv"]
    assert files.explore("/in", FileFormat())["schema"]["columns"][0]["name"] == "a"


@pytest.mark.parametrize(
    "path", ["/../secret.csv", "..", "/in/../../secret.csv", "/link.csv", "/dir/secret.csv", "a\0b"]
)
def test_nothing_outside_the_folder_can_be_reached(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    (root / "dir").symlink_to(tmp_path)
    files = LocalFiles(root)
    for ask in (files.matching, files.listing):
        with pytest.raises(SourceError):
            ask(path)
    assert files.listing("/") == []
    assert files.matching("/", recursive=True) == []


def test_an_empty_folder_cannot_be_explored(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no files"):
        LocalFiles(tmp_path).explore("/", FileFormat())


@pytest.mark.parametrize("content", ["{0}\n1\n", "a\n{0}\n"], ids=["header", "row"])
def test_a_value_beyond_all_bounds_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content.format("x" * (16 * 1024 * 1024 + 1)))
    with pytest.raises(SourceError, match="cannot be parsed"):
        rows(tmp_path, "/a.csv")


def test_without_a_folder_there_is_nothing() -> None:
    files = LocalFiles(None)
    assert files.listing("/") == []
    with pytest.raises(SourceError):
        files.matching("/a.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"/no\.csv"):
        LocalFiles(tmp_path).matching("/no.csv")
    with pytest.raises(SourceError, match=r"/no"):
        LocalFiles(tmp_path).listing("/no")
