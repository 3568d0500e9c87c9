"""Everything that is kept about a customer, table by table, in words: what a person has the right to see (GDPR 15)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from crm.models import Activity, Customer, Lead, MailingRecipient, Property, RutPerson
from crm.queries.obstacles import addresses_of, family_of
from integrations.models import IncomingText, Message
from perforia.base.persons import Model, columns_about, rows_about, rows_of
from perforia.base.privacy import Privacy

SHOWN = frozenset({Privacy.PUBLIC, Privacy.INTERNAL, Privacy.PERSONAL})
# What only the program itself has use for.
UNSAID = frozenset({
    "unsubscribe_url", "handed_over_at", "next_try_at", "reported_at", "gateway_id",
    "search", "field_seqs", "submission_id", "external_id", "seq", "claimed_at", "attempts", "storage_key", "sha256",
    "personal_number_masked", "number_key", "position", "key", "message_id", "source_id", "subject_id", "content_type",
    "is_test", "error", "reminded_at", "is_next_step", "series_at", "removed_at", "page_count",
})  # fmt: skip
TITLES = {
    "Customer": "Kunden", "Contact": "Kontaktpersoner", "Property": "Adresser", "RutPerson": "Köpare för RUT",
    "Lead": "Leads", "LeadMove": "Leads: ändrad status", "LeadSubmission": "Leads: inskickade formulär",
    "Activity": "Historik", "FollowUp": "Att göra", "Consent": "Samtycken", "MailingRecipient": "Utskick",
    "Invoice": "Fakturor", "InvoiceLine": "Fakturor: rader", "Buyer": "Fakturor: köpare", "Payment": "Betalningar",
    "CaseInvoice": "RUT-ärenden: fakturor", "Message": "Mejl och sms från oss", "IncomingText": "Sms till oss",
}  # fmt: skip
# Words for columns whose models have none, as they are called nowhere else.
LABELS = {
    "id": "Nummer", "lifecycle": "fas", "last_business_on": "senaste affär", "flags": "att veta",
    "marketing": "utskick", "has_open_case": "öppet RUT-ärende", "created_at": "upplagd", "changed_at": "ändrad",
    "kept_until": "sparas till",
    "anonymised_at": "anonymiserad", "retired_at": "används inte sedan", "step": "steg i formuläret",
    "steps": "antal steg", "status": "läge", "details": "bostad och önskemål", "extra": "övriga fält",
    "attribution": "ursprung", "clicked_at": "klick på annons", "next_step_at": "nästa steg när",
    "received_at": "inkom", "completed_at": "formuläret klart", "first_contact_at": "första kontakt",
    "qualified_at": "kvalificerad", "closed_at": "avslutad", "lost_reason": "varför inte", "lost_note": "kommentar",
    "archived_at": "arkiverad", "old": "från", "new": "till", "at": "när", "reason": "orsak",
    "state": "svar eller läge",
    "body": "text", "user_agent": "webbläsare", "score": "misstanke om skräp", "reasons": "skäl till misstanken",
    "handled_at": "hanterad", "kind": "slag", "direction": "åt vilket håll", "outcome": "utfall", "title": "rubrik",
    "text": "text", "written_at": "skrivet", "minutes": "minuter", "source_label": "gäller", "subject": "ämne",
    "subject_label": "gäller", "done_at": "klar", "source": "hur", "text_version": "textens version", "page": "sida",
    "address": "adress", "printed_number": "nummer i brevet", "requested_amount": "begärt, kronor",
    "granted_amount": "beviljat, kronor", "refused_amount": "nekat, kronor", "repay_amount": "återkrävt, kronor",
    "sent_at": "skickat", "delivered_at": "kom fram", "parts": "delar", "channel": "kanal", "sender": "avsändare",
    "to": "till", "cc": "kopia", "is_bulk": "utskick till flera",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What one table holds: its name in Swedish, the names of its columns, and its rows as plain values."""

    table: str
    title: str
    labels: dict[str, str]
    rows: Sequence[dict[str, Any]]  # Any: what JSON holds

    @property
    def told(self) -> list[list[tuple[str, str]]]:
        """The rows in words, without what is empty."""
        return [
            [(self.labels[name], _in_words(value)) for name, value in row.items() if value not in (None, "", [], {})]
            for row in self.rows
        ]


def everything_about(customer: Customer) -> list[Sheet]:
    """Every row about a customer, its own tables first, then those of the apps above, found by their keys.

    Numbers of the customer and those who share its deduction are told in full, other secrets are not.
    """
    family = family_of(customer)
    tables = rows_about(Customer, family)
    for model, keys in ((Message, messages_to(family, leads_of(family))), (IncomingText, texts_from(family))):
        if keys:
            tables[model] = set(keys)
    order = sorted(tables, key=lambda model: (model is not Customer, model._meta.app_label != "crm", _title(model)))
    return [_sheet(model, tables[model]) for model in order]


def leads_of(customer_ids: Sequence[int]) -> list[int]:
    """The customers' leads, and those that were merged into them."""
    found = list(Lead.objects.filter(customer__in=customer_ids).order_by("pk").values_list("pk", flat=True))
    front = found
    while front:
        merged = Lead.objects.filter(merged_into__in=front).exclude(pk__in=found).order_by("pk")
        front = list(merged.values_list("pk", flat=True))
        found = found + front
    return found


def messages_to(customer_ids: Sequence[int], lead_ids: Sequence[int]) -> list[int]:
    """The outgoing messages to some customers: by what their history and mailings say, and by address."""
    about = Q(customer__in=customer_ids) | Q(lead__in=lead_ids)
    known = Q(to__in=addresses_of(customer_ids))
    for model in (MailingRecipient, Activity):
        told = model.objects.filter(about).exclude(message_id=None).order_by("pk")
        known |= Q(pk__in=list(told.values_list("message_id", flat=True)))
    return list(Message.objects.filter(known).order_by("pk").values_list("pk", flat=True))


def texts_from(customer_ids: Sequence[int]) -> list[int]:
    """The text messages that some customers have sent."""
    sent = IncomingText.objects.filter(sender__in=addresses_of(customer_ids))
    return list(sent.order_by("pk").values_list("pk", flat=True))


def _sheet(model: Model, keys: set[int]) -> Sheet:
    told = columns_about(model, levels=SHOWN)
    columns = [field for field in told if field.name not in UNSAID and not field.name.endswith("_hash")]
    labels = {field.name: _label(field) for field in columns}
    rows = [
        {field.name: _value(row, field) for field in columns} | _secrets(row)
        for row in rows_of(model).filter(pk__in=keys).order_by("pk")
    ]
    return Sheet(model._meta.label_lower, _title(model), labels | SECRETS, rows)


SECRETS = {"personal_number": "Personnummer", "door_code": "Portkod"}


def _label(field: "models.Field[Any, Any]") -> str:  # Any: every type
    """A column in Swedish: as its model calls it, else as LABELS do."""
    own = str(field.verbose_name)
    words = LABELS.get(field.name, own) if own in {field.name.replace("_", " "), "ID"} else own
    return words[:1].upper() + words[1:]


def _secrets(row: models.Model) -> dict[str, str]:
    if isinstance(row, Customer | RutPerson):
        return {"personal_number": row.decrypted_personal_number}
    return {"door_code": row.decrypted_door_code} if isinstance(row, Property) else {}


def _value(row: models.Model, field: "models.Field[Any, Any]") -> Any:  # Any: what JSON holds
    value = getattr(row, field.name)
    if field.choices and isinstance(value, str):
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _title(model: Model) -> str:
    area = apps.get_app_config(model._meta.app_label).verbose_name
    return TITLES.get(model.__name__, f"{area}: {model._meta.verbose_name}")


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_words(each)}" for key, each in value.items())
    return ", ".join(map(_in_words, value)) if isinstance(value, list) else str(value)
