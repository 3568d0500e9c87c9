"""Which leads are reported to Google Ads, when, with what value; and why the others are not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm.rules.conversions import Facts, Policy, Pricing, WhyNot, Worth, judge, value_of, void, without_vat
from crm.states import ConsentState, FactKind, LeadStatus, LostReason, Milestone, ValueKind

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GCLID = {"gclid": "Cj0KCQiA-FICTITIOUS_gclid-0001"}
GOOD = Facts(
    status=LeadStatus.QUALIFIED, received_at=AT - 2 * DAY, reached={Milestone.QUALIFIED: AT - DAY},
    ad_user_data=ConsentState.GRANTED, attribution=GCLID, clicked_at=AT - 3 * DAY, email="anna.svensson@example.se",
    phone="+46701740605",
)  # fmt: skip
CLICKS, CONTACTS = Policy(), Policy(sends_contact=True, needs_click=False)
NO_CLICK: dict[str, object] = {"attribution": {}, "clicked_at": None}


def verdict(policy=CLICKS, milestone=Milestone.QUALIFIED, **told):
    return judge(replace(GOOD, **told), policy, milestone, at=AT)


def test_a_qualified_lead_with_a_click_and_a_yes_is_reported():
    found = verdict()
    assert (found.why_not, found.identifiers.kinds) == (None, ["gclid"])
    assert verdict(CONTACTS).identifiers.kinds == ["gclid", "e-post", "telefon"]


REFUSED = [
    ({"ad_user_data": ConsentState.DENIED}, WhyNot.NO_CONSENT),
    ({"ad_user_data": ConsentState.UNKNOWN}, WhyNot.NO_CONSENT),
    ({"ad_user_data": ConsentState.DENIED, "was_granted": True}, WhyNot.WITHDRAWN),
    ({"status": LeadStatus.STARTED, "reached": {}}, WhyNot.UNFINISHED),
    ({"status": LeadStatus.CONTACTED, "reached": {}, "is_finished": False}, WhyNot.UNFINISHED),
    ({"status": LeadStatus.NEW, "reached": {}}, WhyNot.UNQUALIFIED),
    ({"status": LeadStatus.CONTACTED}, WhyNot.UNQUALIFIED),
    ({"status": LeadStatus.LOST, "lost_reason": LostReason.SPAM}, WhyNot.DISQUALIFIED),
    ({"status": LeadStatus.LOST, "lost_reason": LostReason.JOB_SEEKER}, WhyNot.DISQUALIFIED),
    ({"status": LeadStatus.LOST, "lost_reason": LostReason.DUPLICATE}, WhyNot.DUPLICATE),
    ({"is_merged": True}, WhyNot.DUPLICATE),
    ({"is_test": True}, WhyNot.TEST),
    ({"is_protected": True}, WhyNot.PROTECTED),
    (NO_CLICK, WhyNot.NO_CLICK),
    ({"attribution": {"gclid": "{gclid}"}}, WhyNot.BROKEN_CLICK),
    ({"clicked_at": AT - 91 * DAY}, WhyNot.CLICK_TOO_OLD),
]


@pytest.mark.parametrize(("told", "why"), REFUSED)
def test_every_other_lead_is_not_reported_and_says_why(told, why):
    assert verdict(**told).why_not == why


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, None),
        (NO_CLICK, None),
        ({**NO_CLICK, "email": "", "phone": ""}, WhyNot.NO_IDENTIFIER),
        ({**NO_CLICK, "received_at": AT - 63 * DAY - HOUR}, WhyNot.LEAD_TOO_OLD),
        ({"clicked_at": AT - 91 * DAY, "email": "", "phone": ""}, WhyNot.CLICK_TOO_OLD),
    ],
)
def test_a_firm_that_sends_contact_data_also_reports_leads_without_a_click(told, why):
    assert verdict(CONTACTS, **told).why_not == why


def test_windows_are_kept_to_the_moment():
    assert verdict(clicked_at=AT - 90 * DAY).why_not is None
    assert verdict(CONTACTS, **NO_CLICK, received_at=AT - 63 * DAY).why_not is None
    old_click = verdict(CONTACTS, clicked_at=AT - 91 * DAY)
    assert (old_click.why_not, old_click.identifiers.kinds) == (None, ["e-post", "telefon"])
    old_contact = verdict(CONTACTS, received_at=AT - 64 * DAY, clicked_at=AT - 64 * DAY)
    assert old_contact.identifiers.kinds == ["gclid"]


def test_a_click_must_be_six_hours_old():
    assert verdict(clicked_at=AT - HOUR, received_at=AT - HOUR).not_before == AT + 5 * HOUR


@pytest.mark.parametrize(("milestone", "why"), [(Milestone.SIGNED, WhyNot.UNSIGNED), (Milestone.PAID, WhyNot.UNPAID)])
def test_a_later_milestone_must_be_reached(milestone, why):
    assert verdict(milestone=milestone).why_not == why
    reached = {**GOOD.reached, milestone: AT}
    assert verdict(milestone=milestone, reached=reached, status=LeadStatus.WON).why_not is None


@pytest.mark.parametrize("reason", [LostReason.PRICE, LostReason.COMPETITOR, LostReason.CHANGED_MIND])
def test_a_lead_lost_after_it_was_qualified_was_a_good_lead(reason):
    lost = replace(GOOD, status=LeadStatus.LOST, lost_reason=reason)
    assert judge(lost, CLICKS, Milestone.QUALIFIED, at=AT).why_not is None
    assert void(lost, Milestone.QUALIFIED) is None


def test_a_report_is_void_when_it_never_was_a_lead_or_its_milestone_was_taken_back():
    assert void(replace(GOOD, reached={}), Milestone.QUALIFIED) == WhyNot.UNQUALIFIED
    assert void(GOOD, Milestone.SIGNED) == WhyNot.UNSIGNED
    assert void(replace(GOOD, status=LeadStatus.CONTACTED), Milestone.QUALIFIED) is None


TOLD = {
    FactKind.OFFERED: Decimal("9000.00"), FactKind.SIGNED: Decimal("9500.00"), FactKind.INVOICED: Decimal("9870.40"),
}  # fmt: skip
VALUES = [
    (Pricing(ValueKind.FIXED, Decimal(2400)), TOLD, 2400),
    (Pricing(ValueKind.OFFER), {}, 7000),
    (Pricing(ValueKind.OFFER), {FactKind.OFFERED: Decimal(9000)}, 9000),
    (Pricing(ValueKind.OFFER), TOLD, 9870),
    (Pricing(ValueKind.CONTRACT, Decimal(1500)), {FactKind.OFFERED: Decimal(9000)}, 1500),
    (Pricing(ValueKind.CONTRACT), {FactKind.SIGNED: Decimal("9500.50")}, 9501),
    (Pricing(ValueKind.CONTRACT), {}, None),
    (Pricing(ValueKind.MARGIN, margin_percent=35), {FactKind.SIGNED: Decimal(10000)}, 3500),
    (Pricing(ValueKind.MARGIN, Decimal(900)), {FactKind.SIGNED: Decimal(10000)}, 900),
    (Pricing(ValueKind.MARGIN, margin_percent=35), {**TOLD, FactKind.MARGIN: Decimal(4100)}, 4100),
]


@pytest.mark.parametrize(("pricing", "told", "expected"), VALUES)
def test_a_conversion_is_worth_the_firmest_price_that_is_known(pricing, told, expected):
    assert value_of(pricing, Worth(told, estimate=Decimal(7000))) == (None if expected is None else Decimal(expected))


def test_vat_is_no_income():
    assert without_vat(Decimal("12500.00")) == Decimal("10000.00")
