"""A Salesforce organisation with Service Cloud: accounts, contacts, leads and cases."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aeptui.localplatform.sources import people, texts
from aeptui.localplatform.sources.draw import Draw, hex_key, later, moment, stamp
from aeptui.localplatform.sources.tables import Field, Table, fields_of, make_row

_COUNTS = {"Account": people.COMPANIES, "Contact": 900, "Lead": 610, "Case": 1050}
_USERS = 25
_PREFIXES = {"Account": "001", "Contact": "003", "Lead": "00Q", "Case": "500", "User": "005"}
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_ADDRESS_PARTS = ("Street", "City", "State", "PostalCode", "Country", "Latitude", "Longitude", "Address")


def record_id(table: str, number: int) -> str:
    """The id of a record: 15 letters that tell cases apart and 3 that allow to compare without case."""
    seed = int(hex_key("salesforce", table), 16) % 62**5 * 62**7 + number * 7919
    letters = ""
    for _ in range(12):
        seed, index = divmod(seed, 62)
        letters = _ALPHABET[index] + letters
    letters = _PREFIXES.get(table, "a0B") + letters
    chunks = (letters[start : start + 5] for start in (0, 5, 10))
    return letters + "".join(_CHECK[sum(1 << bit for bit, sign in enumerate(c) if sign.isupper())] for c in chunks)


@dataclass(frozen=True)
class _Record:
    """One row in the making."""

    table: str
    number: int

    @cached_property
    def created(self) -> int:
        return moment(self.table, self.number, _COUNTS[self.table])

    @cached_property
    def modified(self) -> int:
        return later(self.draw("modified"), self.created, 120)

    @cached_property
    def closed(self) -> bool:
        return self.draw("closed").chance(60)

    @property
    def person(self) -> people.Person:
        shift = {"Lead": 300, "Case": self.draw("contact").below(_COUNTS["Contact"]) - self.number}
        return people.person(self.number + shift.get(self.table, 0))

    @property
    def company(self) -> people.Company:
        return people.company(self.number) if self.table == "Account" else self.person.company

    def draw(self, field: str) -> Draw:
        return Draw("salesforce", self.table, self.number, field)


_Rules = dict[str, Callable[[_Record], Any]]


def _time(seconds: int) -> str:
    return stamp(seconds, "%Y-%m-%dT%H:%M:%S.000+0000")


def _staff(record: _Record, field: str) -> str:
    return record_id("User", record.draw(field).below(_USERS))


_COMMON: _Rules = {
    "Id": lambda r: record_id(r.table, r.number),
    "IsDeleted": lambda r: False,
    "OwnerId": lambda r: _staff(r, "owner"),
    "CreatedById": lambda r: _staff(r, "creator"),
    "LastModifiedById": lambda r: _staff(r, "modifier"),
    "CreatedDate": lambda r: _time(r.created),
    "LastModifiedDate": lambda r: _time(r.modified),
    "SystemModstamp": lambda r: _time(r.modified),
    "CurrencyIsoCode": lambda r: r.company.currency,
    "Description": lambda r: texts.description(r.draw("text")) if r.draw("described").chance(50) else None,
    "PhotoUrl": lambda r: f"https://demo.my.salesforce.example/services/images/photo/{record_id(r.table, r.number)}",
}
_PERSON: _Rules = {
    "FirstName": lambda r: r.person.first,
    "MiddleName": lambda r: r.person.middle,
    "LastName": lambda r: r.person.last,
    "Name": lambda r: r.person.name,
    "Salutation": lambda r: {"female": "Ms.", "male": "Mr."}.get(r.person.gender),
    "Email": lambda r: r.person.email if r.number % 31 else None,
    "Phone": lambda r: r.person.phone,
    "MobilePhone": lambda r: r.person.mobile if r.draw("mobile").chance(75) else None,
    "Fax": lambda r: r.company.fax if r.draw("fax").chance(20) else None,
    "Title": lambda r: r.person.title,
    "HasOptedOutOfEmail": lambda r: r.draw("noemail").chance(12),
    "HasOptedOutOfFax": lambda r: r.draw("nofax").chance(3),
    "DoNotCall": lambda r: r.draw("nocall").chance(8),
    "LeadSource": lambda r: r.draw("source").pick(("Web", "Phone Inquiry", "Partner Referral", "Trade Show", None)),
}
_ACCOUNT: _Rules = {
    "Name": lambda r: r.company.name,
    "Type": lambda r: r.draw("type").pick(("Customer - Direct", "Customer - Channel", "Prospect", None)),
    "Industry": lambda r: r.company.industry,
    "NumberOfEmployees": lambda r: r.company.employees,
    "AnnualRevenue": lambda r: r.company.revenue if r.draw("revenue").chance(85) else None,
    "Phone": lambda r: r.company.phone,
    "Fax": lambda r: r.company.fax if r.draw("fax").chance(50) else None,
    "Website": lambda r: r.company.website,
    "AccountNumber": lambda r: f"CD{r.number + 355_118}",
    "AccountSource": lambda r: r.draw("source").pick(("Web", "Partner", "Other", None)),
    "Ownership": lambda r: r.draw("ownership").pick(("Public", "Private", "Subsidiary", None)),
    "Rating": lambda r: r.draw("rating").pick(("Hot", "Warm", "Cold", None)),
    "YearStarted": lambda r: str(r.draw("year").between(1890, 2022)),
    "TickerSymbol": lambda r: r.company.domain[:4].upper() if r.draw("ticker").chance(15) else None,
    "Sic": lambda r: r.draw("sic").digits(4),
    "DunsNumber": lambda r: r.draw("duns").digits(9),
}
_CONTACT: _Rules = _PERSON | {
    "AccountId": lambda r: record_id("Account", r.company.number),
    "Birthdate": lambda r: r.person.birthday if r.draw("birth").chance(60) else None,
    "HomePhone": lambda r: r.person.phone if r.draw("home").chance(25) else None,
    "Department": lambda r: r.draw("department").pick(("Sales", "IT", "Einkauf", "Support", None)),
    "IsEmailBounced": lambda r: r.draw("bounced").chance(3),
}
_LEAD: _Rules = _PERSON | {
    "Company": lambda r: r.company.name,
    "Status": lambda r: r.draw("status").pick(("Open", "Contacted", "Qualified", "Unqualified")),
    "Industry": lambda r: r.company.industry,
    "NumberOfEmployees": lambda r: r.company.employees,
    "AnnualRevenue": lambda r: r.company.revenue if r.draw("revenue").chance(60) else None,
    "Website": lambda r: r.company.website,
    "Rating": lambda r: r.draw("rating").pick(("Hot", "Warm", "Cold", None)),
    "IsConverted": lambda r: r.draw("converted").chance(20),
}
_CASE: _Rules = {
    "CaseNumber": lambda r: f"{r.number + 1001:08}",
    "ContactId": lambda r: record_id("Contact", r.person.number),
    "AccountId": lambda r: record_id("Account", r.company.number),
    "ContactEmail": lambda r: r.person.email,
    "ContactPhone": lambda r: r.person.phone,
    "ContactMobile": lambda r: r.person.mobile,
    "SuppliedName": lambda r: r.person.name if _from_web(r) else None,
    "SuppliedEmail": lambda r: (r.person.email if r.number % 23 else "not an e-mail") if _from_web(r) else None,
    "SuppliedCompany": lambda r: r.company.name if _from_web(r) else None,
    "Origin": lambda r: r.draw("origin").pick(("Web", "Phone", "Email")),
    "Type": lambda r: r.draw("type").pick(("Mechanical", "Electrical", "Structural", "Other", None)),
    "Status": lambda r: "Closed" if r.closed else r.draw("status").pick(("New", "Working", "Escalated")),
    "Priority": lambda r: r.draw("priority").pick(("High", "Medium", "Medium", "Low")),
    "Reason": lambda r: r.draw("reason").pick(("Installation", "Feedback", "Breakdown", None)),
    "Subject": lambda r: texts.subject(r.draw("subject")),
    "Comments": lambda r: texts.description(r.draw("comments")) if r.draw("commented").chance(20) else None,
    "IsClosed": lambda r: r.closed,
    "ClosedDate": lambda r: _time(r.modified) if r.closed else None,
    "IsEscalated": lambda r: r.draw("escalated").chance(7),
}
_RULES = {"Account": _ACCOUNT, "Contact": _CONTACT, "Lead": _LEAD, "Case": _CASE}


def _from_web(record: _Record) -> bool:
    return record.draw("origin").pick((True, False, False))


def _plain(record: _Record, field: Field) -> Any:
    """A value for a field that nothing special is known of."""
    if field.name.endswith(_ADDRESS_PARTS):
        return _address(record, field.name)
    draw = record.draw(field.name)
    if field.kind == "boolean":
        return draw.chance(10)
    if not draw.chance(10 if field.kind == "string" else 30):
        return None
    if field.type == "reference":
        table = {"ReportsToId": "Contact", "ParentId": record.table, "MasterRecordId": record.table}.get(field.name, "")
        return record_id(table or field.name, draw.below(_COUNTS.get(table, 40)))
    if field.kind == "date-time":
        return _time(later(draw, record.created, 60))
    if field.kind == "date":
        return stamp(later(draw, record.created, 60), "%Y-%m-%d")
    return record.person.phone if field.type == "phone" else f"{field.label} {draw.digits(3)}"


def _address(record: _Record, name: str) -> Any:
    """One part of the billing, shipping, mailing or other address."""
    place = record.company.place if record.table == "Account" else record.person.place
    if name.startswith(("Shipping", "Other")) and not record.draw("second address").chance(40):
        return None
    parts = {
        "Street": place.street,
        "City": place.city,
        "State": place.state,
        "PostalCode": place.postal_code,
        "Country": place.country,
        "Latitude": place.latitude,
        "Longitude": place.longitude,
        "Address": f"{place.street}\n{place.postal_code} {place.city}\n{place.country}",
    }
    return parts[next(part for part in _ADDRESS_PARTS if name.endswith(part))]


def _table(name: str) -> Table:
    fields = fields_of(f"salesforce_{name.lower()}")
    rules = _COMMON | _RULES[name]
    return Table(
        name,
        name,
        fields,
        _COUNTS[name],
        "SystemModstamp",
        lambda number: make_row(_Record(name, number), fields, rules, _plain),
    )


TABLES = {name: _table(name) for name in _RULES}
"""The tables of the organisation, by name."""
