"""What is not kept: unfinished leads that nobody followed up, and the raw bodies of old posts."""

from datetime import timedelta

import pytest
from django.apps import apps

from crm.models import Activity, FollowUp, Lead, LeadSubmission
from crm.rules.capture import Post
from crm.rules.history import Happening
from crm.services import purging
from crm.services.activities import log
from crm.services.capture import Raw, capture, keep
from crm.states import ActivityKind, LeadStatus, SubmissionState
from crm.tasks import SWEPT
from crm.tasks.capture import purge_source
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
OLD = timedelta(days=31)


def started(identity="s", *, ago=OLD, is_complete=False):
    values, consents = {"name": "Anna", "phone": "+46701740605"}, {"marketing": "granted"}
    post = Post(values=values, submission_id=identity, seq=1, is_complete=is_complete, consents=consents)
    return capture(source=source(), post=post, raw=Raw(body="a=1", address_hash="x"), at=now() - ago).lead


def purge():
    return purging.purge(source=source(), at=now())


def test_an_unfinished_lead_goes_with_its_history_and_only_the_count_is_written_down():
    started()
    assert purge() == 1

    assert not Lead.objects.exists()
    assert not Activity.objects.exists()
    kept = LeadSubmission.objects.get()
    assert (kept.body, kept.address_hash, kept.lead) == ("", "", None)
    assert AuditEvent.objects.get(verb="source.purged").data == {"count": 1}
    assert not apps.get_model("crm", "LeadEvent").objects.exists()


def test_it_is_found_by_the_sweep_and_running_again_changes_nothing():
    started()
    assert [row["source_id"] for row in SWEPT[purge_source](now())] == [source().pk]
    purge_source(source_id=source().pk)
    purge_source(source_id=source().pk)

    assert list(SWEPT[purge_source](now())) == []
    assert not Lead.objects.exists()


@pytest.mark.parametrize(("ago", "is_complete"), [(timedelta(days=29), False), (OLD, True)])
def test_young_and_finished_leads_stay(ago, is_complete):
    started(ago=ago, is_complete=is_complete)
    purge()

    assert Lead.objects.count() == 1


def called(lead):
    what = Happening(kind=ActivityKind.CALL, title="Ringde")
    log(what=what, lead=lead, by=world.person(), at=now(), written_at=now())


def owned(lead):
    Lead.objects.filter(pk=lead.pk).update(owner=world.person(Role.OFFICE))


def planned(lead):
    FollowUp.objects.create(lead=lead, text="Ring", owner=world.person(), due_at=now(), created_at=now())


def qualified(lead):
    Lead.objects.filter(pk=lead.pk).update(status=LeadStatus.CONTACTED)


@pytest.mark.parametrize("followed_up", [called, owned, planned, qualified])
def test_a_lead_that_somebody_followed_up_stays(followed_up):
    followed_up(started())
    purge()

    assert Lead.objects.count() == 1


def test_the_raw_post_of_a_lead_that_stays_is_wiped_after_the_days_of_its_source():
    started(is_complete=True)
    purge()

    assert LeadSubmission.objects.get().body == ""
    assert Lead.objects.get().name == "Anna"


def test_what_waits_in_quarantine_too_long_becomes_skrap():
    keep(source=source(), raw=Raw(body="a=1"), state=SubmissionState.QUARANTINED, at=now() - OLD)
    keep(source=source(), raw=Raw(body="a=2"), state=SubmissionState.QUARANTINED, at=now())
    purge()

    assert list(LeadSubmission.objects.order_by("pk").values_list("state", "body")) == [
        ("discarded", ""), ("quarantined", "a=2"),
    ]  # fmt: skip


def test_the_days_are_the_sources_own():
    form = source("Kort minne", purge_after_days=1)
    capture(source=form, post=Post(values={"phone": "+46701740605"}, submission_id="s", is_complete=False),
            at=now() - timedelta(days=2))  # fmt: skip

    assert purging.purge(source=form, at=now()) == 1
