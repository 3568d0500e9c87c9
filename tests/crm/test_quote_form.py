"""The public quote form without a browser: what it shows, what it takes, and that nothing written is ever lost."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from crm.models import Consent, Lead, LeadSubmission
from crm.services import incoming
from crm.states import LeadStatus, SubmissionState
from perforia.base.models import Firm
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
PERSON = {
    "services": ["moving", "move_cleaning"], "name": "Astrid Exempelsson", "phone": "070-174 06 12",
    "submission_id": "s-1", "seq": "1",
}  # fmt: skip


@pytest.fixture
def form(monkeypatch):
    monkeypatch.setattr("crm.rules.spam.FASTEST_SECONDS", 0)
    Firm.objects.update_or_create(pk=1, defaults={"name": "Exempel Flytt"})
    return source("Offertformulär", origins=["https://exempel.test"])


def opened(form, **told):
    """The form as a visitor gets it; answers its hidden fields."""
    page = Client().get(reverse("crm:quote_form", args=[form.key]), told)
    return page, {name: page.context["hidden"][name] for name in page.context["hidden"]}


def send(form, told, **headers):
    _, hidden = opened(form)
    return Client().post(reverse("crm:quote_form", args=[form.key]), {**hidden, **told}, headers=headers)


def test_the_form_may_stand_in_a_frame_on_the_sources_own_pages_only(form):
    page, _ = opened(form)

    assert "frame-ancestors https://exempel.test" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert page["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in opened(source("Utan sajt"))[0]["Content-Security-Policy"]


def test_the_click_and_the_campaign_follow_in_the_form(form):
    page, hidden = opened(form, gclid="Cj0KCQiA-FICTITIOUS_gclid-0001", utm_source="google")

    assert (hidden["gclid"], hidden["utm_source"]) == ("Cj0KCQiA-FICTITIOUS_gclid-0001", "google")
    assert page.context["has_click"]


def test_the_use_of_the_click_is_asked_for_and_needs_a_yes(form):
    click = {"gclid": "Cj0KCQiA-FICTITIOUS_gclid-0001"}
    send(form, {**PERSON, **click})
    send(form, {**PERSON, **click, "submission_id": "s-2", "ad_user_data": "on", "marketing": "on"})
    without, granted = Lead.objects.order_by("pk")

    assert "gclid" not in without.attribution
    assert granted.attribution["gclid"] == click["gclid"]
    assert set(Consent.objects.values_list("kind", "state", "source", "text_version")) == {
        ("ad_user_data", "granted", "form_checkbox", "2026-11"), ("marketing", "granted", "form_checkbox", "2026-11"),
    }  # fmt: skip


def test_the_whole_form_at_once_is_a_lead_and_leads_to_thanks(form):
    answer = send(form, {**PERSON, "area_m2": "64", "wanted_on": "2030-01-12", "extras": ["heavy", "boxes"]})
    lead = Lead.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, reverse("crm:quote_done", args=[form.key]))
    assert lead.details == {"area_m2": "64", "extras": ["heavy", "boxes"], **without_empty(lead.details)}
    assert (lead.status, lead.services) == (LeadStatus.NEW, ["moving", "move_cleaning"])
    assert "Tack för din förfrågan" in Client().get(answer["Location"]).content.decode()


def without_empty(details):
    return {key: value for key, value in details.items() if key not in {"area_m2", "extras"}}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Skriv ditt namn."),
        ({"phone": "", "email": ""}, "Skriv ett telefonnummer eller en e-postadress"),
        ({"phone": "ring mig"}, "Skriv numret med siffror"),
        ({"email": "astrid@"}, "Skriv adressen så här"),
        ({"postal_code": "12"}, "Skriv fem siffror"),
        ({"area_m2": "stor"}, "Skriv boytan med siffror"),
        ({"wanted_on": "2020-01-01"}, "Datumet har redan varit"),
        ({"wanted_on": "snart"}, "Skriv datumet som"),
        ({"services": []}, "Välj minst en tjänst"),
        ({"name": "A\x00B"}, "Null"),
    ],
)
def test_what_is_wrong_is_said_and_everything_written_stays(form, wrong, words):
    answer = send(form, {**PERSON, "message": "Hiss finns & piano.", **wrong})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert words in page or words == "Null"
    assert "Hiss finns &amp; piano." in page
    assert LeadSubmission.objects.count() == 1


def test_a_person_who_gave_a_number_is_a_started_lead_though_the_rest_is_wrong(form):
    send(form, {**PERSON, "postal_code": "12"})
    assert Lead.objects.get().status == LeadStatus.STARTED
    send(form, {**PERSON, "postal_code": "12345", "seq": "2"})

    assert Lead.objects.get().status == LeadStatus.NEW


def test_the_script_gets_words_and_the_step_to_mend(form):
    answer = send(form, {**PERSON, "postal_code": "12"}, accept="application/json")

    assert (answer.status_code, answer.json()["step"]) == (422, 3)
    assert answer.json()["errors"]["postal_code"] == ["Skriv fem siffror, till exempel 123 45."]


def test_a_step_is_saved_and_said_to_be(form):
    answer = send(form, {**PERSON, "stage": "partial", "step": "2"}, accept="application/json")

    assert answer.json() == {"saved": True, "seq": 1}
    assert Lead.objects.get().status == LeadStatus.STARTED


@pytest.fixture
def database_is_away(monkeypatch):
    def refuse(**_):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(incoming, "receive", refuse)


def test_while_the_database_is_away_a_sentence_and_everything_written_come_back(form, database_is_away):
    answer = send(form, {**PERSON, "message": "Hiss <finns>."})
    page = answer.content.decode()

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Det gick inte att skicka just nu" in page
    assert 'name="message" value="Hiss &lt;finns&gt;."' in page
    assert page.count('name="services"') == 2
    assert "<dd>Astrid Exempelsson</dd>" in page
    assert "Försök igen" in page


def test_the_script_is_told_while_the_database_is_away(form, database_is_away):
    answer = send(form, PERSON, accept="application/json")

    assert (answer.status_code, answer.json()["error"]) == (503, "away")


def test_even_the_first_page_says_so_while_the_database_is_away(monkeypatch):
    def refuse(*_args, **_named):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("crm.views.quote.source_of", refuse)
    answer = Client().get("/offert/nagon/")

    assert answer.status_code == 503
    assert "Vi har ett tillfälligt fel" in answer.content.decode()


def test_a_form_that_is_switched_off_says_where_to_call_and_keeps_what_is_posted():
    Firm.objects.update_or_create(pk=1, defaults={"name": "Exempel Flytt", "phone": "08-12 34 56"})
    off = source("Gammalt", is_active=False)
    shown = Client().get(reverse("crm:quote_form", args=[off.key]))
    posted = Client().post(reverse("crm:quote_form", args=[off.key]), PERSON)

    for answer in (shown, posted):
        assert answer.status_code == 410
        assert "Formuläret är stängt" in answer.content.decode()
        assert "08-12 34 56" in answer.content.decode()
    assert "Astrid Exempelsson" in posted.content.decode()
    kept = LeadSubmission.objects.get()
    assert (kept.state, "Astrid" in kept.body) == (SubmissionState.REFUSED, True)


def test_ten_megabytes_are_refused_with_words(form):
    answer = Client().post(reverse("crm:quote_form", args=[form.key]), {"message": "x" * 10_000_000})

    assert answer.status_code == 413
    assert "Texten är för lång" in answer.content.decode()


@pytest.mark.parametrize("key", ["nobody", "a%00b", "%2e%2e"])
def test_no_form_is_there_for_another_key(db, key):
    assert Client().get(f"/offert/{key}/").status_code == 404


def test_how_personal_data_is_treated_is_told_with_the_version_of_the_text(form):
    page = Client().get(reverse("crm:quote_privacy", args=[form.key])).content.decode()

    assert "Version 2026-11" in page
    assert "efter 30 dagar" in page


@pytest.mark.parametrize(("eager", "words"), [(False, "när du går vidare"), (True, "medan du fyller i")])
def test_what_is_saved_is_said_before_it_is(eager, words):
    form = source("Form", saves_per_field=eager)

    assert f"Vi sparar det du {'skriver' if eager else 'fyller i'} {words}" in opened(form)[0].content.decode()
