"""What waits today in the parts of the house one may see."""

from datetime import date, timedelta

from django.db.models import Count, F, Sum

from perforia.base.models import User
from perforia.base.permissions import Permission
from rut.models import Case, Letter
from rut.queries.case_list import with_counts
from rut.queries.letters import unread_files

LISTED = 8
FEW = 4


def rut_today(user: User, *, today: date) -> dict[str, object]:
    """What waits in the RUT flow: dates, letters, files nobody could read, kronor at stake."""
    if not user.has_permission(Permission.SEE_CASES):
        return {}
    cases = Case.objects.visible_to(user)
    answering = cases.answering()
    letters = Letter.objects.visible_to(user).to_review()
    unread = unread_files(user)
    owed = answering.aggregate(count=Count("*"), missing=Sum(F("item_count") - F("settled_count") - F("check_count")))
    opened = cases.open().aggregate(count=Count("*"), amount=Sum("amount"))
    return {
        "due": with_counts(answering).by_deadline()[:LISTED],
        "due_count": owed["count"],
        "late_count": cases.overdue(today).count(),
        "soon_count": answering.filter(deadline__range=(today, _sunday(today))).count(),
        "letters": letters.select_related("intake").by_deadline()[:FEW],
        "letter_count": letters.count(),
        "unread": unread[:FEW],
        "unread_count": unread.count(),
        "open_count": opened["count"],
        "at_stake": opened["amount"] or 0,
        "missing": owed["missing"] or 0,
    }


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
