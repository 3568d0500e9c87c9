"""How reporting to Google Ads is doing: account, rules, runs, counts, and what is wrong in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from crm.models import AdAccount, Conversion, ConversionRequest, ConversionRule, ConversionRun
from crm.queries.conversion_lists import RINGS, Shown, conversions, counts_by_state, shown
from crm.rules.ad_words import Words, in_words
from crm.states import AdWay, ConversionAct, ConversionState
from perforia.base.models import User

NIGHT = (4, 10)  # as in the beat table
LATEST, RUNS, LONGEST_WINDOW = 8, 5, 90
LAST = Coalesce("settled_at", "sent_at", "decided_at")
COUNTED = {
    "pending": "skickade", "final": "bekräftade", "already": "kända sedan förut", "retry": "försöks igen",
    "rejected": "avvisade", "skipped": "hoppades över", "config": "väntar på kontot",
}  # fmt: skip


@dataclass(frozen=True)
class Health:
    """Everything the pages say of it. `next_at` is the next nightly run."""

    account: AdAccount | None
    word: str
    ring: str
    tone: str
    trouble: Words | None = None
    detail: str = ""
    is_testing: bool = False
    next_at: datetime | None = None
    owner: str = ""
    rules: list[ConversionRule] = field(default_factory=list)
    runs: list[tuple[ConversionRun, str]] = field(default_factory=list)
    states: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    latest: list[Shown] = field(default_factory=list)
    files: list[ConversionRequest] = field(default_factory=list)
    actions: list[tuple[str, str, str]] = field(default_factory=list)
    waiting: Mapping[str, int] = field(default_factory=dict)


def health_of(user: User, *, at: datetime) -> Health:
    """How it is doing; with nothing but a word where no account is set up."""
    account = AdAccount.objects.visible_to(user).select_related("connection").first()
    rules = list(ConversionRule.objects.visible_to(user).order_by("milestone", "pk"))
    if account is None:
        return Health(None, "Inte ansluten", "is-new", "", rules=rules)
    counts = counts_by_state(user)
    word, ring, tone, reason, detail = _standing(account, counts.get(ConversionState.REJECTED, 0), at)
    runs = list(ConversionRun.objects.select_related("started_by").order_by("-started_at", "-pk")[:RUNS])
    open_files = ConversionRequest.objects.filter(way=AdWay.FILE, done_at=None).order_by("-sent_at", "-pk")
    owner = str(account.facts.get("owner_id") or "")
    return Health(
        account, word, ring, tone, in_words(reason) if reason else None, detail, is_testing=_is_testing(account),
        next_at=_next_night(at) if account.is_active and account.way != AdWay.FILE else None,
        owner=owner if owner and owner != account.customer_id else "", rules=rules,
        runs=[(run, _summary(run)) for run in runs],
        states=[
            (state.value, state.label, counts[state], *RINGS[state]) for state in ConversionState if counts.get(state)
        ],
        latest=shown(conversions(user).order_by(LAST.desc(), "-pk")[:LATEST]), files=list(open_files[:LATEST]),
        actions=_actions(account),
        waiting=_waiting(at) if account.way == AdWay.FILE else {},
    )  # fmt: skip


def _standing(account: AdAccount, rejected: int, at: datetime) -> tuple[str, str, str, str, str]:
    """A word for the connection, with ring and tone, and what is wrong if something is."""
    if not account.is_active:
        return "Avstängd", "is-new", "", "", ""
    if account.paused_at is not None:
        return (
            f"Fungerar inte sedan {_since(account.paused_at, at)}",
            "is-alert",
            "bad",
            account.problem,
            account.detail,
        )
    if account.test_problem and account.tested_at is not None and not _is_testing(account):
        return "Testet gick inte", "is-alert", "bad", account.test_problem, account.test_detail
    if account.way != AdWay.FILE and not account.key:
        return "Nyckelfil saknas", "is-alert", "warn", "", ""
    if rejected:
        return f"Ansluten, {rejected} avvisade" if rejected > 1 else "Ansluten, 1 avvisad", "is-alert", "warn", "", ""
    return "Ansluten", "is-done", "ok", "", ""


def _since(moment: datetime, at: datetime) -> str:
    """The time of today, else the day."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localdate(at) else date_format(local, "j F")


def _is_testing(account: AdAccount) -> bool:
    asked = account.test_asked_at
    return asked is not None and (account.tested_at is None or account.tested_at < asked)


def _next_night(at: datetime) -> datetime:
    local = timezone.localtime(at)
    night = local.replace(hour=NIGHT[0], minute=NIGHT[1], second=0, microsecond=0)
    return night if night > local else night + timedelta(days=1)


def _summary(run: ConversionRun) -> str:
    """`12 skickade, 1 hoppades över`."""
    told = [f"{run.counts[name]} {word}" for name, word in COUNTED.items() if run.counts.get(name)]
    return ", ".join(told) or ("pågår" if run.finished_at is None else "inget att skicka")


def _actions(account: AdAccount) -> list[tuple[str, str, str]]:
    """The account's own conversion actions: id, name, and what should be set otherwise."""
    found = []
    for each in account.facts.get("actions", []):
        wrong = ["räknar en per klick, ändra till alla"] if each.get("counts_once") else []
        if 0 < each.get("window_days", 0) < LONGEST_WINDOW:
            wrong.append(f"klickfönster {each['window_days']} dagar, ändra till {LONGEST_WINDOW}")
        found.append((str(each["id"]), str(each["name"]), "; ".join(wrong)))
    return found


def _waiting(at: datetime) -> dict[str, int]:
    """How many are due for a file, by what is told of them."""
    due = Conversion.objects.filter(state=ConversionState.WAITING, next_try_at__lte=at)
    return {act: number for act in ConversionAct.values if (number := due.filter(act=act).count())}
