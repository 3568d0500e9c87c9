"""Reads of follow-ups: a person's list by time, those of a lead, a customer or a case, and what waits today."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count as NumberOf
from django.db.models import Q
from django.utils import timezone

from crm.models import Customer, FollowUp, Lead
from crm.models.history import FollowUpQuerySet
from crm.states import OPEN_LEADS, Subject
from perforia.base.models import User
from perforia.base.paging import CAP, Count, Slice, count_of, slice_of
from perforia.base.permissions import Permission

SIZE = 50
FEW = 8
MOST = 50  # so many stand on the page of what they are about
DAY = timedelta(days=1)
HIDDEN = "Uppgift om en kund med skyddade uppgifter"
# The views of the page Att göra: word in the address, label.
VIEWS = (("", "Väntar"), ("forsenade", "Försenade"), ("kommande", "Kommande"), ("klara", "Klara"))
_GROUPS = ("Försenat", "Idag", "Imorgon", "Inom en vecka", "Senare")


@dataclass(frozen=True)
class Row:
    """One follow-up as it is shown; `text` is hidden from those who may not read of somebody protected."""

    follow_up: FollowUp
    text: str
    is_late: bool
    is_step: bool  # the next step of an open lead is finished by planning another

    @property
    def subject_name(self) -> str:
        """The lead or customer by name."""
        about = self.follow_up.lead or self.follow_up.customer
        return str(about) if about else ""


@dataclass(frozen=True)
class Group:
    """The rows under one heading."""

    name: str
    rows: list[Row]
    number: int = 0  # how many there are, where more than those shown

    @property
    def count(self) -> int:
        return self.number or len(self.rows)

    @property
    def is_late(self) -> bool:
        return self.name == _GROUPS[0]


@dataclass(frozen=True)
class Today:
    """What waits for a person today, and how much it is."""

    groups: list[Group]
    count: int


@dataclass(frozen=True)
class Asked:
    """What a person wants to see: whose, and which view."""

    user: User
    view: str = ""
    is_all: bool = False


def listed(asked: Asked, *, at: datetime) -> FollowUpQuerySet:
    """The follow-ups of a view."""
    rows = _seen(asked.user) if asked.is_all else FollowUp.objects.filter(owner=asked.user)
    if asked.view == "klara":
        return rows.exclude(done_at=None)
    waiting = rows.waiting()
    if asked.view == "forsenade":
        return waiting.filter(due_at__lt=at)
    return waiting.filter(due_at__gte=_midnight(at) + DAY) if asked.view == "kommande" else waiting


def page_of(asked: Asked, *, at: datetime, after: str, before: str) -> tuple[Slice[FollowUp], list[Group]]:
    """One page of a view and its rows under their headings."""
    by = "-done_at" if asked.view == "klara" else "due_at"
    page = slice_of(_whole(listed(asked, at=at)), by=by, size=SIZE, after=after, before=before)
    rows = rows_of(asked.user, page.rows, at=at)
    return page, [Group("", rows)] if asked.view == "klara" else grouped(rows, at=at)


def counts(asked: Asked, *, at: datetime) -> dict[str, Count]:
    """How many there are of each view that waits."""
    views = (name for name, _ in VIEWS if name != "klara")
    return {view: count_of(listed(Asked(asked.user, view, asked.is_all), at=at)) for view in views}


def of_target(user: User, target: Lead | Customer) -> FollowUpQuerySet:
    """What waits about a customer, or about a lead besides its next step, the soonest first."""
    of = {"lead": target, "is_next_step": False} if isinstance(target, Lead) else {"customer": target}
    return _whole(FollowUp.objects.visible_to(user).waiting().filter(**of)).order_by("due_at", "pk")[:MOST]


def of_subject(user: User, subject: Subject, subject_id: int) -> FollowUpQuerySet:
    """What waits about a thing of an app above, the soonest first."""
    rows = FollowUp.objects.visible_to(user).waiting().filter(subject=subject, subject_id=subject_id)
    return _whole(rows).order_by("due_at", "pk")[:MOST]


def today(user: User, *, at: datetime) -> Today:
    """A person's own until tomorrow night: a few under each heading, however many are late."""
    mine, midnight = FollowUp.objects.filter(owner=user).waiting(), _midnight(at)
    days = (
        Q(due_at__lt=at),
        Q(due_at__gte=at, due_at__lt=midnight + DAY),
        Q(due_at__gte=midnight + DAY, due_at__lt=midnight + 2 * DAY),
    )
    found = [each for day in days for each in _whole(mine.filter(day)).order_by("due_at", "pk")[:FEW]]
    numbers = mine.filter(due_at__lt=midnight + 2 * DAY).aggregate(
        **{name: NumberOf("pk", filter=day) for name, day in zip(_GROUPS, days, strict=False)}
    )
    groups = grouped(rows_of(user, found, at=at), at=at)
    return Today([replace(group, number=numbers[group.name]) for group in groups], sum(numbers.values()))


def waiting_today(user: User, *, today: date) -> tuple[int, bool]:
    """How many of a person's own are due today or before, counted up to a cap, and whether any is from before."""
    midnight = timezone.make_aware(datetime.combine(today, time()))
    mine = FollowUp.objects.filter(owner=user, due_at__lt=midnight + DAY).waiting()
    due = list(mine.order_by("due_at").values_list("due_at", flat=True)[:CAP])
    return len(due), bool(due) and due[0] < midnight


def rows_of(user: User, follow_ups: Iterable[FollowUp], *, at: datetime) -> list[Row]:
    """Follow-ups as they are shown to a person."""
    may_read_all = user.has_permission(Permission.SEE_PROTECTED)
    return [
        Row(
            each, HIDDEN if is_protected(each) and not (may_read_all or _is_own(each, user)) else each.text,
            is_late=each.done_at is None and each.due_at < at,
            is_step=each.is_next_step and each.lead is not None and each.lead.status in OPEN_LEADS,
        )
        for each in follow_ups
    ]  # fmt: skip


def grouped(rows: list[Row], *, at: datetime) -> list[Group]:
    """Rows in the order of their time under their headings."""
    midnight = _midnight(at)
    edges = (at, midnight + DAY, midnight + 2 * DAY, midnight + 7 * DAY)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        place = sum(row.follow_up.due_at >= edge for edge in edges)
        groups.setdefault(_GROUPS[place], []).append(row)
    return [Group(name, groups[name]) for name in _GROUPS if name in groups]


def is_protected(follow_up: FollowUp) -> bool:
    """Whether it is about somebody with protected personal data."""
    customer = follow_up.customer or (follow_up.lead.customer if follow_up.lead else None)
    return customer is not None and customer.is_protected


def _seen(user: User) -> FollowUpQuerySet:
    return FollowUp.objects.visible_to(user)


def _whole(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.select_related("lead__customer", "customer", "owner")


def _is_own(follow_up: FollowUp, user: User) -> bool:
    return user.pk in {follow_up.owner_id, follow_up.created_by_id}


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
