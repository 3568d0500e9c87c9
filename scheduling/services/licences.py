"""Licences and courses that run out: said to those who manage staff, once for each day they run out on."""

from datetime import date, datetime, timedelta

from django.db import transaction

from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from scheduling.models import EmployeeSkill
from scheduling.rules.words import day_of

AHEAD = timedelta(days=30)


@transaction.atomic
def remind(*, today: date, at: datetime) -> int:
    """Tell of what runs out within a month, or has; answers how much was new. Idempotent."""
    rows = EmployeeSkill.objects.filter(valid_until__lte=today + AHEAD).exclude(
        employee__resource__active_until__lt=today
    )
    rows = rows.select_for_update(of=("self",), no_key=True).select_related("employee__resource").order_by("pk")
    fresh = [row for row in rows if row.told_until != row.valid_until and row.valid_until is not None]
    people = list(
        User.objects.filter(role__in=roles_with(Permission.MANAGE_STAFF), is_active=True).order_by("pk")
    ) if fresh else []  # fmt: skip
    for row in fresh:
        until = row.valid_until
        assert until is not None  # noqa: S101 -- asked for above
        word = "gick ut" if until < today else "går ut"
        text = f"{row.employee.resource.name}: {row.get_skill_display()} {word} {day_of(until)}."
        for person in people:
            Notification.tell(
                user=person, key=f"skill:{row.pk}:{until}", text=text, url="/personal/", at=at, tone="warn"
            )  # fmt: skip
        row.told_until = until
        row.save(update_fields=["told_until"])
    return len(fresh)
