"""Which rows are selected: rows by what they are, and one open range by place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

KeyOf = Callable[[int], Hashable]


class Selection:
    """Selected rows. Kept by key, so that they survive filtering; moving the end of a range costs what it moves over.

    While a range is open (:attr:`anchor` is set) it runs from the anchor to the cursor; closing it turns its rows
    into keys. Rows that a filter hides stay selected but are not among :meth:`rows`: nothing unseen is acted upon.
    """

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of
        self._keys: set[Hashable] = set()
        self.anchor: int | None = None
        self._anchor_key: Hashable = None
        self._end = 0
        # How many rows in sight have selected keys (None: to be counted), and how many the range adds to them.
        self._keyed: int | None = 0
        self._added = 0

    def __bool__(self) -> bool:
        return bool(self._keys) or self.anchor is not None

    def holds(self, row: int) -> bool:
        """Whether the row is selected."""
        return row in self._range or (bool(self._keys) and self._key_of(row) in self._keys)

    @property
    def _range(self) -> range:
        """The rows of the open range, none without one."""
        if self.anchor is None:
            return range(0)
        return range(min(self.anchor, self._end), max(self.anchor, self._end) + 1)

    def _fresh(self, rows: range) -> int:
        """How many of the rows are not selected by key."""
        return sum(self._key_of(row) not in self._keys for row in rows) if self._keys else len(rows)

    def toggle(self, row: int) -> None:
        """Select the row, or no longer."""
        self.close()
        key = self._key_of(row)
        self._keys ^= {key}
        if self._keyed is not None:
            self._keyed += 1 if key in self._keys else -1

    def open(self, row: int) -> None:
        """Begin a range at the row."""
        self.close()
        self.anchor = self._end = row
        self._anchor_key = self._key_of(row)
        self._added = self._fresh(self._range)

    def extend(self, row: int) -> tuple[int, int]:
        """Take the open range up to the row; gives the first and last row that may look different now."""
        before, old = self._end, self._range
        self._end = row
        new = self._range
        for more, less in ((new, old), (old, new)):
            sign = 1 if more is new else -1
            self._added += sign * self._fresh(range(more.start, min(less.start, more.stop)))
            self._added += sign * self._fresh(range(max(less.stop, more.start), more.stop))
        return min(before, row), max(before, row)

    def close(self) -> None:
        """End the open range; its rows stay selected."""
        if self.anchor is None:
            return
        self._keys.update(map(self._key_of, self._range))
        self.anchor = None
        if self._keyed is not None:
            self._keyed += self._added
        self._added = 0

    def refit(self, index_of: Callable[[Hashable], int | None], end: int) -> None:
        """Rows have moved: an open range runs from where its first row is now to `end`, or is given up."""
        self._keyed = None
        if self.anchor is not None:
            self.anchor = index_of(self._anchor_key)
            self._end = end
        self._added = self._fresh(self._range)

    def add(self, rows: Iterable[int]) -> None:
        """Select more rows."""
        self.close()
        self._keys.update(map(self._key_of, rows))
        self._keyed = None

    def clear(self) -> None:
        """Select nothing."""
        self._keys.clear()
        self.anchor = None
        self._keyed, self._added = 0, 0

    def rows(self, count: int) -> list[int]:
        """The selected ones among the first `count` rows, in order."""
        return [row for row in range(count) if self.holds(row)] if self else []

    def size(self, count: int) -> int:
        """How many of `count` rows are selected."""
        if self._keyed is None:
            self._keyed = count - self._fresh(range(count)) if self._keys else 0
        return self._keyed + self._added
