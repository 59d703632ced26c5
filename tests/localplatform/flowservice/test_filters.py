import pytest

from aeptui.localplatform.flowservice import filters
from aeptui.localplatform.problems import Problem

FIELDS = (
    "auth",
    "id",
    "name",
    "state",
    "connectionSpec",
    "params",
    "metrics",
    "createdAt",
    "sourceConnectionIds",
    "on",
)
DOCUMENT = {
    "id": "1",
    "name": "Müller, Söhne",
    "state": "enabled",
    "connectionSpec": {"id": "abc"},
    "params": {"columns": [{"name": "a"}, {"name": "b"}], "number": 3},
    "createdAt": 1000,
    "sourceConnectionIds": ["s1", "s2"],
    "metrics": {"statusSummary": {"status": "failed"}},
    "on": True,
}


def matches(*conditions: str) -> bool:
    return all(condition.matches(DOCUMENT) for condition in filters.parse(conditions, FIELDS))


@pytest.mark.parametrize(
    "condition",
    [
        "id==1",
        'id=="1"',
        "id==7,1",
        'name=="Müller, Söhne"',
        "connectionSpec.id==abc",
        "params.columns[].name==b",
        "sourceConnectionIds[]==s2",
        "params.number==3",
        "on==true",
        "createdAt>999",
        "createdAt>=1000",
        "createdAt<1001.5",
        "createdAt<=1000",
        "id!=2",
        "state==Enabled",
        "metrics.statusSummary.status==Failed",
    ],
)
def test_what_matches(condition: str) -> None:
    assert matches(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "id==2",
        "id!=1",
        "name==müller, söhne",
        "sourceConnectionIds==s2",
        "params.columns.name==b",
        "params.missing==1",
        "createdAt>1000",
        "on==false",
        "on>0",
        "name>1",
    ],
)
def test_what_does_not_match(condition: str) -> None:
    assert not matches(condition)


def test_several_conditions_hold_together() -> None:
    assert matches("id==1", "state==enabled")
    assert not matches("id==1", "state==disabled")


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("color==red", "1449-400"),
        ("id", "1451-400"),
        ("id=1", "1451-400"),
        ("==1", "1450-400"),
        (" >1", "1450-400"),
        ("id==", "1453-400"),
        ("auth.params==x", "1423-400"),
        ("auth.params.username==x", "1423-400"),
        ("name>a", "1448-400"),
        ("createdAt==today", "1454-400"),
        ("state==asleep", "1456-400"),
        ("state!=asleep", "1456-400"),
        ("name~x", "1440-400"),
        ("id!=1,2", "1443-400"),
        ("createdAt>yesterday", "1454-400"),
    ],
)
def test_what_is_refused(condition: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        filters.parse([condition], FIELDS)
    assert caught.value.body["type"].endswith(code)
    assert caught.value.status == 400
