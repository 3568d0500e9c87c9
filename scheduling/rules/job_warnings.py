"""What is odd about a job that somebody writes down: told before it is saved, and passed over with one press. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.states import Service
from scheduling.rules.holidays import holiday
from scheduling.rules.words import day_of, hours

LONG_WITHOUT_BREAK = 300  # minutes, arbetstidslagen 15 §
HALF_MORE = Decimal("1.5")
SATURDAY = 5


@dataclass(frozen=True)
class Draft:
    """The facts that are looked at; `addresses` is how many stops there are, `doubts` what is said against them.

    `hours` are those of RUT work together.
    """

    kind: str
    minutes: int
    break_minutes: int = 0
    people: int = 1
    wanted_on: date | None = None
    addresses: int = 0
    doubts: Sequence[str] = ()
    hours: Decimal = Decimal(0)


def warnings(draft: Draft, *, today: date) -> list[str]:
    """What somebody should look at once more, each with what to do."""
    return [*_day(draft.wanted_on, today), *_addresses(draft), *_work(draft)]


def _day(wanted_on: date | None, today: date) -> Iterable[str]:
    if wanted_on is None:
        return
    if wanted_on < today:
        yield f"Den önskade dagen, {day_of(wanted_on)}, har redan varit."
    elif name := holiday(wanted_on):
        yield f"Den önskade dagen, {day_of(wanted_on)}, är {name[0].lower()}{name[1:]}."
    elif wanted_on.weekday() >= SATURDAY:
        yield f"Den önskade dagen, {day_of(wanted_on)}, är i helgen."


def _addresses(draft: Draft) -> Iterable[str]:
    if not draft.addresses:
        yield "Uppdraget har ingen adress. Utan den räknas ingen restid."
    elif draft.kind == Service.MOVING and draft.addresses == 1:
        yield "Flytten har bara en adress. Lägg till dit flytten går."
    if draft.doubts:
        yield from draft.doubts
        yield "Uppdraget går att planera, men inte att publicera innan adressen är bekräftad."


def _work(draft: Draft) -> Iterable[str]:
    if draft.minutes > LONG_WITHOUT_BREAK and not draft.break_minutes:
        yield f"Uppdraget tar {hours(draft.minutes)} utan rast. Rasten ska komma inom 5 tim."
    worked = Decimal((draft.minutes - draft.break_minutes) * draft.people) / 60
    if draft.hours > worked * HALF_MORE:
        told = f"{draft.hours.normalize():f}".replace(".", ",")
        yield f"{told} rut-timmar är fler än laget hinner: {draft.people} × {hours(draft.minutes)}."
