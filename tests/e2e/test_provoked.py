"""Every error that there is guidance for, provoked on the local platform and explained."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from aeptui.core.facts import load
from aeptui.localplatform.faults import Rule
from aeptui.operations.diagnose import diagnose
from aeptui.services.errors import NotSignedIn, PlatformError, parse_error
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.exchanges import ON_PURPOSE, recorder
from tests.e2e.hostile import Hostility, hostile
from tests.e2e.provocations import (
    ANSWERED,
    BEHAVIOUR,
    GATEWAY,
    IN_RUNS,
    OF_FILES,
    OF_RUNS,
    OF_THE_CLIENT,
    SIGN_IN,
)
from tests.e2e.provoking import LARGE, LINES, running
from tests.e2e.scene import Parts
from tests.services.support import Clock, gather

pytestmark = pytest.mark.thorough

Failing = tuple[dict[str, Any], Hostility, Parts]


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Failing]:
    """A local platform, its faults, and the parts of a dataflow on it."""
    files = tmp_path_factory.mktemp("files")
    for code, content in OF_FILES.items():
        (files / f"{code}.csv").write_text(content)
    (files / LARGE.lstrip("/")).write_text("a,b\n" + "".join(f"{n},x\n" for n in range(LINES)))
    with hostile(tmp_path_factory.mktemp("provoked"), files_dir=files) as (info, faults):

        async def work() -> Parts:
            async with scene.connected(info, recorder=None) as platform:
                return await scene.parts(platform, "Provoked")

        yield info, faults, asyncio.run(work())


@pytest.fixture
async def platform(failing: Failing) -> AsyncIterator[Platform]:
    clock = Clock()
    noted = recorder(ON_PURPOSE)
    async with scene.connected(failing[0], clock=clock, sleep=clock.sleep, recorder=noted) as connected:
        yield connected
    failing[1].rules = []


def assert_explained(error: PlatformError, key: str) -> None:
    """The error says what to do in the words that belong to its code."""
    entry = load("errors")[key]
    assert error.guidance.title == entry["title"], str(error)
    assert error.guidance.next_step == entry["next_step"]


@pytest.mark.parametrize("code", BEHAVIOUR)
async def test_by_what_is_asked(code: str, platform: Platform, failing: Failing) -> None:
    with pytest.raises(PlatformError) as caught:
        await BEHAVIOUR[code](platform, failing[2])
    assert code in (caught.value.code, caught.value.guidance.code) or not code[0].isdigit(), str(caught.value)
    assert_explained(caught.value, code)


@pytest.mark.parametrize("code", ANSWERED)
async def test_by_a_fault_file(code: str, platform: Platform, failing: Failing) -> None:
    status = int(code.rsplit("-", 1)[1])
    body = {"type": f"https://ns.adobe.com/aep/errors/FLOW-{code}", "title": "said so", "status": status, "detail": "d"}
    failing[1].rules = [Rule("status", path="*/flowservice/*", status=status, body=body)]
    with pytest.raises(PlatformError) as caught:
        await gather(platform.flow_service.flows.where())
    assert caught.value.code == code
    assert_explained(caught.value, code)


@pytest.mark.parametrize("code", GATEWAY)
async def test_at_the_edge(code: str, platform: Platform, failing: Failing) -> None:
    info = failing[0]
    headers: dict[str, str | None] = {
        "Authorization": f"Bearer {await platform.http.tokens.current()}",
        "x-api-key": info["client_id"],
        "x-gw-ims-org-id": info["org_id"],
        "x-sandbox-name": "dev",
    }
    sent = {name: value for name, value in (headers | GATEWAY[code]).items() if value is not None}
    async with httpx.AsyncClient(base_url=info["platform_url"]) as http:
        reply = await http.get("/data/foundation/flowservice/flows", headers=sent)
    error = parse_error(reply.status_code, {}, reply.content, "list the dataflows")
    assert error.code == code
    assert_explained(error, code)


@pytest.mark.parametrize("code", [*SIGN_IN, "unauthorized_client"])
async def test_at_sign_in(code: str, platform: Platform, failing: Failing) -> None:
    info, faults, _ = failing
    if code not in SIGN_IN:
        faults.rules = [Rule("status", path="/ims/*", status=400, body={"error": code, "error_description": "no"})]
    form = {
        "grant_type": "client_credentials",
        "client_id": info["client_id"],
        "client_secret": info["client_secret"],
        "scope": "openid",
    } | SIGN_IN.get(code, {})
    async with httpx.AsyncClient(base_url=info["ims_url"]) as http:
        reply = await http.post("/ims/token/v3", data=form)
    error = parse_error(reply.status_code, {}, reply.content, "sign in", sign_in=True)
    assert isinstance(error, NotSignedIn) and error.code == code
    assert_explained(error, code)


async def test_too_many_requests(tmp_path: Path) -> None:
    with hostile(tmp_path, rate=1) as (info, _):
        clock = Clock()
        async with scene.connected(info, clock=clock, sleep=clock.sleep, recorder=None) as platform:
            with pytest.raises(PlatformError) as caught:
                await asyncio.gather(*(platform.schema_registry.stats() for _ in range(20)))
    assert (caught.value.code, caught.value.status) == ("429050", 429)
    assert caught.value.retry_after is not None
    assert_explained(caught.value, "429050")


TAKEN: dict[str, Any] = {
    "2118-403": {"dev": {"EnterpriseSource": ["write"]}},
    "2120-403": {"dev": {"EnterpriseSource": ["read", "write"]}},
    "2101-404": {"dev": "*"},
}
"""Permissions that are taken away, by the error that this leads to."""


@pytest.mark.parametrize("code", TAKEN)
async def test_by_a_permission_that_is_taken_away(code: str, platform: Platform, failing: Failing) -> None:
    file = failing[1].folder / "permissions.json"
    file.write_text(json.dumps(TAKEN[code]))
    try:
        with pytest.raises(PlatformError) as caught:
            await platform.flow_service.connections.create(scene.connection_body("x"))
        assert caught.value.code == code
        assert_explained(caught.value, code)
    finally:
        file.unlink()


async def test_what_is_left_when_a_permission_is_taken_away(platform: Platform, failing: Failing) -> None:
    file = failing[1].folder / "permissions.json"
    file.write_text(json.dumps(TAKEN["2118-403"]))
    try:
        assert await gather(platform.flow_service.flows.where()) is not None
        allowed = await platform.access.effective_policies(["/resource-types/EnterpriseSource"])
        assert "write" not in allowed["/resource-types/EnterpriseSource"]
        file.write_text(json.dumps({"*": "*"}))
        assert await gather(platform.sandboxes.available()) == []
    finally:
        file.unlink()


@pytest.mark.parametrize("code", IN_RUNS)
async def test_in_a_run_by_a_fault_file(code: str, platform: Platform, failing: Failing) -> None:
    words = {
        "array-notation": "Parsing error on f(a[*].b)",
        "too-much-at-once": "25143 files (over the 25000 threshold)",
    }
    told = {"code": code if code not in words else "ACCO-1-500", "message": words.get(code, "said so")}
    status = {"statusSummary": {"status": "failed", "errors": [told]}}
    answer = {"items": [{"id": "r", "flowId": "f", "metrics": status, "activities": []}]}
    failing[1].rules = [Rule("status", path="*/runs/r", status=200, body=answer)]
    (cause,) = (await diagnose(platform, "r")).causes
    assert cause.guidance.title == load("errors")[code]["title"]


@pytest.mark.parametrize("code", OF_RUNS)
async def test_in_a_run_by_what_is_in_the_rows(code: str, platform: Platform, failing: Failing) -> None:
    fields, source, options = OF_RUNS[code]
    (field,) = fields
    name = scene.fresh("Rows")
    parts = await scene.parts(
        platform,
        name,
        fields=fields,
        required=(field,),
        rows={"_id": "sys_id", f"TENANT.{field}": source},
        columns=("sys_id", "number", "priority", "close_code"),
    )
    run = await scene.first_ended(platform, await scene.flow(platform, name, parts, options=options))
    causes = (await diagnose(platform, run.id)).causes
    (cause,) = [each for each in causes if each.code.startswith(code)]
    assert cause.guidance.title == load("errors")[code]["title"]
    assert causes[-1].code == "CONNECTOR-2001-500" and cause.guidance.next_step


@pytest.mark.parametrize("code", OF_FILES)
async def test_in_a_run_by_what_is_in_the_file(code: str, platform: Platform) -> None:
    run = await scene.first_ended(platform, await scene.file_flow(platform, f"/{code}.csv"))
    (cause,) = [each for each in (await diagnose(platform, run.id)).causes if each.code == code]
    assert cause.guidance.title == load("errors")[code]["title"]


async def test_a_run_whose_dataflow_is_deleted_before_it_begins(platform: Platform) -> None:
    flow_service = platform.flow_service
    busy = await running(platform)
    window = {"startTime": 1_780_000_000, "windowStartTime": 1, "windowEndTime": 2}
    waiting = await flow_service.runs.start(busy, window)
    await flow_service.flows.delete(busy)
    await scene.ended(platform, waiting.id)
    (cause,) = (await diagnose(platform, waiting.id)).causes
    assert cause.code == "CONNECTOR-3001-500"
    assert cause.guidance.title == load("errors")[cause.code]["title"]


async def test_a_row_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "broken.csv").write_text("a,b\n1,2\n3,4,5\n")
    with hostile(tmp_path / "platform", files_dir=tmp_path / "files") as (info, _):
        async with scene.connected(info, recorder=None) as platform:
            run = await scene.first_ended(platform, await scene.file_flow(platform, "/broken.csv"))
            found = await diagnose(platform, run.id)
    assert "INGEST-1401-400" in {cause.code for cause in found.causes}
    assert found.rows[0].errors[0].code == "INGEST-1401-400"
    assert found.causes[0].guidance.next_step


async def test_a_source_that_refuses_in_a_run(platform: Platform, failing: Failing) -> None:
    body = scene.connection_body(scene.fresh("Refusing"))
    base = await platform.flow_service.connections.create(body)
    parts = await scene.parts(platform, scene.fresh("Refused"), base=base.id)
    await platform.flow_service.connections.rotate(base.id, base.etag, body["auth"]["params"] | {"password": "wrong"})
    run = await scene.first_ended(platform, await scene.flow(platform, scene.fresh("Refused"), parts))
    (cause,) = (await diagnose(platform, run.id)).causes
    assert cause.code == "CONNECTOR-1001-500"
    assert cause.guidance.title == load("errors")["CONNECTOR-1001-500"]["title"]


def test_nothing_that_there_is_guidance_for_is_left_out() -> None:
    others = {"unauthorized_client", "429050", "CONNECTOR-1001-500", "CONNECTOR-3001-500", "INGEST-1401-400"}
    provoked = {
        *BEHAVIOUR,
        *TAKEN,
        *OF_FILES,
        *ANSWERED,
        *GATEWAY,
        *SIGN_IN,
        *IN_RUNS,
        *OF_RUNS,
        *OF_THE_CLIENT,
        *others,
    }
    assert provoked == set(load("errors"))
