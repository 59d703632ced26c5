"""Lists in pages, over HTTP."""

from typing import Any

import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import FLOW, SERVICENOW, ok, refused


async def make_connections(client: Client, count: int) -> None:
    for number in range(count):
        body = {
            "name": f"c{number:02}",
            "auth": {
                "specName": "Basic Authentication",
                "params": {"endpoint": "https://x.example", "username": "u", "password": "p"},
            },
            "connectionSpec": {"id": SERVICENOW, "version": "1.0"},
        }
        ok(await client.call("POST", f"{FLOW}/connections", body), 201)


async def all_names(client: Client, **params: Any) -> list[list[str]]:
    """The names on each page, following the links as they are."""
    pages = []
    answer = ok(await client.call("GET", f"{FLOW}/connections", params=params))
    while True:
        pages.append([item["name"] for item in answer["items"]])
        if not answer["_links"]:
            return pages
        href = answer["_links"]["next"]["href"]
        assert href.startswith("/connections?continuationToken=")
        answer = ok(await client.call("GET", FLOW + href))


async def test_pages_hold_twenty_and_follow_each_other(client: Client) -> None:
    await make_connections(client, 20)
    pages = await all_names(client)
    assert [len(page) for page in pages] == [20, 3]
    assert len({name for page in pages for name in page}) == 23


async def test_the_token_carries_order_limit_and_filter(client: Client) -> None:
    await make_connections(client, 5)
    pages = await all_names(client, limit="2", orderby="-name", property=f"connectionSpec.id=={SERVICENOW}")
    assert pages == [["c04", "c03"], ["c02", "c01"], ["c00", "ServiceNow demo"]]


async def test_an_object_made_between_two_pages_moves_nothing(client: Client) -> None:
    await make_connections(client, 4)
    first = ok(await client.call("GET", f"{FLOW}/connections", params={"limit": "2", "orderby": "-createdAt"}))
    await make_connections(client, 1)
    second = ok(await client.call("GET", FLOW + first["_links"]["next"]["href"]))
    names = [item["name"] for item in (*first["items"], *second["items"])]
    assert len(set(names)) == 4


async def test_order_ascending_is_plus_or_nothing(client: Client) -> None:
    await make_connections(client, 2)
    names = await all_names(client, orderby="name")
    assert names == await all_names(client, orderby="+name")
    assert names[0] == sorted(names[0])


async def test_missing_values_come_first_and_numbers_are_numbers(client: Client) -> None:
    await make_connections(client, 1)
    assert (await all_names(client, orderby="auth.params.username"))[0][0] == "Salesforce Service Cloud demo"
    assert (await all_names(client, orderby="createdAt"))[0][-1] == "c00"


async def test_count_answers_the_number_alone(client: Client) -> None:
    await make_connections(client, 3)
    query = {"count": "true", "property": f"connectionSpec.id=={SERVICENOW}"}
    assert ok(await client.call("GET", f"{FLOW}/connections", params=query)) == {"count": 4}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"count": "true", "limit": "1"}, "1401-400"),
        ({"limit": "0"}, "1452-400"),
        ({"limit": "many"}, "1452-400"),
        ({"orderby": "color"}, "1432-400"),
        ({"orderby": "name,,id"}, "1433-400"),
        ({"orderby": "-"}, "1433-400"),
        ({"continuationToken": "nonsense"}, "1452-400"),
        ({"property": "color==red"}, "1449-400"),
    ],
)
async def test_what_is_refused(client: Client, query: dict[str, str], code: str) -> None:
    refused(await client.call("GET", f"{FLOW}/connections", params=query), code)


async def test_a_sandbox_shows_its_own_objects_only(client: Client) -> None:
    await make_connections(client, 1)
    query = {"property": "name==c00"}
    other = ok(await client.call("GET", f"{FLOW}/connections", params=query, x_sandbox_name="prod"))
    assert other["items"] == []
