"""What the columns of a table of mappings mean, told by their names in the first line."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

Role: TypeAlias = Literal["type", "source", "target", "name", "note"]
ROLES: tuple[Role, ...] = get_args(Role)

# Letters and digits only, lower case: names that differ in blanks, dashes and underscores are the same.
_TITLES: dict[Role, str] = {
    "source": """
        source sourcefield sourcecolumn sourcepath sourceattribute sourceexpression sourcename from column columnname
        field fieldname input inputfield incoming expression mapping sourcedata quelle quellfeld quellspalte
        quellattribut von spalte feld origine champsource colonne origen campoorigen columna
    """,
    "target": """
        target targetfield targetpath targetattribute targetcolumn destination destinationfield destinationpath
        destinationxdmpath destinationcolumn dest to path xdm xdmpath xdmfield xdmfieldpath xdmtarget output
        outputfield outgoing schemafield schemapath ziel zielfeld zielpfad zielspalte zielattribut nach pfad
        cible champcible destino campodestino ruta
    """,
    "type": "sourcetype type kind mappingtype mappingkind typeofsource sourcekind quelltyp quellart typ art",
    "name": "name mappingname nameofmapping nombre nom",
    "note": """
        description note notes comment comments remark remarks hint beschreibung bemerkung kommentar notiz hinweis
        remarque commentaire nota comentario descripcion
    """,
}
_ROLE_OF = {title: role for role, titles in _TITLES.items() for title in titles.split()}
_ENDINGS = ("name", "names", "value")


def role_of(title: str) -> Role | None:
    """The role that a column's title names, None where it names none."""
    bare = "".join(character for character in title.casefold() if character.isalnum())
    shorter = (bare.removesuffix(ending) for ending in _ENDINGS)
    return next((_ROLE_OF[text] for text in (bare, *shorter) if text in _ROLE_OF), None)


def roles_of(titles: Sequence[str]) -> tuple[Role | None, ...]:
    """The role of each column: of several that name the same one, the first has it."""
    roles: list[Role | None] = []
    for title in titles:
        role = role_of(title)
        roles.append(None if role in roles else role)
    return tuple(roles)
