"""Contracts in plain values: what a reading at the service means, and the dates of a contract's life. Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from contracts.states import FOLLOWED, ContractKind, ContractStatus, Renewal
from perforia.base.money import ORE

LONGEST_TITLE, LONGEST_SUBJECT, LONGEST_MESSAGE = 130, 150, 5000
# Days before the last day to give notice, and before the end, when somebody is told.
REMINDED = (60, 30, 7)
EXPIRY_REMINDED = (3, 1)


VAT = Decimal("1.25")  # mervärdesskattelagen (2023:200) 9 kap. 2 §: 25 percent


@dataclass(frozen=True)
class Terms:
    """What the register holds of an agreement; value in kronor with VAT."""

    kind: ContractKind = ContractKind.ONE_JOB
    value: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    notice_months: int | None = None
    renewal: Renewal = Renewal.NONE
    renewal_months: int | None = None


@dataclass(frozen=True)
class Wording:
    """What is written on a contract and to whom it goes; `fields` are the data fields that get a value."""

    title: str
    subject: str
    message: str
    fields: Sequence[str] = ()
    sign_by: date | None = None


@dataclass(frozen=True)
class TemplateFacts:
    """What is known of the template a contract is made from."""

    is_offered: bool
    fields: frozenset[str]


_READ_BY_NIGHT = frozenset({ContractStatus.SIGNED, ContractStatus.DECLINED, ContractStatus.REMOVED})
# The service's words for where a contract is (developer.oneflow.com, "Contract").
_TARGETS = {
    "pending": ContractStatus.SENT, "overdue": ContractStatus.EXPIRED, "signed": ContractStatus.SIGNED,
    "declined": ContractStatus.DECLINED,
}  # fmt: skip


def path_to(current: ContractStatus, state: str, *, was_opened: bool) -> list[ContractStatus] | None:
    """The moves that lead from where a contract is to what the service says of it; None for a word we do not know.

    What was missed on the way is made good, so that a contract whose news were all lost has been sent and opened too.
    A draft at the service moves nothing: it is on its way.
    """
    if state == "draft":
        return []
    target = _TARGETS.get(state)
    if target is None:
        return None
    if target == ContractStatus.SENT and was_opened:
        target = ContractStatus.OPENED
    if current in {target, ContractStatus.WITHDRAWN}:
        return []
    steps: list[ContractStatus] = []
    if current == ContractStatus.CREATING and target != ContractStatus.SENT:
        steps.append(ContractStatus.SENT)
    is_on_the_way = current in {ContractStatus.CREATING, ContractStatus.SENT}
    if was_opened and is_on_the_way and target != ContractStatus.OPENED:
        steps.append(ContractStatus.OPENED)
    return [*steps, target]


def before_vat(value: Decimal | None) -> Decimal | None:
    """What a contract is worth without VAT, in kronor with öre; None when its worth is not known."""
    return None if value is None else (value / VAT).quantize(ORE)


# Seconds to wait after the first, second … try that led nowhere; then once an hour, a day in all.
_WAITS = (10, 30, 60, 120, 300, 600, 1800)
_HOURS = 23


def next_wait(attempts: int) -> timedelta | None:
    """How long to wait after so many tries at the service; None when it is time for a person to look."""
    if attempts <= len(_WAITS):
        return timedelta(seconds=_WAITS[max(attempts, 1) - 1])
    return timedelta(hours=1) if attempts <= len(_WAITS) + _HOURS else None


EVERY = timedelta(minutes=30)
NIGHTS = timedelta(days=30)
NIGHT = time(2, 30)


def next_reading(status: ContractStatus, *, changed_at: datetime, at: datetime) -> datetime | None:
    """When a contract is read at the service again, whatever it calls back; `at` in local time, None for never.

    What lies with the customer twice an hour, what has ended of late every night: callbacks are given up after two
    hours (developer.oneflow.com, "Webhook and event").
    """
    if status in FOLLOWED:
        return at + EVERY
    if status in _READ_BY_NIGHT and changed_at > at - NIGHTS:
        night = datetime.combine(at.date(), NIGHT, tzinfo=at.tzinfo)
        return night if night > at else night + timedelta(days=1)
    return None


# How far a state at the service is on its way: of two readings of one moment the further one is the later.
_RANKS = {"draft": 0, "pending": 1, "overdue": 2, "signed": 3, "declined": 3}
_FAR = 2


@dataclass(frozen=True)
class Reading:
    """A contract's state at the service, in its own word: since when, and when the question was asked."""

    state: str
    state_at: datetime | None
    began_at: datetime | None


def is_stale(told: Reading, known: Reading) -> bool:
    """Whether a reading is older than what is written down already, whichever of them came home first.

    The service's own time of the state decides; times in whole seconds may be equal, then who is further on its way,
    then whose question was asked later.
    """
    if told.state_at is not None and known.state_at is not None and told.state_at != known.state_at:
        return told.state_at < known.state_at
    if (difference := _RANKS.get(told.state, _FAR) - _RANKS.get(known.state, 0)) != 0:
        return difference < 0
    return told.began_at is not None and known.began_at is not None and told.began_at < known.began_at


def add_months(day: date, months: int) -> date:
    """The same day of a later (or, below zero, earlier) month, or its last day when it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def current_end(terms: Terms, *, on: date) -> date | None:
    """The last day of the period that runs on a day; one that renews itself has ever later ones. None without end."""
    if terms.ends_on is None or terms.ends_on >= on or terms.renewal != Renewal.AUTOMATIC or not terms.renewal_months:
        return terms.ends_on
    periods = 1
    while (end := add_months(terms.ends_on, periods * terms.renewal_months)) < on:
        periods += 1
    return end


def last_notice_day(terms: Terms, *, on: date) -> date | None:
    """The last day to give notice so that it ends with the period that runs; None when nothing renews itself."""
    end = current_end(terms, on=on)
    if end is None or terms.renewal != Renewal.AUTOMATIC:
        return None
    day = add_months(end, -(terms.notice_months or 0))
    if day < on and terms.renewal_months:  # too late for this period: the next one
        return add_months(end, terms.renewal_months - (terms.notice_months or 0))
    return day


def is_in_force(terms: Terms, *, signed_on: date | None, on: date) -> bool:
    """Whether an agreement holds on a day."""
    if signed_on is None or signed_on > on or (terms.starts_on is not None and terms.starts_on > on):
        return False
    return terms.ends_on is None or terms.ends_on >= on or terms.renewal == Renewal.AUTOMATIC


def due_reminder(day: date | None, *, today: date, steps: Sequence[int] = REMINDED) -> int | None:
    """The step whose time has come: the fewest days that are not fewer than what is left; None before and after."""
    if day is None or day < today:
        return None
    left = (day - today).days
    return min((step for step in steps if step >= left), default=None)


def wording_problems(wording: Wording, template: TemplateFacts | None, *, today: date) -> dict[str, list[str]]:
    """What must be put right in the text of a contract before it can be sent, by field of ours."""
    problems: dict[str, list[str]] = {}
    for name, text, longest, words in (
        ("title", wording.title, LONGEST_TITLE, "avtalets namn"),
        ("subject", wording.subject, LONGEST_SUBJECT, "ämnet"),
        ("message", wording.message, LONGEST_MESSAGE, "meddelandet"),
    ):  # fmt: skip
        if not text.strip():
            problems[name] = [f"Skriv {words}."]
        elif len(text) > longest:
            problems[name] = [f"Korta {words} till högst {longest} tecken."]
    if template is None:
        problems["mapping"] = ["Välj en mall."]
    elif not template.is_offered:
        problems["mapping"] = ["Mallen går inte att använda just nu. Välj en annan, eller hämta mallarna igen."]
    else:
        for name in wording.fields:
            if name not in template.fields:
                problems[f"values.{name}"] = ["Fältet finns inte i mallen längre. Välj mallen igen."]
    if wording.sign_by is not None and wording.sign_by < today:
        problems["sign_by"] = ["Dagen har passerat. Välj en senare dag."]
    return problems
