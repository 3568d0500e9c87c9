"""Whom a personal address belongs to, and whether it still opens anything."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from perforia.base.models import User
from perforia.base.secrets import lookup_hash
from scheduling.models import CrewLink, Employee
from scheduling.rules.worktime import local_date
from scheduling.states import CrewLinkKind

LONGEST_TOKEN = 80


def employee_of(user: User, day: date) -> Employee | None:
    """The employee who logs in as somebody, until they have left; who begins later may look ahead."""
    found = Employee.objects.select_related("resource").filter(user=user).first()
    return found if found is not None and not found.resource.has_left(day) else None


def open_link(pk: int, *, at: datetime) -> CrewLink | None:
    """The link that opened a phone, if that phone is still open."""
    rows = CrewLink.objects.filter(kind=CrewLinkKind.DAY, used_at__isnull=False, revoked_at=None, expires_at__gt=at)
    return _of_those_here(rows.select_related("resource__employee__user").filter(pk=pk).first(), at)


def link_of(token: str) -> CrewLink | None:
    """The link to a day with a secret, whatever has become of it."""
    rows = CrewLink.objects.filter(kind=CrewLinkKind.DAY, token_hash=lookup_hash(token[:LONGEST_TOKEN]))
    return rows.select_related("resource__employee__user").first()


def calendar_of(token: str, *, at: datetime) -> CrewLink | None:
    """The calendar with a secret, if it is still to be read."""
    rows = CrewLink.objects.filter(
        kind=CrewLinkKind.CALENDAR, revoked_at=None, token_hash=lookup_hash(token[:LONGEST_TOKEN])
    )
    return _of_those_here(rows.select_related("resource__employee").first(), at)


def open_calendar(resource_id: int) -> CrewLink | None:
    """The calendar of somebody that is to be read, if there is one."""
    return CrewLink.objects.filter(kind=CrewLinkKind.CALENDAR, revoked_at=None, resource=resource_id).first()


def links_of(resource_id: int, *, at: datetime) -> Sequence[CrewLink]:
    """What is open to one person: unused links, phones and the calendar, the latest first."""
    rows = CrewLink.objects.filter(
        Q(kind=CrewLinkKind.CALENDAR)
        | Q(used_at=None, usable_until__gt=at)
        | Q(used_at__isnull=False, expires_at__gt=at),
        resource=resource_id, revoked_at=None,
    )  # fmt: skip
    return list(rows.select_related("created_by").order_by("-created_at", "-pk")[:20])


def _of_those_here(link: CrewLink | None, at: datetime) -> CrewLink | None:
    return link if link is not None and not link.resource.has_left(local_date(at)) else None
