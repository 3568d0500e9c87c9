"""Reminders of deadlines: in the app and by mail, each exactly once, caught up after any silence."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from integrations.services import queue_message
from perforia.base.models import Notification, User
from perforia.base.permissions import Role
from rut.models import Case, Reminder
from rut.rules.deadlines import due_reminder, working_days_left


def remind_of_deadlines(*, today: date, at: datetime) -> int:
    """Give every reminder that is due and not given; answers how many. Safe to run side by side."""
    given = 0
    for case in Case.objects.answering().exclude(deadline=None).order_by("deadline", "pk"):
        given += _remind(case, today, at)
    return given


@transaction.atomic
def _remind(case: Case, today: date, at: datetime) -> bool:
    if case.deadline is None or (days := due_reminder(case.deadline, today)) is None:
        return False
    _, is_new = Reminder.objects.get_or_create(
        case=case, deadline=case.deadline, days_left=days, defaults={"given_at": at}
    )
    if not is_new:
        return False
    text = _sentence(case, case.deadline, today)
    url = reverse("rut:case_page", args=[case.number])
    for person in _people(case):
        key = f"case:{case.pk}:{case.deadline}:{days}"
        Notification.tell(user=person, key=key, text=text, url=url, at=at, tone="bad" if days < 0 else "warn")
        body = f"{text}\n\n{settings.BASE_URL}{url}\n"
        queue_message(to=person.email, subject=f"{case.number}: {text}"[:200], body=body, by=None, at=at)
    return True


def _people(case: Case) -> list[User]:
    """Owner and deputy; the firm's owners when the case has neither."""
    named = [person for person in (case.owner, case.deputy) if person is not None and person.is_active]
    return named or list(User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk"))


def _sentence(case: Case, deadline: date, today: date) -> str:
    left = (deadline - today).days
    missing = f", {case.missing_count} handlingar saknas" if case.missing_count else ""
    if left < 0:
        late = "1 dag" if left == -1 else f"{-left} dagar"
        return f"{case.number} skulle ha besvarats {deadline:%Y-%m-%d}, {late} för sent{missing}"
    if left == 0:
        return f"{case.number} ska besvaras idag{missing}"
    days = "1 dag" if left == 1 else f"{left} dagar"
    working = working_days_left(deadline, today)
    return f"{case.number} ska besvaras om {days} ({working} arbetsdagar){missing}"
