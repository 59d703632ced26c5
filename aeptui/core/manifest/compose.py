"""YAML text to its tree of nodes.

Size, depth and number of values are bounded, aliases counted at their full size, so that no small text becomes a large
document.
"""

from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from aeptui.core.manifest.nodes import (
    BREAKS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_VALUES,
    AnyNode,
    Composed,
    Entry,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    SourceText,
)
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.scan import scan


class _Refused(Exception):
    """Composing cannot go on; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def compose(text: str, file: str = "<manifest>") -> Composed:
    """The node tree of a YAML text of one document; never raises for what the text holds."""
    source = SourceText(text, file)
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        return Composed(source, None, (_at(source, 0, "yaml/size", message),))
    known = scan(source)
    return Composed(source, known) if known is not None else parse(source)


def parse(source: SourceText) -> Composed:
    """As ``compose``, by the parser for all of YAML, whatever form the text has."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    builder = _Builder(source)
    # An event that cannot be read ends the document: what follows a syntax error has no certain meaning.
    try:
        for event in YAML(typ="safe", pure=True).parse(source.text):
            builder.take(event)
    except _Refused as refused:
        builder.problems.append(refused.problem)
        return Composed(source, None, tuple(builder.problems))
    except YAMLError as error:
        builder.problems.append(_syntax_problem(source, error))
        return Composed(source, None, tuple(builder.problems))
    return Composed(source, builder.root, tuple(builder.problems), bool(builder.anchors))


def _at(source: SourceText, index: int, rule: str, message: str, fix: str | None = None) -> Problem:
    at = source.position(index)
    return Problem(rule, "error", message, at.line, at.column, (), fix, at.file)


@dataclass(slots=True)
class _Open:
    """A collection that is being read: its own start and the children so far (for a map: key, value, key ...)."""

    event: Any
    children: list[AnyNode] = field(default_factory=list)
    size: int = 1


class _Builder:
    """Makes nodes of a parser's events."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.root: AnyNode | None = None
        self.problems: list[Problem] = []
        self.anchors: dict[str, AnyNode] = {}
        self._open: list[_Open] = []
        self._documents = 0
        self._total = 0

    def take(self, event: Any) -> None:
        """Takes the next event. Raises _Refused where the rest of the text is not worth reading."""
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "yaml/documents", "a second document begins here; a manifest is one document")
        elif kind == "ScalarEvent":
            self._add(self._scalar(event), event)
        elif kind == "AliasEvent":
            self._add(self._alias(event), event)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if len(self._open) >= MAX_DEPTH:
                self._refuse(event, "yaml/depth", f"nested more than {MAX_DEPTH} levels deep")
            self._check_tag(event)
            self._open.append(_Open(event))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            done = self._open.pop()
            self._add(self._collection(done, event), done.event)

    def _add(self, node: AnyNode, event: Any) -> None:
        self._total += node.size if node.aliased else 1
        if self._total > MAX_VALUES:
            self._refuse(event, "yaml/size", f"more than {MAX_VALUES:,} values, aliases counted in full")
        anchor = getattr(event, "anchor", None)
        if anchor and not node.aliased:
            node = replace(node, anchored=True)
            self.anchors[anchor] = node
        if self._open:
            self._open[-1].children.append(node)
            self._open[-1].size += node.size
        else:
            self.root = node

    def _scalar(self, event: Any) -> ScalarNode:
        self._check_tag(event)
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style or ""
        if style in ("|", ">"):
            end = start + len(self.source.text[start:end].rstrip())
        if not style and event.tag is not None:
            style = "!"
        return ScalarNode(source=self.source, start=start, end=end, text=event.value, style=style)

    def _alias(self, event: Any) -> AnyNode:
        target = self.anchors.get(event.anchor)
        if target is None:
            self._refuse(event, "yaml/alias", f"there is no anchor '&{event.anchor}' before this alias")
        start, end = event.start_mark.index, event.end_mark.index
        return replace(target, start=start, end=end, aliased=True)

    def _collection(self, done: _Open, end: Any) -> AnyNode:
        event, children = done.event, done.children
        flow = bool(event.flow_style)
        stop = end.end_mark.index if flow else (children[-1].end if children else event.end_mark.index)
        place: dict[str, Any] = {
            "source": self.source, "start": event.start_mark.index, "end": stop, "size": done.size, "flow": flow,
        }  # fmt: skip
        if type(event).__name__ == "SequenceStartEvent":
            return ListNode(items=tuple(children), **place)
        return MapNode(entries=self._entries(children), **place)

    def _entries(self, children: list[AnyNode]) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                self._report(key, "yaml/key", "a key must be a plain word here")
            elif key.text == "<<" and not key.style:
                self._report(key, "yaml/merge-key", "merge keys ('<<') are not supported", "write the keys out")
            elif key.text in entries:
                first = entries[key.text].key.position
                message = f"the key '{key.text}' stands here a second time; first in line {first.line}"
                self._report(key, "yaml/duplicate-key", message, "keep one of the two")
            else:
                entries[key.text] = Entry(key=key, value=self._placed(key, value))
        return tuple(entries.values())

    def _placed(self, key: ScalarNode, value: AnyNode) -> AnyNode:
        """An empty value stands right after its colon; the parser reports it at the next token."""
        if value.start < value.end:
            return value
        colon = self.source.text.find(":", key.end)
        at = colon + 1 if 0 <= colon < value.start else key.end
        return replace(value, start=at, end=at)

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and str(event.tag) not in ("!", "tag:yaml.org,2002:str"):
            self._refuse(event, "yaml/tag", "type tags such as '!!int' are not supported; write the plain value")

    def _report(self, node: Node, rule: str, message: str, fix: str | None = None) -> None:
        self.problems.append(_at(self.source, node.start, rule, message, fix))

    def _refuse(self, event: Any, rule: str, message: str) -> NoReturn:
        raise _Refused(_at(self.source, event.start_mark.index, rule, message))


def _syntax_problem(source: SourceText, error: Any) -> Problem:
    """A parser's complaint in our words where it is a common one, else in the parser's."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = mark.index if mark is not None else getattr(error, "position", 0)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    tab = _tab(source, index, said)
    if tab is not None:
        return _at(source, tab, "yaml/tab", "a tab stands where YAML wants spaces", "indent with spaces")
    character = getattr(error, "character", None)
    if character is not None:
        code = ord(character) if isinstance(character, str) else character
        return _at(source, index, "yaml/character", f"the character U+{code:04X} is not allowed in YAML")
    for complaint in _COMPLAINTS:
        if complaint.sign in said:
            if complaint.at_context and getattr(error, "context_mark", None) is not None:
                index = error.context_mark.index
            return _at(source, index, "yaml/syntax", complaint.message, complaint.fix)
    return _at(source, index, "yaml/syntax", f"not valid YAML: {said}")


def _tab(source: SourceText, index: int, said: str) -> int | None:
    """The index of the tab that a complaint at ``index`` is about, or None when it is about something else."""
    start = index - (source.position(index).column - 1)
    line = BREAKS.split(source.text[start:], maxsplit=1)[0]
    in_indentation = "\t" in line[: len(line) - len(line.lstrip())]
    if "\t" in line and (in_indentation or ("found character" in said and "\\t" in said)):
        return start + line.index("\t")
    return None


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A parser's complaint, known by a part of its text; ``at_context``: stands better where the construct began."""

    sign: str
    message: str
    fix: str | None = None
    at_context: bool = False


_COMPLAINTS = (
    _Complaint(
        "mapping values are not allowed here",
        "a ': ' that cannot stand here: the value is not quoted, or the line is indented too far",
        "put the value in quotes, or align the line with its neighbours",
    ),
    _Complaint("could not find expected ':'", "a line without 'key:'", "write 'key: value'", at_context=True),
    _Complaint("expected <block end>", "this does not fit the lines around it", "check its indentation and quotes"),
    _Complaint("expected ',' or ']'", "',' or ']' is missing in the list that begins here", at_context=True),
    _Complaint("expected ',' or '}'", "',' or '}' is missing in the map that begins here", at_context=True),
    _Complaint("found unexpected end of stream", "a quote is opened here and not closed", at_context=True),
    _Complaint("unknown escape character", "no such escape in double quotes", "single quotes keep backslashes"),
    _Complaint("that cannot start any token", "a value cannot begin with this character", "put the value in quotes"),
)
