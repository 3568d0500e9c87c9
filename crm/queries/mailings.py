"""Mailings with what has become of them: their own rows, and the messages of the outbox that those became."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from crm.models import Mailing, MailingRecipient
from crm.states import RecipientStatus
from integrations.models import Message
from integrations.states import MessageStatus
from perforia.base.models import User
from perforia.base.paging import Slice, slice_of

PAGE, LISTED = 100, 50
_TONES: dict[str, tuple[str, str]] = {
    MessageStatus.QUEUED: ("is-new", "accent"), MessageStatus.SENDING: ("50", "accent"),
    MessageStatus.SENT: ("is-done", "ok"), MessageStatus.DELIVERED: ("is-done", "ok"),
    MessageStatus.FAILED: ("is-alert", "bad"), MessageStatus.UNSURE: ("is-alert", "warn"),
    RecipientStatus.WAITING: ("is-new", "accent"), RecipientStatus.SKIPPED: ("is-lost", ""),
}  # fmt: skip
_ORDER: tuple[str, ...] = (
    MessageStatus.DELIVERED, MessageStatus.SENT, MessageStatus.SENDING, MessageStatus.QUEUED, RecipientStatus.WAITING,
    MessageStatus.FAILED, MessageStatus.UNSURE, RecipientStatus.SKIPPED,
)  # fmt: skip
_AGAIN = frozenset({MessageStatus.FAILED, MessageStatus.UNSURE})


@dataclass(frozen=True)
class State:
    """What became of something, as it is shown: its word, its ring and its tone; `number` how many of a mailing."""

    label: str
    ring: str
    tone: str
    number: int = 1


@dataclass(frozen=True)
class Row:
    """A receiver with the message they became."""

    recipient: MailingRecipient
    message: Message | None
    may_be_seen: bool

    @property
    def state(self) -> State:
        return _state(*_status_of(self.recipient.status, self.message.status if self.message else None))

    @property
    def detail(self) -> str:
        """Why it did not arrive."""
        return self.recipient.reason or (self.message.error if self.message else "")

    @property
    def can_be_sent_again(self) -> bool:
        return self.message is not None and self.message.status in _AGAIN

    @property
    def address(self) -> str:
        return self.recipient.address if self.may_be_seen else "Skyddad"


@dataclass(frozen=True)
class Listed:
    """A mailing of the list with how many got it."""

    mailing: Mailing
    counts: Mapping[str, int]
    troubled: int

    @property
    def reached(self) -> int:
        return self.counts.get(RecipientStatus.QUEUED, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(RecipientStatus.WAITING, 0)

    @property
    def skipped(self) -> int:
        return self.counts.get(RecipientStatus.SKIPPED, 0)


def listed_mailings(user: User, *, after: str = "", before: str = "") -> tuple[list[Listed], Slice[Mailing]]:
    """One page of mailings, the newest first."""
    mailings = Mailing.objects.visible_to(user).select_related("created_by")
    part = slice_of(mailings, by="-created_at", size=LISTED, after=after, before=before)
    ids = [mailing.pk for mailing in part.rows]
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    grouped = MailingRecipient.objects.filter(mailing__in=ids).values("mailing", "status").annotate(number=Count("pk"))
    for each in grouped.order_by("mailing", "status"):
        found[each["mailing"]][each["status"]] = each["number"]
    failed = list(Message.objects.needing_attention().filter(is_bulk=True).order_by("pk").values_list("pk", flat=True))
    troubled = Counter(
        MailingRecipient.objects.filter(mailing__in=ids, message_id__in=failed)
        .order_by("pk")
        .values_list("mailing", flat=True)
    )
    return [Listed(mailing, found[mailing.pk], troubled[mailing.pk]) for mailing in part.rows], part


def rows_of(
    user: User, mailing: Mailing, *, after: str = "", before: str = ""
) -> tuple[list[Row], Slice[MailingRecipient]]:
    """One page of the receivers of a mailing, in the order they were chosen."""
    rows = mailing.recipients.select_related("lead", "customer", "lead__customer")
    part = slice_of(rows, by="id", size=PAGE, after=after, before=before)
    messages = Message.objects.in_bulk([row.message_id for row in part.rows if row.message_id])
    return [Row(row, messages.get(row.message_id or 0), _may_see(user, row)) for row in part.rows], part


def states_of(mailing: Mailing) -> list[State]:
    """How many of a mailing are in which state, the finished ones first."""
    rows = list(mailing.recipients.order_by("pk").values_list("status", "message_id"))
    known = dict(Message.objects.filter(pk__in=[pk for _, pk in rows if pk]).order_by().values_list("pk", "status"))
    counted = Counter(_status_of(status, known.get(pk or 0)) for status, pk in rows)
    return [
        State(label, *_TONES[name], number)
        for (name, label), number in sorted(counted.items(), key=lambda each: _ORDER.index(each[0][0]))
    ]


def is_under_way(states: Sequence[State]) -> bool:
    """Whether anything may still change by itself."""
    return any(state.tone == "accent" for state in states)


def _status_of(own: str, of_message: str | None) -> tuple[str, str]:
    if own == RecipientStatus.QUEUED and of_message is not None:
        return of_message, MessageStatus(of_message).label
    status = RecipientStatus(own)
    return (MessageStatus.QUEUED, status.label) if status == RecipientStatus.QUEUED else (status, status.label)


def _state(name: str, label: str) -> State:
    return State(label, *_TONES.get(name, ("", "")))


def _may_see(user: User, row: MailingRecipient) -> bool:
    customer = row.customer or (row.lead.customer if row.lead else None)
    return customer is None or customer.may_be_reached_by(user)
