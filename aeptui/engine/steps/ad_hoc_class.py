"""The ad-hoc class: the raw columns of the source object, as Adobe's first tutorial describes them."""

from aeptui.core.manifest.model import SourceField
from aeptui.core.xdm.adhoc import adhoc_class_body
from aeptui.core.xdm.types import of_column
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Wanted, marked
from aeptui.engine.steps.registry_kind import RegistryKind


class AdHocClass(RegistryKind):
    """One class for the columns of a table source in the ad-hoc style."""

    name = "ad_hoc_class"
    resource = "classes"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Wanted in the ad-hoc style only."""
        if blueprint.surroundings.style != "ad-hoc":
            return []
        mark = blueprint.mark(self.name)
        title = ad_hoc_title(blueprint, "columns")
        columns = [SourceField(str(each["name"]), of_column(each)) for each in blueprint.surroundings.columns]
        body = adhoc_class_body(title, marked("", mark), columns)
        return [Wanted(self.name, self.name, (), body, mark)]


def ad_hoc_title(blueprint: Blueprint, what: str) -> str:
    """A title that says which dataflow the resource serves, and that no other resource has."""
    return f"{blueprint.manifest.name}: {blueprint.manifest.source.object} {what} ({blueprint.id})"
