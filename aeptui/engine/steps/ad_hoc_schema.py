"""The ad-hoc schema: a schema of the ad-hoc class, which the source connection refers to."""

from typing import Any

from aeptui.core.xdm.adhoc import adhoc_schema_body
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Ref, Wanted, marked
from aeptui.engine.steps.ad_hoc_class import ad_hoc_title
from aeptui.engine.steps.registry_kind import RegistryKind


class AdHocSchema(RegistryKind):
    """One schema of the ad-hoc class, in the ad-hoc style."""

    name = "ad_hoc_schema"
    resource = "schemas"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Wanted in the ad-hoc style only."""
        if blueprint.surroundings.style != "ad-hoc":
            return []
        mark = blueprint.mark(self.name)
        class_id: Any = Ref("ad_hoc_class")
        body = adhoc_schema_body(ad_hoc_title(blueprint, "raw data"), marked("", mark), class_id)
        return [Wanted(self.name, self.name, ("ad_hoc_class",), body, mark)]
