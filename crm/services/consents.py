"""Writes of what people have said yes and no to; the latest answer counts, the earlier ones stay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.models import Consent, Customer
from crm.services.customers import lock
from crm.services.searching import index_customer
from crm.states import ConsentChannel, ConsentKind, ConsentState
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


@dataclass(frozen=True)
class Answer:
    """What was said, how, and to which version of the text."""

    state: ConsentState
    channel: ConsentChannel
    text_version: str = ""
    kind: ConsentKind = ConsentKind.MARKETING


@transaction.atomic
def record_answer(*, customer: Customer, answer: Answer, by: User | None, at: datetime) -> Consent:
    """Write down a yes or a no of a customer; `by` None is the customer itself. Locks the customer.

    Idempotent for the same answer at the same moment. Raises DomainError for a yes without the version of its text
    (GDPR 7.1: who asks must be able to show what was agreed to).
    """
    locked = lock(customer)
    if answer.state == ConsentState.GRANTED and not answer.text_version:
        raise DomainError("Skriv vilken version av texten kunden sa ja till, till exempel 2026-11.")
    consent, is_new = Consent.objects.get_or_create(
        customer=locked, kind=answer.kind, state=answer.state, source=answer.channel, at=at,
        defaults={"text_version": answer.text_version, "by": by},
    )  # fmt: skip
    if is_new:
        index_customer(locked)
        audit.record(
            verb="customer.consent_recorded", target=locked, by=by, at=at, kind=answer.kind, state=answer.state,
        )  # fmt: skip
    return consent
