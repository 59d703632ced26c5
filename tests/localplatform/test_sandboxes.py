import re

from tests.localplatform.support import Client

BASE = "/foundation/sandbox-management"


async def test_the_list_needs_no_sandbox_header(client: Client) -> None:
    said = await client.done("GET", f"{BASE}/", x_sandbox_name=None)
    known = {sandbox["name"]: sandbox for sandbox in said["sandboxes"]}
    assert {name: (of["type"], of["isDefault"], of["state"]) for name, of in known.items()} == {
        "dev": ("development", True, "active"),
        "prod": ("production", False, "active"),
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", known["dev"]["createdDate"])
    assert said["_page"] == {"limit": 50, "count": 2}
    assert said["_links"]["page"]["templated"] is True


async def test_pages(client: Client) -> None:
    said = await client.done("GET", f"{BASE}/", params={"limit": 1, "offset": 1}, x_sandbox_name=None)
    assert [sandbox["name"] for sandbox in said["sandboxes"]] == ["prod"]
    assert (await client.call("GET", f"{BASE}/", params={"limit": "many"})).status_code == 400


async def test_one_and_the_list_of_administrators(client: Client) -> None:
    assert (await client.done("GET", f"{BASE}/sandboxes/prod"))["title"] == "Production"
    everyone = await client.done("GET", f"{BASE}/sandboxes")
    assert len(everyone["sandboxes"]) == 2
    assert re.fullmatch(r"[-0-9]{10}T[:0-9]{8}Z", everyone["sandboxes"][0]["createdDate"])
    reply = await client.call("GET", f"{BASE}/sandboxes/nowhere")
    assert (reply.status_code, reply.json()["status"]) == (404, 404)
