"""Reminders of deadlines and repayments: in the app and by mail, each exactly once, caught up after any silence."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from integrations.services import queue_message
from perforia.base.models import Notification, User
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice, Decision, Reminder
from rut.rules.deadlines import due_reminder, working_days_left
from rut.services.cases import lock
from rut.states import CaseStatus, ClaimStatus

logger = logging.getLogger(__name__)


def remind_of_deadlines(*, today: date, at: datetime) -> int:
    """Give every reminder that is due and not given; answers how many. Safe to run side by side.

    One that fails is logged, keeps no other from being given, and is tried again at the next run.
    """
    answers = [partial(_remind, case, today, at) for case in Case.objects.answering().by_deadline()]
    decisions = _to_repay().select_related("case").order_by("pay_by", "pk")
    repayments = [partial(_remind_to_repay, decision, today, at) for decision in decisions]
    return sum(_given(remind) for remind in [*answers, *repayments])


def _given(remind: Callable[[], bool]) -> bool:
    try:
        return remind()
    except Exception:  # an edge: no date may pass unseen because of another
        logger.exception("a reminder was not given")
        return False


@transaction.atomic
def _remind(case: Case, today: date, at: datetime) -> bool:
    """Under the case's lock: an answer sent a moment ago, or a new date, is seen."""
    case = lock(case)
    if not case.is_answering:
        return False
    if case.deadline is None:
        key = f"case:{case.pk}:no-deadline:{today}"
        return _tell(case, key, f"{case.number} saknar svarsfrist. Läs brevet och skriv in den", True, at)
    if (days := due_reminder(case.deadline, today)) is None:
        return False
    _, is_new = Reminder.objects.get_or_create(
        case=case, deadline=case.deadline, days_left=days, defaults={"given_at": at}
    )
    if not is_new:
        return False
    key = f"case:{case.pk}:{case.deadline}:{days}"
    _tell(case, key, _sentence(case, case.deadline, today), days < 0, at)
    return True


def _to_repay() -> QuerySet[Decision]:
    """Decisions whose money is to be paid back and is not."""
    owed = CaseInvoice.objects.filter(status=ClaimStatus.REPAY_DECIDED).values("case")
    return Decision.objects.filter(case__in=owed).exclude(pay_by=None).exclude(case__status=CaseStatus.CLOSED)


@transaction.atomic
def _remind_to_repay(decision: Decision, today: date, at: datetime) -> bool:
    if decision.pay_by is None or (days := due_reminder(decision.pay_by, today)) is None:
        return False
    ocr = f", OCR {decision.ocr}" if decision.ocr else ""
    text = f"{decision.case.number}: återkravet ska vara betalt {decision.pay_by:%Y-%m-%d}{ocr}"
    return _tell(decision.case, f"decision:{decision.pk}:{decision.pay_by}:{days}", text, days < 0, at)


def _tell(case: Case, key: str, text: str, is_late: bool, at: datetime) -> bool:  # noqa: FBT001 -- a tone, in this file
    """In the app and by mail, once per person and key; True when somebody was told."""
    url = reverse("rut:case_page", args=[case.number])
    told = False
    for person in _people(case):
        if not Notification.tell(user=person, key=key, text=text, url=url, at=at, tone="bad" if is_late else "warn"):
            continue
        body = f"{text}\n\n{settings.BASE_URL}{url}\n"
        subject = text if text.startswith(case.number) else f"{case.number}: {text}"
        queue_message(to=person.email, subject=subject[:200], body=body, by=None, at=at)
        told = True
    return told


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
