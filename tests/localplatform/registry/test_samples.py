from tests.localplatform.support import REGISTRY, Client, group_body, make_schema


async def test_a_sample_has_a_value_in_every_field(client: Client) -> None:
    fields = {
        "level": {"type": "string", "enum": ["gold", "silver"]},
        "since": {"type": "string", "format": "date"},
        "count": {"type": "integer", "minimum": 7},
        "open": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "object", "additionalProperties": {"type": "integer"}, "meta:xdmType": "map"},
    }
    group = await client.done("POST", f"{REGISTRY}/tenant/fieldgroups", group_body(client, **fields))
    schema = await make_schema(client, "Sampled", group["$id"])
    sample = await client.done("GET", f"{REGISTRY}/rpc/sampledata/{schema['meta:altId']}")
    assert sample["person"]["name"]["fullName"] == "Example text"
    assert sample[client.platform.tenant_namespace] == {
        "level": "gold",
        "since": "2026-01-31",
        "count": 7,
        "open": True,
        "tags": ["Example text"],
        "notes": {"key": 1},
    }


async def test_there_is_no_sample_of_what_is_no_schema(client: Client) -> None:
    reply = await client.call("GET", f"{REGISTRY}/rpc/sampledata/_x.schemas.none")
    assert (reply.status_code, reply.json()["type"].rsplit("/", 1)[-1]) == (404, "XDM-1012-404")
