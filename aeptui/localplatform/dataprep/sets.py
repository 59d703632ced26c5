"""Mapping sets as they are kept, and as they are asked for and answered in both vocabularies."""

from typing import Any

from aeptui.localplatform import registry
from aeptui.localplatform.dataprep.mapper import ATTRIBUTE, EXPRESSION, STATIC, Mapper, Mapping
from aeptui.localplatform.ids import hex_id
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

Document = dict[str, Any]

KIND = "mappingSets"
_VERSIONS = "mappingSets.version"

_MEDIA_TYPES = {ATTRIBUTE: "text/x.schema-path", EXPRESSION: "text/x.aep-xl"}
_WORDS = {media_type: word for word, media_type in _MEDIA_TYPES.items()}
_CONTENT_TYPE = "application/vnd.adobe.xed-full+json;version=1"
_KEPT = ("name", "description")


def stored(platform: Platform, sandbox: str, id: str, version: int | None = None) -> Document | None:
    """A mapping set as it is kept, in its newest or a certain version; None if there is none."""
    if version is None:
        return platform.store.get(KIND, sandbox, id)
    return platform.store.get(_VERSIONS, sandbox, f"{id}/{version}")


def save(platform: Platform, sandbox: str, document: Document) -> None:
    """Writes a version of a mapping set, which becomes the newest; older ones stay readable."""
    with platform.store.transaction():
        platform.store.put(KIND, sandbox, document["id"], document)
        platform.store.put(_VERSIONS, sandbox, f"{document['id']}/{document['version']}", document)


def delete(platform: Platform, sandbox: str, document: Document) -> None:
    """Removes a mapping set with all its versions."""
    with platform.store.transaction():
        for version in range(document["version"] + 1):
            platform.store.delete(_VERSIONS, sandbox, f"{document['id']}/{version}")
        platform.store.delete(KIND, sandbox, document["id"])


def read(body: Any) -> Document:
    """What is to be kept of a mapping set that was sent, in either vocabulary; a Problem if something is missing."""
    if not isinstance(body, dict):
        raise invalid("the body is no mapping set")
    mappings = body.get("mappings")
    if not isinstance(mappings, list) or not mappings:
        raise invalid("mappings is missing or empty")
    document: Document = {"schemaRef": _schema_ref(body), "mappings": [_read_mapping(item) for item in mappings]}
    for name in ("name", "tags", "inputSchema", "allowNullValues"):
        if body.get(name) is not None:
            document[name] = body[name]
    return document


def mapper(platform: Platform, sandbox: str, document: Document) -> Mapper:
    """The mappings of a kept set, compiled against its schema; a Problem if the schema does not exist."""
    schema_id = document["schemaRef"]["id"]
    tree = registry.resolved(platform, sandbox, schema_id)
    if tree is None:
        raise invalid(f"there is no schema {schema_id}")
    mappings = [Mapping(item["sourceType"], item["source"], item["destination"]) for item in document["mappings"]]
    return Mapper(mappings, tree, platform.clock)


def new_version(platform: Platform, fields: Document, old: Document | None) -> Document:
    """A complete document: the first version of a new set, or the next one of an old set."""
    now = platform.clock.now_ms()
    audit = {"createdDate": now, "modifiedDate": now, "createdBy": platform.user_id, "modifiedBy": platform.user_id}
    head = {"id": hex_id(32), "version": 0} | audit
    if old is not None:
        head |= {"id": old["id"], "version": old["version"] + 1}
        head |= {"createdDate": old["createdDate"], "createdBy": old["createdBy"]}
    mappings = [{"id": hex_id(32), "version": 0} | audit | item for item in fields["mappings"]]
    return head | fields | {"mappings": mappings}


def reference(document: Document) -> Document:
    """What a creation answers: id, version and audit fields."""
    names = ("id", "version", "createdDate", "modifiedDate", "createdBy", "modifiedBy")
    return {name: document[name] for name in names}


def shown(document: Document, schema: Document | None = None) -> Document:
    """A set as answers show it, in both vocabularies; with the resolved schema inside if one is given."""
    output: Document = {"schemaRef": document["schemaRef"]}
    if schema is not None:
        output["jsonSchema"] = schema
    return {
        **document,
        "supportVersion": "1.1",
        "outputSchema": output,
        "mappings": [shown_mapping(item) for item in document["mappings"]],
        "status": "PUBLISHED",
        "strictMapping": False,
        "allowNullValues": document.get("allowNullValues", False),
        "xdmVersion": "1.0",
        "xdmSchema": document["schemaRef"]["id"],
    }


def shown_mapping(item: Document) -> Document:
    """A mapping as answers show it."""
    return {
        **item,
        "sourceType": _MEDIA_TYPES.get(item["sourceType"], item["sourceType"]),
        "identity": False,
        "primaryIdentity": False,
        "matchScore": 0.0,
        "functionVersion": 1,
        "sourceAttribute": item["source"],
        "destinationXdmPath": item["destination"],
    }


def invalid(detail: str) -> Problem:
    """A request that Data Prep cannot use."""
    return Problem.dataprep(400, "Invalid mapping set", detail)


def _schema_ref(body: Document) -> Document:
    output = body.get("outputSchema")
    reference = output.get("schemaRef") if isinstance(output, dict) else None
    if isinstance(reference, dict) and isinstance(reference.get("id"), str):
        return {"id": reference["id"], "contentType": reference.get("contentType") or _CONTENT_TYPE}
    if isinstance(body.get("xdmSchema"), str):
        return {"id": body["xdmSchema"], "contentType": _CONTENT_TYPE}
    raise invalid("the target schema is missing: outputSchema.schemaRef.id or xdmSchema")


def _read_mapping(item: Any) -> Document:
    if not isinstance(item, dict):
        raise invalid("a mapping is no JSON object")
    source = item.get("source", item.get("sourceAttribute"))
    destination = item.get("destination", item.get("destinationXdmPath"))
    if not isinstance(source, str) or not isinstance(destination, str) or not source or not destination:
        raise invalid("a mapping needs source and destination")
    word = str(item.get("sourceType") or ATTRIBUTE)
    word = _WORDS.get(word, word)
    if word not in (ATTRIBUTE, EXPRESSION, STATIC):
        raise invalid(f"sourceType is {ATTRIBUTE}, {EXPRESSION} or {STATIC}, not {word!r}")
    kept = {name: item[name] for name in _KEPT if item.get(name) is not None}
    return {"sourceType": word, "source": source, "destination": destination} | kept
