import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from aeptui.localplatform.registry import library
from aeptui.localplatform.registry.compose import resolve
from tests.localplatform.support import PERSON_DETAILS, PERSONAL_DETAILS, PROFILE


def full(id: str) -> dict[str, object]:
    document = library.document(id)
    assert document is not None
    return resolve(document, library.document)


def at(tree: dict[str, object], path: str) -> dict[str, object]:
    node: dict[str, object] = tree
    for name in path.split("."):
        properties = node["properties"]
        assert isinstance(properties, dict)
        node = properties[name]
    return node


def test_identifiers_of_both_forms_find_the_same_resource() -> None:
    assert library.document("_xdm.context.profile") == library.document(PROFILE)
    assert library.document("https://ns.adobe.com/nothing") is None


def test_a_class_keeps_its_references_and_names_its_ancestors() -> None:
    document = library.document(PROFILE)
    assert document is not None
    assert document["meta:resourceType"] == "classes" and document["meta:containerId"] == "global"
    assert set(document["meta:extends"]) == {
        "https://ns.adobe.com/xdm/data/record",
        "https://ns.adobe.com/xdm/common/auditable",
    }
    assert document["allOf"][-1]["$ref"] == "#/definitions/profile"


@pytest.mark.parametrize(
    ("resource", "path", "type"),
    [
        (PROFILE, "_id", "string"),
        (PROFILE, "_repo.createDate", "date-time"),
        (PERSON_DETAILS, "person.name.fullName", "string"),
        (PERSON_DETAILS, "person.birthYear", "short"),
        (PERSONAL_DETAILS, "homeAddress._schema.latitude", "number"),
    ],
)
def test_fields_that_everyone_maps_to(resource: str, path: str, type: str) -> None:
    assert at(full(resource), path)["meta:xdmType"] == type


def test_a_field_made_from_a_data_type_says_so() -> None:
    address = at(full(PERSONAL_DETAILS), "homeAddress")
    assert address["meta:referencedFrom"] == "https://ns.adobe.com/xdm/common/address"
    assert address["type"] == "object" and "$ref" not in address


def _reference() -> tuple[ModuleType, Path]:
    folder = os.environ.get("AEPTUI_SHARED")
    if not folder:
        pytest.skip("AEPTUI_SHARED is not set: the reference of the standard library is not here")
    path = Path(folder) / "xdm" / "resolve.py"
    spec = importlib.util.spec_from_file_location("xdm_reference", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, path.parent


def test_every_resource_resolves_as_the_reference_does() -> None:
    module, folder = _reference()
    index = module.load(str(folder))
    ids = {resource["$id"] for resource in index.values()}
    assert ids == {id for kind in library.KINDS for id in library.ids(kind)}
    for id in ids:
        wanted, found = module.resolve(index, id), full(id)
        assert found["properties"] == wanted["properties"], id
        assert found.get("required") == wanted.get("required"), id
