"""Who asks the demo firm for a price: names, homes, wishes and what the job is worth, the same every time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from crm.states import Service
from perforia.demo.ledger import CITIES, LAST, STREETS

FIRST = (
    "Hamza", "Gunilla", "Cecilia", "Johan", "Sixten", "Vera", "Elna", "Nadia", "Tomas", "Birgitta", "Amir", "Sofia",
    "Rolf", "Maryam", "Anders", "Ebba", "Yusuf", "Kerstin", "Viktor", "Ulla", "Leo", "Signe", "Mattias", "Zahra",
)  # fmt: skip
FIRMS = (
    "Brf Exemplet 3", "Mallföretaget AB", "Brf Provkvarnen", "Skissbyrån AB", "Fiktion & Co HB", "Brf Låtsashöjden",
    "Testkontoret AB", "Utkast Arkitekter AB",
)  # fmt: skip
# Numbers that are kept free for fiction: the end of the mobile series, then Göteborg, Malmö, Stockholm.
MOBILE, MOBILES, FIRST_MOBILE = "+467017406", range(74, 100), 161
SERIES = ("+463139006", "+464062804", "+468465004")
# What is asked for, how often of twenty, and the least and most it is worth.
WISHES: tuple[tuple[tuple[Service, ...], int, int, int], ...] = (
    ((Service.MOVING,), 6, 8_900, 21_500), ((Service.MOVING, Service.MOVE_CLEANING), 4, 14_200, 29_800),
    ((Service.MOVE_CLEANING,), 4, 3_900, 8_400), ((Service.HOME_CLEANING,), 3, 900, 2_900),
    ((Service.WINDOWS,), 1, 1_200, 4_800), ((Service.MOVING, Service.PACKING), 1, 16_000, 36_000),
    ((Service.PACKING,), 1, 2_400, 6_200),
)  # fmt: skip
FIRM_PRICES = (24_000, 86_000)
MESSAGES = (
    "Vi har ett piano på 180 kg, går det bra?", "Besiktning dagen efter klockan 9.", "Hiss finns men den är liten.",
    "Hund i lägenheten, hoppas det är okej.", "Kan ni ta bort en gammal soffa samtidigt?",
    "Helst på förmiddagen, vi får nycklarna kvällen före.", "Vill veta priset både med och utan packning.",
    "Balkongen är inglasad, räkna gärna med den.", "Parkering finns på gården, koden får ni av mig.",
)  # fmt: skip


@dataclass(frozen=True)
class Asker:
    """Somebody who asks; `details` by the keys of crm.rules.details."""

    name: str
    phone: str
    email: str
    services: Sequence[str]
    address: str
    postal_code: str
    city: str
    to_address: str = ""
    to_postal_code: str = ""
    to_city: str = ""
    message: str = ""
    value: Decimal = Decimal(0)
    details: dict[str, str] = field(default_factory=dict)
    days_ahead: int = 14

    def wanted_on(self, asked_on: date) -> date:
        """The day they want."""
        return asked_on + timedelta(days=self.days_ahead)


def asker(number: int) -> Asker:
    """The asker of a number, from 0; nobody comes twice below 288."""
    chance = random.Random(number)
    wish, _, low, high = chance.choices(WISHES, [often for _, often, _, _ in WISHES])[0]
    is_firm = number % 23 == 11  # noqa: PLR2004 -- about one of twenty
    name = FIRMS[number // 23 % len(FIRMS)] if is_firm else _name(number)
    low, high = FIRM_PRICES if is_firm else (low, high)
    code, city = CITIES[chance.randrange(len(CITIES))]
    goal = CITIES[chance.randrange(len(CITIES))]
    is_move = Service.MOVING in wish
    local = name.lower().translate(str.maketrans("åäöé &", "aaoe..")).replace("..", ".")
    return Asker(
        name=name, phone=_phone(number), email=f"{local}@example.se" if chance.random() < 0.7 else "",  # noqa: PLR2004
        services=[each.value for each in wish], address=_street(chance), postal_code=code, city=city,
        to_address=_street(chance) if is_move else "", to_postal_code=goal[0] if is_move else "",
        to_city=goal[1] if is_move else "", message=chance.choice(MESSAGES) if chance.random() < 0.3 else "",  # noqa: PLR2004
        value=Decimal(chance.randrange(low, high, 50)), details=_details(chance, wish),
        days_ahead=chance.randint(6, 45),
    )  # fmt: skip


def _details(chance: random.Random, wish: Sequence[Service]) -> dict[str, str]:
    area = chance.randint(28, 146)
    told = {
        "housing": "house" if area > 110 else "apartment", "area_m2": str(area), "rooms": str(max(area // 28, 1)),  # noqa: PLR2004
        "floor": str(chance.randint(0, 5)), "elevator": chance.choice(("large", "small", "none")),
        "wants_rut": chance.choice(("yes", "yes", "yes", "unsure")),
    }  # fmt: skip
    if Service.HOME_CLEANING in wish:
        told["frequency"] = chance.choice(("weekly", "biweekly", "monthly"))
    return told


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST) + number) % len(LAST)]}"


def _phone(number: int) -> str:
    """The latest of a season have mobiles until they are used up."""
    if 0 <= number - FIRST_MOBILE < len(MOBILES):
        return f"{MOBILE}{MOBILES[number - FIRST_MOBILE]}"
    return f"{SERIES[number // 100 % len(SERIES)]}{number % 100:02}"


def _street(chance: random.Random) -> str:
    return f"{chance.choice(STREETS)} {chance.randint(1, 60)}"
