"""What looked scripted waits for a person: let through it is a lead like any other."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from crm.models import Activity, Lead, LeadSubmission
from crm.readers.bodies import FORM
from crm.services import quarantine
from crm.services.capture import Raw, keep
from crm.services.incoming import Incoming, receive, start_token
from crm.states import LeadStatus, SubmissionState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
PERSON = {"name": "Anna Berg", "phone": "0701740605", "services": "moving"}


def post(told, *, submission="s-1", seq=1, stage="complete", seconds=0.0, at=None, honeypot=""):
    """A post of our own form; without seconds it is too quick."""
    form = source()
    moment = at or now()
    data = {**PERSON, **told, "submission_id": submission, "seq": seq, "stage": stage, "company_url": honeypot,
            "started": start_token(source=form, nonce=submission)}  # fmt: skip
    posted = Incoming(urlencode(data).encode(), FORM, address="203.0.113.5", is_own_form=True)
    return receive(source=form, incoming=posted, at=moment + timedelta(seconds=seconds))


def waiting():
    return LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED)


@pytest.fixture
def office():
    return world.person(Role.OFFICE)


def test_a_quick_post_waits_and_is_no_lead():
    taken = post({})

    assert (taken.outcome, taken.code) == (SubmissionState.QUARANTINED, "")
    assert waiting().get().reasons == ["too_fast"]
    assert not Lead.objects.exists()


def test_released_it_is_a_lead_received_when_it_came(office):
    came = now() - timedelta(hours=5)
    post({"message": "Hiss finns."}, at=came)
    lead = quarantine.release(submission=waiting().get(), by=office, at=now())

    assert (lead.name, lead.message, lead.status) == ("Anna Berg", "Hiss finns.", LeadStatus.NEW)
    assert lead.received_at == came
    assert Activity.objects.get().lead == lead
    assert AuditEvent.objects.filter(verb="lead.released").count() == 1
    assert not waiting().exists()


def test_every_post_of_the_submission_follows_and_releasing_again_answers_with_the_same_lead(office):
    post({}, seq=1, stage="partial")
    post({"city": "Storköping"}, seq=2, stage="partial")
    post({"message": "Klart"}, seq=3)
    first = waiting().order_by("seq").first()
    lead = quarantine.release(submission=first, by=office, at=now())

    assert (lead.city, lead.message, lead.status) == ("Storköping", "Klart", LeadStatus.NEW)
    assert quarantine.release(submission=first, by=office, at=now()) == lead
    assert Lead.objects.count() == 1
    assert LeadSubmission.objects.filter(state=SubmissionState.RELEASED, lead=lead).count() == 3


def test_a_later_post_that_is_genuine_takes_the_waiting_ones_with_it():
    post({"city": "Storköping"}, seq=1, stage="partial")
    taken = post({"message": "Nu har jag läst igenom allt"}, seq=2, seconds=40)
    lead = Lead.objects.get()

    assert taken.lead == lead
    assert (lead.city, lead.message) == ("Storköping", "Nu har jag läst igenom allt")
    assert not waiting().exists()


def test_a_script_that_once_fell_into_the_trap_stays_in_quarantine():
    post({}, seq=1, honeypot="https://seo.example", seconds=40)
    post({}, seq=2, seconds=60)

    assert waiting().count() == 2
    assert not Lead.objects.exists()


def test_what_cannot_be_read_cannot_be_released(office):
    made = keep(source=source(), raw=Raw(body="{"), state=SubmissionState.QUARANTINED, at=now())
    with pytest.raises(DomainError, match="går inte att läsa"):
        quarantine.release(submission=made, by=office, at=now())
    made.refresh_from_db()

    assert made.state == SubmissionState.QUARANTINED


def test_skrap_can_be_taken_back(office):
    post({}, seq=1, stage="partial")
    post({}, seq=2)
    row = waiting().first()

    assert quarantine.discard(submission=row, by=office, at=now()) == 2
    assert quarantine.discard(submission=row, by=office, at=now()) == 0
    quarantine.take_back(submission=row, by=office, at=now())
    assert waiting().count() == 2


def test_what_came_after_emptying_was_asked_for_stays(office):
    post({}, submission="old")
    asked = now()
    post({}, submission="new", at=asked + timedelta(seconds=1))

    assert quarantine.discard_all(source=None, by=office, at=asked) == 1
    assert waiting().get().submission_id == "new"


def test_a_discarded_post_cannot_be_released(office):
    post({})
    row = waiting().get()
    quarantine.discard(submission=row, by=office, at=now())
    with pytest.raises(DomainError, match="väntar inte längre"):
        quarantine.release(submission=row, by=office, at=now())


# ------------------------------------------------------------------ the page


def test_the_page_shows_who_wrote_what_and_why_it_waits_under_leads(client, login_as):
    post({"message": "<b>Hej</b>"})
    login_as(Role.OFFICE)
    page = client.get("/leads/karantan/").content.decode()

    assert "Anna Berg" in page
    assert "070-174 06 05" in page
    assert "Ifyllt på mindre än tre sekunder" in page
    assert "&lt;b&gt;Hej&lt;/b&gt;" in page
    current = [line for line in page.splitlines() if 'aria-current="page"' in line]
    assert any("/leads/" in line for line in current)
    assert not any('href="/kunder/"' in line for line in current)


def test_releasing_in_the_page_takes_away_every_post_of_the_submission(client, login_as):
    post({}, seq=1, stage="partial")
    post({}, seq=2)
    login_as(Role.OFFICE)
    first, second = waiting().order_by("seq")
    answer = client.post(f"/leads/karantan/{second.pk}/slapp/", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert f'id="post-{first.pk}" hx-swap-oob="delete"' in answer.content.decode()
    assert 'id="quarantine-count"' in answer.content.decode()
    assert Lead.objects.count() == 1


def test_without_scripts_the_buttons_lead_back_to_the_page(client, login_as):
    post({})
    login_as(Role.OFFICE)
    row = waiting().get()

    assert client.post(f"/leads/karantan/{row.pk}/kasta/").headers["Location"] == "/leads/karantan/"
    assert client.post(f"/leads/karantan/{row.pk}/ater/").headers["Location"] == "/leads/karantan/"
    assert client.post(f"/leads/karantan/{row.pk}/slapp/").headers["Location"] == "/leads/karantan/"
    assert Lead.objects.get().name == "Anna Berg"


def test_readers_see_and_may_not_decide_and_staff_see_nothing(client, login_as):
    post({})
    login_as(Role.READER)
    assert "Släpp igenom" not in client.get("/leads/karantan/").content.decode()
    assert client.post(f"/leads/karantan/{waiting().get().pk}/slapp/").status_code == 403
    login_as(Role.STAFF)
    assert client.get("/leads/karantan/").status_code == 403


def test_the_page_asks_as_often_with_many_as_with_one(client, login_as, assert_steady_queries):
    login_as(Role.OFFICE)
    numbers = iter(range(100))
    assert_steady_queries(client, "/leads/karantan/", lambda: post({}, submission=f"s-{next(numbers)}"), most=19)
