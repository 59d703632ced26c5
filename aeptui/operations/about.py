"""What a source object is about, told by its name and its columns, and which standard class describes such things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aeptui.core.mapping.suggest.lexicon import lexicon, singular
from aeptui.core.mapping.suggest.terms import terms_of
from aeptui.core.mapping.suggest.words import words_of
from aeptui.core.xdm.library import PROFILE

PERSON = "person"
_ACCOUNT = "account"
_EVERYDAY = (
    "https://ns.adobe.com/xdm/context/profile-person-details",
    "https://ns.adobe.com/xdm/context/profile-personal-details",
    "https://ns.adobe.com/xdm/context/profile-work-details",
    "https://ns.adobe.com/xdm/context/profile-preferences-details",
    "https://ns.adobe.com/xdm/mixins/profile-consents",
    "https://ns.adobe.com/xdm/mixins/profile/profile-loyalty-details",
)
# The class of each kind of thing that the standard library describes, with its field groups of everyday use.
_CLASSES: dict[str, tuple[str, tuple[str, ...]]] = {
    PERSON: (PROFILE, _EVERYDAY),
    _ACCOUNT: ("https://ns.adobe.com/xdm/context/account", ("https://ns.adobe.com/xdm/mixins/account-details",)),
    "opportunity": (
        "https://ns.adobe.com/xdm/context/opportunity",
        ("https://ns.adobe.com/xdm/mixins/opportunity-details",),
    ),
    "campaign": (
        "https://ns.adobe.com/xdm/classes/campaign",
        ("https://ns.adobe.com/xdm/mixins/campaign-details",),
    ),
}
# What a column says that is a person's own: with two of these a table is about persons, whatever it is called.
_OWN = (
    {"first", "name"},
    {"last", "name"},
    {"birth", "date"},
    {"birthdate"},
    {"gender"},
    {"email"},
    {"email", "address"},
)
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """What an object is about: ``entity`` is a word for one of its rows (``person``, ``case``), empty where none is
    known; ``class_id`` the class of a schema for them and ``groups`` the field groups that it may get.

    ``described``: the class is one for such things. Without one it is Profile, as a bare record.
    """

    entity: str
    class_id: str
    groups: tuple[str, ...]

    @property
    def described(self) -> bool:
        """Whether the standard library has a class for such things."""
        return bool(self.groups)

    @property
    def is_person(self) -> bool:
        """Whether a row is a person, whom a key of the row may identify."""
        return self.entity == PERSON


def topic_of(object: str, columns: Iterable[str]) -> Topic:
    """What an object of that name or path is about.

    The last word of the name that stands for something decides (``customer_account`` is about accounts) where it ends
    the name; else, and where it may mean a person as well, the columns do.
    """
    entity = _entity(object, _is_personal(columns))
    class_id, groups = _CLASSES.get(entity, (PROFILE, ()))
    return Topic(entity, class_id, groups)


def _entity(object: str, personal: bool) -> str:
    words = [singular(word) for word in words_of(object.rstrip("/").rpartition("/")[2].partition(".")[0])]
    while words and words[-1].isdigit():
        words.pop()
    for behind, word in enumerate(reversed(words)):
        found = _meant(word, words)
        if PERSON in found:
            # ``user_group`` holds no users, ``contacts_export`` does; ``customer`` is a company as well.
            alone = len(found) == 1 and not behind
            return PERSON if personal or alone else _ACCOUNT if _ACCOUNT in found and not behind else ""
        if found:
            return PERSON if personal and found[0] == _ACCOUNT else found[0]
    return PERSON if personal else ""


def _meant(word: str, words: Sequence[str]) -> list[str]:
    """The entities that a word stands for; relations of two (``campaign member``), where another word says so too."""
    found = [entity for entity, synonyms in lexicon().entities.items() if word in synonyms]
    joined = [each for each in found if " " in each and len(lexicon().entities[each].intersection(words)) > 1]
    return joined or [each for each in found if " " not in each]


def _is_personal(columns: Iterable[str]) -> bool:
    """Whether columns hold what is a person's own. What somebody else's is called after (``contact email``) is not."""
    told = {frozenset(terms_of(column.rpartition(".")[2])) for column in columns if column.count(".") < 2}
    return sum(own in told for own in _OWN) >= _ENOUGH
