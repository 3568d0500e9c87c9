"""Follow-ups: added, changed, put off, done and undone; what is due is said to its owner once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from crm.models import Customer, FollowUp, Lead
from crm.rules.history import Happening, Source
from crm.rules.repeats import next_due
from crm.services.activities import log, untell
from crm.services.next_steps import Step, set_next_step
from crm.states import OPEN_LEADS, ActivityKind, Repeat, Subject
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with

BATCH = 500
NEXT_STEP = "Det är leadets nästa steg. Planera vad som görs sedan, så att leadet inte glöms bort."

CHANGED_SINCE = "Någon har ändrat uppgiften sedan du öppnade den. Öppna den på nytt och gör om din ändring."


@dataclass(frozen=True)
class Details:
    """What is to be done, by whom and when."""

    text: str
    owner: User
    due_at: datetime
    repeat: Repeat = Repeat.NEVER


@dataclass(frozen=True)
class About:
    """What it is about: a lead, a customer, a thing of an app above, or nothing."""

    lead: Lead | None = None
    customer: Customer | None = None
    subject: Subject | None = None
    subject_id: int | None = None
    label: str = ""


NOTHING = About()


@transaction.atomic
def add(*, details: Details, about: About = NOTHING, by: User, at: datetime) -> FollowUp:
    """Write down something to do; who is given it by somebody else is told."""
    customer = about.customer or (about.lead.customer if about.lead else None)
    made = FollowUp.objects.create(
        text=details.text, owner=details.owner, due_at=details.due_at, repeat=details.repeat,
        series_at=_series(details), lead=about.lead, customer=customer, subject=about.subject or "",
        subject_id=about.subject_id, subject_label=about.label[:40], created_at=at, created_by=by,
    )  # fmt: skip
    _hand_over(made, by, at)
    audit.record(verb="follow_up.added", target=made, by=by, at=at)
    return made


@transaction.atomic
def change(*, follow_up: FollowUp, details: Details, by: User, at: datetime, seen: str | None = None) -> None:
    """Write it anew. A lead's next step is changed on its lead, whose owner it follows. Idempotent.

    `seen` is its `version_of` when the person opened it. Raises DomainError when it has been changed or done since.
    """
    locked = _lock(follow_up)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    if _is_step(locked):
        _change_step(locked, details.text, details.due_at, by, at)
        return
    after = {"text": details.text, "owner": details.owner, "due_at": details.due_at, "repeat": details.repeat}
    changed = [name for name, value in after.items() if getattr(locked, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(locked, name, after[name])
    if {"due_at", "owner"} & set(changed):
        locked.reminded_at = None
    if {"due_at", "repeat"} & set(changed):
        locked.series_at = _series(details)
    locked.changed_at = at
    locked.save(update_fields=[*changed, "reminded_at", "series_at", "changed_at"])
    if "owner" in changed:
        _hand_over(locked, by, at)
    audit.record(verb="follow_up.changed", target=locked, by=by, at=at)


@transaction.atomic
def snooze(*, follow_up: FollowUp, until: datetime, by: User, at: datetime) -> datetime:
    """Put it off, not the series it is part of; its owner is told again then. Answers when it was due.

    Raises DomainError when it is done.
    """
    locked = _lock(follow_up)
    before = locked.due_at
    if locked.done_at is not None:
        raise DomainError("Uppgiften är redan klar.")
    if _is_step(locked):
        _change_step(locked, locked.text, until, by, at)
    elif before != until:
        locked.due_at, locked.reminded_at, locked.changed_at = until, None, at
        locked.save(update_fields=["due_at", "reminded_at", "changed_at"])
        audit.record(verb="follow_up.snoozed", target=locked, by=by, at=at)
    return before


@transaction.atomic
def finish(*, follow_up: FollowUp, by: User, at: datetime) -> FollowUp | None:
    """It is done; a repeated one is due again, which is answered. Idempotent: done twice makes no second one.

    Raises DomainError for the next step of an open lead, which is never without.
    """
    locked = _lock(follow_up)
    if locked.done_at is not None:
        return FollowUp.objects.filter(follows=locked).first()
    if _is_step(locked):
        raise DomainError(NEXT_STEP)
    locked.done_at, locked.done_by = at, by
    locked.save(update_fields=["done_at", "done_by"])
    if locked.lead is not None or locked.customer is not None:
        source = Source(locked.pk, "", _key(locked))
        what = Happening(ActivityKind.SYSTEM, f"Gjorde klart: {locked.text}", source=source)
        log(what=what, lead=_unmerged(locked.lead), customer=locked.customer, by=by, at=at, written_at=at)
    audit.record(verb="follow_up.done", target=locked, by=by, at=at)
    return _repeat(locked, at)


@transaction.atomic
def reopen(*, follow_up: FollowUp, by: User, at: datetime) -> None:
    """It was not done after all; the one that was to follow goes away. Idempotent.

    Raises DomainError when the one that followed is done already.
    """
    locked = _lock(follow_up)
    if locked.done_at is None:
        return
    following = FollowUp.objects.select_for_update(of=("self",), no_key=True).filter(follows=locked).first()
    if following is not None and following.done_at is not None:
        raise DomainError("Nästa gång är redan avbockad. Ångra den först.")
    untell(keys=[_key(locked)])
    if following is not None:
        following.delete()
    locked.done_at = locked.done_by = None
    locked.changed_at = at
    locked.save(update_fields=["done_at", "done_by", "changed_at"])
    audit.record(verb="follow_up.reopened", target=locked, by=by, at=at)


def version_of(follow_up: FollowUp) -> str:
    """What a form remembers of the row it was opened with."""
    latest = max(filter(None, (follow_up.changed_at, follow_up.done_at)), default=None)
    return latest.isoformat() if latest else ""


def due_reminders(at: datetime) -> list[dict[str, int]]:
    """The follow-ups whose time has come without a word to anybody."""
    unsaid = FollowUp.objects.waiting().filter(reminded_at=None, due_at__lte=at).order_by("due_at", "pk")
    return [{"follow_up_id": pk} for pk in unsaid.values_list("pk", flat=True)[:BATCH]]


@transaction.atomic
def remind(*, follow_up_id: int, at: datetime) -> int:
    """Tell the owner that it is time, or the firm's owners when that person has left; answers how many were told.

    The claim and the word are one transaction: killed in the middle it is found again, and nobody is told twice.
    """
    unsaid = FollowUp.objects.waiting().filter(pk=follow_up_id, reminded_at=None, due_at__lte=at)
    if not unsaid.update(reminded_at=at):
        return 0
    due = FollowUp.objects.select_related("owner", "lead", "customer").get(pk=follow_up_id)
    people = [due.owner] if due.owner.is_active else list(_owners())
    key = f"follow_up:{due.pk}:{due.due_at.isoformat()}"
    return sum(
        Notification.tell(user=person, key=key, text=f"{_called(due)}, nu."[:300], url=_url(due), at=at, tone="warn")
        for person in people
    )


def _hand_over(follow_up: FollowUp, by: User, at: datetime) -> None:
    """Say to somebody that a thing is theirs now; nobody is told of what they gave themselves."""
    if follow_up.owner_id != by.pk:
        key = f"follow_up:{follow_up.pk}:given:{at.isoformat()}"
        text = f"{by.name} gav dig: {_called(follow_up)}."
        Notification.tell(user=follow_up.owner, key=key, text=text[:300], url=_url(follow_up), at=at)


def _lock(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",), no_key=True).select_related("lead", "customer", "owner")
    return rows.get(pk=follow_up.pk)


def _is_step(follow_up: FollowUp) -> bool:
    """Whether it is the mandatory next step of a lead that is worked on."""
    lead = follow_up.lead
    return follow_up.is_next_step and follow_up.done_at is None and lead is not None and lead.status in OPEN_LEADS


def _change_step(follow_up: FollowUp, text: str, due_at: datetime, by: User, at: datetime) -> None:
    if follow_up.lead is not None:
        set_next_step(lead=follow_up.lead, step=Step(text[:120], due_at), by=by, at=at)


def _repeat(done: FollowUp, at: datetime) -> FollowUp | None:
    """The same again at its next time, tied to the one before so that there is never a second."""
    start = timezone.localtime(done.series_at or done.due_at)
    due_at = next_due(start, Repeat(done.repeat), after=timezone.localtime(max(at, done.due_at)))
    if due_at is None:
        return None
    return FollowUp.objects.create(
        text=done.text, owner=done.owner, due_at=due_at, repeat=done.repeat, series_at=start, lead=done.lead,
        customer=done.customer, subject=done.subject, subject_id=done.subject_id, subject_label=done.subject_label,
        follows=done, created_at=at, created_by=done.created_by,
    )  # fmt: skip


def _unmerged(lead: Lead | None) -> Lead | None:
    return lead if lead is not None and lead.merged_into_id is None else None


def _key(follow_up: FollowUp) -> str:
    return f"follow_up:{follow_up.pk}:done"


def _series(details: Details) -> datetime | None:
    return None if details.repeat == Repeat.NEVER else details.due_at


def _called(follow_up: FollowUp) -> str:
    about = follow_up.lead or follow_up.customer or follow_up.subject_label
    return f"{follow_up.text}, {about}" if about else follow_up.text


def _url(due: FollowUp) -> str:
    if due.lead_id is not None:
        return reverse("crm:lead_page", args=[due.lead_id])
    if due.customer_id is not None:
        return reverse("crm:customer_page", args=[due.customer_id])
    return reverse("crm:follow_ups")


def _owners() -> list[User]:
    return list(User.objects.filter(role__in=roles_with(Permission.MANAGE_USERS), is_active=True).order_by("pk"))
