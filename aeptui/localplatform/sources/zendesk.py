"""A Zendesk account: users, organizations and tickets, as its API returns them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aeptui.localplatform.sources import people, texts
from aeptui.localplatform.sources.draw import Draw, hex_key, later, moment, stamp
from aeptui.localplatform.sources.tables import Field, Table, fields_of, make_row

_COUNTS = {"users": 700, "organizations": people.COMPANIES, "tickets": 980}
_AGENTS = 12


def record_id(table: str, number: int) -> int:
    """The numeric id of a record."""
    return 6_000_000_000_000 + int(hex_key("zendesk", table)[:8], 16) * 100 + number


@dataclass(frozen=True)
class _Record:
    """One record in the making."""

    table: str
    number: int

    @cached_property
    def created(self) -> int:
        return moment(self.table, self.number, _COUNTS[self.table])

    @property
    def person(self) -> people.Person:
        if self.table == "tickets":
            return people.person(self.draw("requester").below(_COUNTS["users"]))
        return people.person(self.number)

    @property
    def company(self) -> people.Company:
        return people.company(self.number) if self.table == "organizations" else self.person.company

    def draw(self, field: str) -> Draw:
        return Draw("zendesk", self.table, self.number, field)


_Rules = dict[str, Callable[[_Record], Any]]


def _time(seconds: int) -> str:
    return stamp(seconds, "%Y-%m-%dT%H:%M:%SZ")


_COMMON: _Rules = {
    "id": lambda r: record_id(r.table, r.number),
    "url": lambda r: f"https://demo.zendesk.example/api/v2/{r.table}/{record_id(r.table, r.number)}.json",
    "created_at": lambda r: _time(r.created),
    "updated_at": lambda r: _time(later(r.draw("updated"), r.created, 90)),
    "external_id": lambda r: f"{r.table[0].upper()}-{r.number:06}" if r.draw("external").chance(50) else None,
    "tags": lambda r: [tag for tag in ("vip", "beta", "größe-xl", "churn_risk") if r.draw(tag).chance(20)],
    "notes": lambda r: texts.subject(r.draw("notes")) if r.draw("noted").chance(20) else None,
    "details": lambda r: None,
    "organization_id": lambda r: record_id("organizations", r.company.number),
}
_USER: _Rules = {
    "name": lambda r: r.person.name,
    "email": lambda r: r.person.email if r.number % 37 else None,
    "phone": lambda r: r.person.phone if r.draw("phone").chance(70) else None,
    "active": lambda r: True,
    "verified": lambda r: r.draw("verified").chance(80),
    "suspended": lambda r: r.draw("suspended").chance(2),
    "role": lambda r: "agent" if r.number < _AGENTS else "end-user",
    "locale": lambda r: r.person.language,
    "time_zone": lambda r: r.person.timezone,
    "last_login_at": lambda r: _time(later(r.draw("login"), r.created, 200)) if r.draw("seen").chance(60) else None,
    "photo": lambda r: {"content_type": "image/png", "size": r.draw("photo").between(900, 90_000)},
}
_ORGANIZATION: _Rules = {
    "name": lambda r: r.company.name,
    "domain_names": lambda r: [r.company.domain],
    "organization_fields": lambda r: {"industry": r.company.industry, "employees": r.company.employees},
    "shared_tickets": lambda r: r.draw("shared").chance(10),
    "shared_comments": lambda r: r.draw("shared").chance(10),
}
_TICKET: _Rules = {
    "subject": lambda r: texts.subject(r.draw("subject")),
    "raw_subject": lambda r: texts.subject(r.draw("subject")),
    "description": lambda r: texts.description(r.draw("description")),
    "status": lambda r: r.draw("status").pick(("new", "open", "pending", "hold", "solved", "closed", "closed")),
    "priority": lambda r: r.draw("priority").pick(("low", "normal", "high", "urgent", None)),
    "type": lambda r: r.draw("type").pick(("question", "incident", "problem", "task", None)),
    "requester_id": lambda r: record_id("users", r.person.number),
    "submitter_id": lambda r: record_id("users", r.person.number),
    "assignee_id": lambda r: record_id("users", r.draw("assignee").below(_AGENTS)),
    "recipient": lambda r: "support@demo.zendesk.example" if r.draw("recipient").chance(50) else None,
    "via": lambda r: {"channel": r.draw("via").pick(("web", "email", "chat", "api"))},
    "satisfaction_rating": lambda r: {"score": r.draw("score").pick(("good", "bad", "unoffered"))},
    "collaborator_ids": lambda r: [],
    "is_public": lambda r: True,
}
_RULES = {"users": _USER, "organizations": _ORGANIZATION, "tickets": _TICKET}


def _plain(record: _Record, field: Field) -> Any:
    """A value for a field that nothing special is known of."""
    draw = record.draw(field.name)
    if field.type == "boolean":
        return draw.chance(10)
    if field.type == "array":
        return []
    if field.type == "object" or not draw.chance(15):
        return None
    if field.type == "integer":
        return record_id(field.name, draw.below(30))
    if field.type == "datetime":
        return _time(later(draw, record.created, 60))
    return f"{field.label} {draw.digits(3)}"


def _table(name: str) -> Table:
    fields = fields_of(f"zendesk_{name}")
    rules = _COMMON | _RULES[name]
    return Table(
        name,
        name.capitalize(),
        fields,
        _COUNTS[name],
        "updated_at",
        lambda number: make_row(_Record(name, number), fields, rules, _plain),
    )


TABLES = {name: _table(name) for name in _RULES}
"""The resources of the account, by name."""
