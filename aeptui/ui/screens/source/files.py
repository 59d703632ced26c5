"""How the files of a source are read: a dialog."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from aeptui.core.manifest.model import FileFormat, Source
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.form import Field, Form

FORMATS = ("delimited", "json", "parquet")
# What the flow service documents for file sources.
COMPRESSIONS = ("none", "gzip", "bzip2", "deflate", "zipDeflate", "tarGzip", "tar")


class FileOptions(Dialog[tuple[str, FileFormat] | None]):
    """Asks for the format and how it is written; None where the user gives up."""

    BINDINGS: ClassVar[list[Any]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    FileOptions > Vertical { height: 18; }
    FileOptions Form { margin: 1 0 0 0; }
    FileOptions Form Input { margin: 0; }
    """

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def body(self) -> ComposeResult:
        file = self._source.file
        values = {
            "format": self._source.format,
            "delimiter": "tab" if file.delimiter == "\t" else file.delimiter,
            "encoding": file.encoding,
            "compression": file.compression,
            "recursive": file.recursive,
        }
        yield Static(Content.styled("How the files are read", "bold"))
        yield Form(_fields(folder=self._source.object.endswith("/")), values, submit="Use it")
        yield Static(keys_content(("enter", "next, use it"), ("esc", "give up")))

    def on_mount(self) -> None:
        self.query_one(Form).focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        event.stop()
        given = event.values
        delimiter = given.get("delimiter")
        file = FileFormat(
            delimiter="\t" if delimiter in ("tab", "\\t") else delimiter,
            encoding=given.get("encoding"),
            compression=given.get("compression"),
            recursive=given.get("recursive") or None,
            header=self._source.file.header,
        )
        self.dismiss((given["format"], file))

    def action_give_up(self) -> None:
        """Answers with nothing."""
        self.dismiss(None)


def _fields(*, folder: bool) -> list[Field]:
    recursive = Field("recursive", "Folders below, too", "switch", help="Takes the files of the folders in it as well.")
    return [
        Field("format", "Format", "select", required=True, choices=tuple((each, each) for each in FORMATS)),
        Field("delimiter", "Sign between columns", help="Delimited files: one sign, or the word tab. Empty: a comma."),
        Field("encoding", "Encoding", help="As the source writes it, such as ISO-8859-1. Empty: UTF-8."),
        Field("compression", "Compression", "select", choices=tuple((each, each) for each in COMPRESSIONS)),
        *([recursive] if folder else []),
    ]
