"""What a contract begins with when somebody writes it, and how it is opened again: everything known is filled in."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from contracts.models import Contract, Offer, TemplateMapping
from contracts.queries.mappings import Start, facts_of, start_from
from contracts.rules.contracts import LONGEST_SUBJECT, LONGEST_TITLE
from contracts.rules.dictionary import Deal, Sums, kronor
from contracts.rules.mappings import Filled, fill
from contracts.states import ContractKind, PartyKind, Renewal, Side
from crm.models import Customer, Lead
from crm.states import CustomerKind
from integrations.services.connections import esign_account
from perforia.base.models import Firm, User


@dataclass(frozen=True)
class Begun:
    """A contract on its way to the page where it is written."""

    customer: Customer
    mapping: TemplateMapping
    rows: list[Filled]
    initial: dict[str, Any]  # Any: of every field
    people: list[dict[str, Any]]
    numbers: dict[int, str] = field(default_factory=dict, repr=False)  # personal numbers, by the place people have
    masked: dict[int, str] = field(default_factory=dict)
    lead: Lead | None = None
    offer: Offer | None = None
    contract: Contract | None = None


def start_of(user: User, *, customer: Customer | None, lead: Lead | None, offer: Offer | None) -> Start:
    """What the address of a new contract names: a customer, a lead or an offer."""
    if offer is not None:
        customer, lead = customer or offer.customer, lead or offer.lead
    start = start_from(user, customer=customer, lead=lead)
    if offer is None:
        return start
    deal = Deal(value=offer.total, starts_on=offer.work_on)
    return replace(start, sums=sums_of(offer), deal=deal)


def begin(user: User, mapping: TemplateMapping, start: Start, offer: Offer | None, *, today: date) -> Begun:
    """A new contract with everything known. The start names a customer."""
    customer = start.customer
    if customer is None:
        message = "a contract is with somebody"
        raise ValueError(message)
    facts = facts_of(start, by=user, today=today)
    words = {"customer": customer, "firm": Firm.load(), "by": user, "mapping": mapping, "lead": start.lead}
    what = facts.work.services and " och ".join(facts.work.services[:2]).capitalize()
    initial = {
        "title": f"{what or mapping.name}, {customer.name}"[:LONGEST_TITLE],
        "subject": _text("contracts/messages/invitation_subject.txt", words)[:LONGEST_SUBJECT],
        "message": _text("contracts/messages/invitation.txt", words), "sign_by": offer.valid_until if offer else None,
        "kind": mapping.kind or ContractKind.ONE_JOB, "value": facts.deal.value, "starts_on": facts.deal.starts_on,
        "renewal": Renewal.NONE, "party_kind": _party(customer), "company_name": customer.name,
        "company_number": customer.organisation_number,
    }  # fmt: skip
    is_private = customer.kind == CustomerKind.PRIVATE
    number = customer.decrypted_personal_number if is_private else ""
    return Begun(
        customer, mapping, fill(mapping.data_fields, mapping.mapping, facts, id_field=mapping.id_field), initial,
        _people(user, customer), {0: number} if number else {}, {0: customer.personal_number_masked} if number else {},
        start.lead, offer,
    )  # fmt: skip


def reopen(user: User, contract: Contract, mapping: TemplateMapping, *, today: date) -> Begun:
    """A contract that is written on; with another template than before, its data fields are filled in anew."""
    start = start_of(user, customer=contract.customer, lead=contract.lead, offer=contract.offer)
    fresh = fill(
        mapping.data_fields, mapping.mapping, facts_of(start, by=user, today=today), id_field=mapping.id_field
    )  # fmt: skip
    kept = {row.custom_id: row for row in contract.values.order_by("position")}
    rows = [
        replace(row, value=kept[row.custom_id].value, origin=kept[row.custom_id].source)
        if row.custom_id in kept
        else row
        for row in fresh
    ]
    people = list(contract.participants.filter(side=Side.THEIRS).order_by("position"))
    names = ("title", "subject", "message", "sign_by", "kind", "value", "starts_on", "ends_on", "renewal",
             "renewal_months", "notice_months")  # fmt: skip
    first = people[0] if people else None
    initial = {name: getattr(contract, name) for name in names} | {
        "party_kind": first.party_kind if first else _party(contract.customer),
        "company_name": first.company_name if first and first.company_name else contract.customer.name,
        "company_number": first.company_number
        if first and first.company_name
        else contract.customer.organisation_number,
    }
    told = ("name", "title", "email", "phone", "is_signatory", "channel", "sign_method", "two_step")
    return Begun(
        contract.customer, mapping, rows, initial,
        [{name: getattr(row, name) for name in told} | {"was": row.position, "keep_number": bool(row.personal_number)}
         for row in people],
        {row.position: row.decrypted_personal_number for row in people if row.personal_number},
        {row.position: row.personal_number_masked for row in people if row.personal_number},
        contract.lead, contract.offer, contract,
    )  # fmt: skip


def sums_of(offer: Offer) -> Sums:
    """An offer's sums and rows as a contract says them."""
    return Sums(
        number=offer.number, offered_on=offer.sent_at.date() if offer.sent_at else None, valid_until=offer.valid_until,
        rows=[f"{row.description}, {_plain(row.quantity)} {row.get_unit_display()}, {kronor(row.amount)}"
              for row in offer.rows.order_by("position")],
        terms=offer.terms, pricing=offer.get_pricing_display(), labour=offer.labour, total=offer.total, vat=offer.vat,
        before_vat=offer.total - offer.vat, deduction=offer.deduction if offer.has_rut else None, to_pay=offer.to_pay,
    )  # fmt: skip


def our_addresses() -> frozenset[str]:
    """The e-mail addresses of our own side at the service: a customer with one of them would be there twice."""
    account = esign_account()
    return frozenset({account.user_email.casefold()}) if account else frozenset()


def _people(user: User, customer: Customer) -> list[dict[str, Any]]:
    """Who is asked to sign: the private person, or those one talks to at a company."""
    is_open = customer.may_be_reached_by(user)
    own = {"name": customer.name, "email": customer.email, "phone": customer.phone if is_open else "", "was": 0,
           "is_signatory": True, "keep_number": False}  # fmt: skip
    if customer.kind == CustomerKind.PRIVATE:
        return [own]
    contacts = list(customer.contacts.order_by("pk")[:1])
    found = [
        {"name": each.name, "title": each.role, "email": each.email, "phone": each.phone if is_open else "",
         "is_signatory": True}
        for each in contacts
    ]  # fmt: skip
    return found or [own | {"name": ""}]


def _party(customer: Customer) -> PartyKind:
    return PartyKind.PERSON if customer.kind == CustomerKind.PRIVATE else PartyKind.COMPANY


def _plain(number: Any) -> str:  # Any: a Decimal
    return f"{number.normalize():f}".replace(".", ",")


def _text(template: str, words: dict[str, Any]) -> str:
    return render_to_string(template, words).strip()
