"""The frame around every screen: where one is, what can be done, how one gets about."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from aeptui.core.manifest.edits import Put
from aeptui.ui.app import Aeptui
from tests.ui import sample
from tests.ui.driver import Ui, driving

MakeApp = Callable[..., Aeptui]


@pytest.fixture(autouse=True)
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    sample.use_samples(monkeypatch)


def lines(ui: Ui) -> list[str]:
    return ui.text().splitlines()


def source(ui: Ui) -> sample.Source:
    screen = ui.screens.source.screen
    assert isinstance(screen, sample.Source)
    return screen


async def test_header_says_who_is_where(make_app: MakeApp) -> None:
    async with driving(make_app(), (120, 36)) as ui:
        header = lines(ui)[0]
        assert header.split()[:2] == ["ada@jump-01", "demo"]
        assert "@AdobeOrg  sandbox dev (development)" in header
        assert header.endswith("token 1439 min")


async def test_header_gives_up_names_before_the_sandbox(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.resize(60, 15)
        assert "sandbox dev (development)" in lines(ui)[0]
        assert lines(ui)[0].endswith("token 1439 min")
        assert "AdobeOrg" not in lines(ui)[0]


async def test_a_production_sandbox_looks_and_reads_different(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        calm = ui.screen.query_one("Header").styles.background
    async with driving(make_app(sandbox="prod")) as ui:
        assert "PRODUCTION sandbox prod" in lines(ui)[0]
        assert ui.screen.query_one("Header").styles.background != calm


async def test_rail_shows_how_the_steps_stand(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        assert lines(ui)[1].startswith(" 1 Creds ok *2 Source 3 Schema")
        await ui.press("e")
        assert "*2 Source 2!" in lines(ui)[1], "system and connection are still missing"
        edit_source(ui, system="servicenow", connection="ServiceNow demo")
        await ui.settled()
        assert "*2 Source ok" in lines(ui)[1]


def edit_source(ui: Ui, **values: str) -> None:
    draft = ui.app.desk.draft
    assert draft is not None
    for key, value in values.items():
        draft.edit(Put(("source", key), value))


@pytest.mark.parametrize("width", [60, 80, 200])
async def test_rail_fits_with_something_wrong_in_every_step(make_app: MakeApp, width: int) -> None:
    async with driving(make_app(), (width, 24)) as ui:
        await ui.press("n", "e")
        for digit in "123456":
            assert digit in lines(ui)[1]
        assert len(lines(ui)[1]) <= width


async def test_digits_go_to_the_steps_and_zero_home(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "4")
        assert ui.screens.mapping.screen
        await ui.press("0")
        assert ui.screens.dataflows.screen
        await ui.press("2")
        assert ui.screens.source.screen


async def test_digits_wait_for_a_draft(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("4")
        assert ui.screens.dataflows.screen
        assert ui.said == "No dataflow is open: press 0, then n for a new one."
        await ui.press("1")
        assert ui.screens.credentials.screen


async def test_letters_and_digits_are_typed_where_text_is_typed(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        source(ui).query_one(Input).focus()
        await ui.press("4", "e", "u", "q", "question_mark")
        assert source(ui).query_one(Input).value == "4euq?"


async def test_ctrl_g_goes_while_typing(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        source(ui).query_one(Input).focus()
        await ui.press("ctrl+g")
        assert "Go to" in ui.text()
        await ui.press("4")
        assert ui.screens.mapping.screen
        await ui.press("ctrl+g", "escape")
        assert ui.screens.mapping.screen


async def test_escape_goes_home_and_says_so_at_home(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "escape")
        assert ui.screens.dataflows.screen
        await ui.press("escape")
        assert ui.said == "This is home. ctrl+q quits."


async def test_footer_lists_what_works_here_and_help_at_the_end(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        assert ui.footer.startswith("e Rename  s Send")
        assert "Beep" not in ui.footer, "what is not allowed is not offered"
        assert ui.footer.endswith("? More")
        await ui.resize(60, 15)
        assert ui.footer.endswith("? More")
        assert max(map(len, lines(ui))) <= 60


async def test_a_command_that_is_not_allowed_says_why(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "x")
        assert ui.said == sample.REASON


async def test_help_explains_filters_and_runs(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "question_mark")
        assert "A screen for tests." in ui.text()
        assert "Beep  not now" in ui.text()
        await ui.type("renam")
        assert "Gives the source's object another name." in ui.text()
        assert "Beep" not in ui.text()
        await ui.press("enter")
        assert source(ui).shown[-1].startswith("table")


async def test_help_tells_why_a_command_cannot_run_and_does_not_run_it(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "question_mark")
        await ui.type("beep")
        assert sample.REASON in ui.text()
        await ui.press("enter")
        assert "filter" not in ui.said
        await ui.press("escape")
        assert ui.screens.source.screen


async def test_palette_finds_what_other_screens_do(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "4", "ctrl+p")
        await ui.type("source rename")
        await ui.press("enter")
        assert source(ui).renamed == 1, "it goes there and does it"
        await ui.press("4", "ctrl+p")
        await ui.type("source beep")
        await ui.press("enter")
        assert ui.screens.source.screen and ui.said == sample.REASON
        await ui.press("ctrl+p")
        await ui.type("zzzz")
        assert "Nothing is called that." in ui.text()
        await ui.press("escape")
        assert ui.screens.source.screen


async def test_palette_goes_to_no_step_without_a_draft(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("ctrl+p")
        await ui.type("source rename")
        assert "No dataflow is open" in ui.text()
        await ui.press("enter", "escape")
        assert ui.screens.dataflows.screen


async def test_next_goes_to_what_needs_attention(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "6", "ctrl+n")
        assert source(ui).revealed[0] == "source"
        first = source(ui).revealed
        assert ui.said
        await ui.press("ctrl+n")
        assert source(ui).revealed != first


async def test_every_edit_is_shown_and_undone_anywhere(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e")
        screen = source(ui)
        named = screen.shown[-1]
        await ui.press("4", "u")
        assert ui.said == f"Undone: source object: {named}"
        await ui.press("2")
        assert screen.shown[-1] == ""
        await ui.press("ctrl+y")
        assert screen.shown[-1] == named
        await ui.press("u", "u")
        assert ui.said == "Nothing to undo."


async def test_nothing_is_undone_where_one_would_not_see_what(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "0", "u")
        assert "open it first" in ui.said
        await ui.press("ctrl+y")
        assert "open it first" in ui.said
        assert ui.app.desk.draft is not None and ui.app.desk.draft.can_undo


async def test_what_was_said_goes_with_the_next_edit(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "u")
        assert ui.said == "Nothing to undo." and "Nothing to undo." in lines(ui)[-2]
        await ui.press("down")
        assert "Nothing to undo." in lines(ui)[-2]
        await ui.press("e")
        assert "Nothing to undo." not in ui.text()


async def test_what_is_said_goes_before_the_name_of_the_file(make_app: MakeApp) -> None:
    async with driving(make_app(), (80, 24)) as ui:
        await ui.press("n", "e")
        screen = source(ui)
        standing = lines(ui)[-2].strip()
        assert standing.endswith(": no file yet")
        for length, rest in ((20, standing), (60, "no file yet"), (78, "")):
            screen.say("x" * length)
            await ui.settled()
            line = lines(ui)[-2].strip()
            assert line.split(" ", 1)[0] == "x" * length and line[length:].strip() == rest


async def test_the_focus_is_where_the_terminals_cursor_is(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        field = source(ui).query_one(Input)
        field.focus()
        await ui.type("ab")
        assert ui.app.cursor_position == field.cursor_screen_offset


async def test_going_on_with_ctrl_c_does_not_quit(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "4", "ctrl+c")
        assert ui.said == "ctrl+q quits; esc gives up what is awaited."


async def test_ctrl_q_quits_from_a_dialog_too(make_app: MakeApp) -> None:
    app = make_app()
    async with driving(app) as ui:
        await ui.press("question_mark", "ctrl+q")
    assert app.return_code == 0 and not app.is_running
