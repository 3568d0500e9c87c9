"""One lead per submission: late, repeated and simultaneous posts never double it nor undo what is newer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from crm import events
from crm.models import Activity, Consent, Lead, LeadMove, LeadSubmission
from crm.rules.capture import Post
from crm.services.capture import Raw, capture
from crm.states import LeadStatus, SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.events import LISTENERS
from tests.factories.leads import source

pytestmark = pytest.mark.django_db

FIRST = Post(
    values={"name": "Astrid Exempelsson", "phone": "+46701740612", "services": ["moving", "move_cleaning"]},
    attribution={"gclid": "Cj0-FICTITIOUS", "utm_source": "google", "landing_page": "https://exempel.test/?gclid=Cj0"},
    consents={"ad_user_data": "granted"},
    submission_id="0197d0c2-7c1e-7b7a-9d0e-3f2c1a4b5c6d", seq=1, step=2, steps=5, is_complete=False,
)  # fmt: skip
SECOND = replace(
    FIRST,
    values={"address": "Provvägen 4", "city": "Storköping"},
    details={"floor": "2"},
    attribution={},
    seq=2,
    step=3,
)
LAST = replace(FIRST, values={"wanted_on": "2027-01-12", "message": "Hiss finns."}, seq=5, step=5, is_complete=True)


def post(told, *, at=None, of=None):
    return capture(source=of or source(), post=told, at=at or now())


def test_name_and_phone_make_a_started_lead_at_once():
    captured = post(FIRST)
    lead = Lead.objects.get()

    assert captured.outcome == SubmissionState.APPLIED
    assert captured.lead == lead
    assert (lead.status, lead.name, lead.phone) == (LeadStatus.STARTED, "Astrid Exempelsson", "+46701740612")
    assert (lead.step, lead.steps, lead.completed_at) == (2, 5, None)
    assert lead.attribution["gclid"] == "Cj0-FICTITIOUS"
    assert lead.clicked_at is not None
    assert LeadSubmission.objects.get().lead == lead


def test_later_steps_update_the_same_lead_and_the_last_one_completes_it():
    post(FIRST)
    post(SECOND)
    post(LAST)
    lead = Lead.objects.get()

    assert (lead.address, lead.city, lead.details) == ("Provvägen 4", "Storköping", {"floor": "2"})
    assert (str(lead.wanted_on), lead.message, lead.status) == ("2027-01-12", "Hiss finns.", LeadStatus.NEW)
    assert lead.completed_at is not None
    assert LeadMove.objects.get().new == LeadStatus.NEW
    assert LeadSubmission.objects.count() == 3


def test_a_late_post_fills_what_nobody_has_told_but_undoes_nothing():
    newer = replace(SECOND, values={"address": "Nyvägen 9"}, seq=4, step=4)
    post(FIRST)
    post(newer)
    post(SECOND)
    lead = Lead.objects.get()

    assert (lead.address, lead.city) == ("Nyvägen 9", "Storköping")
    assert (lead.seq, lead.step) == (4, 4)


def test_a_field_that_was_emptied_later_is_not_filled_by_a_late_post():
    post(FIRST)
    post(replace(FIRST, values={"to_address": ""}, seq=3))
    post(replace(FIRST, values={"to_address": "Gamla vägen 1"}, seq=2))

    assert Lead.objects.get().to_address == ""


def test_what_is_empty_never_empties():
    post(FIRST)
    post(replace(FIRST, values={"name": "", "phone": ""}, seq=2))

    assert Lead.objects.get().phone == "+46701740612"


def test_saying_the_same_again_later_protects_it_from_posts_in_between():
    post(FIRST)
    post(replace(FIRST, seq=3))
    post(replace(FIRST, values={"name": "Fel Namn"}, seq=2))

    assert Lead.objects.get().name == "Astrid Exempelsson"


@pytest.mark.parametrize("times", [2, 5])
def test_the_same_post_again_is_kept_as_a_repetition_and_changes_nothing(times):
    outcomes = [post(replace(FIRST, external_id="a:1")).outcome for _ in range(times)]

    assert outcomes == [SubmissionState.APPLIED, *[SubmissionState.REPEATED] * (times - 1)]
    assert Lead.objects.count() == 1
    assert LeadSubmission.objects.count() == times
    assert Activity.objects.count() == 1


def test_a_completed_lead_stays_completed_when_an_earlier_step_comes_late():
    post(LAST)
    done = Lead.objects.get().completed_at
    post(SECOND)
    lead = Lead.objects.get()

    assert (lead.status, lead.completed_at, lead.city) == (LeadStatus.NEW, done, "Storköping")


def test_the_same_submission_id_from_another_source_is_another_lead():
    post(FIRST)
    post(FIRST, of=source("Landningssida"))

    assert Lead.objects.count() == 2


def test_where_somebody_came_from_is_what_was_told_first():
    post(FIRST)
    post(replace(FIRST, attribution={"gclid": "another-click", "utm_term": "flyttfirma"}, seq=2))
    attribution = Lead.objects.get().attribution

    assert (attribution["gclid"], attribution["utm_term"]) == ("Cj0-FICTITIOUS", "flyttfirma")


@pytest.mark.parametrize("answer", [{}, {"ad_user_data": "unknown"}, {"ad_user_data": "denied"}])
def test_click_ids_are_not_kept_without_a_yes(answer):
    body = "gclid=Cj0-FICTITIOUS&landing=https%3A%2F%2Fexempel.test%2F%3Fgclid%3DCj0-FICTITIOUS%26a%3D1"
    capture(source=source(), post=replace(FIRST, consents=answer), raw=Raw(body=body), at=now())
    lead = Lead.objects.get()

    assert lead.attribution == {"utm_source": "google", "landing_page": "https://exempel.test/"}
    assert lead.clicked_at is None
    assert LeadSubmission.objects.get().body.count("[borttaget]") == 2
    assert "FICTITIOUS" not in LeadSubmission.objects.get().body


def test_a_later_yes_brings_the_click_with_it():
    post(replace(FIRST, consents={}))
    post(replace(LAST, attribution=FIRST.attribution, consents={"ad_user_data": "granted"}))

    assert Lead.objects.get().attribution["gclid"] == "Cj0-FICTITIOUS"


def test_a_yes_that_comes_late_does_not_undo_a_newer_no():
    post(replace(FIRST, seq=1, consents={}))
    post(replace(FIRST, seq=3, consents={"ad_user_data": "denied"}))
    post(replace(FIRST, seq=2, consents={"ad_user_data": "granted"}))

    assert Consent.objects.get().state == "denied"
    assert "gclid" not in Lead.objects.get().attribution


def test_a_form_whose_page_has_asked_already_keeps_clicks_and_says_why():
    asked = source("Google", kind=SourceKind.GOOGLE, assumes_ad_consent=True)
    post(replace(FIRST, consents={}), of=asked)
    consent = Consent.objects.get()

    assert Lead.objects.get().attribution["gclid"] == "Cj0-FICTITIOUS"
    assert (consent.kind, consent.state, consent.source) == ("ad_user_data", "granted", "inställning: Google")
    post(replace(FIRST, submission_id="no", consents={"ad_user_data": "denied"}), of=asked)
    assert "gclid" not in Lead.objects.get(submission_id="no").attribution


def test_consent_is_dated_when_it_was_given_if_that_can_be_so():
    at = now()
    told = replace(FIRST, consent_at=(at - timedelta(days=2)).isoformat())
    post(told, at=at)
    post(replace(told, submission_id="b", consent_at="0001-01-01T00:00:00+00:00"), at=at)
    dated = list(Consent.objects.order_by("pk").values_list("at", flat=True))

    assert dated == [at - timedelta(days=2), at]


def test_a_number_used_twice_for_different_things_fills_what_is_empty_and_loses_nothing():
    capture(source=source(), post=replace(FIRST, external_id="a:1"), raw=Raw(body="one"), at=now())
    outcome = capture(
        source=source(), raw=Raw(body="other"), at=now(),
        post=replace(FIRST, external_id="a:1", values={"name": "Annan", "city": "Storköping"}),
    ).outcome  # fmt: skip
    lead = Lead.objects.get()

    assert outcome == SubmissionState.APPLIED
    assert (lead.name, lead.city) == ("Astrid Exempelsson", "Storköping")


def test_click_ids_are_forgotten_when_their_use_is_refused():
    post(FIRST)
    post(replace(FIRST, consents={"ad_user_data": "denied"}, seq=2))
    attribution = Lead.objects.get().attribution

    assert "gclid" not in attribution
    assert attribution["landing_page"] == "https://exempel.test/"
    assert attribution["utm_source"] == "google"


def test_consents_only_grow_and_only_when_the_answer_is_another():
    told = replace(
        FIRST, attribution={}, consents={"marketing": "granted", "ad_storage": "unknown"}, consent_version="2026-11"
    )
    post(told)
    post(replace(told, seq=2))
    post(replace(told, consents={"marketing": "denied"}, seq=3))
    answers = list(Consent.objects.order_by("pk").values_list("kind", "state", "text_version"))

    assert answers == [("marketing", "granted", "2026-11"), ("marketing", "denied", "2026-11")]


def test_a_lead_somebody_has_called_stays_contacted_when_the_form_is_finished():
    post(FIRST)
    Lead.objects.update(status=LeadStatus.CONTACTED)
    post(LAST)
    lead = Lead.objects.get()

    assert lead.status == LeadStatus.CONTACTED
    assert lead.completed_at is not None


def test_later_steps_of_a_merged_lead_fill_what_its_survivor_lacks():
    post(FIRST)
    gone = Lead.objects.get()
    kept = post(replace(FIRST, submission_id="other", values={"name": "Astrid E", "phone": "+46701740612"})).lead
    Lead.objects.filter(pk=gone.pk).update(merged_into=kept)
    post(replace(SECOND, values={"name": "Ska inte skrivas", "city": "Storköping"}))
    kept.refresh_from_db()

    assert (kept.name, kept.city) == ("Astrid E", "Storköping")


def test_a_new_lead_is_found_by_its_name_phone_and_number():
    lead = post(FIRST).lead

    for word in ("astrid", "1740612", f"l{lead.pk}"):
        assert Lead.objects.filter(search=word).count() == 1, word


def test_the_raw_post_is_kept_with_its_points():
    capture(source=source(), post=FIRST, raw=Raw(body='{"a": 1}', score=3, reasons=("link",)), at=now())
    kept = LeadSubmission.objects.get()

    assert (kept.body, kept.score, kept.reasons) == ('{"a": 1}', 3, ["link"])


def test_a_source_notes_when_it_was_last_heard_of_at_most_once_a_minute():
    made, at = source(), now()
    post(FIRST, of=made, at=at)
    made.refresh_from_db()
    post(SECOND, of=made, at=at + timedelta(seconds=30))
    made.refresh_from_db()

    assert made.last_received_at == at


def test_the_timeline_says_which_step_was_filled_in():
    post(FIRST)
    post(LAST)
    titles = list(Activity.objects.order_by("pk").values_list("title", flat=True))

    assert titles == ["Fyllde i Kontakt i offertformuläret", "Skickade offertformuläret"]


def test_the_timeline_names_another_source():
    post(FIRST, of=source("Google-annonser", kind=SourceKind.GOOGLE))

    assert Activity.objects.get().title == "Kom in från Google-annonser"


def test_nothing_is_published_when_a_lead_comes_in():
    heard = {event for event, _ in LISTENERS}

    assert not heard & {events.lead_captured, events.lead_completed, events.submission_received}


def test_a_first_post_goes_to_the_database_once(django_assert_max_num_queries):
    form = source()
    post(replace(FIRST, submission_id="warm", seq=1), of=form)
    with django_assert_max_num_queries(2):  # a savepoint around it here
        post(replace(FIRST, submission_id="one"), of=form)


def test_the_one_statement_and_the_general_way_write_the_same():
    at = now()
    post(replace(FIRST, submission_id="one", seq=1), at=at)
    post(replace(FIRST, submission_id="two", seq=2), at=at)
    one, two = (
        {**Lead.objects.filter(submission_id=each).values().get(), "search": None, "id": None, "submission_id": None}
        for each in ("one", "two")
    )
    differing = {name for name in one if one[name] != two[name]}

    assert differing == {"seq", "field_seqs"}
    for word in ("astrid", "1740612"):
        assert Lead.objects.filter(search=word).count() == 2


def test_two_first_posts_at_once_make_one_lead_and_both_are_kept():
    post(replace(FIRST, external_id="a"))
    outcome = post(replace(FIRST, external_id="b")).outcome

    assert outcome == SubmissionState.REPEATED
    assert (Lead.objects.count(), LeadSubmission.objects.count(), Activity.objects.count()) == (1, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_parallel_posts_of_one_submission_make_one_lead_with_everything():
    form = source()

    def send(number):
        try:
            told = replace(FIRST, seq=number, values={**FIRST.values, "city": f"Ort {number}"}, details={"rooms": "3"})
            return capture(source=form, post=told, at=now()).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(send, [1, 2, 3, 4, 1, 2, 3, 4]))
    lead = Lead.objects.get()

    assert SubmissionState.APPLIED in outcomes
    assert (lead.city, lead.seq) == ("Ort 4", 4)
    assert LeadSubmission.objects.count() == 8
