"""What a source object is about."""

import pytest

from aeptui.core.xdm.library import PROFILE, standard
from aeptui.operations.about import topic_of

ACCOUNT = "https://ns.adobe.com/xdm/context/account"
OF_A_PERSON = ("first_name", "Surname", "dob")


@pytest.mark.parametrize(
    ("object", "columns", "entity"),
    [
        ("Contact", (), "person"),
        ("Lead", (), "person"),
        ("sys_user", (), "person"),
        ("/exports/members.csv", (), "person"),
        ("contacts_2026.csv", (), "person"),
        ("incident", OF_A_PERSON, "case"),
        ("sn_customerservice_case", (), "case"),
        ("tickets", ("email",), "case"),
        ("orders.csv", ("order", *OF_A_PERSON), "order"),
        ("core_company", (), "account"),
        ("organizations", ("email",), "account"),
        ("customer_account", (), "account"),
        ("AccountContactRelation", (), "account person"),
        ("campaign_members", OF_A_PERSON, "campaign member"),
    ],
)
def test_the_last_word_that_stands_for_something_decides(object: str, columns: tuple[str, ...], entity: str) -> None:
    assert topic_of(object, columns).entity == entity


@pytest.mark.parametrize(
    ("object", "entity"),
    [("t00.csv", ""), ("user_group", ""), ("contact_list", ""), ("customer", "account"), ("accounts.csv", "account")],
)
def test_where_a_name_may_mean_persons_the_columns_decide(object: str, entity: str) -> None:
    assert topic_of(object, ("id", "name", "contact_email", "ContactFirstName")).entity == entity
    assert topic_of(object, ("id", "birth date", "E-Mail")).entity == "person"


def test_a_class_and_its_groups_go_together() -> None:
    person, account, case = (topic_of(object, ()) for object in ("Contact", "Account", "Case"))
    assert (person.class_id, account.class_id, case.class_id) == (PROFILE, ACCOUNT, PROFILE)
    assert (person.is_person, account.is_person, case.is_person) == (True, False, False)
    assert (person.described, account.described, case.described) == (True, True, False)
    for object in ("Contact", "Account", "Opportunity", "Campaign"):
        topic = topic_of(object, ())
        assert topic.groups and all(standard().fits(group, topic.class_id) for group in topic.groups)
