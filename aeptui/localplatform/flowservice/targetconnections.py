"""Target connections: the dataset in the data lake that a flow fills."""

from aeptui.localplatform import datasets
from aeptui.localplatform.context import Call
from aeptui.localplatform.flowservice import entities, specs
from aeptui.localplatform.flowservice.collection import Collection, check_schema_exists
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.problems import Problem

KIND = "targetConnections"


def _check(call: Call, fields: Document) -> None:
    """A Problem unless the connection leads to a dataset of the data lake whose schema it names."""
    spec_id = entities.text(fields, "connectionSpec", "id")
    if spec_id != specs.data_lake_id():
        detail = f"a target connection has the specification {specs.data_lake_id()}, not {spec_id}"
        raise Problem.flow("1307-400", "Invalid target connection specification", detail)
    schema_id = entities.schema_reference(fields["data"])
    check_schema_exists(call, schema_id)
    dataset_id = entities.text(fields, "params", "dataSetId")
    dataset = datasets.dataset(call.platform, call.sandbox, dataset_id)
    if dataset is None:
        raise entities.missing(f"params.dataSetId: there is no dataset {dataset_id}")
    if dataset.get("schemaRef", {}).get("id") != schema_id:
        detail = f"the dataset {dataset_id} has another schema than {schema_id}"
        raise Problem.flow("1425-400", "Schema mismatch", detail)


ROUTES = Collection(KIND, "targetConnectionIds", _check).routes()
"""The calls about target connections."""
