"""Changes in a YAML text that leave every other character where it is.

A change compares old and new plain data along the tree of nodes and collects replacements of spans of the text. Where
a part is added it takes the form of its neighbours: lines among lines, braces among braces.
"""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from aeptui.core.manifest.emit import entry_lines, inline, item_lines
from aeptui.core.manifest.kinds import Items, Key, Kind, Section
from aeptui.core.manifest.nodes import AnyNode, Entry, ListNode, MapNode, ScalarNode
from aeptui.core.manifest.plain import section_for


class Patch:
    """Replacements in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._eol = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[tuple[int, int, int, str]] = []

    def result(self) -> str:
        """The text with every replacement made."""
        out: list[str] = []
        at = 0
        for start, end, _, new in sorted(self._edits):
            out += [self._text[at:start], new]
            at = max(at, end)
        return "".join([*out, self._text[at:]])

    def change(self, node: AnyNode, kind: Kind, old: Any, new: Any) -> bool:
        """Changes the text of a node from one value to another; False where its parent must write it anew."""
        # `1`, `1.0` and `true` are equal to Python and different to a reader of the document.
        if old == new and repr(old) == repr(new):
            return True
        made = len(self._edits)
        if not node.aliased and not node.anchored and self._change_inside(node, kind, old, new):
            return True
        del self._edits[made:]
        return False

    def _change_inside(self, node: AnyNode, kind: Kind, old: Any, new: Any) -> bool:
        if isinstance(node, MapNode) and isinstance(old, dict) and isinstance(new, dict):
            before, after = section_for(kind, old), section_for(kind, new)
            return before is after is not None and self._change_map(node, after, old, new)
        if isinstance(node, ListNode) and isinstance(old, list) and isinstance(new, list) and isinstance(kind, Items):
            return self._change_list(node, kind.of, old, new)
        if isinstance(node, ScalarNode) and node.start < node.end and not isinstance(new, dict | list):
            self._replace(node.start, node.end, inline(new))
            return True
        return False

    def set_entry(self, node: MapNode, section: Section, name: str, value: Any, gone: Collection[Entry] = ()) -> None:
        """Writes a key into a map, in the place that the section's order gives it, or gives it another value.

        ``gone`` are entries that are removed at the same time, so that nothing can be put beside them.
        """
        key, entry = section.known(name), node.entry(name)
        beside = [each for each in node.entries if each not in gone]
        if entry is not None:
            self._rewrite(entry, node, key, value)
        elif node.flow:
            self._insert_in_braces(node, beside, _last_before(beside, section, key), key, value)
        else:
            self._insert_line(beside[0].key.start, _last_before(beside, section, key), key, value)

    def _replace(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, len(self._edits), new))

    def _insert(self, at: int, new: str) -> None:
        self._replace(at, at, new)

    def _insert_below(self, index: int, lines: str) -> None:
        """Puts lines below the line of ``index``: behind its end, so that they stay when that line is removed."""
        end = self._line_end(index)
        if self._text.startswith(self._eol, end):
            self._insert(end + len(self._eol), lines + self._eol)
        else:
            self._insert(end, self._eol + lines)

    def _change_map(self, node: MapNode, section: Section, old: dict[str, Any], new: dict[str, Any]) -> bool:
        gone = [entry for entry in node.entries if entry.key.text in old and entry.key.text not in new]
        differing = [name for name in new if name not in old or old[name] != new[name]]
        replaced = next((entry for entry in gone if entry.key.text in section.exactly_one), None)
        successor = next((name for name in differing if name in section.exactly_one and name not in old), None)
        if replaced is not None and successor is not None:
            self._rewrite(replaced, node, section.known(successor), new[successor])
            gone.remove(replaced)
            differing.remove(successor)
        if gone and not self._remove_entries(node, gone):
            return False
        for name in differing:
            entry, key = node.entry(name), section.known(name)
            if entry is None or name not in old or not self.change(entry.value, key.kind, old[name], new[name]):
                self.set_entry(node, section, name, new[name], gone)
        return True

    def _rewrite(self, entry: Entry, node: MapNode, key: Key, value: Any) -> None:
        if node.flow:
            self._replace(entry.key.start, entry.value.end, f"{key.name}: {inline(value)}")
        else:
            indent = self._column(entry.key.start)
            self._replace(entry.key.start, entry.value.end, self._eol.join(entry_lines(key, value, indent)))

    def _insert_in_braces(self, node: MapNode, beside: list[Entry], before: Entry | None, key: Key, value: Any) -> None:
        new = f"{key.name}: {inline(value)}"
        if before is not None:
            self._insert(before.value.end, f", {new}")
        elif beside:
            self._insert(beside[0].key.start, f"{new}, ")
        else:
            self._insert(node.end - 1, new)

    def _insert_line(self, first: int, before: Entry | None, key: Key, value: Any) -> None:
        """A key in a line of its own, behind ``before``, or else before the key that stands at ``first``."""
        indent = self._column(first)
        lines = self._eol.join(entry_lines(key, value, indent))
        if before is None:
            self._insert(first, lines + self._eol + " " * indent)
        else:
            self._insert_below(before.value.end, " " * indent + lines)

    def _remove_entries(self, node: MapNode, gone: list[Entry]) -> bool:
        if len(gone) == len(node.entries):
            return False
        if node.flow:
            spans = [(entry.key.start, entry.value.end) for entry in node.entries]
            self._remove_between_commas(spans, [entry in gone for entry in node.entries])
            return True
        if any(self._text[self._line_start(entry.key.start) : entry.key.start].strip() for entry in gone):
            return False
        for entry in gone:
            self._remove_lines(entry.key.start, entry.value.end)
        return True

    def _change_list(self, node: ListNode, kind: Kind, old: list[Any], new: list[Any]) -> bool:
        """Pairs up equal elements; what stands between them is changed in place, removed or inserted."""
        matcher = SequenceMatcher(None, [repr(each) for each in old], [repr(each) for each in new], autojunk=False)
        removed: list[int] = []
        inserted: list[tuple[int, Any]] = []
        changed: list[tuple[int, Any]] = []
        for _, i, i_end, j, j_end in (code for code in matcher.get_opcodes() if code[0] != "equal"):
            both = min(i_end - i, j_end - j)
            changed += zip(range(i, i + both), new[j : j + both], strict=True)
            removed += range(i + both, i_end)
            inserted += [(i + both, item) for item in new[j + both : j_end]]
        if len(removed) == len(old) or any(item.aliased for item in node.items):
            return False
        return self._change_items(node, kind, old, changed) and self._move_items(node, kind, old, removed, inserted)

    def _change_items(self, node: ListNode, kind: Kind, old: list[Any], changed: list[tuple[int, Any]]) -> bool:
        for index, value in changed:
            item = node.items[index]
            if self.change(item, kind, old[index], value):
                continue
            if node.flow:
                self._replace(item.start, item.end, inline(value))
            else:
                lines = item_lines(kind, value, self._column(item.start) - 2)
                self._replace(item.start, item.end, self._eol.join(lines)[2:])
        return True

    def _move_items(
        self, node: ListNode, kind: Kind, old: list[Any], removed: list[int], inserted: list[tuple[int, Any]]
    ) -> bool:
        """Removes and inserts elements; an element that is put elsewhere keeps its text and the comment behind it."""
        if node.flow:
            for index, items in _grouped(inserted):
                self._insert_in_brackets(node, index, ", ".join(inline(item) for item in items))
            self._remove_between_commas(
                [(item.start, item.end) for item in node.items], [index in removed for index in range(len(old))]
            )
            return True
        dashes = self._dashes(node)
        column = self._column(node.start)
        texts = {repr(old[i]): self._text[dashes[i] : self._line_end(node.items[i].end)] for i in removed}

        def row(item: Any) -> str:
            return texts.pop(repr(item), "") or self._eol.join(item_lines(kind, item, column))

        for index, items in _grouped(inserted):
            self._insert_rows(node, dashes, index, [row(item) for item in items])
        for index in removed:
            self._remove_lines(dashes[index], node.items[index].end)
        return True

    def _insert_rows(self, node: ListNode, dashes: list[int], index: int, rows: list[str]) -> None:
        pad = " " * self._column(node.start)
        if index == 0:
            self._insert(dashes[0], "".join(row + self._eol + pad for row in rows))
        else:
            self._insert_below(node.items[index - 1].end, self._eol.join(pad + row for row in rows))

    def _insert_in_brackets(self, node: ListNode, index: int, new: str) -> None:
        if index:
            self._insert(node.items[index - 1].end, f", {new}")
        else:
            self._insert(node.items[0].start, f"{new}, ")

    def _remove_between_commas(self, spans: list[tuple[int, int]], gone: list[bool]) -> None:
        """Removes elements of a list in brackets or braces, each with the comma that parts it from its neighbour."""
        kept = [index for index, removed in enumerate(gone) if not removed]
        for index, removed in enumerate(gone):
            if removed and index < kept[-1]:
                self._replace(spans[index][0], spans[index + 1][0], "")
            elif removed:
                self._replace(spans[index - 1][1], spans[index][1], "")

    def _remove_lines(self, start: int, end: int) -> None:
        """Removes the lines from that of ``start`` to that of ``end``, comments at their ends with them."""
        begin, stop = self._line_start(start), self._line_end(end)
        if self._text.startswith(self._eol, stop):
            stop += len(self._eol)
        elif begin:
            begin -= len(self._eol)
        self._replace(begin, stop, "")

    def _dashes(self, node: ListNode) -> list[int]:
        """Where the dashes of a list in lines stand."""
        column, dashes, before = self._column(node.start), [node.start], node.start
        for previous, item in pairwise(node.items):
            at = item.start
            while not (self._text.startswith("-", at) and self._column(at) == column) and at > before:
                at = self._text.rfind("-", previous.end, at)
            dashes.append(at)
            before = previous.end
        return dashes

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        end = self._text.find(self._eol, index)
        return len(self._text) if end < 0 else end

    def _column(self, index: int) -> int:
        return index - self._line_start(index)


def _last_before(beside: list[Entry], section: Section, key: Key) -> Entry | None:
    """The entry behind which a new key belongs: the last one of those that the section puts before it."""
    names = [each.name for each in section.keys]
    ahead = set(names[: names.index(key.name)])
    return next((entry for entry in reversed(beside) if entry.key.text in ahead), None)


def _grouped(inserted: Iterable[tuple[int, Any]]) -> list[tuple[int, list[Any]]]:
    """Insertions by the index before which they stand, in order."""
    groups: dict[int, list[Any]] = {}
    for index, item in inserted:
        groups.setdefault(index, []).append(item)
    return list(groups.items())
