"""From ad to money: every number of the report is the leads behind it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.models import Conversion, Lead
from crm.queries.ad_report import Period, campaigns, chart, leads_behind, period_of, total
from crm.services import conversions, lead_moves
from crm.services.conversions import Told
from crm.states import ConversionState, LostReason
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from tests.factories import conversions as factory
from tests.factories import crm
from tests.factories.leads import lead as by_hand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GOOGLE = ("google", "cpc", "flytt-stockholm")
REPORT = "/leads/annonser/"


@pytest.fixture
def period():
    return Period(today() - 30 * DAY, today())


@pytest.fixture
def told(office):
    """A campaign with one junk lead, one open, one signed and one paid; and one who called."""
    factory.account()
    factory.rule()
    lead_moves.disqualify(lead=factory.qualified(office), reason=LostReason.SPAM, by=office, at=now())
    factory.asked()
    signed, paid = factory.qualified(office), factory.qualified(office)
    conversions.note_contract(lead=signed, told=Told("contract:1", Decimal(9500), now()), by=office, at=now())
    conversions.note_contract(lead=paid, told=Told("contract:2", Decimal(4000), now()), by=office, at=now())
    somebody = crm.customer()
    Lead.objects.filter(pk=paid.pk).update(customer=somebody)
    invoice = Told("invoice:1", Decimal("4200.50"), now())
    conversions.note_invoice(customer=somebody, told=invoice, by=office, at=now())
    conversions.note_paid(customer=somebody, told=invoice, by=office, at=now())
    Conversion.objects.filter(lead=paid).update(state=ConversionState.CONFIRMED)
    by_hand()
    factory.asked(is_test=True)
    return office


def test_each_campaign_is_counted_as_far_as_its_leads_came(told, period):
    first, second = campaigns(told, period)
    assert (first.channel, first.medium, first.campaign) == GOOGLE
    assert (first.leads, first.qualified, first.signed, first.paid, first.reported) == (4, 2, 2, 1, 1)
    assert (first.value, first.share) == (Decimal("13700.50"), 50)
    assert (second.channel, second.leads, second.value) == ("Inlagd för hand", 1, Decimal(0))


@pytest.mark.parametrize("stage", ["leads", "qualified", "signed", "paid", "reported"])
def test_the_leads_behind_a_number_are_as_many_as_it_says(told, period, stage):
    (row, *_) = campaigns(told, period)
    behind = leads_behind(told, period, stage=stage, campaign=GOOGLE)
    assert behind.count() == getattr(row, stage)
    assert leads_behind(told, period, stage=stage, campaign=None).count() >= behind.count()


def test_the_sum_is_the_sum_and_bars_are_measured_by_the_longest(told, period):
    rows = campaigns(told, period)
    whole = total(rows)
    assert (whole.leads, whole.value) == (5, Decimal("13700.50"))
    assert [bar.width for bar in chart(rows)[0][1]] == [100, 50, 50, 25]
    assert chart([]) == []


def test_leads_outside_the_days_are_not_counted(told, period):
    early = Period(period.first - 60 * DAY, period.first - DAY)
    assert campaigns(told, early) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "", (date(2026, 9, 3), date(2026, 12, 1))),
        ("2026-11-01", "2026-11-30", (date(2026, 11, 1), date(2026, 11, 30))),
        ("2026-11-30", "2026-11-01", (date(2026, 11, 1), date(2026, 11, 30))),
        ("igår", "2027-05-01", (date(2026, 9, 3), date(2026, 12, 1))),
        ("2001-01-01", "2026-11-30", (date(2024, 9, 21), date(2026, 11, 30))),
    ],
)
def test_days_are_read_as_far_as_they_can_be(first, last, expected):
    found = period_of(first, last, today=date(2026, 12, 1))
    assert (found.first, found.last) == expected


def test_the_page_leads_from_each_number_to_its_leads(told, client):
    page = client.get(REPORT).content.decode()
    assert "flytt-stockholm" in page
    assert "13\u00a0700\u00a0kr" in page
    behind = client.get(
        reverse("crm:ad_report_leads"),
        {"kanal": "google", "medium": "cpc", "kampanj": "flytt-stockholm", "steg": "paid"},
    ).content.decode()
    assert "Betalda" in behind
    assert behind.count("/leads/") >= 1
    assert "4\u00a0200\u00a0kr" in behind


def test_the_report_and_its_leads_leave_as_files(told, client):
    listed = b"".join(client.get(reverse("crm:export_ad_report")).streaming_content).decode()
    assert "google;cpc;flytt-stockholm;4;2;50;2;1;1;13700,50" in listed
    leads = b"".join(client.get(reverse("crm:export_ad_leads") + "?steg=signed").streaming_content).decode()
    assert leads.count("\n") == 3


def test_an_empty_period_says_what_to_do(office, client):
    assert "Inga leads i perioden" in client.get(REPORT).content.decode()


def test_who_may_not_see_conversions_is_kept_out(login_as, client):
    login_as(Role.READER)
    assert client.get(REPORT).status_code == 403


def test_the_report_asks_as_often_with_many_leads_as_with_one(office, client, assert_steady_queries):
    assert_steady_queries(client, REPORT, factory.asked, most=19)
    assert_steady_queries(client, reverse("crm:ad_report_leads"), factory.asked, most=19)
