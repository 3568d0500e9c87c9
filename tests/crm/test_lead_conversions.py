"""The page of a lead says what Google Ads knows of it, what it will, and if not, why not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.models import Consent, Conversion
from crm.services import lead_moves
from crm.states import ConversionState, LostReason, Milestone
from perforia.base.clock import now
from perforia.base.permissions import Role
from simulators.google_ads_state import CONVERTED
from tests.factories import conversions as factory
from tests.factories.leads import lead as by_hand

pytestmark = pytest.mark.django_db


def page_of(client, lead):
    text = client.get(reverse("crm:lead_page", args=[lead.pk])).content.decode()
    return " ".join(text.split())


@pytest.fixture
def by(office):
    factory.account()
    return office


def test_nothing_is_said_where_nothing_is_reported(by, client):
    assert "google-ads" not in page_of(client, factory.asked())


def test_a_fresh_lead_says_when_google_gets_it(by, client):
    factory.rule()
    shown = page_of(client, factory.asked())
    assert "Konvertering skickas inte ännu." in shown
    assert "Google Ads får den när leadet kvalificeras." in shown


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"consent": ""}, "samtycke saknas"),
        ({"consent": "denied"}, "samtycke saknas"),
        ({"click": "{gclid}"}, "klick-id:t har fel format"),
        ({"is_test": True}, "leadet är ett prov"),
    ],
)
def test_one_that_is_not_reported_says_why(by, client, told, why):
    factory.rule()
    factory.rule(Milestone.SIGNED, CONVERTED)
    shown = page_of(client, factory.asked(**told))
    assert f"<b>Rapporteras inte:</b> {why}." in shown
    assert shown.count("Rapporteras inte") == 1


def test_one_by_hand_and_one_that_is_junk_say_why(by, client):
    factory.rule()
    assert "<b>Rapporteras inte:</b> samtycke saknas." in page_of(client, by_hand())
    junk = factory.asked()
    lead_moves.disqualify(lead=junk, reason=LostReason.SPAM, by=by, at=now())
    assert "<b>Rapporteras inte:</b> leadet är diskvalificerat." in page_of(client, junk)


STATES = [
    (ConversionState.WAITING, "", "Skickas till Google Ads natten efter"),
    (ConversionState.CONFIRMED, "", "Bekräftad idag"),
    (ConversionState.SKIPPED, "samtycket är återkallat", "Rapporteras inte: samtycket är återkallat."),
    (ConversionState.REJECTED, "EVENT_TOO_OLD", "Klicket är äldre än 90 dagar."),
    (ConversionState.REJECTED, "SOMETHING_NEW", "Google svarade något oväntat."),
    (ConversionState.RETRACTED, "", "Återtagen hos Google"),
    (ConversionState.UNKNOWN, "NO_ANSWER", "Google har inte sagt vad som hände på en vecka."),
]


@pytest.mark.parametrize(("state", "reason", "words"), STATES)
def test_every_state_is_said_in_words(by, client, state, reason, words):
    factory.rule()
    lead = factory.qualified(by)
    Conversion.objects.update(state=state, reason=reason, settled_at=now(), sent_at=now(), reported_value=2400)
    assert words in page_of(client, lead)


def test_a_rejected_one_is_sent_again_with_a_button(by, client):
    factory.rule()
    lead = factory.qualified(by)
    Conversion.objects.update(state=ConversionState.REJECTED, reason="GAVE_UP")
    assert "Skicka igen" in page_of(client, lead)
    client.post(reverse("crm:resend_conversion", args=[factory.the().pk]))
    assert factory.the().state == ConversionState.WAITING


def test_a_yes_is_taken_back_on_the_page(by, client):
    factory.rule()
    lead = factory.asked()
    url = reverse("crm:withdraw_ad_consent", args=[lead.pk])
    assert url in page_of(client, lead)
    assert client.post(url, {"channel": ""}).status_code == 422
    client.post(url, {"channel": "phone"})
    shown = page_of(client, lead)
    assert "<b>Rapporteras inte:</b> samtycket är återkallat." in shown
    assert url not in shown
    assert Consent.objects.filter(lead=lead, state="denied", by=by).count() == 1


def test_a_rule_that_came_later_says_so(by, client):
    lead = factory.qualified(by)
    made = factory.rule()
    made.active_since = now() + timedelta(hours=1)
    made.save(update_fields=["active_since"])
    assert "regeln gällde inte när det hände" in page_of(client, lead)


def test_who_may_not_see_conversions_sees_none(login_as, client):
    factory.account()
    factory.rule()
    lead = factory.asked()
    login_as(Role.PLANNER)
    assert "google-ads" not in page_of(client, lead)
