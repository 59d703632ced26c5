"""The home."""

from collections.abc import Callable

import pytest

from aeptui.operations.flows import FlowLine
from aeptui.services.errors import ServerFault
from aeptui.ui.app import Aeptui
from tests.ui.driver import driving
from tests.ui.pictures import Pictures

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
ENDED = 1_795_327_200_000


def flow(name: str, state: str, status: str | None, frequency: str = "hour", interval: int = 1) -> FlowLine:
    last = None if status is None else {"id": "r", "status": status, "started": ENDED - 60_000, "finished": ENDED}
    return FlowLine(name, name, state, "ServiceNow", None, {"frequency": frequency, "interval": interval}, last)


FLOWS = [
    flow("ServiceNow incidents", "enabled", "success"),
    flow("Salesforce cases of all regions, hourly, with everything the support desk asked for", "enabled", "failed"),
    flow("Zendesk tickets [bold]", "disabled", "partial-success", "day"),
    flow("Loyalty import", "draft", None, "week", 2),
]


@pytest.fixture
def flows(monkeypatch: pytest.MonkeyPatch) -> list[FlowLine]:
    listed = list(FLOWS)

    async def flow_lines(platform: object) -> list[FlowLine]:
        return listed

    monkeypatch.setattr("aeptui.operations.flows.flow_lines", flow_lines)
    return listed


async def test_the_list_with_state_schedule_and_last_run(
    make_app: MakeApp, flows: list[FlowLine], pictures: Pictures
) -> None:
    async with driving(make_app()) as ui:
        text = ui.text()
        assert "Dataflows: 4" in text
        assert "ServiceNow incidents" in text and "hour 1" in text and "success" in text
        assert "Zendesk tickets [bold]" in text, "names are data, not markup"
        assert "never ran" in text
        await pictures.check(ui, "dataflows")


async def test_nothing_yet_shows_the_way_on(make_app: MakeApp, flows: list[FlowLine]) -> None:
    flows.clear()
    async with driving(make_app()) as ui:
        assert "There is no dataflow in this sandbox yet." in ui.text()
        assert "n  a new dataflow, step by step" in ui.text()
        assert "Runs" not in ui.footer


async def test_a_failing_list_says_why_and_is_tried_again(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[object] = [ServerFault("down", operation="list the dataflows", status=503), FLOWS]

    async def flow_lines(platform: object) -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("aeptui.operations.flows.flow_lines", flow_lines)
    async with driving(make_app()) as ui:
        assert "FAILED  Could not list the dataflows: down" in ui.text()
        assert "HTTP 503" in ui.text()
        await ui.press("ctrl+r")
        assert "Loyalty import" in ui.text()


async def test_what_was_made_elsewhere_is_there_when_one_comes_home(make_app: MakeApp, flows: list[FlowLine]) -> None:
    later = flows[1:]
    del flows[1:]
    async with driving(make_app()) as ui:
        assert "Loyalty" not in ui.text()
        flows.extend(later)
        await ui.press("1", "0")
        assert "Loyalty" in ui.text()


async def test_enter_shows_the_runs_of_the_chosen_one(make_app: MakeApp, flows: list[FlowLine]) -> None:
    async with driving(make_app()) as ui:
        await ui.press("down", "down")
        assert "r Runs" in ui.footer
        await ui.press("enter")
        assert ui.screens.runs.screen
        assert "Runs of Zendesk tickets [bold]" in ui.text()


async def test_the_chosen_one_stays_chosen_when_others_come(make_app: MakeApp, flows: list[FlowLine]) -> None:
    first = flows.pop(0)
    async with driving(make_app()) as ui:
        await ui.press("down")
        flows.insert(0, first)
        await ui.press("1", "0")
        assert ui.screens.dataflows.screen.flow == FLOWS[2]


async def test_the_first_dataflow_is_chosen_when_one_comes_home_after_making_it(
    make_app: MakeApp, flows: list[FlowLine]
) -> None:
    made = flows.copy()
    flows.clear()
    async with driving(make_app()) as ui:
        await ui.press("n")
        await ui.screens.source.type("inc")
        await ui.press("enter")
        flows.append(made[0])
        await ui.press("0")
        assert ui.screens.dataflows.screen.flow == made[0]
