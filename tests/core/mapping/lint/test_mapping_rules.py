"""Breaches of the rules on the source, the mapping and what goes with them."""

import pytest

from tests.core.mapping.lint.samples import Case, check_case

CLASS = "class: https://ns.adobe.com/xdm/context/profile\n"
EVENT = "class: https://ns.adobe.com/xdm/context/experienceevent\n"

CASES: list[Case] = [
    (
        "source/duplicate-field",
        "error",
        "{name: amount, type: number}",
        "{name: active, type: number}",
        "active, type: boolean",
        "field 5",
    ),
    ("source/file-keys", "warning", "object: incident\n", "object: incident\n  header: true\n", "true", "tabular"),
    ("mapping/target-path", "error", "to: _id}", "to: 'a[x].b'}", "[x].b", "no path"),
    (
        "mapping/unknown-target",
        "error",
        "to: _id}",
        "to: person.name.fullname}",
        "person.name.fullname",
        "did you mean 'person.name.fullName'? Or list it",
    ),
    (
        "mapping/unknown-target",
        "error",
        "to: _id}",
        "to: zzz.qqq}",
        "zzz.qqq",
        "add {path: zzz.qqq, type: string} to target.schema.fields",
    ),
    ("mapping/unknown-target", "error", "to: _id}", "to: _zzz.qqq}", "_zzz.qqq", "no field '_zzz.qqq'"),
    ("mapping/unknown-target", "error", "to: _id}", "to: '_id[0]'}", "'_id[0]'", "no field"),
    ("mapping/tenant-prefix", "error", "to: _id}", "to: _acme.support.level}", "_acme.support.level", "support.level"),
    ("mapping/array-index", "warning", "to: _id}", "to: contacts.email}", "contacts.email", "contacts[0].email"),
    ("mapping/duplicate-target", "error", "to: _id}", "to: support.number}", "support.number}", "row 1"),
    (
        "mapping/overlapping-target",
        "warning",
        "{from: sys_id, to: _id}",
        "{expr: 'to_object(\"a\", 1)', to: person}",
        "person.name.fullName",
        "row 1",
    ),
    ("mapping/required-target", "error", CLASS, EVENT, "mapping:", "add a row with to: timestamp"),
    (
        "mapping/identity-unmapped",
        "error",
        "to: support.number}",
        "to: support.level}",
        "support.number, namespace",
        "primary identity",
    ),
    (
        "mapping/unknown-source",
        "error",
        "{from: sys_id, to: _id}",
        "{from: sysid, to: _id}",
        "sysid",
        "did you mean 'sys_id'",
    ),
    ("mapping/unknown-source", "warning", "${First Name}", "${first name}", "${first name}", "${First Name}"),
    ("mapping/wildcard", "warning", "to: _id}", "to: 'tags[*]'}", "sys_id", "source path"),
    ("mapping/wildcard", "warning", "{from: sys_id, to: _id}", "{from: 'sys_id[*]', to: _id}", "_id}", "target path"),
    ("mapping/expression", "error", "concat(${First Name},", "concat(${First Name}", '"x")', ""),
    ("mapping/expression", "error", "concat(", "concatt(", "concatt", "concat"),
    ("mapping/expression-advice", "warning", 'concat(${First Name}, "x")', "severity / 0", "severity / 0", "zero"),
    ("mapping/type-clash", "error", "to: person.name.fullName", "to: tags", "concat", "array"),
    ("mapping/type-clash", "error", "to: _id}", "to: person}", "sys_id", "of type object"),
    (
        "mapping/type-clash",
        "error",
        "{from: sys_id, to: _id}",
        "{from: active, to: support.opened}",
        "active",
        "boolean",
    ),
    ("mapping/type-clash", "error", "to: _id}", "to: tags}", "sys_id", "to: tags[0]"),
    (
        "mapping/type-clash",
        "warning",
        "{from: sys_id, to: _id}",
        "{from: amount, to: support.level}",
        "amount",
        "not every value",
    ),
    (
        "mapping/type-clash",
        "hint",
        "{from: sys_id, to: _id}",
        "{from: First Name, to: support.opened}",
        "First Name",
        'date(${First Name}, "yyyy-MM-dd HH:mm:ss")',
    ),
    (
        "mapping/type-clash",
        "hint",
        "{from: sys_id, to: _id}",
        "{from: First Name, to: person.birthDate}",
        "First Name",
        'date(${First Name}, "yyyy-MM-dd")',
    ),
    ("mapping/type-clash", "error", "value: male, to", "from: active, to", "active", "none of its values is one that"),
    ("mapping/type-clash", "error", "value: male, to", "from: amount, to", "amount", "male, female"),
    ("mapping/type-clash", "hint", "value: male, to", "from: sys_id, to", "sys_id", "takes only male, female"),
    ("mapping/constant", "error", "value: male", "value: mail", "mail", "male, female"),
    ("mapping/constant", "error", "{from: sys_id, to: _id}", "{value: x, to: support.level}", "x, to", "no number"),
    ("mapping/constant", "error", "{from: sys_id, to: _id}", "{value: 7, to: support.level}", "7", "greatest value"),
    ("mapping/constant", "error", "{from: sys_id, to: _id}", "{value: 0, to: support.level}", "0", "least value"),
    ("state/draft", "hint", "state: enabled", "state: draft", "draft", "does not run"),
    (
        "options/diagnostics",
        "warning",
        "{error_diagnostics: true}",
        "{error_diagnostics: false, partial_ingestion_percent: 5}",
        "false",
        "partial ingestion",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_breach_is_shown_where_it_stands(case: Case) -> None:
    check_case(case)
