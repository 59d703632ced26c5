"""The target connection: the dataset and schema, on the data lake."""

from typing import Any

from aeptui.core.mapping.wire import FULL
from aeptui.engine.blueprint import DATA_LAKE, Blueprint
from aeptui.engine.graph import Live, Ref, Wanted, marked
from aeptui.engine.steps.flow_object import FlowObject
from aeptui.engine.steps.kind import Change


class TargetConnection(FlowObject):
    """Always the data lake's connection spec, whatever the source; it has no base connection."""

    name = "target_connection"
    collection = "targetConnections"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one."""
        mark = blueprint.mark(self.name)
        body = {
            "name": f"{blueprint.manifest.name}: target",
            "description": marked(blueprint.manifest.description, mark),
            "data": {"format": "parquet_xdm", "schema": {"id": Ref("target_schema"), "version": FULL}},
            "params": {"dataSetId": Ref("dataset")},
            "connectionSpec": DATA_LAKE,
        }
        return [Wanted(self.name, self.name, ("target_schema", "dataset"), body, mark)]

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """A dataflow does not notice changes of its target connection, so any of these needs a new one."""
        data, params = live.body.get("data") or {}, live.body.get("params") or {}
        pairs = {
            "schema": ((data.get("schema") or {}).get("id"), body["data"]["schema"]["id"]),
            "dataset": (params.get("dataSetId", params.get("datasetId")), body["params"]["dataSetId"]),
        }
        return tuple(
            Change(f"the {what} of the target changes", fatal=True) for what, (a, b) in pairs.items() if a != b
        )
