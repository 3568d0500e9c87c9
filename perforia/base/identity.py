"""Personal and organisation numbers: parse, check, mask. Pure; the year is handed in, never read.

Sources: Skatteverket's specification of personnummer and samordningsnummer (SKV 704, SKV 707); the last digit
is the Luhn sum over the ten digits.
"""

import re
from dataclasses import dataclass
from datetime import date

_PERSONAL = re.compile(r"^(?P<century>1[89]|20)?(?P<yymmdd>\d{6})(?P<sign>[-+]?)(?P<last>\d{4})$")
_ORGANISATION = re.compile(r"^(?:16)?(?P<digits>\d{6}-?\d{4})$")
COORDINATION_OFFSET = 60
CENTENARIAN = 100


def luhn_ok(digits: str) -> bool:
    """True when the last digit is the Luhn check digit of the others."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        value = int(char) * (1 + position % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 -- digit sum
    return total % 10 == 0


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A valid personnummer or samordningsnummer; `digits` are the twelve, without separator."""

    digits: str

    @property
    def masked(self) -> str:
        """`19880101–••••`: the form shown until somebody asks for the rest."""
        return f"{self.digits[:8]}–••••"

    @property
    def born(self) -> date:
        """The date of birth (day minus 60 for a samordningsnummer)."""
        day = int(self.digits[6:8])
        return date(
            int(self.digits[:4]), int(self.digits[4:6]), day - COORDINATION_OFFSET * (day > COORDINATION_OFFSET)
        )

    def pretty(self) -> str:
        """`19880101-2397`."""
        return f"{self.digits[:8]}-{self.digits[8:]}"


def parse_personal_number(text: str, *, today: date) -> PersonalNumber:
    """Read 10 or 12 digits with or without separator; `+` means a hundred years or more.

    Raises ValueError when form, date or check digit is wrong.
    """
    bare = re.sub(r"[\s\u00a0]", "", text).replace("–", "-").replace("\u2212", "-")
    match = _PERSONAL.match(bare)
    if match is None or not luhn_ok(match["yymmdd"] + match["last"]):
        message = "not a personal number"
        raise ValueError(message)
    century = match["century"] or _century(match["yymmdd"], match["sign"], today)
    number = PersonalNumber(f"{century}{match['yymmdd']}{match['last']}")
    if number.born > today:
        message = "born in the future"
        raise ValueError(message)
    return number


def _century(yymmdd: str, sign: str, today: date) -> str:
    """The latest century that is not in the future; one earlier with `+`."""
    year = today.year - today.year % 100 + int(yymmdd[:2])
    day = int(yymmdd[4:])
    birthday = (int(yymmdd[2:4]), day - COORDINATION_OFFSET * (day > COORDINATION_OFFSET))
    if (year, *birthday) > (today.year, today.month, today.day):
        year -= CENTENARIAN
    if sign == "+":
        year -= CENTENARIAN
    return str(year)[:2]


def parse_organisation_number(text: str) -> str:
    """Return `NNNNNN-NNNN`; the third digit is at least 2, which keeps personal numbers out.

    Raises ValueError when form or check digit is wrong.
    """
    match = _ORGANISATION.match(re.sub(r"[\s\u00a0]", "", text).replace("–", "-"))
    digits = match["digits"].replace("-", "") if match else ""
    if not digits or digits[2] < "2" or not luhn_ok(digits):
        message = "not an organisation number"
        raise ValueError(message)
    return f"{digits[:6]}-{digits[6:]}"
