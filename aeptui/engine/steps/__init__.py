"""The kinds of objects, one module each, in the order of Adobe's tutorial."""

from aeptui.engine.steps.ad_hoc_class import AdHocClass
from aeptui.engine.steps.ad_hoc_schema import AdHocSchema
from aeptui.engine.steps.base_connection import BaseConnection
from aeptui.engine.steps.dataset import Dataset
from aeptui.engine.steps.descriptor import Descriptor
from aeptui.engine.steps.field_group import FieldGroup
from aeptui.engine.steps.flow import Flow
from aeptui.engine.steps.kind import Kind
from aeptui.engine.steps.mapping_set import MappingSetKind
from aeptui.engine.steps.source_connection import SourceConnection
from aeptui.engine.steps.target_connection import TargetConnection
from aeptui.engine.steps.target_schema import TargetSchema

ALL: tuple[Kind, ...] = (
    BaseConnection(),
    AdHocClass(),
    AdHocSchema(),
    SourceConnection(),
    FieldGroup(),
    TargetSchema(),
    Descriptor(),
    Dataset(),
    TargetConnection(),
    MappingSetKind(),
    Flow(),
)
BY_NAME = {kind.name: kind for kind in ALL}
