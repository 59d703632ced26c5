"""A folder of the host as a file source: nothing outside of it can be reached."""

import bz2
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from aeptui.localplatform import parquet
from aeptui.localplatform.parquet import ParquetMissing
from aeptui.localplatform.sources import delimited, jsonfiles
from aeptui.localplatform.sources.errors import SourceError
from aeptui.localplatform.sources.records import Parsed
from aeptui.localplatform.sources.tables import Row

_COMPRESSIONS = ("none", "gzip", "bzip2")
_COMPRESSED = {".gz": "gzip", ".bz2": "bzip2"}


@dataclass(frozen=True)
class FileFormat:
    """How files are to be read.

    ``type`` is ``delimited``, ``json`` or ``parquet``. Empty ``delimiter``: tab for ``.tsv`` files, else comma; empty
    ``compression``: by the file's name. Without ``header``, columns are called Prop_0, Prop_1 and so on.
    """

    type: str = "delimited"
    delimiter: str = ""
    encoding: str = "UTF-8"
    compression: str = ""
    header: bool = True


class LocalFiles:
    """The files below ``root``; paths are absolute with ``/``, ``/`` being the root itself."""

    def __init__(self, root: Path | None) -> None:
        self._root = root.resolve() if root is not None else None

    def listing(self, folder: str) -> list[dict[str, Any]]:
        """The entries of a folder as explore answers them, folders and files by name; hidden ones are left out."""
        place = self._inside(folder)
        if place is None:
            return []
        if not place.is_dir():
            raise SourceError(f"there is no folder {folder}")
        shown = (entry for entry in sorted(place.iterdir()) if not entry.name.startswith(".") and self._within(entry))
        return [
            {
                "type": "Folder" if entry.is_dir() else "File",
                "name": entry.name,
                "path": self._shown(entry),
                "canPreview": entry.is_file(),
                "canFetchSchema": entry.is_file(),
            }
            for entry in shown
        ]

    def matching(self, path: str, recursive: bool = False) -> list[Path]:
        """The file at a path, or the files of a folder (with ``recursive`` of the folders in it), by name."""
        place = self._inside(path)
        if place is None or not place.exists():
            raise SourceError(f"there is no file or folder {path}")
        if place.is_file():
            return [place]
        found = place.rglob("*") if recursive else place.iterdir()
        return sorted(
            file
            for file in found
            if file.is_file()
            and self._within(file)
            and not any(part.startswith(".") for part in file.relative_to(place).parts)
        )

    def explore(self, path: str, form: FileFormat, preview: int | None = None) -> dict[str, Any]:
        """The structure of a file, of the first one if ``path`` is a folder, and as ``data`` the first rows."""
        files = self.matching(path, recursive=True)
        if not files:
            raise SourceError(f"there are no files in {path}")
        if form.type == "json":
            answer = jsonfiles.structure(self.read(files[0], form))
        elif form.type == "parquet":
            with self._parquet(files[0]):
                answer = {"format": "hierarchical", "schema": parquet.schema_of(files[0])}
        else:
            with self._text(files[0], form) as text:
                answer = delimited.structure(text, _delimiter(files[0], form), form.header)
        if preview is not None:
            rows: list[Row] = []
            for parsed in self.read(files[0], form):
                if len(rows) == preview:
                    break
                if parsed.row is not None:
                    rows.append(parsed.row)
            answer["data"] = rows
        return answer

    def read(self, file: Path, form: FileFormat) -> Iterator[Parsed]:
        """The rows of a file, one that cannot be parsed in its place; SourceError if the file cannot be read."""
        if form.type == "parquet":
            with self._parquet(file):
                yield from map(Parsed, parquet.rows(file))
            return
        with self._text(file, form) as text:
            if form.type == "json":
                yield from jsonfiles.rows(text)
            else:
                yield from delimited.rows(text, _delimiter(file, form), form.header)

    @contextmanager
    def _text(self, file: Path, form: FileFormat) -> Iterator[IO[str]]:
        """The open file; SourceError for whatever goes wrong with it."""
        _check(form)
        try:
            with _open(file, form) as text:
                yield text
        except (OSError, EOFError, UnicodeError) as error:
            raise SourceError(f"{self._shown(file)} cannot be read: {error}") from error

    @contextmanager
    def _parquet(self, file: Path) -> Iterator[None]:
        """SourceError for whatever goes wrong with a Parquet file, and where such files cannot be read here."""
        try:
            yield
        except (OSError, ParquetMissing) as error:
            raise SourceError(f"{self._shown(file)} cannot be read: {error}") from error

    def name(self, file: Path) -> str:
        """The path of a file as the source shows it."""
        return self._shown(file)

    def _inside(self, path: str) -> Path | None:
        """The place that a path means; SourceError if it lies outside, None if there is no root at all."""
        if self._root is None:
            return None
        if "\0" in path:
            raise SourceError("a path holds no NUL")
        place = (self._root / path.lstrip("/")).resolve()
        if place != self._root and self._root not in place.parents:
            raise SourceError(f"{path} lies outside of the folder of this connection")
        return place

    def _within(self, place: Path) -> bool:
        """False for a link that leads out of the root."""
        target = place.resolve()
        return self._root is not None and (target == self._root or self._root in target.parents)

    def _shown(self, place: Path) -> str:
        assert self._root is not None, "a file was found, so there is a root"
        return "/" + place.relative_to(self._root).as_posix()


def _check(form: FileFormat) -> None:
    if form.type not in ("delimited", "json"):
        raise SourceError(f"files of the type {form.type} cannot be read, only delimited, json and parquet ones")


def _open(file: Path, form: FileFormat) -> IO[str]:
    compression = form.compression.lower() or _COMPRESSED.get(file.suffix.lower(), "none")
    encoding = "utf-8-sig" if form.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else form.encoding
    try:
        "".encode(encoding)
    except LookupError as error:
        raise SourceError(f"the encoding {form.encoding} is not known") from error
    if compression not in _COMPRESSIONS:
        raise SourceError(f"the compression {form.compression} is not known, only {', '.join(_COMPRESSIONS)}")
    if compression == "none":
        return file.open(encoding=encoding, newline="")
    if compression == "gzip":
        return gzip.open(file, "rt", encoding=encoding, newline="")
    return bz2.open(file, "rt", encoding=encoding, newline="")


def _delimiter(file: Path, form: FileFormat) -> str:
    sign = {"\\t": "\t", "tab": "\t"}.get(form.delimiter.lower(), form.delimiter)
    if not sign:
        names = [suffix.lower() for suffix in file.suffixes]
        sign = "\t" if ".tsv" in names else ","
    if len(sign) != 1:
        raise SourceError(f"a delimiter is one character, not {form.delimiter!r}")
    return sign
