"""What the demo firm has to do, and what its people have written of their customers."""

from datetime import datetime, timedelta

from crm.models import Customer, FollowUp
from crm.rules.history import Happening
from crm.services import activities, followups
from crm.states import ActivityKind, CallOutcome, Direction, Repeat, Subject
from perforia.base.models import User
from rut.models import Case

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TASKS = (
    ("Skicka offert på magasinering", -1, 16, Repeat.NEVER), ("Be om portkod till Mallgatan 17", 0, 12, Repeat.NEVER),
    ("Ring om fast hemstädning varannan vecka", 0, 15, Repeat.NEVER),
    ("Stäm av pris för flytt av piano", 1, 13, Repeat.NEVER), ("Följ upp klagomål på fönsterputs", 2, 9, Repeat.NEVER),
    ("Fråga om nöjdhet efter flytten", 5, 10, Repeat.NEVER), ("Ring om årsavtal", 12, 9, Repeat.YEARLY),
)  # fmt: skip
OWN = (
    ("Gå igenom obetalda fakturor", 0, 14, Repeat.WEEKLY), ("Beställ flyttkartonger", 3, 9, Repeat.BIWEEKLY),
    ("Lämna underlag till bokföringen", 6, 9, Repeat.MONTHLY),
)  # fmt: skip
CALLS = (
    ("Vill helst börja 08. Piano ska inte med.", CallOutcome.ANSWERED, Direction.OUT, 6),
    ("", CallOutcome.NO_ANSWER, Direction.OUT, None),
    ("Undrade om RUT räcker till både flytt och städning i år.", CallOutcome.ANSWERED, Direction.IN, 4),
)
NOTES = ("Hiss som rymmer möbler, men smal port.", "Nyckeln hämtas hos grannen på våningen under.")
TALKED = 14  # so many customers have a history in words


def load(*, by: User, second: User, at: datetime) -> None:
    """Give the firm things to do and words about its customers. Nothing when somebody has written already."""
    if FollowUp.objects.filter(is_next_step=False).exists():
        return
    customers = list(Customer.objects.listed().order_by("-pk")[:TALKED])
    for number, customer in enumerate(customers):
        _talk(customer, number, by if number % 2 else second, at)
    for number, (text, days, hour, repeat) in enumerate(TASKS):
        about = followups.About(customer=customers[number % len(customers)])
        _task(text, _due(at, days, hour), repeat, about, by=by if number % 3 else second, at=at)
    for person in (by, second):
        for text, days, hour, repeat in OWN:
            _task(text, _due(at, days, hour), repeat, followups.NOTHING, by=person, at=at)
    for case in Case.objects.order_by("-pk")[:2]:
        about = followups.About(subject=Subject.CASE, subject_id=case.pk, label=case.number)
        _task("Ring handläggaren om anstånd", _due(at, 1, 11), Repeat.NEVER, about, by=second, at=at)


def _talk(customer: Customer, number: int, by: User, at: datetime) -> None:
    """A call some days ago, written down the same day or the day after; a note for every other."""
    text, outcome, direction, minutes = CALLS[number % len(CALLS)]
    called = at - (2 + number) * DAY
    what = Happening(ActivityKind.CALL, text=text, direction=direction, outcome=outcome, minutes=minutes)
    written = called + (DAY if number % 4 == 0 else HOUR / 12)
    activities.log(what=what, customer=customer, by=by, at=called, written_at=written)
    if number % 2:
        note = Happening(ActivityKind.NOTE, text=NOTES[number % len(NOTES)])
        activities.log(what=note, customer=customer, by=by, at=called + HOUR, written_at=called + HOUR)


def _task(text: str, due: datetime, repeat: Repeat, about: followups.About, *, by: User, at: datetime) -> None:
    followups.add(details=followups.Details(text, by, due, repeat), about=about, by=by, at=at)


def _due(at: datetime, days: int, hour: int) -> datetime:
    return at.replace(hour=hour, minute=0, second=0, microsecond=0) + days * DAY
