"""Why a target is offered, in words."""

from aeptui.core.mapping.suggest.features import NAMES
from aeptui.core.mapping.suggest.matching import Match
from aeptui.core.mapping.suggest.table import Column

_AT = {name: number for number, name in enumerate(NAMES)}
_ALMOST = 0.95


def reason(column: Column, match: Match) -> str:
    """The reason as ``LastName: name + person context, string``."""
    parts = [_name_part(column, match)]
    if _number(match, "leaf_by_table") > 0:
        parts.append("what the table is about")
    shared = [term for term, _ in match.target.around if term in column.reach]
    if shared:
        parts.append(f"{' '.join(shared)} context")
    if _number(match, "block") > _ALMOST:
        parts.append("same address as its neighbours")
    if _number(match, "prior_path") > 0.3 or _number(match, "prior_tail") > 0.5:
        parts.append("often mapped")
    text = " + ".join(part for part in parts if part) or "similar spelling"
    doubt = ", types differ" if _number(match, "type_clash") else ""
    return f"{column.field.name}: {text}, {match.target.field.type}{doubt}"


def _number(match: Match, name: str) -> float:
    return match.numbers[_AT[name]]


def _name_part(column: Column, match: Match) -> str:
    if _number(match, "same_letters"):
        return "same name"
    own = [term for term, _ in match.target.own]
    said = [term for term in own if column.reach.get(term, (0.0, 0))[0] >= _ALMOST]
    if said:
        return " ".join(said)
    close = {column.terms[column.reach[term][1]][0]: term for term in own if term in column.reach}
    return ", ".join(f"{mine} for {theirs}" for mine, theirs in close.items())
