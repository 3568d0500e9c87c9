"""No thanks: by the link of a mail or by an answer to a text message; everybody with the same address is left alone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from crm.models import Consent, Customer, Lead
from crm.rules.contact import parse_phone
from crm.rules.history import Happening
from crm.rules.mailing import is_stop
from crm.services.activities import log
from crm.services.searching import index_customer
from crm.states import ActivityKind, ConsentChannel, ConsentKind, ConsentState, Direction
from integrations.models import IncomingText
from integrations.services import note_handled
from perforia.base import audit

MOST_ALIKE = 50


@transaction.atomic
def withdraw(*, who: Lead | Customer, channel: ConsentChannel, at: datetime) -> int:
    """Write down the no of a person, and of every lead and customer with the same e-mail or phone. Idempotent.

    Answers how many said yes, or nothing, before.
    """
    same = Q(pk__in=[])
    if who.email:
        same |= Q(email__in={who.email, who.email.lower()})
    if who.phone:
        same |= Q(phone=who.phone)
    if isinstance(who, Lead):
        leads = Lead.objects.filter(same | Q(pk=who.pk))
        customers = Customer.objects.filter(same | Q(pk=who.customer_id))
    else:
        leads = Lead.objects.filter(same | Q(customer=who))
        customers = Customer.objects.filter(same | Q(pk=who.pk))
    changed = [_deny(each, channel, at) for each in leads.order_by("pk")[:MOST_ALIKE]]
    changed += [_deny(each, channel, at) for each in customers.order_by("pk")[:MOST_ALIKE]]
    return sum(changed)


@transaction.atomic
def handle_text(*, text_id: int, at: datetime) -> None:
    """Put an incoming text message into the timelines of who it is from; STOPP is a no. Idempotent."""
    text = IncomingText.objects.select_for_update(no_key=True).filter(pk=text_id, handled_at=None).first()
    if text is None:
        return
    phone = parse_phone(text.sender) or text.sender
    leads = list(Lead.objects.listed().filter(phone=phone).order_by("-received_at", "-pk")[:MOST_ALIKE])
    customers = list(Customer.objects.listed().filter(phone=phone).order_by("pk")[:MOST_ALIKE])
    what = Happening(ActivityKind.SMS, text=text.body, direction=Direction.IN)
    if leads:
        log(what=what, lead=leads[0], by=None, at=text.received_at, written_at=at)
    for customer in customers:
        if not leads or customer.pk != leads[0].customer_id:
            log(what=what, customer=customer, by=None, at=text.received_at, written_at=at)
    if is_stop(text.body):
        for lead in leads:
            _deny(lead, ConsentChannel.SMS, at)
        for customer in customers:
            _deny(customer, ConsentChannel.SMS, at)
    note_handled(text=text, at=at)


def due_texts(at: datetime) -> list[dict[str, int]]:
    """Incoming text messages that nobody has worked on."""
    waiting = IncomingText.objects.filter(handled_at=None, received_at__lte=at).order_by("pk")
    return [{"text_id": pk} for pk in waiting.values_list("pk", flat=True)[:500]]


def _deny(who: Lead | Customer, channel: ConsentChannel, at: datetime) -> bool:
    """Add a no unless the latest word is one."""
    said = {"lead": who} if isinstance(who, Lead) else {"customer": who}
    before = Consent.objects.filter(**said, kind=ConsentKind.MARKETING).order_by("-at", "-pk").first()
    if before is not None and before.state == ConsentState.DENIED:
        return False
    Consent.objects.create(**said, kind=ConsentKind.MARKETING, state=ConsentState.DENIED, source=channel, at=at)
    if isinstance(who, Customer):
        index_customer(who)
    noun = "lead" if isinstance(who, Lead) else "customer"
    audit.record(
        verb=f"{noun}.consent_recorded", target=who, by=None, at=at, kind=ConsentKind.MARKETING,
        state=ConsentState.DENIED,
    )  # fmt: skip
    return True
