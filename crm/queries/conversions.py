"""Reads for conversions: what is known of leads that decides about them, and what the lead's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm.models import AdAccount, Consent, ConversionRule, Lead, LeadFact
from crm.rules.ad_reports import SOURCES
from crm.rules.conversions import Facts, Policy, Pricing, Worth
from crm.states import ConsentKind, ConsentState, FactKind, LeadStatus, Milestone, ValueKind

ASKED = (ConsentKind.AD_USER_DATA, ConsentKind.AD_PERSONALIZATION)
SUMMED = {FactKind.SIGNED, FactKind.INVOICED, FactKind.PAID, FactKind.MARGIN}


@dataclass(frozen=True)
class Known:
    """Everything of a lead that decides whether and how it is reported."""

    facts: Facts
    worth: Worth
    source: str
    is_personalized: bool


def policy_of(account: AdAccount | None) -> Policy:
    """What the firm has decided about identifiers; the least when it has decided nothing."""
    return Policy(account.sends_contact, account.needs_click) if account else Policy()


def pricing_of(rule: ConversionRule) -> Pricing:
    """How a rule values a conversion."""
    return Pricing(ValueKind(rule.value_kind), rule.amount, rule.margin_percent)


def known_of(leads: Sequence[Lead]) -> dict[int, Known]:
    """What is known of some leads (with their source and customer at hand), by their keys; three questions in all."""
    told = _told(leads)
    said = _said(leads)
    withdrawn = _withdrawn(leads)
    return {
        lead.pk: _known(lead, told.get(lead.pk, []), said.get(lead.pk, {}), withdrawn.get(lead.customer_id or 0))
        for lead in leads
    }


def _known(lead: Lead, told: list[LeadFact], said: dict[str, list[Consent]], withdrawn: datetime | None) -> Known:
    answers = said.get(ConsentKind.AD_USER_DATA, [])
    state = ConsentState(answers[-1].state) if answers else ConsentState.UNKNOWN
    if state == ConsentState.GRANTED and withdrawn is not None and withdrawn > answers[-1].at:
        state = ConsentState.DENIED
    personal = said.get(ConsentKind.AD_PERSONALIZATION, [])
    facts = Facts(
        status=LeadStatus(lead.status), received_at=lead.received_at, reached=_reached(lead, told),
        is_finished=lead.completed_at is not None, ad_user_data=state,
        was_granted=any(answer.state == ConsentState.GRANTED for answer in answers), lost_reason=lead.lost_reason,
        is_merged=lead.merged_into_id is not None, is_test=lead.is_test,
        is_protected=lead.customer is not None and lead.customer.is_protected,
        attribution=lead.attribution, clicked_at=lead.clicked_at, email=lead.email, phone=lead.phone,
    )  # fmt: skip
    return Known(
        facts, Worth(_sums(told), lead.value), SOURCES.get(lead.source.kind, "WEB"),
        bool(personal) and personal[-1].state == ConsentState.GRANTED,
    )  # fmt: skip


def _reached(lead: Lead, told: list[LeadFact]) -> dict[Milestone, datetime]:
    """When a lead came how far; one that was won by hand counts as signed."""
    moments = {kind: min((fact.at for fact in told if fact.kind == kind), default=None) for kind in FactKind}
    won = lead.closed_at if lead.status == LeadStatus.WON else None
    found = {
        Milestone.QUALIFIED: lead.qualified_at, Milestone.SIGNED: moments[FactKind.SIGNED] or won,
        Milestone.PAID: moments[FactKind.PAID],
    }  # fmt: skip
    return {milestone: moment for milestone, moment in found.items() if moment is not None}


def _sums(told: list[LeadFact]) -> dict[FactKind, Decimal]:
    """Contracts and invoices add up; of offers the latest counts."""
    sums: dict[FactKind, Decimal] = {}
    for fact in told:
        if fact.amount is not None:
            kind = FactKind(fact.kind)
            sums[kind] = sums.get(kind, Decimal(0)) + fact.amount if kind in SUMMED else fact.amount
    return sums


def _told(leads: Sequence[Lead]) -> dict[int, list[LeadFact]]:
    found: dict[int, list[LeadFact]] = {}
    for fact in LeadFact.objects.filter(lead__in=leads, withdrawn_at=None).order_by("at", "pk"):
        found.setdefault(fact.lead_id, []).append(fact)
    return found


def _said(leads: Sequence[Lead]) -> dict[int, dict[str, list[Consent]]]:
    """The answers of each lead to what Google asks for, the latest last."""
    found: dict[int, dict[str, list[Consent]]] = {}
    for answer in Consent.objects.filter(lead__in=leads, kind__in=ASKED).order_by("at", "pk"):
        found.setdefault(answer.lead_id or 0, {}).setdefault(answer.kind, []).append(answer)
    return found


def _withdrawn(leads: Sequence[Lead]) -> dict[int, datetime]:
    """When the customers of leads last said no, wherever they said it."""
    rows = Consent.objects.filter(
        customer__in={lead.customer_id for lead in leads if lead.customer_id}, kind=ConsentKind.AD_USER_DATA,
        state=ConsentState.DENIED,
    )  # fmt: skip
    return {customer: at for customer, at in rows.order_by("at", "pk").values_list("customer_id", "at") if customer}
