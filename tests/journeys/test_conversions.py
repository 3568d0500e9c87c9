"""A lead from an ad, all the way to Google and back.

1. Somebody who clicked an ad posts the firm's form, with a yes to measuring ads.
2. The office sees on the lead's page that Google gets it when it is qualified, and qualifies it.
3. Two nights later the nightly run sends it; half an hour later the sweep asks and hears that it went well.
4. The lead's page says so; the report counts it; the settings show it among the latest.
5. The lead turns out to be junk: the next night takes its value back, and the page says so.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from crm.models import ConversionRun, Lead
from crm.services.conversions_polling import due_requests
from crm.services.conversions_runs import due_runs
from crm.states import LeadStatus
from crm.tasks import poll_conversions, upload_conversions, work_on_conversions
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import conversions as factory
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POST = {
    "stage": "complete", "seq": 1, "submission_id": "0197d0c2-7c1e-7b7a-9d0e-3f2c1a4b5c6d", "service": "Flytt",
    "contact": {"name": "Anna Svensson", "email": "anna.svensson@example.se", "phone": "070-174 06 05"},
    "attribution": {
        "gclid": "SIM_OK-Cj0KCQiA-0001", "utm_source": "google", "utm_medium": "cpc", "utm_campaign": "flytt-stockholm",
    },
    "consent": {"ad_user_data": "granted", "source": "cmp:exempel", "notice_version": "2026-10"},
}  # fmt: skip


def page_of(client, lead):
    return " ".join(client.get(reverse("crm:lead_page", args=[lead.pk])).content.decode().split())


def sweep():
    """What beat does every minute."""
    for due in due_runs(now()):
        work_on_conversions(**due)
    for due in due_requests(now()):
        poll_conversions(**due)


def test_a_lead_from_an_ad_is_reported_confirmed_and_taken_back(google_ads, login_as, client):
    factory.account(google_ads.account.info)
    factory.rule()
    begun = now()
    hook = reverse("crm:lead_hook", args=[source().key])
    assert client.post(hook, POST, content_type="application/json").status_code == 202
    lead = Lead.objects.get()

    login_as(Role.OWNER)
    assert "Google Ads får den när leadet kvalificeras." in page_of(client, lead)
    step = {"next_step": "Skicka offert", "due_0": "", "due_1": "", "due": "imorgon 10:00"}
    client.post(reverse("crm:move_lead", args=[lead.pk]), {"status": LeadStatus.QUALIFIED, **step})
    assert "Skickas till Google Ads natten efter" in page_of(client, lead)
    upload_conversions()
    sweep()
    assert google_ads.state.received == []  # too fresh: a mistake may still be put right

    with time_machine.travel(begun + 2 * DAY):
        upload_conversions()
        sweep()
        login_as(Role.OWNER)
        assert "Google svarar inom ett dygn." in page_of(client, lead)
    with time_machine.travel(begun + 2 * DAY + HOUR):
        sweep()
        login_as(Role.OWNER)
        assert "Bekräftad idag" in page_of(client, lead)
        assert "Google Ads bekräftade konverteringen" in client.get(
            reverse("crm:lead_timeline", args=[lead.pk])
        ).content.decode()  # fmt: skip
        assert "steg=reported" in client.get(reverse("crm:ad_report")).content.decode()
        assert lead.number in client.get(reverse("crm:ads")).content.decode()
        assert ConversionRun.objects.latest("pk").counts == {"pending": 1}
        lost = {"status": LeadStatus.LOST, "reason": "job_seeker", "note": "", **step}
        client.post(reverse("crm:move_lead", args=[lead.pk]), lost)
        assert "Tas tillbaka hos Google" in page_of(client, lead)

    with time_machine.travel(begun + 3 * DAY):
        upload_conversions()
        sweep()
    with time_machine.travel(begun + 3 * DAY + HOUR):
        sweep()
        login_as(Role.OWNER)
        assert "Värdet är satt till 0 hos Google" in page_of(client, lead)
    assert [row.history for row in google_ads.state.conversions.values()] == [[2400.0, 0.0]]
