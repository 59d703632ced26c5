"""Why a target is offered, in words."""

from collections.abc import Iterable

from aeptui.core.mapping.suggest.features import KINDS, KNOWN, SAID
from aeptui.core.mapping.suggest.matching import Match
from aeptui.core.mapping.suggest.table import Column

_ALMOST = 0.95


def reason(column: Column, match: Match) -> str:
    """The reason as ``LastName: name + person context, string``."""
    parts = [_name_part(column, match)]
    if _said(match, "bare_by_table"):
        parts.append("what the table is about")
    shared = _shared(column, (term for term, _ in match.target.around))
    if shared:
        parts.append(f"{shared} context")
    titled = _shared(column, match.target.extra)
    if titled and not parts[0]:
        parts.append(f"{titled} in its title")
    block, _ = match.placed
    if block > _ALMOST:
        parts.append("same address as its neighbours")
    if _known(match, "prior_path") > 0.3 or _known(match, "prior_tail") > 0.5:
        parts.append("often mapped")
    # What no word leads to is on offer because it was accepted before.
    text = " + ".join(part for part in parts if part) or "accepted before"
    doubt = ", types differ" if _differs(match) else ""
    return f"{column.field.name}: {text}, {match.target.field.type}{doubt}"


def _shared(column: Column, terms: Iterable[str]) -> str:
    """Those of some terms that the column may mean."""
    return " ".join(term for term in terms if term in column.reach)


def _differs(match: Match) -> bool:
    """Whether the values of the column are of another kind than the target holds."""
    return any(match.numbers.kinds[KINDS.index(name)] for name in ("type_clash", "type_doubt"))


def _said(match: Match, name: str) -> float:
    return match.numbers.said[SAID.index(name)]


def _known(match: Match, name: str) -> float:
    return match.numbers.known[KNOWN.index(name)]


def _name_part(column: Column, match: Match) -> str:
    if column.meaning.letters == match.target.letters:
        return "same name"
    own = [term for term, _ in match.target.own]
    said = [term for term in own if column.reach.get(term, (0.0, 0))[0] >= _ALMOST]
    if said:
        return " ".join(said)
    close = {column.meaning.terms[column.reach[term][1]][0]: term for term in own if term in column.reach}
    return ", ".join(f"{mine} for {theirs}" for mine, theirs in close.items())
