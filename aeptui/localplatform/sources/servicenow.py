"""A ServiceNow instance: companies, accounts, users, incidents and customer cases."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aeptui.localplatform.sources import people, texts
from aeptui.localplatform.sources.draw import Draw, hex_key, later, moment, stamp
from aeptui.localplatform.sources.tables import Field, Table, fields_of, make_row

_COUNTS = {
    "core_company": people.COMPANIES,
    "customer_account": people.COMPANIES,
    "sys_user": 640,
    "incident": 1150,
    "sn_customerservice_case": 860,
}
_REFERENCES = {
    "sys_user": (
        "caller_id", "assigned_to", "opened_by", "manager", "contact", "primary_contact", "support_manager",
        "internal_user", "partner_contact", "consumer",
    ),
    "core_company": ("company", "partner"),
    "customer_account": ("account", "account_parent"),
    "incident": ("parent_incident", "origin_id"),
}  # fmt: skip
_TARGET = {field: table for table, fields in _REFERENCES.items() for field in fields}
_PICTURES = ("photo", "avatar", "apple_icon", "banner_image")
_ALWAYS = {"caller_id", "opened_by", "company", "account", "contact", "assignment_group"}
_RESOLVED, _CLOSED = 6, 7
_STATES = (1, 1, 2, 2, 2, 3, _RESOLVED, _RESOLVED, _CLOSED, _CLOSED, _CLOSED, 8)


def sys_id(table: str, number: int) -> str:
    """The sys_id of a row: 32 hexadecimal digits."""
    return hex_key("servicenow", table, number)


@dataclass(frozen=True)
class _Record:
    """One row in the making."""

    table: str
    number: int

    @cached_property
    def created(self) -> int:
        return moment(self.table, self.number, _COUNTS[self.table])

    @cached_property
    def updated(self) -> int:
        return later(self.draw("updated"), self.created, 90)

    @cached_property
    def state(self) -> int:
        return self.draw("state").pick(_STATES)

    @cached_property
    def resolved(self) -> int:
        return min(self.updated, later(self.draw("resolved"), self.created, 20))

    @cached_property
    def category(self) -> str:
        return self.draw("category").pick(tuple(texts.CATEGORIES))

    @property
    def person(self) -> people.Person:
        return people.person(self.number)

    @property
    def company(self) -> people.Company:
        return people.company(self.number)

    def draw(self, field: str) -> Draw:
        return Draw("servicenow", self.table, self.number, field)

    def when(self, reached: int, seconds: int) -> str | None:
        """A time that exists only once the record has reached a state."""
        return _time(seconds) if self.state >= reached else None


_Rules = dict[str, Callable[[_Record], Any]]


def _time(seconds: int) -> str:
    return stamp(seconds, "%Y-%m-%d %H:%M:%S")


def _admin(record: _Record, field: str) -> str:
    return record.draw(field).pick(("admin", "glide.maint", "system", "integration.user", "beth.anglin"))


_COMMON: _Rules = {
    "sys_id": lambda r: sys_id(r.table, r.number),
    "sys_created_on": lambda r: _time(r.created),
    "sys_updated_on": lambda r: _time(r.updated),
    "sys_created_by": lambda r: _admin(r, "created_by"),
    "sys_updated_by": lambda r: _admin(r, "updated_by"),
    "sys_mod_count": lambda r: r.draw("mods").below(60),
    "sys_class_name": lambda r: r.table,
    "sys_domain": lambda r: "global",
    "sys_domain_path": lambda r: "/",
}
_COMPANY: _Rules = {
    "name": lambda r: r.company.name,
    "street": lambda r: r.company.place.street,
    "city": lambda r: r.company.place.city,
    "state": lambda r: r.company.place.state,
    "country": lambda r: r.company.place.country_code,
    "zip": lambda r: int(r.company.place.postal_code),
    "phone": lambda r: r.company.phone,
    "fax_phone": lambda r: r.company.fax if r.draw("fax").chance(60) else None,
    "website": lambda r: r.company.website,
    "customer": lambda r: r.draw("customer").chance(85),
    "vendor": lambda r: r.draw("vendor").chance(20),
    "notes": lambda r: texts.description(r.draw("notes")) if r.draw("noted").chance(25) else None,
    "number": lambda r: f"ACCT{r.number + 1:07}",
    "industry": lambda r: r.company.industry,
    "num_employees": lambda r: r.company.employees,
    "revenue_per_year": lambda r: r.company.revenue,
    "latitude": lambda r: str(r.company.place.latitude),
    "longitude": lambda r: str(r.company.place.longitude),
    "rank_tier": lambda r: r.draw("tier").pick(("gold", "silver", "bronze", None)),
    "account_code": lambda r: f"A-{r.draw('code').digits(6)}",
    "stock_symbol": lambda r: r.company.domain[:4].upper() if r.draw("stock").chance(12) else None,
}
_USER: _Rules = {
    "user_name": lambda r: r.person.login,
    "first_name": lambda r: r.person.first,
    "middle_name": lambda r: r.person.middle,
    "last_name": lambda r: r.person.last,
    "name": lambda r: r.person.name,
    "email": lambda r: r.person.email if r.number % 29 else None,
    "phone": lambda r: r.person.phone,
    "home_phone": lambda r: r.person.phone if r.draw("home").chance(30) else None,
    "mobile_phone": lambda r: r.person.mobile if r.draw("mobile").chance(80) else None,
    "gender": lambda r: r.person.gender if r.draw("gender").chance(90) else None,
    "title": lambda r: r.person.title,
    "employee_number": lambda r: f"{100_000 + r.number}",
    "preferred_language": lambda r: r.person.language,
    "time_zone": lambda r: r.person.timezone,
    "street": lambda r: r.person.place.street,
    "city": lambda r: r.person.place.city,
    "state": lambda r: r.person.place.state,
    "country": lambda r: r.person.place.country_code,
    "zip": lambda r: r.person.place.postal_code,
    "active": lambda r: r.draw("active").chance(92),
    "vip": lambda r: r.draw("vip").chance(5),
    "company": lambda r: sys_id("core_company", r.person.company.number),
    "last_login_time": lambda r: _time(r.updated) if r.draw("login").chance(70) else None,
    "date_format": lambda r: "yyyy-MM-dd",
}
_TASK: _Rules = {
    "short_description": lambda r: texts.subject(r.draw("subject")),
    "description": lambda r: texts.description(r.draw("description")) if r.draw("described").chance(80) else None,
    "active": lambda r: r.state < _CLOSED,
    "state": lambda r: r.state,
    "incident_state": lambda r: r.state,
    "priority": lambda r: r.draw("priority").between(1, 5),
    "impact": lambda r: r.draw("impact").between(1, 3),
    "urgency": lambda r: r.draw("urgency").between(1, 3),
    "severity": lambda r: r.draw("severity").between(1, 3),
    "opened_at": lambda r: _time(r.created),
    "resolved_at": lambda r: r.when(_RESOLVED, r.resolved),
    "resolved_by": lambda r: _user(r, "resolved_by") if r.state >= _RESOLVED else None,
    "closed_at": lambda r: r.when(_CLOSED, r.updated),
    "closed_by": lambda r: _user(r, "closed_by") if r.state >= _CLOSED else None,
    "close_notes": lambda r: texts.closing(r.draw("notes")) if r.state >= _RESOLVED else None,
    "contact_type": lambda r: r.draw("channel").pick(("phone", "email", "self-service", "chat", "walk-in")),
    "made_sla": lambda r: r.draw("sla").chance(88),
    "knowledge": lambda r: r.draw("knowledge").chance(10),
    "approval": lambda r: "not requested",
    "upon_approval": lambda r: "proceed",
    "upon_reject": lambda r: "cancel",
    "reassignment_count": lambda r: r.draw("reassigned").below(5),
    "comments": lambda r: texts.description(r.draw("comments")) if r.draw("commented").chance(40) else None,
    "business_duration": lambda r: r.when(_RESOLVED, r.resolved - r.created),
    "calendar_duration": lambda r: r.when(_RESOLVED, r.resolved - r.created),
}
_INCIDENT: _Rules = _TASK | {
    "number": lambda r: f"INC{r.number + 10_001:07}",
    "task_effective_number": lambda r: f"INC{r.number + 10_001:07}",
    "category": lambda r: r.category,
    "subcategory": lambda r: r.draw("subcategory").pick(texts.CATEGORIES[r.category]),
    "company": lambda r: sys_id("core_company", _caller(r).company.number),
    "close_code": lambda r: r.draw("code").pick(("Solved", "Duplicate", "Known error")) if r.state >= 6 else None,
    "caller_id": lambda r: sys_id("sys_user", _caller(r).number),
}
_CASE: _Rules = _TASK | {
    "number": lambda r: f"CS{r.number + 1_001:07}",
    "task_effective_number": lambda r: f"CS{r.number + 1_001:07}",
    "contact": lambda r: sys_id("sys_user", _caller(r).number),
    "account": lambda r: sys_id("customer_account", _caller(r).company.number),
    "company": lambda r: sys_id("core_company", _caller(r).company.number),
    "contact_time_zone": lambda r: _caller(r).timezone,
    "resolution_code": lambda r: r.draw("code").pick(("Solved", "Not solved", "Information")) if r.state >= 6 else None,
    "needs_attention": lambda r: r.draw("attention").chance(15),
}
_RULES = {
    "core_company": _COMPANY,
    "customer_account": _COMPANY,
    "sys_user": _USER,
    "incident": _INCIDENT,
    "sn_customerservice_case": _CASE,
}


def _caller(record: _Record) -> people.Person:
    return people.person(record.draw("caller").below(_COUNTS["sys_user"]))


def _user(record: _Record, field: str) -> str:
    return sys_id("sys_user", record.draw(field).below(_COUNTS["sys_user"]))


def _plain(record: _Record, field: Field) -> Any:
    """A value for a field that nothing special is known of: often empty, as in real instances."""
    draw = record.draw(field.name)
    if field.type == "reference":
        target = _TARGET.get(field.name, field.name)
        if field.name not in _ALWAYS and not draw.chance(35):
            return None
        return sys_id(target, draw.below(_COUNTS.get(target, 40)))
    if field.kind == "boolean":
        return draw.chance(10)
    if not draw.chance(12 if field.kind == "string" else 30):
        return None
    if field.kind == "integer":
        return draw.below(1000)
    if field.kind == "number":
        return draw.below(10_000_000) / 100
    if field.kind == "date-time":
        return _time(later(draw, record.created, 30))
    if field.kind == "date":
        return stamp(later(draw, record.created, 30), "%Y-%m-%d")
    if field.type == "glide_list":
        return ",".join(sys_id("sys_user", draw.below(_COUNTS["sys_user"])) for _ in range(draw.between(1, 3)))
    if field.name in _PICTURES:
        return f"https://demo.service-now.example/{hex_key(record.table, record.number, field.name)}.iix"
    return f"{field.label.lower()} {draw.digits(3)}"


def _table(name: str, label: str) -> Table:
    fields = fields_of(f"servicenow_{name}")
    rules = _COMMON | _RULES[name]
    return Table(
        name,
        label,
        fields,
        _COUNTS[name],
        "sys_updated_on",
        lambda number: make_row(_Record(name, number), fields, rules, _plain),
    )


TABLES = {
    table.name: table
    for table in (
        _table("core_company", "Company"),
        _table("customer_account", "Account"),
        _table("incident", "Incident"),
        _table("sn_customerservice_case", "Case"),
        _table("sys_user", "User"),
    )
}
"""The tables of the instance, by name."""
