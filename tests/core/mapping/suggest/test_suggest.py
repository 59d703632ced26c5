"""Suggestions for whole tables."""

from collections.abc import Sequence

import pytest

from aeptui.core.mapping.suggest.model import SourceField, SourceObject, Suggestions, TargetField
from aeptui.core.mapping.suggest.suggest import suggest
from aeptui.core.mapping.suggest.targets import TargetIndex
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard

NS = "https://ns.adobe.com/xdm/"
PEOPLE = ("context/profile-person-details", "context/profile-personal-details", "context/profile-work-details")
ACCOUNT = f"{NS}context/account"


def targets(class_id: str = PROFILE, groups: Sequence[str] = PEOPLE) -> TargetIndex:
    """The leaves of a class with some field groups."""
    tree = compose(standard(), class_id, [f"{NS}{group}" for group in groups])
    return TargetIndex(
        [
            TargetField(each.path.replace("[*]", ""), each.type, each.title or "", each.in_array)
            for each in tree.leaves()
        ]
    )


def table(*names: str, object: str = "contacts", system: str = "CRM") -> SourceObject:
    """A table with text columns of these names; ``name:type`` gives another type."""
    pairs = (name.partition(":") for name in names)
    return SourceObject(system, object, tuple(SourceField(name, kind or "string") for name, _, kind in pairs))


def accepted(found: Suggestions) -> dict[str, str]:
    """The chosen target of each column that has one."""
    return {name: each.path for name, each in found.accepted().items()}


def test_names_of_people_find_their_places() -> None:
    found = suggest(table("first_name", "LASTNAME", "dob:date", "mobile", "shoe_size"), targets(), PROFILE)
    assert accepted(found) == {
        "first_name": "person.name.firstName",
        "LASTNAME": "person.name.lastName",
        "dob": "person.birthDate",
        "mobile": "mobilePhone.number",
    }


def test_what_the_table_is_about_decides_what_name_and_id_mean() -> None:
    index = targets(ACCOUNT, ("mixins/account-details",))
    found = accepted(suggest(table("Id:id", "Name", "Type", "ParentId:reference", object="Account"), index, ACCOUNT))
    assert found["Name"] == "accountName" and found["Type"] == "accountType"
    assert found["Id"] in ("accountKey.sourceID", "accountID")
    assert found["ParentId"] in ("accountParentKey.sourceID", "accountParentID")


def test_columns_of_one_address_go_to_one_object() -> None:
    names = ("billing_street", "billing_city", "billing_zip", "shipping_street", "shipping_city", "shipping_zip")
    index = targets(ACCOUNT, ("mixins/account-details",))
    found = accepted(suggest(table(*names, object="Account"), index, ACCOUNT))
    assert {found[name].split(".")[0] for name in names[:3]} == {"accountBillingAddress"}
    assert {found[name].split(".")[0] for name in names[3:]} == {"accountShippingAddress"}


def test_a_target_is_accepted_for_one_column_only() -> None:
    found = suggest(table("email", "e_mail", "mail_address", "EMailAddress"), targets(), PROFILE)
    chosen = list(accepted(found).values())
    assert chosen and len(chosen) == len(set(chosen))


def test_suggestions_are_ranked_with_probabilities_and_reasons() -> None:
    found = suggest(table("LastName"), targets(), PROFILE).by_source["LastName"]
    assert 1 < len(found) <= 10
    chances = [each.probability for each in found]
    assert chances == sorted(chances, reverse=True) and all(0 <= chance <= 1 for chance in chances)
    assert found[0].path == "person.name.lastName" and found[0].probability > 0.8
    assert found[0].reason.startswith("LastName: ") and "string" in found[0].reason


def test_a_reason_names_what_stands_for_what() -> None:
    reason = suggest(table("town", "street", "zip"), targets(), PROFILE).by_source["town"][0].reason
    assert "town for city" in reason


def test_columns_without_meaning_get_nothing() -> None:
    found = suggest(table("checksum", "batch_no", "load_file", "xq17", "row_hash"), targets(), PROFILE)
    assert accepted(found) == {}


@pytest.mark.parametrize(
    ("values", "path"),
    [(("ann@example.com", "bo@example.org"), ".address"), (("+49 30 123456", "+1 555 123 4567"), "Phone.number")],
)
def test_values_tell_what_a_name_does_not(values: tuple[str, ...], path: str) -> None:
    column = SourceField("contact_value", "string", samples=values)
    found = suggest(SourceObject("CSV", "people", (column,)), targets(), PROFILE).by_source["contact_value"]
    assert any(each.path.endswith(path) for each in found)
    without = SourceField("contact_value", "string")
    blind = suggest(SourceObject("CSV", "people", (without,)), targets(), PROFILE).by_source["contact_value"]
    assert not any(each.path.endswith(path) for each in blind)


class Memory:
    """Remembers one pair with a weight."""

    def __init__(self, column: str, path: str, weight: float) -> None:
        self.pair, self.strength = (column, path), weight

    def weight(self, system: str, object: str, column: str, path: str) -> float:
        return self.strength if (column, path) == self.pair else 0.0

    def paths(self, column: str) -> Sequence[str]:
        return [self.pair[1]] if column == self.pair[0] and self.strength > 0 else []


def test_what_was_accepted_before_wins_and_what_was_refused_loses() -> None:
    source, index = table("email"), targets()
    first = suggest(source, index, PROFILE).by_source["email"]
    second = next(each.path for each in first[1:] if each.path.endswith("Email.address"))
    liked = suggest(source, index, PROFILE, learned=Memory("email", second, 1.0))
    assert accepted(liked) == {"email": second}
    refused = suggest(source, index, PROFILE, learned=Memory("email", first[0].path, -1.0))
    assert refused.by_source["email"][0].path != first[0].path


def test_learned_targets_are_found_even_where_no_word_matches() -> None:
    path = "person.name.courtesyTitle"
    found = suggest(table("zq9"), targets(), PROFILE, learned=Memory("zq9", path, 1.0))
    assert accepted(found) == {"zq9": path}


def test_empty_tables_and_schemas_are_fine() -> None:
    assert suggest(table(), targets(), PROFILE).by_source == {}
    assert suggest(table("name"), [], PROFILE).by_source == {"name": []}
    assert suggest(table("x"), [TargetField("x")], "").by_source["x"][0].path == "x"


def test_a_tenants_own_fields_compete_under_their_names() -> None:
    own = [TargetField("_acme.support.caseNumber"), TargetField("_acme.support.openedAt", "date-time")]
    found = accepted(suggest(table("case_number", "opened_at:datetime", object="incident"), own, PROFILE))
    assert found == {"case_number": "_acme.support.caseNumber", "opened_at": "_acme.support.openedAt"}


def test_a_tables_status_is_not_that_of_the_person_it_mentions() -> None:
    index = targets(groups=(*PEOPLE, "mixins/b2b-person-details"))
    names = ("Status:picklist", "Type:picklist", "Description", "ContactEmail:email", "ClosedDate:datetime")
    case = suggest(table(*names, object="Case"), index, PROFILE)
    assert accepted(case).keys().isdisjoint(("Status", "Type", "Description", "ClosedDate"))
    assert case.by_source["ContactEmail"][0].path == "workEmail.address"
    assert all(each.probability < 0.3 for each in case.by_source["ClosedDate"])
    contact = suggest(table(*names, object="Contact"), index, PROFILE)
    assert accepted(contact)["Status"] == "b2b.personStatus"


def test_the_id_of_a_row_that_is_no_person_is_its_own() -> None:
    assert suggest(table("sys_id", object="incident"), targets(), PROFILE).by_source["sys_id"][0].path == "_id"
    assert suggest(table("sys_id", object="contact"), targets(), PROFILE).by_source["sys_id"][0].path == "personID"


def test_fields_of_ones_own_are_not_held_against_a_table_of_something_else() -> None:
    own = [TargetField("support.caseNumber"), TargetField("support.type"), TargetField("person.type")]
    found = accepted(suggest(table("number", "type", object="Case"), own, PROFILE))
    assert found == {"number": "support.caseNumber", "type": "support.type"}


def test_what_a_row_is_the_last_word_says() -> None:
    index = targets(groups=(*PEOPLE, "mixins/b2b-person-details"))
    case = suggest(table("Status", object="customerservice_case"), index, PROFILE)
    assert accepted(case) == {}
    customer = suggest(table("Status", object="case_customer"), index, PROFILE)
    assert accepted(customer) == {"Status": "b2b.personStatus"}


def test_values_that_cannot_become_the_targets_make_it_unlikely() -> None:
    own = [TargetField("_acme.isDeleted", "boolean"), TargetField("_acme.ordered", "date-time")]
    fits = suggest(table("deleted:boolean"), own, PROFILE).by_source["deleted"][0]
    clashes = suggest(table("deleted:datetime"), own, PROFILE).by_source["deleted"][0]
    assert fits.path == clashes.path and fits.accepted and not clashes.accepted
    assert clashes.probability < 0.5 and clashes.reason.endswith("types differ")


def test_columns_go_where_the_others_of_their_table_go() -> None:
    steps = ("guest.lastName", "roomType", "ratePlan", "numberOfRooms", "confirmation")
    stay = [TargetField(f"_acme.stay.{step}") for step in steps]
    ride = [TargetField(f"_acme.ride.{step}") for step in ("driver", "carType", "confirmation")]
    names = ("room_type", "rate_plan", "number_of_rooms", "confirmation")
    for own in ([*stay, *ride], [*ride, *stay]):
        assert accepted(suggest(table(*names, object="bookings"), own, PROFILE))["confirmation"] == (
            "_acme.stay.confirmation"
        )


def test_one_form_of_a_word_finds_another() -> None:
    own = [TargetField("_acme.mail.bouncedCode"), TargetField("_acme.mail.sendingTime", "date-time")]
    found = accepted(suggest(table("bounce_code", "bounce_reason", object="mails"), own, PROFILE))
    assert found == {"bounce_code": "_acme.mail.bouncedCode"}


def test_numbered_columns_mean_the_same() -> None:
    index = targets(ACCOUNT, ("mixins/account-details",))
    numbered = suggest(table("billing_city_17", object="Account"), index, ACCOUNT)
    plain = suggest(table("billing_city", object="Account"), index, ACCOUNT)
    assert numbered.by_source["billing_city_17"] == plain.by_source["billing_city"]


def test_a_reason_tells_what_led_to_a_target() -> None:
    own = [TargetField("_acme.x1", title="Shoe size"), TargetField("_acme.person.nick")]
    assert suggest(table("shoe_size"), own, PROFILE).by_source["shoe_size"][0].reason == (
        "shoe_size: shoe size in its title, string"
    )
    liked = suggest(table("zq9"), own, PROFILE, learned=Memory("zq9", "_acme.person.nick", 1.0))
    assert liked.by_source["zq9"][0].reason == "zq9: accepted before, string"
