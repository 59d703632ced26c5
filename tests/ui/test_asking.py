"""Asking the platform: what is shown while it takes, when it fails, and that keys are answered all along."""

import asyncio
from collections.abc import Callable

import pytest
from textual.widgets import Input

from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.services.errors import Invalid, NotSignedIn
from aeptui.ui.app import Aeptui
from aeptui.ui.opening import Opening
from aeptui.ui.screens.base import Step
from aeptui.ui.widgets import state
from tests.ui import sample
from tests.ui.conftest import opening_for
from tests.ui.driver import Ui, driving

MakeApp = Callable[..., Aeptui]


@pytest.fixture(autouse=True)
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    sample.use_samples(monkeypatch)


def works(monkeypatch: pytest.MonkeyPatch, *answers: object) -> None:
    """The sample screen's call gives these answers, one each time: a value, an error, or a coroutine function."""
    waiting = list(answers)

    async def work() -> object:
        answer = waiting.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return await answer() if callable(answer) else answer

    monkeypatch.setattr(sample.Source, "work", staticmethod(work))


def source(ui: Ui) -> sample.Source:
    screen = ui.screens.source.screen
    assert isinstance(screen, sample.Source)
    return screen


async def begin(ui: Ui) -> None:
    """Opens the sample screen, whose call may never end."""
    await ui.press("n", settle=False)
    await ui.until("2 Source")
    await ui.answered()


async def test_an_answer_fills_the_pane(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    works(monkeypatch, ["incident"])
    async with driving(make_app()) as ui:
        await ui.press("n")
        assert source(ui).answers == [["incident"]]
        assert source(ui).pane.state == "ready"
        assert "the body" in ui.text()


async def test_a_call_that_never_answers_blocks_no_key(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    works(monkeypatch, sample.for_ever)
    clock = [100.0]
    monkeypatch.setattr(state, "monotonic", lambda: clock[0])
    async with driving(make_app()) as ui:
        await begin(ui)
        assert "Listing the tables …\n" in ui.text()
        assert "esc  gives up" in ui.text()
        clock[0] += 30
        await ui.until("Listing the tables … 30 s")
        await ui.press("question_mark", settle=False)
        assert "A screen for tests." in ui.text()
        await ui.press("escape", "4", settle=False)
        assert ui.screens.mapping.screen
        await ui.press("2", "escape", settle=False)
        await ui.settled()
        assert "Given up: Listing the tables." in ui.text()
        assert "ctrl+r  try again" in ui.text()


async def test_after_giving_up_it_can_be_tried_again(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    works(monkeypatch, sample.for_ever, "now")
    async with driving(make_app()) as ui:
        await begin(ui)
        await ui.press("escape", "ctrl+r")
        assert source(ui).answers == ["now"]
        assert "the body" in ui.text()


async def test_a_failure_tells_what_where_why_and_the_next_key(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = Invalid(
        "Bad \x1b[31mtable [red]",
        operation="list the tables",
        status=400,
        code="1308-400",
        detail="no such thing",
        request_id="r-1",
    )
    works(monkeypatch, error)
    async with driving(make_app(), (120, 36)) as ui:
        await ui.press("n")
        text = ui.text()
        assert "FAILED  Could not list the tables: Bad" in text
        assert "[red]: no such thing" in text, "words of the platform are no markup"
        assert "\x1b" not in text
        assert "HTTP 400, code 1308-400, request r-1" in text
        assert error.guidance.cause[:40] in text
        assert error.guidance.next_step[:40] in text
        assert "ctrl+r  try again" in text


async def test_a_refused_token_leads_to_the_credentials(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    works(monkeypatch, NotSignedIn("expired", operation="list the tables", status=401))
    async with driving(make_app()) as ui:
        await ui.press("n")
        assert "1  Credentials" in ui.text()
        await ui.press("1")
        assert ui.screens.credentials.screen


async def test_a_fault_of_the_program_in_a_call_does_not_end_it(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(monkeypatch, ZeroDivisionError("secret-7"))
    async with driving(make_app(), (120, 36)) as ui:
        await ui.press("n")
        assert "Something unexpected happened while Listing the tables: ZeroDivisionError" in ui.text()
        assert "aeptui.ui.screens.asking, line " in ui.text()
        assert "secret-7" not in ui.text()


async def test_without_a_pane_the_status_line_waits_and_a_dialog_tells_of_the_failure(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(monkeypatch, "loaded", sample.for_ever, Invalid("no", operation="send"))
    async with driving(make_app()) as ui:
        await ui.press("n")
        await ui.press("s", settle=False)
        await ui.until("Sending …")
        assert "esc gives up" in ui.text()
        assert "the body" in ui.text()
        await ui.press("escape")
        assert "Given up: Sending." in ui.text()
        await ui.press("escape")
        assert "Sending" not in ui.text()
        await ui.press("s")
        assert "Could not send: no" in ui.text()
        await ui.press("escape")
        assert ui.screens.source.screen


async def test_what_is_loaded_again_stays_in_sight_meanwhile(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(monkeypatch, "old", sample.for_ever)
    async with driving(make_app()) as ui:
        await ui.press("n")
        await ui.press("ctrl+r", settle=False)
        await ui.until("Listing the tables …")
        assert "the body" in ui.text()


@pytest.mark.thorough
async def test_a_newer_call_takes_the_place_of_the_older(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    release = asyncio.Event()

    async def late() -> str:
        await release.wait()
        return "older"

    works(monkeypatch, late, "newer")
    async with driving(make_app()) as ui:
        await begin(ui)
        await ui.press("ctrl+r")
        release.set()
        await ui.settled()
        assert source(ui).answers == ["newer"]


async def test_nobody_signed_in_leads_to_the_credentials(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, platform_info: dict[str, str]
) -> None:
    works(monkeypatch, "answer")

    def nobody() -> Profile:
        raise ProfileError("Nobody is signed in. Give a credential.")

    opening = make_app().desk.opening
    async with driving(Aeptui(_with(opening, nobody)), (120, 36)) as ui:
        assert "Nobody is signed in. Give a credential." in ui.text()
        assert ui.text().splitlines()[0].endswith("not signed in")
        await ui.press("n")
        assert source(ui).answers == []
        assert "Nobody is signed in. Give a credential." in ui.text()


async def test_a_sign_in_that_hangs_is_shown_and_given_up(make_app: MakeApp) -> None:
    import threading

    release = threading.Event()

    def hang() -> Profile:
        release.wait(60)
        raise ProfileError("too late")

    app = Aeptui(_with(make_app().desk.opening, hang))
    try:
        async with driving(app, settle=False) as ui:
            await ui.until("Signing in …")
            assert ui.text().splitlines()[0].endswith("signing in …")
            await ui.press("escape")
            await ui.until("Signing in was given up.")
            assert isinstance(ui.screen, Step)
    finally:
        release.set()


@pytest.mark.thorough
async def test_screens_load_when_somebody_has_signed_in(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    works(monkeypatch, "answer")
    gate = asyncio.Event()
    opening = make_app().desk.opening
    slow = opening_for(opening.choose(), gate=gate)
    async with driving(Aeptui(slow), settle=False) as ui:
        await ui.until("Signing in")
        await begin(ui)
        assert "Signing in …" in ui.text()
        source(ui).query_one(Input)
        gate.set()
        await ui.settled()
        assert source(ui).answers == ["answer"]


def _with(opening: Opening, choose: Callable[[], Profile]) -> Opening:
    return Opening(choose, opening.demo, opening.open_session, opening.paths)
