"""The cast of the demo shop: brands, carriers, goods and the people who order."""

from dataclasses import dataclass, field
from random import Random
from zoneinfo import ZoneInfo

from .wording import table

PEOPLE = table("people")


@dataclass(frozen=True)
class Brand:
    shop: str
    name: str
    zone_name: str
    languages: dict[str, int]  # language: how often
    support: str
    order_from: str
    bounce_to: str
    staff: tuple[tuple[str, str], ...]  # name, address
    carriers: dict[str, int]
    currency: str
    share: float  # of all orders

    @property
    def domain(self) -> str:
        return f"{self.shop}.example"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)


NORDLICHT = Brand(
    shop="nordlicht",
    name="Nordlicht Outdoor",
    zone_name="Europe/Berlin",
    languages={"de": 60, "en": 17, "fr": 12, "es": 11},
    support="support@nordlicht.example",
    order_from="shop@nordlicht.example",
    bounce_to="bounce@nordlicht.example",
    staff=(("Anna Berger", "anna@nordlicht.example"), ("Jonas Falk", "jonas@nordlicht.example")),
    carriers={"DHL": 48, "DPD": 24, "GLS": 18, "UPS": 10},
    currency="EUR",
    share=0.62,
)
FJORDKIND = Brand(
    shop="fjordkind",
    name="Fjordkind",
    zone_name="Europe/London",
    languages={"en": 66, "fr": 22, "de": 12},
    support="hello@fjordkind.example",
    order_from="orders@fjordkind.example",
    bounce_to="hello@fjordkind.example",
    staff=(("Mia Holt", "mia@fjordkind.example"), ("Tom Askew", "tom@fjordkind.example")),
    carriers={"DPD": 34, "Royal Mail": 36, "UPS": 16, "Colissimo": 14},
    currency="GBP",
    share=0.38,
)
BRANDS = (NORDLICHT, FJORDKIND)
SILENT_CARRIERS = ("Colissimo",)  # nothing is ever recorded of their deliveries


@dataclass(frozen=True)
class Item:
    sku: str
    title: str
    quantity: int
    price: float


@dataclass(frozen=True)
class Customer:
    first: str
    last: str
    address: str
    language: str
    street: str
    postcode: str
    city: str
    country: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


NOBODY = Customer("", "", "", "", "", "", "", "")


@dataclass
class Casting:
    """Draws people and goods; no two customers share an address."""

    random: Random
    used: set[str] = field(default_factory=set)

    def customer(self, language: str, *, country: str | None = None) -> Customer:
        words = PEOPLE[language]
        first, last = self.random.choice(words["first"]), self.random.choice(words["last"])
        place = self.random.choice(words["places"])
        return Customer(
            first=first,
            last=last,
            address=self._address(first, last, words["hosts"]),
            language=language,
            street=self._street(words["streets"]),
            postcode=self._postcode(place["postcode"]),
            city=place["city"],
            country=country or place["country"],
        )

    def _postcode(self, form: str) -> str:
        letters = "".join(self.random.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
        return form.replace("##", f"{self.random.randrange(100):02d}").replace("@@", letters)

    def _street(self, streets: list[str]) -> str:
        return self.random.choice(streets).replace("#", str(self.random.randrange(1, 140)))

    def _address(self, first: str, last: str, hosts: list[str]) -> str:
        plain = f"{first}.{last}".lower().translate(str.maketrans(PEOPLE["plain"]))
        host = self.random.choice(hosts)
        address = f"{plain}@{host}"
        while address in self.used:
            address = f"{plain}{self.random.randrange(2, 9999)}@{host}"
        self.used.add(address)
        return address

    def items(self, brand: Brand) -> tuple[Item, ...]:
        goods = table("goods")[brand.shop]
        count = self.random.choices((1, 2, 3), (62, 28, 10))[0]
        return tuple(
            Item(g["sku"], g["title"], self.random.choices((1, 2), (85, 15))[0], g["price"])
            for g in self.random.sample(goods, count)
        )
