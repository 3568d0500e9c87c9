"""Why a customer may not be forgotten yet: what crm knows, and what the apps above answer when asked (ADR 0009)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from archive.queries import linked_to
from archive.states import LinkKind
from crm.models import Contact, Customer, Lead, MailingRecipient
from crm.states import OPEN_LEADS, RecipientStatus
from integrations.models import Message
from integrations.states import MessageStatus

UNDERWAY = (MessageStatus.QUEUED, MessageStatus.SENDING)
UNSENT = (RecipientStatus.WAITING, RecipientStatus.QUEUED)


@dataclass(frozen=True)
class Obstacle:
    """One reason. Without `until` nothing is forgotten before a person has ended it; with it, name and number stay."""

    sentence: str
    until: date | None = None

    @property
    def is_blocking(self) -> bool:
        return self.until is None


Question = Callable[[Customer, date], Iterable[Obstacle]]
_QUESTIONS: list[Question] = []


def ask(question: Question) -> None:
    """Let an app above be asked before a customer is forgotten; called once, from its receivers."""
    if question not in _QUESTIONS:
        _QUESTIONS.append(question)


def obstacles_of(customer: Customer, *, today: date) -> list[Obstacle]:
    """Every reason, those that block first."""
    found = [*_own(customer, today)]
    for question in _QUESTIONS:
        found += question(customer, today)
    return sorted(found, key=lambda each: (not each.is_blocking, each.sentence))


def kept_until(obstacles: Iterable[Obstacle]) -> date | None:
    """The last day that name and number must stay; None when nothing keeps them."""
    return max((each.until for each in obstacles if each.until is not None), default=None)


def family_of(customer: Customer) -> list[int]:
    """The customer and those that have been merged into it, however many times over."""
    found, front = [customer.pk], [customer.pk]
    while front:
        merged = Customer.objects.filter(merged_into__in=front).exclude(pk__in=found).order_by("pk")
        front = list(merged.values_list("pk", flat=True))
        found += front
    return found


def addresses_of(customer_ids: Iterable[int]) -> set[str]:
    """Every phone number and e-mail address of some customers, their contacts and their leads."""
    found: set[str] = set()
    about = (
        Customer.objects.filter(pk__in=customer_ids), Contact.objects.filter(customer__in=customer_ids),
        Lead.objects.filter(customer__in=customer_ids),
    )  # fmt: skip
    for rows in about:
        for pair in rows.order_by("pk").values_list("email", "phone"):
            found |= set(pair)
    return found - {""}


def _own(customer: Customer, today: date) -> Iterable[Obstacle]:
    ids = family_of(customer)
    for lead in Lead.objects.filter(customer__in=ids, status__in=sorted(OPEN_LEADS), merged_into=None).order_by("pk"):
        yield Obstacle(f"Leadet {lead.number} pågår. Vinn eller avsluta det först.")
    waiting = MailingRecipient.objects.filter(customer__in=ids, status__in=UNSENT).exists()
    if waiting or Message.objects.filter(to__in=addresses_of(ids), status__in=UNDERWAY).exists():
        yield Obstacle("Ett meddelande till kunden är på väg. Vänta tills det har skickats, eller stoppa det.")
    papers = [linked_to(LinkKind.CUSTOMER, pk).order_by().filter(retain_until__gte=today) for pk in ids]
    until = max((found for rows in papers if (found := rows.aggregate(last=Max("retain_until"))["last"])), default=None)
    if until is not None:
        count = sum(rows.count() for rows in papers)
        yield Obstacle(f"{count} dokument måste sparas till {until:%Y-%m-%d}. De ligger kvar i arkivet.", until)
