"""The rows that a dataflow landed, read back through Data Access."""

import json
from collections.abc import AsyncIterator
from typing import Any

from aeptui.operations.flows import target_dataset_id
from aeptui.operations.monitor import runs_of
from aeptui.services.errors import BadAnswer, NotFound
from aeptui.services.platform import Platform

PARQUET = b"PAR1"


async def dataset_of(platform: Platform, flow_id: str) -> str | None:
    """The dataset that a dataflow lands in. Raises NotFound for a dataflow that is not there."""
    return await target_dataset_id(platform, await platform.flow_service.flows.lookup(flow_id))


async def landed_rows(platform: Platform, flow_id: str, run_id: str | None = None) -> AsyncIterator[dict[str, Any]]:
    """The rows that a dataflow's runs (or one of them) landed, oldest run first, as XDM objects.

    Raises NotFound for a run that is not the dataflow's, BadAnswer for a file that cannot be read here.
    """
    runs = [run async for run in runs_of(platform, flow_id)]
    chosen = [run for run in reversed(runs) if run_id is None or run.id == run_id]
    if run_id is not None and not chosen:
        raise NotFound(f"the dataflow {flow_id} has no run {run_id}", operation="read the landed rows")
    for batch in dict.fromkeys(batch for run in chosen for batch in run.batches):
        async for content in _files(platform, batch):
            for row in _rows(content):
                yield row


async def _files(platform: Platform, batch_id: str) -> AsyncIterator[bytes]:
    async for dataset_file in platform.data_access.batch_files(batch_id):
        for part in await platform.data_access.parts(dataset_file.id):
            yield await platform.data_access.download(dataset_file.id, part.path)


def _rows(content: bytes) -> list[dict[str, Any]]:
    if content.startswith(PARQUET):
        raise BadAnswer("the rows are Parquet, which this program does not read", operation="read the landed rows")
    try:
        return [json.loads(line) for line in content.splitlines() if line.strip()]
    except ValueError as error:
        raise BadAnswer("the file does not hold JSON lines", operation="read the landed rows") from error
