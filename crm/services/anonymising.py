"""Forgetting a person: what the law does not need goes at once, the rest on the day it may. Nothing comes back."""

from collections.abc import Sequence
from datetime import date, datetime

import pgtrigger
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from archive.models import Document, DocumentLink
from archive.services import trash
from archive.services.searching import refresh_search
from archive.states import LinkKind
from crm import events
from crm.models import (
    Activity,
    BulkAct,
    Consent,
    Contact,
    ContactImportRow,
    Customer,
    FollowUp,
    Lead,
    LeadMove,
    LeadSubmission,
    Mailing,
    MailingRecipient,
    Merge,
    Property,
    RutPerson,
)  # fmt: skip
from crm.queries.obstacles import family_of, kept_until, obstacles_of
from crm.queries.personal_data import leads_of, messages_to, texts_from
from crm.states import Lifecycle, ListTarget
from integrations.models import IncomingText, Message, MessageAttachment
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent, Notification, User
from perforia.base.persons import forget

# What bookkeeping needs of somebody who has bought (bokföringslagen 5 kap. 7 §: the counterpart of the business).
KEPT = ("name", "organisation_number", "personal_number", "personal_number_hash", "personal_number_masked")
NAMELESS = "Anonymiserad kund"
WRITTEN = ("reason", "label", "name", "text")  # facts of acts that people wrote in their own words
FORGOTTEN_AT_ONCE = 100


@transaction.atomic
def anonymise(*, customer: Customer, by: User, at: datetime) -> None:
    """Forget a customer: contacts, addresses, history, leads, messages and papers that nothing keeps.

    Where bookkeeping keeps the business, name and number stay until its last day and go then (forget_kept). The audit
    stays, without anything about the person. Locks the customer. Idempotent. Announces customer_anonymised.
    Raises DomainError, with every reason, while something blocks it.
    """
    locked = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    if locked.anonymised_at is not None:
        return
    if locked.merged_into_id is not None:
        raise DomainError("Kunden är ihopslagen med en annan. Anonymisera den andra.")
    found = obstacles_of(locked, today=timezone.localdate(at))
    if blocking := [each.sentence for each in found if each.is_blocking]:
        raise DomainError(" ".join(blocking))
    until, ids = kept_until(found), family_of(locked)
    leads = leads_of(ids)
    _forget_messages(ids, leads)
    _forget_around(ids)
    _forget_leads(leads)
    _forget_traces(ids, leads)
    _let_go_of_papers(ids, by=by, at=at)
    _forget_selves(ids, until=until, at=at)
    audit.record(
        verb="customer.anonymised", target=locked, by=by, at=at, kept_until=until.isoformat() if until else None,
    )  # fmt: skip
    events.customer_anonymised.announce(customer_id=locked.pk)


@transaction.atomic
def forget_kept(*, at: datetime) -> int:
    """Forget name and number of the anonymised whose last day has passed; answers how many. Idempotent.

    Announces customer_anonymised for each, for the apps above to forget theirs.
    """
    today = timezone.localdate(at)
    due = Customer.objects.filter(kept_until__lt=today).order_by("kept_until", "pk")
    batch = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:FORGOTTEN_AT_ONCE])
    for customer in batch:
        until = kept_until(obstacles_of(customer, today=today))
        _forget_selves([customer.pk], until=until, at=customer.anonymised_at or at)
        if until is None:
            audit.record(verb="customer.forgotten", target=customer, by=None, at=at)
            events.customer_anonymised.announce(customer_id=customer.pk)
    return len(batch)


def _forget_messages(customer_ids: Sequence[int], lead_ids: Sequence[int]) -> None:
    """What was written to them; that it was, and what became of it, stays."""
    recipients = MailingRecipient.objects.filter(Q(customer__in=customer_ids) | Q(lead__in=lead_ids)).order_by("pk")
    messages = messages_to(customer_ids, lead_ids)
    attached = MessageAttachment.objects.filter(message__in=messages).order_by("pk")
    forget(MessageAttachment, list(attached.values_list("pk", flat=True)))
    forget(Message, messages)
    forget(IncomingText, texts_from(customer_ids))
    others = MailingRecipient.objects.exclude(pk__in=recipients.values("pk")).order_by()
    alone = Mailing.objects.filter(recipients__in=recipients).exclude(recipients__in=others).order_by("pk").distinct()
    forget(Mailing, list(alone.values_list("pk", flat=True)))  # written to nobody else
    for pk in recipients.values_list("pk", flat=True):  # each its own: an address is there once in a mailing
        forget(MailingRecipient, [pk], address=f"anonymiserad-{pk}")


def _forget_around(customer_ids: Sequence[int]) -> None:
    """Contacts, buyers and to-dos go; addresses and answers stay as empty rows, as others point at them."""
    Contact.objects.filter(customer__in=customer_ids).delete()
    RutPerson.objects.filter(customer__in=customer_ids).delete()
    FollowUp.objects.filter(customer__in=customer_ids).delete()
    for model in (Property, Consent, Activity):
        rows = model.objects.filter(customer__in=customer_ids).order_by("pk")
        forget(model, list(rows.values_list("pk", flat=True)))


def _forget_leads(lead_ids: Sequence[int]) -> None:
    """The leads keep their numbers, days, states and values, for what the firm counts."""
    FollowUp.objects.filter(lead__in=lead_ids).delete()
    for model in (LeadMove, LeadSubmission, Activity, Consent):
        rows = model.objects.filter(lead__in=lead_ids).order_by("pk")
        forget(model, list(rows.values_list("pk", flat=True)))
    forget(Lead, lead_ids)


def _forget_traces(customer_ids: Sequence[int], lead_ids: Sequence[int]) -> None:
    """What imports, merges, acts on many and notifications remember of them."""
    for target, ids in ((ListTarget.CUSTOMERS, customer_ids), (ListTarget.LEADS, lead_ids)):
        imported = ContactImportRow.objects.filter(contact_import__target=target, object_id__in=ids).order_by("pk")
        forget(ContactImportRow, list(imported.values_list("pk", flat=True)))
        acts = BulkAct.objects.filter(target=target, before__has_any_keys=[str(pk) for pk in ids]).order_by("pk")
        for done in acts:
            done.before = {key: value for key, value in done.before.items() if int(key) not in ids}
            done.save(update_fields=["before"])
    for name, ids in (("customer", customer_ids), ("lead", lead_ids)):
        merges = Merge.objects.filter(Q(kept_id__in=ids) | Q(gone_id__in=ids), target=name).order_by("pk")
        forget(Merge, list(merges.values_list("pk", flat=True)))
        _unname_acts(f"crm.{name}", ids)
        pages = [reverse(f"crm:{name}_page", args=[pk]) for pk in ids]
        Notification.objects.filter(url__in=pages).delete()


def _let_go_of_papers(customer_ids: Sequence[int], *, by: User, at: datetime) -> None:
    """Papers that nothing keeps are thrown away; the others stay under the customer's number instead of the name."""
    links = DocumentLink.objects.filter(kind=LinkKind.CUSTOMER, object_id__in=customer_ids)
    numbers = dict(Customer.objects.filter(pk__in=customer_ids).order_by("pk").values_list("pk", "number"))
    today = timezone.localdate(at)
    for link in links.select_related("document").order_by("pk"):
        _unname_audit(link)
        link.label = numbers[link.object_id]
        link.save(update_fields=["label"])
        if _is_needed(link.document, today):
            refresh_search(document=link.document)
        else:
            trash(document=link.document, by=by, at=at)


def _is_needed(document: Document, today: date) -> bool:
    """Whether the law, or something else that it belongs to, keeps a paper."""
    is_shared = document.links.exclude(kind=LinkKind.CUSTOMER).exists()
    return is_shared or (document.retain_until is not None and document.retain_until >= today)


def _unname_audit(link: DocumentLink) -> None:
    """The audit says that a paper was tied to somebody by name; the act stays, the name does not."""
    told = AuditEvent.objects.filter(target_type="archive.document", target_id=link.document_id, data__label=link.label)
    with pgtrigger.ignore("base.AuditEvent:append_only"):
        told.update(data={"label": NAMELESS})


def _unname_acts(target: str, ids: Sequence[int]) -> None:
    """What people wrote as the reason of an act goes; who did what, and when, stays."""
    written = AuditEvent.objects.filter(target_type=target, target_id__in=ids, data__has_any_keys=WRITTEN).order_by(
        "pk"
    )
    with pgtrigger.ignore("base.AuditEvent:append_only"):
        for act in written:
            act.data = {name: value for name, value in act.data.items() if name not in WRITTEN}
            act.save(update_fields=["data"])


def _forget_selves(customer_ids: Sequence[int], *, until: date | None, at: datetime) -> None:
    """The customers' own rows: all of them, or all but what bookkeeping keeps."""
    for customer in Customer.objects.filter(pk__in=customer_ids).order_by("pk"):
        instead = {} if until else {"name": f"{NAMELESS} {customer.number}"}
        forget(Customer, [customer.pk], but=KEPT if until else (), **instead)
    Customer.objects.filter(pk__in=customer_ids).update(
        anonymised_at=at, kept_until=until, lifecycle=Lifecycle.INACTIVE, has_open_case=False,
    )  # fmt: skip
