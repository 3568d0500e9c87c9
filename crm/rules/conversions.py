"""What is reported to Google Ads of a lead, when, and with what value; and if not, why not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from crm.rules.ad_identifiers import Identifiers, has_broken_click, identifiers
from crm.states import (
    DISQUALIFYING,
    ConsentState,
    FactKind,
    LeadStatus,
    LostReason,
    Milestone,
    SourceKind,
    ValueKind,
)

# Google matches a click surely when it is six hours old, forgets it after ninety days, and forgets after 63 days
# who hashed contact data belongs to (support.google.com/google-ads/answer/7012522 and 14310715).
CLICK_SETTLES, CLICK_KEPT, CONTACT_KEPT = timedelta(hours=6), timedelta(days=90), timedelta(days=63)
VAT = Decimal("1.25")  # 25 % on moving and cleaning (mervärdesskattelagen 2023:200, 9 kap. 2 §)
WHOLE = Decimal(1)
_BEFORE = frozenset({LeadStatus.STARTED, LeadStatus.NEW, LeadStatus.CONTACTED})


class WhyNot(StrEnum):
    """Why a lead is not reported, as it ends the sentence ”Rapporteras inte: …”."""

    NO_CONSENT = "samtycke saknas"
    WITHDRAWN = "samtycket är återkallat"
    UNFINISHED = "formuläret är inte färdigt"
    UNQUALIFIED = "leadet är inte kvalificerat"
    UNSIGNED = "avtalet är inte signerat"
    UNPAID = "ingen faktura är betald"
    DISQUALIFIED = "leadet är diskvalificerat"
    DUPLICATE = "leadet är en dubblett"
    TEST = "leadet är ett prov"
    PROTECTED = "kunden har skyddade personuppgifter"
    NO_CLICK = "leadet kom inte från en annons"
    BROKEN_CLICK = "klick-id:t har fel format"
    NO_IDENTIFIER = "klick-id, e-post och telefon saknas"
    CLICK_TOO_OLD = "klicket är äldre än 90 dagar"
    LEAD_TOO_OLD = "leadet är äldre än 63 dagar och saknar klick-id"


_NOT_YET = {Milestone.SIGNED: WhyNot.UNSIGNED, Milestone.PAID: WhyNot.UNPAID}


@dataclass(frozen=True)
class Facts:
    """What is known of a lead that decides whether it is reported. Moments are aware, `value` is kronor."""

    status: LeadStatus
    received_at: datetime
    reached: Mapping[Milestone, datetime]
    ad_user_data: ConsentState
    is_finished: bool = True
    was_granted: bool = False
    lost_reason: str = ""
    is_merged: bool = False
    is_test: bool = False
    is_protected: bool = False
    source_kind: str = SourceKind.OWN_FORM
    attribution: Mapping[str, str] = field(default_factory=dict)
    clicked_at: datetime | None = None
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Policy:
    """What the firm has decided: also hashed contact data, and also leads that no ad is known for."""

    sends_contact: bool = False
    needs_click: bool = True


@dataclass(frozen=True)
class Verdict:
    """Whether a lead is reported: a reason why not, or what with and from when on."""

    why_not: WhyNot | None
    identifiers: Identifiers = field(default_factory=Identifiers)
    not_before: datetime | None = None


@dataclass(frozen=True)
class Worth:
    """What is known of a lead's worth, kronor without VAT; `estimate` is what the office wrote on the lead."""

    told: Mapping[FactKind, Decimal] = field(default_factory=dict)
    estimate: Decimal | None = None


@dataclass(frozen=True)
class Pricing:
    """How a rule values a conversion: `amount` is the fixed sum, or what counts until something better is known."""

    kind: ValueKind
    amount: Decimal | None = None
    margin_percent: int = 0


def judge(facts: Facts, policy: Policy, milestone: Milestone, *, at: datetime) -> Verdict:
    """Whether a lead may be reported at a moment, what it is known by, and when its click is old enough."""
    why = void(facts, milestone) or (WhyNot.UNQUALIFIED if facts.status in _BEFORE else None)
    return Verdict(why) if why else trace(facts, policy, at=at)


def trace(facts: Facts, policy: Policy, *, at: datetime) -> Verdict:
    """What Google may be told of a lead by, whatever has become of it: consent, identifiers and their age."""
    if why := _consent(facts):
        return Verdict(why)
    found = identifiers(
        facts.attribution, email=facts.email, phone=facts.phone, with_contact=policy.sends_contact
    )  # fmt: skip
    clicked = facts.clicked_at or facts.received_at
    has_click = bool(found.click_id) and at - clicked <= CLICK_KEPT
    has_contact = found.has_contact and at - facts.received_at <= CONTACT_KEPT
    if not has_click and (policy.needs_click or not has_contact):
        return Verdict(_lacking(facts, policy, found))
    if not has_click:
        found = Identifiers(email_sha256=found.email_sha256, phone_sha256=found.phone_sha256)
    elif not has_contact:
        found = Identifiers(found.click_kind, found.click_id)  # the hashes are too old to go along
    return Verdict(None, found, clicked + CLICK_SETTLES if has_click else facts.received_at)


def void(facts: Facts, milestone: Milestone) -> WhyNot | None:
    """Why a report that was made should not have been: it never was a lead, or never came that far; None when it did.

    A lead that was lost on its price, or is worked on anew, was a good lead all the same.
    """
    if facts.is_test:
        return WhyNot.TEST
    if facts.is_merged or (facts.status == LeadStatus.LOST and facts.lost_reason == LostReason.DUPLICATE):
        return WhyNot.DUPLICATE
    if facts.status == LeadStatus.LOST and facts.lost_reason in DISQUALIFYING:
        return WhyNot.DISQUALIFIED
    if Milestone.QUALIFIED not in facts.reached:
        is_open_form = facts.status == LeadStatus.STARTED or not facts.is_finished
        return WhyNot.UNFINISHED if is_open_form else WhyNot.UNQUALIFIED
    return None if milestone in facts.reached else _NOT_YET[milestone]


def value_of(pricing: Pricing, worth: Worth) -> Decimal | None:
    """What a conversion is worth in kronor without VAT, as well as it is known by now; None when nobody knows."""
    if pricing.kind == ValueKind.FIXED:
        return pricing.amount
    price = _price(worth, with_offer=pricing.kind != ValueKind.CONTRACT)
    if pricing.kind == ValueKind.MARGIN:
        share = price * pricing.margin_percent / 100 if price is not None and pricing.margin_percent else None
        price = worth.told.get(FactKind.MARGIN, share)
    return pricing.amount if price is None else price.quantize(WHOLE, ROUND_HALF_UP)


def without_vat(amount: Decimal) -> Decimal:
    """Kronor without the VAT that is in them."""
    return (amount / VAT).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _price(worth: Worth, *, with_offer: bool) -> Decimal | None:
    """The firmest price there is: what was invoiced, else what was signed, else what was offered or thought."""
    for kind in (FactKind.INVOICED, FactKind.SIGNED):
        if kind in worth.told:
            return worth.told[kind]
    return worth.told.get(FactKind.OFFERED, worth.estimate) if with_offer else None


def _consent(facts: Facts) -> WhyNot | None:
    """Unknown is no (EU user consent policy, which names uploads)."""
    if facts.is_protected:
        return WhyNot.PROTECTED
    if facts.ad_user_data == ConsentState.GRANTED:
        return None
    return WhyNot.WITHDRAWN if facts.was_granted else WhyNot.NO_CONSENT


def _lacking(facts: Facts, policy: Policy, found: Identifiers) -> WhyNot:
    """Which of the things to know somebody by is missing, or too old."""
    if found.click_id and (policy.needs_click or not found.has_contact):
        return WhyNot.CLICK_TOO_OLD
    if has_broken_click(facts.attribution):
        return WhyNot.BROKEN_CLICK
    if policy.needs_click:
        return WhyNot.NO_CLICK
    return WhyNot.LEAD_TOO_OLD if found.has_contact else WhyNot.NO_IDENTIFIER
