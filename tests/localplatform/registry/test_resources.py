from typing import Any

import pytest

from aeptui.localplatform import registry
from tests.localplatform.support import (
    PERSON_DETAILS,
    PROFILE,
    REGISTRY,
    XED,
    XED_FULL,
    XED_ID,
    Client,
    group_body,
    make_dataset,
    make_schema,
    place,
)

RECORD = "https://ns.adobe.com/xdm/data/record"
ADHOC = "https://ns.adobe.com/xdm/data/adhoc"
TEXT = {"type": "string"}


def tenant(kind: str) -> str:
    return f"{REGISTRY}/tenant/{kind}"


def class_body(title: str, *parts: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "title": title, "description": "d", "allOf": list(parts), **more}


def adhoc_body(title: str = "Account (raw)", **fields: Any) -> dict[str, Any]:
    columns = {"type": "object", "properties": fields or {"Id": TEXT, "CreatedDate": TEXT | {"format": "date-time"}}}
    return class_body(title, {"$ref": ADHOC}, {"properties": {"_adhoc": columns}})


async def refused(client: Client, method: str, path: str, body: Any) -> str:
    reply = await client.call(method, path, body)
    assert reply.status_code == 400, reply.text
    assert reply.json()["title"] == "BadRequestError"
    return str(reply.json()["detail"])


class TestAdHoc:
    async def test_the_placeholder_becomes_the_namespace_of_the_class(self, client: Client) -> None:
        made = await client.done("POST", tenant("classes"), adhoc_body())
        namespace = made["meta:datasetNamespace"]
        assert namespace == "_" + made["$id"].rsplit("/", 1)[1]
        fields = made["allOf"][1]["properties"][namespace]["properties"]
        assert fields["CreatedDate"] == TEXT | {"format": "date-time", "meta:xdmType": "date-time"}
        assert made["meta:extends"] == [ADHOC] and made["meta:abstract"] is True
        assert made["meta:altId"] == f"_{client.platform.tenant_id}.classes.{namespace[1:]}"

    async def test_a_schema_of_it_has_the_columns_under_the_namespace(self, client: Client) -> None:
        base = await client.done("POST", tenant("classes"), adhoc_body())
        schema = await client.done("POST", tenant("schemas"), class_body("Account (raw)", {"$ref": base["$id"]}))
        assert schema["meta:class"] == base["$id"] and set(schema["meta:extends"]) == {base["$id"], ADHOC}
        assert schema["meta:datasetNamespace"] == base["meta:datasetNamespace"]
        full = await client.done("GET", place("schemas", schema["$id"]), accept=XED_FULL)
        assert set(full["properties"][base["meta:datasetNamespace"]]["properties"]) == {"Id", "CreatedDate"}

    async def test_field_groups_do_not_go_with_it(self, client: Client) -> None:
        base = await client.done("POST", tenant("classes"), adhoc_body())
        body = class_body("x", {"$ref": base["$id"]}, {"$ref": PERSON_DETAILS})
        assert "ad-hoc" in await refused(client, "POST", tenant("schemas"), body)

    async def test_columns_belong_under_the_placeholder(self, client: Client) -> None:
        body = class_body("x", {"$ref": ADHOC}, {"properties": {"Id": TEXT}})
        assert "_adhoc" in await refused(client, "POST", tenant("classes"), body)

    @pytest.mark.parametrize("name", ["_id", "First Name", "a.b", "", "é"])
    async def test_a_column_s_name_must_be_a_field_s_name(self, client: Client, name: str) -> None:
        assert "name consists of" in await refused(client, "POST", tenant("classes"), adhoc_body(**{name: TEXT}))


class TestClasses:
    async def test_a_class_with_fields_of_the_tenant(self, client: Client) -> None:
        namespace = {client.platform.tenant_namespace: {"type": "object", "properties": {"plan": TEXT}}}
        made = await client.done(
            "POST", tenant("classes"), class_body("Plan", {"$ref": RECORD}, {"properties": namespace})
        )
        schema = await client.done("POST", tenant("schemas"), class_body("Plans", {"$ref": made["$id"]}))
        full = registry.resolved(client.platform, "dev", schema["$id"])
        assert full is not None and set(full["properties"]) == {"_id", client.platform.tenant_namespace}

    @pytest.mark.parametrize("parts", [[], [{"$ref": PROFILE}], [{"$ref": RECORD}, {"$ref": ADHOC}]])
    async def test_it_has_one_behavior(self, client: Client, parts: list[Any]) -> None:
        assert "exactly one behavior" in await refused(client, "POST", tenant("classes"), class_body("x", *parts))

    @pytest.mark.parametrize("missing", ["type", "title", "description", "allOf"])
    async def test_what_it_needs(self, client: Client, missing: str) -> None:
        body = {key: value for key, value in class_body("x", {"$ref": RECORD}).items() if key != missing}
        assert missing in await refused(client, "POST", tenant("classes"), body)


class TestFields:
    @pytest.mark.parametrize(
        ("field", "type"),
        [
            (TEXT, "string"),
            (TEXT | {"format": "date"}, "date"),
            (TEXT | {"format": "email"}, "string"),
            ({"type": "number"}, "number"),
            ({"type": "boolean"}, "boolean"),
            ({"type": "integer"}, "int"),
            ({"type": "integer", "minimum": 1, "maximum": 100}, "byte"),
            ({"type": "integer", "minimum": 1, "maximum": 32767}, "short"),
            ({"type": "integer", "minimum": 0, "maximum": 4000000000}, "long"),
            ({"type": "integer", "minimum": 0}, "int"),
            ({"type": "integer", "maximum": 4000000000}, "long"),
            ({"type": "integer", "meta:xdmType": "long"}, "long"),
            ({"type": "object", "properties": {"a": TEXT}, "required": ["a"]}, "object"),
            ({"type": "array", "items": TEXT}, "array"),
            ({"type": "object", "additionalProperties": {"type": "integer"}, "meta:xdmType": "map"}, "map"),
            (TEXT | {"enum": ["a"], "meta:enum": {"a": "A"}}, "string"),
        ],
    )
    async def test_types(self, client: Client, field: dict[str, Any], type: str) -> None:
        made = await client.done("POST", tenant("fieldgroups"), group_body(client, field=field))
        holder = made["definitions"]["customFields"]["properties"][client.platform.tenant_namespace]
        assert holder["meta:xdmType"] == "object"
        assert holder["properties"]["field"]["meta:xdmType"] == type

    @pytest.mark.parametrize(
        ("field", "reason"),
        [
            ({}, "type must be one of"),
            ({"type": "date"}, "type must be one of"),
            ("string", "definition of a field"),
            ({"type": "array"}, "needs items"),
            ({"type": "object", "meta:xdmType": "map"}, "a map has"),
            ({"type": "object", "properties": [], "title": "x"}, "object of fields"),
            ({"type": "object", "properties": {}, "required": ["a"]}, "required names a"),
            ({"type": "object", "required": "a"}, "required must be a list"),
            ({"$ref": "https://ns.adobe.com/nothing"}, "does not exist"),
            (TEXT | {"enum": []}, "enum must be a list"),
            (TEXT | {"enum": ["a"], "meta:enum": {"b": "B"}}, "meta:enum has values"),
            (TEXT | {"meta:enum": ["b"]}, "meta:enum must be an object"),
            (TEXT | {"pattern": "["}, "no regular expression"),
            ({"type": "number", "minimum": "1"}, "minimum must be a number"),
        ],
    )
    async def test_what_is_wrong_with_a_field(self, client: Client, field: Any, reason: str) -> None:
        assert reason in await refused(client, "POST", tenant("fieldgroups"), group_body(client, field=field))


class TestFieldGroups:
    async def test_identifiers_still_say_mixins(self, client: Client) -> None:
        made = await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
        assert made["$id"].startswith(f"https://ns.adobe.com/{client.platform.tenant_id}/mixins/")
        assert made["meta:resourceType"] == "mixins" and made["version"] == "1.0"
        for endpoint in ("fieldgroups", "mixins"):
            found = await client.done("GET", f"{tenant(endpoint)}/{made['meta:altId']}", accept=XED)
            assert found == made

    async def test_fields_belong_under_the_tenant(self, client: Client) -> None:
        body = group_body(client)
        body["definitions"]["customFields"]["properties"] = {"caseNumber": TEXT}
        said = await refused(client, "POST", tenant("fieldgroups"), body)
        assert said == (
            f"For custom fields, you must use a top level field named {client.platform.tenant_namespace}"
            " and all the other fields must be defined under it"
        )

    @pytest.mark.parametrize("targets", [["https://ns.adobe.com/nothing"], "x", [PERSON_DETAILS]])
    async def test_it_extends_classes(self, client: Client, targets: Any) -> None:
        body = group_body(client) | {"meta:intendedToExtend": targets}
        assert "meta:intendedToExtend" in await refused(client, "POST", tenant("fieldgroups"), body)

    async def test_data_types_can_be_used(self, client: Client) -> None:
        body = {
            "type": "object",
            "title": "Case",
            "properties": {"number": TEXT, "tags": {"type": "array", "items": TEXT}},
        }
        case = await client.done("POST", tenant("datatypes"), body)
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, case={"$ref": case["$id"]}))
        schema = await make_schema(client, "Customers", group["$id"])
        full = registry.resolved(client.platform, "dev", schema["$id"])
        assert full is not None
        field = full["properties"][client.platform.tenant_namespace]["properties"]["case"]
        assert field["meta:referencedFrom"] == case["$id"] and set(field["properties"]) == {"number", "tags"}
        assert "needs items" in await refused(client, "POST", tenant("datatypes"), {"type": "array", "title": "List"})
        listed = await client.done("POST", tenant("datatypes"), {"type": "array", "title": "List", "items": TEXT})
        assert listed["items"]["meta:xdmType"] == "string"


class TestSchemas:
    async def test_what_the_registry_adds(self, client: Client) -> None:
        made = await make_schema(client)
        assert (made["version"], made["meta:class"], made["meta:containerId"]) == ("1.0", PROFILE, "tenant")
        assert made["imsOrg"] == client.platform.org_id
        assert made["meta:tenantNamespace"] == client.platform.tenant_namespace
        assert made["meta:sandboxType"] == "development"
        assert {PROFILE, RECORD, PERSON_DETAILS, "https://ns.adobe.com/xdm/common/auditable"} < set(
            made["meta:extends"]
        )
        assert made["allOf"][0] == {"$ref": PROFILE, "type": "object", "meta:xdmType": "object"}

    async def test_what_the_tutorial_sends_along_is_harmless_unless_it_is_wrong(self, client: Client) -> None:
        more = {"meta:containerId": "tenant", "meta:resourceType": "schemas", "meta:xdmType": "object"}
        body = class_body("x", {"$ref": PROFILE}) | more
        assert "meta:class" in await refused(client, "POST", tenant("schemas"), body | {"meta:class": RECORD})
        assert (await client.done("POST", tenant("schemas"), body | {"meta:class": PROFILE}))["meta:class"] == PROFILE

    @pytest.mark.parametrize(
        ("parts", "reason"),
        [
            ([], "exactly one class"),
            ([PERSON_DETAILS], "exactly one class"),
            ([PROFILE, "https://ns.adobe.com/xdm/context/experienceevent"], "exactly one class"),
            ([PROFILE, "https://ns.adobe.com/nothing"], "does not exist"),
            ([PROFILE, "https://ns.adobe.com/xdm/common/address"], "neither a class nor a field group"),
            (["https://ns.adobe.com/xdm/context/account", PERSON_DETAILS], "not compatible"),
        ],
    )
    async def test_one_class_and_groups_that_fit(self, client: Client, parts: list[str], reason: str) -> None:
        body = class_body("x", *({"$ref": part} for part in parts))
        assert reason in await refused(client, "POST", tenant("schemas"), body)

    async def test_entries_must_be_references(self, client: Client) -> None:
        body = class_body("x", {"$ref": PROFILE}, {"properties": {}})
        assert "$ref" in await refused(client, "POST", tenant("schemas"), body)

    async def test_titles_are_unique_within_a_kind(self, client: Client) -> None:
        known = await make_schema(client, "Customers")
        body = class_body("Customers", {"$ref": PROFILE})
        said = await refused(client, "POST", tenant("schemas"), body)
        assert said == f"Title must be unique. An object {known['$id']} already exists with the same title."
        await client.done("POST", tenant("fieldgroups"), group_body(client, "Customers"))
        assert (await client.call("POST", tenant("schemas"), body, x_sandbox_name="prod")).status_code == 201

    async def test_a_patch_adds_a_group_and_raises_the_version(self, client: Client) -> None:
        schema = await make_schema(client)
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
        step = [
            {"op": "add", "path": "/allOf/-", "value": {"$ref": group["$id"]}},
            {"op": "add", "path": "/meta:extends/-", "value": group["$id"]},
        ]
        changed = await client.done("PATCH", place("schemas", schema["$id"]), step)
        assert changed["version"] == "1.1" and group["$id"] in changed["meta:extends"]
        full = registry.resolved(client.platform, "dev", schema["$id"])
        assert full is not None and client.platform.tenant_namespace in full["properties"]
        created = schema["meta:registryMetadata"]["repo:createdDate"]
        assert changed["meta:registryMetadata"]["repo:createdDate"] == created

    @pytest.mark.parametrize(
        "step",
        [
            {"op": "replace", "path": "/$id", "value": "x"},
            {"op": "replace", "path": "/meta:class", "value": RECORD},
            {"op": "remove", "path": "/allOf/0"},
            {"op": "remove", "path": "/title"},
            {"op": "replace", "path": "/title", "value": ""},
            {"op": "move", "path": "/title", "from": "/description"},
            {"op": "add", "path": "/allOf/-", "value": {"$ref": "https://ns.adobe.com/nothing"}},
        ],
    )
    async def test_what_a_patch_cannot_do(self, client: Client, step: dict[str, Any]) -> None:
        schema = await make_schema(client)
        await refused(client, "PATCH", place("schemas", schema["$id"]), [step])
        assert await client.done("GET", place("schemas", schema["$id"]), accept=XED) == schema

    async def test_put_replaces(self, client: Client) -> None:
        schema = await make_schema(client)
        body = class_body("Renamed", {"$ref": PROFILE})
        changed = await client.done("PUT", place("schemas", schema["$id"]), body)
        assert (changed["$id"], changed["title"], changed["version"]) == (schema["$id"], "Renamed", "1.1")
        full = registry.resolved(client.platform, "dev", schema["$id"])
        assert full is not None and "person" not in full["properties"]


class TestTypes:
    async def test_a_path_has_one_type(self, client: Client) -> None:
        nested = {"type": "object", "properties": {"tags": {"type": "array", "items": TEXT}}}
        first = await client.done("POST", tenant("fieldgroups"), group_body(client, "One", case=nested, number=TEXT))
        same = await client.done("POST", tenant("fieldgroups"), group_body(client, "Two", case=nested, other=TEXT))
        wrong = {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "number"}}}}
        said = await refused(client, "POST", tenant("fieldgroups"), group_body(client, "Three", case=wrong))
        assert "case.tags[] is number here, but string" in said
        body = group_body(client, "Two", number={"type": "integer"})
        said = await refused(client, "PUT", place("fieldgroups", same["$id"]), body)
        assert "number is int here, but string" in said and first["$id"] in said


class TestUse:
    async def test_what_is_used_cannot_be_deleted(self, client: Client) -> None:
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
        schema = await make_schema(client, "Customers", group["$id"])
        dataset = await make_dataset(client, schema["$id"])
        assert schema["$id"] in await refused(client, "DELETE", place("fieldgroups", group["$id"]), None)
        assert dataset in await refused(client, "DELETE", place("schemas", schema["$id"]), None)
        await client.done("DELETE", f"/foundation/catalog/dataSets/{dataset}")
        for kind, id in (("schemas", schema["$id"]), ("fieldgroups", group["$id"])):
            assert (await client.call("DELETE", place(kind, id))).status_code == 204
            assert (await client.call("DELETE", place(kind, id))).status_code == 404
        assert registry.resolved(client.platform, "dev", schema["$id"]) is None

    async def test_before_data_everything_may_change(self, client: Client) -> None:
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
        await make_schema(client, "Customers", group["$id"])
        changed = await client.done(
            "PUT", place("fieldgroups", group["$id"]), group_body(client, other={"type": "number"})
        )
        assert changed["version"] == "1.1"

    @pytest.mark.parametrize(
        ("field", "reason"),
        [
            (None, "was removed"),
            ({"type": "integer"}, "type of"),
            (TEXT | {"enum": ["a"]}, "enum"),
            (TEXT | {"pattern": "^a"}, "pattern"),
            (TEXT | {"maxLength": 3}, "maxLength"),
            (TEXT | {"minLength": 3}, "minLength"),
            (TEXT | {"format": "email"}, "format"),
        ],
    )
    async def test_with_a_dataset_nothing_may_be_taken_away(self, client: Client, field: Any, reason: str) -> None:
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
        schema = await make_schema(client, "Customers", group["$id"])
        await make_dataset(client, schema["$id"])
        fields = {"caseNumber": field} if field else {}
        said = await refused(client, "PUT", place("fieldgroups", group["$id"]), group_body(client, **fields))
        assert "Customers is in use" in said and reason in said

    async def test_with_a_dataset_things_may_be_added_and_relaxed(self, client: Client) -> None:
        limited = {"type": "integer", "minimum": 1, "maximum": 9}
        fields = {"kind": TEXT | {"enum": ["a"]}, "count": limited}
        group = await client.done("POST", tenant("fieldgroups"), group_body(client, **fields))
        schema = await make_schema(client, "Customers", group["$id"])
        await make_dataset(client, schema["$id"])
        wider = {"kind": TEXT | {"enum": ["a", "b"], "title": "Kind"}, "count": limited | {"maximum": 99}, "more": TEXT}
        await client.done("PUT", place("fieldgroups", group["$id"]), group_body(client, **wider))
        namespace = client.platform.tenant_namespace
        path = f"/definitions/customFields/properties/{namespace}/properties"
        free = [{"op": "replace", "path": f"{path}/kind", "value": TEXT}]
        await client.done("PATCH", place("fieldgroups", group["$id"]), free)
        gone = [{"op": "remove", "path": "/allOf/3"}]
        assert "was removed" in await refused(client, "PATCH", place("schemas", schema["$id"]), gone)


async def test_stats(client: Client) -> None:
    schema = await make_schema(client)
    await client.done("POST", tenant("fieldgroups"), group_body(client, caseNumber=TEXT))
    said = await client.done("GET", f"{REGISTRY}/stats/")
    assert (said["imsOrg"], said["tenantId"]) == (client.platform.org_id, client.platform.tenant_id)
    assert said["counts"] == {"schemas": 1, "mixins": 1, "datatypes": 0, "classes": 0, "unions": 0}
    assert {item["title"] for item in said["recentlyCreatedResources"]} == {"Customers", "Support"}
    (usage,) = said["classUsage"]
    assert (usage["$id"], usage["numberOfSchemas"], usage["schemas"][0]["$id"]) == (PROFILE, 1, schema["$id"])


async def test_resolved_by_both_identifiers_and_only_schemas(client: Client) -> None:
    schema = await make_schema(client)
    tree = registry.resolved(client.platform, "dev", schema["$id"])
    assert tree is not None and tree is registry.resolved(client.platform, "dev", schema["meta:altId"])
    assert tree["properties"]["person"]["properties"]["name"]["properties"]["fullName"]["meta:xdmType"] == "string"
    assert registry.resolved(client.platform, "prod", schema["$id"]) is None
    assert registry.resolved(client.platform, "dev", PROFILE) is None
    listed = await client.done("GET", tenant("schemas"), accept=XED_ID)
    assert len(listed["results"]) == 1
