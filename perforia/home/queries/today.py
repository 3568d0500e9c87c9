"""What waits today in the parts of the house one may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet, Sum

from contracts.models import Contract
from contracts.queries.contract_words import state_of
from contracts.queries.register import running_out
from perforia.base.models import User
from perforia.base.paging import Count as Counted
from perforia.base.paging import counts_of
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


Listed = list[tuple[Contract, tuple[str, str, str]]]


@dataclass(frozen=True)
class ContractsToday:
    """Contracts with their states: those that somebody must look at, wait for a signature, and run out."""

    troubled: Listed
    waiting: Listed
    ending: Listed
    troubled_count: Counted
    waiting_count: Counted
    ending_count: Counted


def contracts_today(user: User, *, today: date) -> ContractsToday | None:
    """What waits among the contracts one may see; None without any."""
    if not user.has_permission(Permission.SEE_CONTRACTS):
        return None
    contracts = Contract.objects.visible_to(user).select_related("customer", "owner")
    troubled, waiting, ending = contracts.needing_attention(), contracts.open(), running_out(contracts, today=today)
    counts = counts_of([troubled, waiting, ending])
    return ContractsToday(
        _few(troubled.order_by("-attention_at", "-pk"), counts[0]), _few(waiting.order_by("sent_at", "pk"), counts[1]),
        _few(ending.order_by("ends_on", "pk"), counts[2]), *counts,
    )  # fmt: skip


def _few(contracts: QuerySet[Contract], count: Counted) -> Listed:
    """The first of a list with their states; nothing is asked where there are none."""
    return [(each, state_of(each)) for each in contracts[:FEW]] if count.number else []


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
