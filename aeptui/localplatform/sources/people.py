"""The invented people and companies that appear in all source systems."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from aeptui.localplatform.sources.draw import Draw

PEOPLE = 1200
COMPANIES = 520

_COUNTRIES = {
    "DE": ("Germany", "+49", "EUR", "de", "Europe/Berlin", ("München", "Köln", "Düsseldorf", "Hamburg", "Nürnberg")),
    "FR": ("France", "+33", "EUR", "fr", "Europe/Paris", ("Paris", "Lyon", "Orléans", "Saint-Étienne", "Nîmes")),
    "ES": ("Spain", "+34", "EUR", "es", "Europe/Madrid", ("Málaga", "Cádiz", "Madrid", "La Coruña", "León")),
    "SE": ("Sweden", "+46", "SEK", "sv", "Europe/Stockholm", ("Malmö", "Göteborg", "Västerås", "Umeå", "Lund")),
    "US": ("United States", "+1", "USD", "en", "America/Chicago", ("Austin", "San José", "Boston", "Reno", "Tulsa")),
    "GB": ("United Kingdom", "+44", "GBP", "en", "Europe/London", ("Leeds", "Bristol", "Glasgow", "York", "Bath")),
    "BR": ("Brazil", "+55", "BRL", "pt", "America/Sao_Paulo", ("São Paulo", "Brasília", "Goiânia", "Recife")),
    "PL": ("Poland", "+48", "PLN", "pl", "Europe/Warsaw", ("Łódź", "Kraków", "Gdańsk", "Poznań", "Wrocław")),
}
_FIRST = {
    "female": (
        "Anna", "Zoë", "Chloé", "Jördis", "María", "Łucja", "Ingrid", "Olivia", "Renée", "Saoirse", "Ayşe", "Beatriz",
        "Grace", "Hélène", "Noor", "Priya", "Mei", "Katarína", "Ñusta", "Ursula",
    ),
    "male": (
        "Jörg", "Łukasz", "André", "José", "Björn", "Oliver", "Étienne", "Raúl", "Søren", "Marek", "Kwame", "Thiago",
        "Dirk", "Liam", "François", "Günther", "Hiroshi", "Iñaki", "Samuel", "Ömer",
    ),
}  # fmt: skip
_LAST = (
    "Müller", "Großmann", "Schröder", "O'Brien", "García Márquez", "Núñez", "Lefèvre", "d'Aubigné", "Åkesson", "Öberg",
    "Kowalczyk", "Wiśniewska", "Silva e Souza", "Gonçalves", "Smith", "Smith-Jones", "van der Berg", "Çelik", "Nguyen",
    "Park", "Okonkwo", "MacLeod", "Bäcker", "Weiß", "Dubois", "Rossi", "Novák", "Jansen", "Taylor", "Brown",
)  # fmt: skip
_COMPANY = (
    "Blaubeer", "Nordlicht", "Sœurs Martin", "Ibérica", "Fjäll", "Tall Pines", "Old Mill", "Açaí", "Żubr", "Kestrel",
    "Quartz", "Harbour", "Sonnenhof", "Café Bleu", "Río Verde", "Björk", "Copper", "Meridian", "Straßenbau", "Vega",
)  # fmt: skip
_TRADE = (
    "Logistik", "Foods", "Software", "Energy", "Apparel", "Health", "Retail", "Instruments", "Travel", "Media", "Labs",
    "Bank", "Textil",
)  # fmt: skip
_FORM = {"DE": "GmbH", "FR": "SARL", "ES": "S.L.", "SE": "AB", "US": "Inc.", "GB": "Ltd", "BR": "Ltda.", "PL": "S.A."}
_STREETS = ("Hauptstraße", "Rue de l'Église", "Calle Mayor", "Main Street", "Ringvägen", "Rua Direita", "ul. Długa")
_TITLES = (
    "Account manager", "Buyer", "Head of Service", "Engineer", "Chief of Staff", "Analyst", "Director, EMEA",
    "Support agent", "Geschäftsführerin", "Intern",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An address; ``country_code`` is ISO 3166, the coordinates are degrees."""

    street: str
    city: str
    state: str
    postal_code: str
    country: str
    country_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Company:
    """A customer; ``number`` tells companies apart, ``revenue`` is in the company's own currency."""

    number: int
    name: str
    domain: str
    phone: str
    fax: str
    place: Place
    industry: str
    employees: int
    revenue: float
    currency: str

    @property
    def website(self) -> str:
        """The address of the company's pages."""
        return f"https://www.{self.domain}"


@dataclass(frozen=True)
class Person:
    """Somebody who works for a company; ``gender`` is ``female``, ``male`` or ``not_specified``."""

    number: int
    first: str
    middle: str | None
    last: str
    gender: str
    email: str
    phone: str
    mobile: str
    title: str
    birthday: str
    language: str
    timezone: str
    place: Place
    company: Company

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def login(self) -> str:
        """The name that the person signs in with."""
        return self.email.split("@")[0].lower()


@cache
def company(number: int) -> Company:
    """The company with this number; numbers wrap around."""
    number %= COMPANIES
    draw = Draw("company", number)
    code = draw.pick(tuple(_COUNTRIES))
    trade = draw.pick(_TRADE)
    short = f"{draw.pick(_COMPANY)} {trade}"
    name = f"{short} {_FORM[code]}" if number % 3 else f"{short} {number} {_FORM[code]}"
    if number % 97 == 11:
        name = f'{short} "{code}" <b>&</b> Söhne [bold]'
    employees = draw.between(3, 9) * 10 ** draw.between(0, 4)
    return Company(
        number=number,
        name=name,
        domain=f"{_ascii(short)}{number}.example",
        phone=_phone(draw, code),
        fax=_phone(draw, code),
        place=_place(draw, code),
        industry=trade,
        employees=employees,
        revenue=employees * draw.between(40_000, 160_000) + draw.below(100) / 100,
        currency=_COUNTRIES[code][2],
    )


@cache
def person(number: int) -> Person:
    """The person with this number; numbers wrap around."""
    number %= PEOPLE
    draw = Draw("person", number)
    employer = company(draw.below(COMPANIES))
    code = employer.place.country_code
    gender = draw.pick(("female", "male"))
    first = draw.pick(_FIRST[gender])
    last = draw.pick(_LAST)
    if number % 211 == 17:
        first = f"  {first.upper()} "
    return Person(
        number=number,
        first=first,
        middle=draw.pick(_FIRST[gender]) if draw.chance(18) else None,
        last=last,
        gender=gender if draw.chance(94) else "not_specified",
        email=f"{_ascii(first)}.{_ascii(last)}{number}@{employer.domain}",
        phone=_phone(draw, code) if number % 173 != 5 else "n/a",
        mobile=_phone(draw, code),
        title=draw.pick(_TITLES),
        birthday=f"{draw.between(1950, 2004)}-{draw.between(1, 12):02}-{draw.between(1, 28):02}",
        language=_COUNTRIES[code][3],
        timezone=_COUNTRIES[code][4],
        place=_place(draw, code),
        company=employer,
    )


def _place(draw: Draw, code: str) -> Place:
    cities = _COUNTRIES[code][5]
    return Place(
        street=f"{draw.pick(_STREETS)} {draw.between(1, 240)}",
        city=draw.pick(cities),
        state=f"{code}-{draw.between(1, 16):02}",
        postal_code=draw.digits(5),
        country=_COUNTRIES[code][0],
        country_code=code,
        latitude=draw.between(-3_300_000, 6_700_000) / 100_000,
        longitude=draw.between(-12_000_000, 2_400_000) / 100_000,
    )


def _phone(draw: Draw, code: str) -> str:
    return f"{_COUNTRIES[code][1]} {draw.between(20, 99)} {draw.digits(3)} {draw.digits(4)}"


def _ascii(text: str) -> str:
    """A text as it may stand in an address: letters without accents, lower case."""
    for letter, plain in (("ß", "ss"), ("ł", "l"), ("Ł", "l"), ("ø", "o"), ("œ", "oe"), ("ı", "i")):
        text = text.replace(letter, plain)
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in ascii_text if letter.isalnum())
