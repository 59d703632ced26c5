"""Picking a path from a tree."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aeptui.ui.widgets.tree_model import TreeModel
from aeptui.ui.widgets.tree_picker import TreeNode, TreePicker
from tests.ui.widgets.support import Stage, showing


class Schema:
    """A small schema, and below `many` as many fields as wanted; remembers what it was asked for."""

    def __init__(self, many: int = 0) -> None:
        self.asked: list[str] = []
        self.mapped = False
        self.many = many

    def children(self, path: str) -> Sequence[TreeNode]:
        self.asked.append(path)
        if path == "many":
            return [TreeNode(f"many.field{number:04}", f"field{number:04}", "string") for number in range(self.many)]
        return {
            "": [
                TreeNode("_id", "_id", "string", "Identifier", required=True, identity=True),
                TreeNode("person", "person", "object", "A [bold]person[/]", branch=True),
                *([TreeNode("many", "many", "object", branch=True)] if self.many else []),
            ],
            "person": [
                TreeNode("person.name", "name", "object", "Names", branch=True),
                TreeNode("person.birthDate", "birthDate", "date", "Birthday", mapped=self.mapped),
            ],
            "person.name": [
                TreeNode("person.name.firstName", "firstName", "string", "Given name"),
                TreeNode("person.name.lastName", "lastName", "string", "Family name"),
            ],
        }[path]


def picker(stage: Stage) -> TreePicker:
    return stage.app.query_one(TreePicker)


def chosen(stage: Stage) -> list[str]:
    return [event.path for event in stage.of(TreePicker.Chosen)]


def names(stage: Stage) -> list[str]:
    return [line[2:30].rstrip() for line in stage.lines()[2:-1] if line.strip()]


async def test_shows_marks_as_words_and_what_the_node_means() -> None:
    async with showing(lambda: TreePicker(Schema()), (90, 12)) as stage:
        assert "required, identity" in stage.line(2)
        assert "_id - Identifier" in stage.line(11)
        await stage.press("down")
        assert "person - A [bold]person[/]" in stage.line(11)
        assert [event.path for event in stage.of(TreePicker.Highlighted)] == ["_id", "person"]


async def test_branches_are_asked_for_when_they_are_opened() -> None:
    schema = Schema()
    async with showing(lambda: TreePicker(schema), (90, 12)) as stage:
        assert schema.asked == [""]
        await stage.press("down", "right")
        assert schema.asked == ["", "person"]
        assert names(stage) == ["  _id", "- person", "  + name", "    birthDate"]
        await stage.press("right", "right", "right")
        assert names(stage)[2:5] == ["  - name", "      firstName", "      lastName"]
        await stage.press("left", "left")
        assert names(stage)[2] == "  + name"
        assert schema.asked == ["", "person", "person.name"]


async def test_picks_a_leaf_and_opens_branches() -> None:
    async with showing(lambda: TreePicker(Schema()), (90, 12)) as stage:
        await stage.press("enter")
        await stage.press("down", "enter")
        assert chosen(stage) == ["_id"]
        assert names(stage)[1] == "- person"


async def test_picks_branches_where_they_may_be_picked() -> None:
    async with showing(lambda: TreePicker(Schema(), pick_branches=True)) as stage:
        await stage.press("down", "enter")
        assert chosen(stage) == ["person"]


async def test_searches_as_one_types_and_picks_the_best() -> None:
    async with showing(lambda: TreePicker(Schema()), (90, 12)) as stage:
        await stage.press(*"name")
        assert names(stage) == ["- person", "  - name", "      firstName", "      lastName"]
        await stage.press(*" family")
        assert names(stage) == ["- person", "  - name", "      lastName"]
        await stage.press("enter")
        assert chosen(stage) == ["person.name.lastName"]


async def test_scattered_letters_are_enough_when_nothing_else_matches() -> None:
    async with showing(lambda: TreePicker(Schema()), (90, 12)) as stage:
        await stage.press(*"pnfn")
        assert names(stage) == ["- person", "  - name", "      firstName"]
        assert picker(stage).highlighted == TreeNode("person.name.firstName", "firstName", "string", "Given name")


async def test_nothing_matches() -> None:
    async with showing(lambda: TreePicker(Schema())) as stage:
        await stage.press(*"zzz", "enter")
        assert picker(stage).highlighted is None
        assert chosen(stage) == []
        assert "Nothing matches" in stage.line(2)


async def test_escape_clears_the_search_and_then_gives_up() -> None:
    async with showing(lambda: TreePicker(Schema())) as stage:
        await stage.press(*"birth", "escape")
        assert len(names(stage)) == 2
        assert stage.of(TreePicker.Cancelled) == []
        await stage.press("escape")
        assert len(stage.of(TreePicker.Cancelled)) == 1


async def test_the_tree_itself_has_the_keys_of_a_list() -> None:
    async with showing(lambda: TreePicker(Schema()), (90, 12)) as stage:
        await stage.press("tab", "j", "l", "G", "space")
        assert picker(stage).highlighted is not None
        assert picker(stage).highlighted.path == "person.birthDate"
        await stage.press("h", "space")
        assert names(stage) == ["  _id", "+ person"]
        await stage.press("slash", *"birth", "enter")
        assert chosen(stage) == ["person.birthDate"]


async def test_what_changed_in_the_source_is_shown_and_the_cursor_stays() -> None:
    schema = Schema()
    async with showing(lambda: TreePicker(schema), (90, 12)) as stage:
        picker(stage).reveal("person.birthDate")
        await stage.settled()
        schema.mapped = True
        picker(stage).reload()
        await stage.settled()
        assert picker(stage).highlighted == TreeNode("person.birthDate", "birthDate", "date", "Birthday", mapped=True)
        assert any("birthDate" in line and "mapped" in line for line in stage.lines())


async def test_a_path_that_is_not_there_is_not_revealed() -> None:
    async with showing(lambda: TreePicker(Schema())) as stage:
        picker(stage).reveal("person.shoeSize")
        assert picker(stage).highlighted is not None
        assert picker(stage).highlighted.path == "_id"


async def test_thousands_of_nodes_are_searched() -> None:
    async with showing(lambda: TreePicker(Schema(3_000))) as stage:
        picker(stage).search("field2999")
        await stage.settled()
        await stage.press("enter")
        assert chosen(stage) == ["many.field2999"]


@pytest.mark.thorough
def test_a_source_without_an_end_is_searched_to_some_depth() -> None:
    class Endless:
        def children(self, path: str) -> Sequence[TreeNode]:
            return [TreeNode(f"{path}x", "x", branch=len(path) < 40), TreeNode(f"{path}y", "y", branch=len(path) < 40)]

    model = TreeModel(Endless())
    model.filter("no such thing")
    assert model.row_count() == 0


@pytest.mark.parametrize(
    "size",
    [(1, 1), (20, 5), *(pytest.param(size, marks=pytest.mark.thorough) for size in [(3, 2), (60, 15), (200, 60)])],
)
@pytest.mark.thorough
async def test_any_size(size: tuple[int, int]) -> None:
    async with showing(lambda: TreePicker(Schema(50)), size) as stage:
        await stage.press("down", "right", "down", "tab", "G", "l", "h", "slash", "n", "pagedown", "enter", "escape")
