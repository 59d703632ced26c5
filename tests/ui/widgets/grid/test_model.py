"""The ready-made model over a list."""

from dataclasses import dataclass

from aeptui.ui.widgets.grid import Cell, Column, Filterable, GridModel, ListModel

COLUMNS = (Column("name", "Name"), Column("state", "State"))


@dataclass(frozen=True)
class Flow:
    id: int
    name: str
    state: str


FLOWS = [Flow(1, "Incidents", "enabled"), Flow(2, "Accounts", "disabled"), Flow(3, "Incident notes", "disabled")]


def model() -> ListModel[Flow]:
    return ListModel(
        COLUMNS, FLOWS, lambda flow, column: getattr(flow, column), lambda flow: flow.id, lambda flow: flow.state[0]
    )


def test_gives_cells_keys_and_marks() -> None:
    flows: GridModel = model()
    assert isinstance(flows, Filterable)
    assert flows.row_count() == 3
    assert flows.cell(1, "name") == Cell("Accounts")
    assert flows.mark(1) == "d"
    assert flows.key(2) == 3
    assert flows.index(3) == 2
    assert flows.index(9) is None


def test_a_filter_wants_every_word_somewhere_in_the_row() -> None:
    flows = model()
    flows.filter("DISABLED inc")
    assert [flows.item(row).id for row in range(flows.row_count())] == [3]
    assert flows.index(2) is None
    flows.filter("")
    assert flows.row_count() == 3


def test_other_items_keep_the_filter_and_get_another_version() -> None:
    flows = model()
    flows.filter("inc")
    version = flows.version(0)
    flows.replace([*FLOWS, Flow(4, "Income", "enabled")])
    assert [flows.key(row) for row in range(flows.row_count())] == [1, 3, 4]
    assert flows.version(0) != version
    assert len(flows.items) == 4


def test_without_keys_a_row_is_its_place() -> None:
    plain = ListModel(COLUMNS, ["a", "b"])
    plain.filter("b")
    assert (plain.key(0), plain.index(1), plain.cell(0, "name").raw) == (1, 0, "b")
