from typing import Any

import pytest

from tests.localplatform.support import PROFILE, REGISTRY, XED_ID, Client

GROUPS = f"{REGISTRY}/global/fieldgroups"


async def ask(client: Client, path: str = GROUPS, **params: Any) -> Any:
    return await client.done("GET", path, params=params, accept=XED_ID)


def titles(said: Any) -> list[str]:
    return [item["title"] for item in said["results"]]


async def test_without_paging_a_list_ends_at_300(client: Client) -> None:
    said = await ask(client)
    assert len(said["results"]) == said["_page"]["count"] == 300
    assert said["_page"]["next"] is None


async def test_pages_hold_everything_once_though_titles_repeat(client: Client) -> None:
    found: list[str] = []
    params: dict[str, Any] = {"orderby": "title", "limit": 7}
    while True:
        said = await ask(client, f"{REGISTRY}/global/datatypes", **params)
        found += [item["$id"] for item in said["results"]]
        assert said["_page"]["orderby"] == "title"
        if said["_page"]["next"] is None:
            break
        assert said["_page"]["next"] == titles(said)[-1]
        params["start"] = said["_page"]["next"]
    assert len(found) == len(set(found)) == 186


async def test_the_link_leads_to_the_same_page_as_start(client: Client) -> None:
    first = await ask(client, orderby="-title", limit=5, property=f"meta:intendedToExtend=={PROFILE}")
    assert titles(first) == sorted(titles(first), reverse=True)
    reply = await client.http.get(first["_links"]["next"], headers=client.headers(accept=XED_ID))
    behind = reply.json()
    assert titles(behind)[0] < titles(first)[-1]
    assert len(behind["results"]) >= 5


async def test_filters(client: Client) -> None:
    fitting = await ask(client, property=f"meta:intendedToExtend=={PROFILE}")
    assert len(fitting["results"]) == 63
    assert len((await ask(client, property="title==Demographic Details"))["results"]) == 1
    none = await ask(client, property=["title==Demographic Details", "title!=Demographic Details"])
    assert none["results"] == []
    assert len((await ask(client, property="title>=W"))["results"]) < 40
    assert (await ask(client, property="meta:immutableTags"))["results"] == []


async def test_the_whole_list_in_one_page_of_500(client: Client) -> None:
    assert len((await ask(client, orderby="title,version", limit=500))["results"]) == 350


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 5},
        {"start": "A"},
        {"orderby": "title", "limit": 501},
        {"orderby": "title", "limit": -1},
        {"orderby": "title", "limit": "x"},
        {"orderby": "-"},
        {"property": "==x"},
    ],
)
async def test_what_a_list_refuses(client: Client, params: dict[str, Any]) -> None:
    reply = await client.call("GET", GROUPS, params=params, accept=XED_ID)
    assert (reply.status_code, reply.json()["title"]) == (400, "BadRequestError")
