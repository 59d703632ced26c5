"""The rows that a dataflow landed, read back through Data Access."""

import importlib
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from aeptui.operations.flows import target_dataset_id
from aeptui.operations.monitor import runs_of
from aeptui.services.errors import BadAnswer, NotFound
from aeptui.services.platform import Platform

PARQUET = b"PAR1"
"""How the content of a Parquet file begins."""

READING = "read the landed rows"


async def dataset_of(platform: Platform, flow_id: str) -> str | None:
    """The dataset that a dataflow lands in. Raises NotFound for a dataflow that is not there."""
    return await target_dataset_id(platform, await platform.flow_service.flows.lookup(flow_id))


async def landed_rows(platform: Platform, flow_id: str, run_id: str | None = None) -> AsyncIterator[dict[str, Any]]:
    """The rows that a dataflow's runs (or one of them) landed, oldest run first, as XDM objects.

    Files are JSON lines or Parquet. Raises NotFound for a run that is not the dataflow's, BadAnswer for a file that
    cannot be read here, as one of Parquet without the extra for it.
    """
    runs = [run async for run in runs_of(platform, flow_id)]
    chosen = [run for run in reversed(runs) if run_id is None or run.id == run_id]
    if run_id is not None and not chosen:
        raise NotFound(f"the dataflow {flow_id} has no run {run_id}", operation=READING)
    for batch in dict.fromkeys(batch for run in chosen for batch in run.batches):
        async for content in _files(platform, batch):
            for row in of_file(content):
                yield row


async def _files(platform: Platform, batch_id: str) -> AsyncIterator[bytes]:
    async for dataset_file in platform.data_access.batch_files(batch_id):
        for part in await platform.data_access.parts(dataset_file.id):
            yield await platform.data_access.download(dataset_file.id, part.path)


def of_file(content: bytes) -> list[dict[str, Any]]:
    """The rows in the content of a file, without what is empty in them. Raises BadAnswer."""
    if content.startswith(PARQUET):
        return _parquet(content)
    try:
        return [json.loads(line) for line in content.splitlines() if line.strip()]
    except ValueError as error:
        raise BadAnswer("the file does not hold JSON lines", operation=READING) from error


def _parquet(content: bytes) -> list[dict[str, Any]]:
    try:
        reader, problem = importlib.import_module("pyarrow.parquet"), importlib.import_module("pyarrow").ArrowException
    except ImportError as error:
        detail = "to read Parquet, install the extra: pip install 'aeptui[parquet]'"
        raise BadAnswer("the rows are Parquet", operation=READING, detail=detail) from error
    try:
        table = reader.read_table(io.BytesIO(content))
    except (problem, OSError) as error:
        raise BadAnswer("the file is no Parquet that can be read", operation=READING) from error
    return [_object(row) for row in table.to_pylist(maps_as_pydicts="strict")]


def _object(row: Mapping[str, Any]) -> dict[str, Any]:
    """An XDM object as JSON has it: without the columns that are empty in it."""
    return {str(name): _value(value) for name, value in row.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return float(value) if isinstance(value, Decimal) else value
