"""The first manifest of a source object."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from aeptui.core.manifest.model import Identity, NewSchema, Source
from aeptui.core.manifest.write import to_yaml
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.xdm.library import PROFILE
from aeptui.operations.explore import Sample, SampleColumn
from aeptui.operations.starting import Started, started

SPACES = {"CRMID", "Email"}
PEOPLE = [
    {"Id": "003A", "FirstName": "Ann", "LastName": "Lee", "Email": "ann@example.com"},
    {"Id": "003B", "FirstName": "Bob", "LastName": "Ray", "Email": "bob@example.com"},
]


def begun(
    object: str,
    rows: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, str] | None = None,
    *,
    namespaces: set[str] | None = None,
    custom: bool | None = None,
) -> Started:
    """What is started for a table with these rows; columns are texts where no type is given."""
    columns = tuple(SampleColumn(name, (kinds or {}).get(name, "string")) for name in rows[0])
    source = Source("crm", "CRM", object)
    return started(source, "CRM", Sample(columns, tuple(rows)), namespaces or SPACES, custom=custom)


def identities(found: Started) -> tuple[Identity, ...]:
    """The identities of the manifest."""
    return found.manifest.target.schema.identities


def class_of(found: Started) -> str:
    """The class of the schema that is to be made."""
    schema = found.manifest.target.schema
    assert isinstance(schema, NewSchema)
    return schema.class_id


def test_a_person_is_identified_by_key_and_email() -> None:
    found = begun("Contact", PEOPLE)
    key, email = identities(found)
    assert key == Identity("personID", "CRMID", primary=True) and (email.namespace, email.primary) == ("Email", False)
    assert found.remark.startswith("a row is a person, identified by personID (CRMID), ")
    (only,) = identities(begun("Contact", PEOPLE, namespaces={"Email"}))
    assert (only.namespace, only.primary) == ("Email", True)


@pytest.mark.parametrize(("ids", "emails"), [(("A", ""), ("x", "y")), (("A", "A"), ("", ""))])
def test_what_does_not_tell_persons_apart_is_no_identity(ids: tuple[str, str], emails: tuple[str, str]) -> None:
    rows = [row | {"Id": id, "Email": email} for row, id, email in zip(PEOPLE, ids, emails, strict=True)]
    found = begun("Contact", rows)
    assert identities(found) == () and "no column is surely a key" in found.remark


@pytest.mark.parametrize(
    ("object", "class_id", "said"),
    [
        ("incident", PROFILE, "a row is a case, not a person: no identity, and no standard class"),
        ("tickets", PROFILE, "a row is a case, not a person: no identity, and no standard class"),
        ("core_company", "https://ns.adobe.com/xdm/context/account", "a row is an account, not a person: no identity"),
        ("t00", PROFILE, "nothing shows that a row is a person: no identity, and"),
    ],
)
def test_what_is_no_person_has_no_identity(object: str, class_id: str, said: str) -> None:
    rows = [{"sys_id": id, "number": f"N{id}", "contact_email": "a@b.cc", "state": "1"} for id in ("a", "b")]
    found = begun(object, rows)
    assert identities(found) == () and class_of(found) == class_id and found.remark.startswith(said)
    assert "personID" not in {row.to for row in found.manifest.mapping}


def test_custom_fields_come_unasked_only_where_no_class_fits() -> None:
    rows = [{"sys_id": id, "number": f"N{id}", "short_description": "broken"} for id in ("a", "b")]
    assert begun("incident", rows).custom >= 2 and begun("incident", rows).unmapped == 0
    assert begun("incident", rows, custom=False).custom == 0
    people = [row | {"shoe size": "42"} for row in PEOPLE]
    assert (begun("Contact", people).custom, begun("Contact", people).unmapped) == (0, 1)
    assert (begun("Contact", people, custom=True).custom, begun("Contact", people, custom=True).unmapped) == (1, 0)
    nothing = [{"shoe size": "42", "hat size": "7"}]
    assert begun("Contact", nothing).custom == 2


def test_the_counts_add_up() -> None:
    rows = [row | {"MailingAddress": "x", "shoe size": "42", "tags": {"a": 1}} for row in PEOPLE]
    for custom in (False, True):
        found = begun("Contact", rows, {"tags": "object"}, custom=custom)
        assert found.sure + found.doubtful + found.custom + found.unmapped == found.columns == 7
        assert found.doubtful == sum(row.note is not None for row in found.manifest.mapping)


def test_columns_that_no_document_can_name_are_left_out() -> None:
    found = begun("Contact", [row | {"": "x", "half \ud800": "y"} for row in PEOPLE], custom=True)
    fields = found.manifest.source.fields
    assert fields is not None and [field.name for field in fields] == [*PEOPLE[0]]
    assert "ud800" not in ascii(to_yaml(found.manifest)) and found.columns == 4


class Accepted:
    """A user who mapped the column ``why`` to the reason of a consent."""

    def weight(self, system: str, object: str, column: str, path: str) -> float:
        return float(path in self.paths(column))

    def paths(self, column: str) -> Sequence[str]:
        return ("consents.marketing.email.reason",) if column == "why" else ()


def test_rows_that_would_be_refused_for_what_is_missing_beside_them_are_left_out() -> None:
    rows = tuple(row | {"why": "asked"} for row in PEOPLE)
    sample = Sample(tuple(SampleColumn(name, "string") for name in rows[0]), rows)
    found = started(Source("crm", "CRM", "Contact"), "CRM", sample, SPACES, learned=Accepted())
    assert {each.column for each in found.rows} == {*PEOPLE[0]} and found.unmapped == 1
    problems = check(found.manifest, target_tree(found.manifest))
    assert [each for each in problems if each.severity != "hint"] == []
