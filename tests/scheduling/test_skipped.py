"""A time of recurring work that was skipped is brought back: as it would be now, with what is in its way told."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from scheduling.models import Job, Series, SeriesSkip
from scheduling.queries.job_history import history_of
from scheduling.services import moves, planning, publishing, series, skipped, staff
from scheduling.states import JobStatus
from tests.factories.scheduling import act, at, job, person
from tests.scheduling.test_series import TODAY, TUESDAYS, begin, change_all, planned, planner, told

pytestmark = pytest.mark.django_db
NEXT, FAR = TUESDAYS[1], TODAY + timedelta(weeks=12)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(at("06:00", TODAY), tick=False):
        yield


def skip(of: Series, day: date = NEXT) -> None:
    series.skip(series=of, day=day, reason="Bortrest", by=planner(), at=now())


def bring_back(of: Series, day: date = NEXT) -> Job | None:
    return skipped.bring_back(series=of, day=day, by=planner(), at=now())


def test_the_job_is_planned_again_at_its_time_with_the_usual_crew_and_its_history_says_so():
    elin = person("Elin Låtsasberg")
    made = begin(elin)
    skip(made)
    for _ in range(2):
        back = bring_back(made)
        assert back is not None
        back.refresh_from_db()
        assert (back.status, back.starts_at, back.cancel_reason) == (JobStatus.PLANNED, at("08:00", NEXT), "")
        assert [row.resource for row in back.assignments.all()] == [elin]
    job_now = Job.objects.get(occurrence_on=NEXT)
    assert AuditEvent.objects.filter(verb="job.moved", target_id=job_now.pk).count() == 2
    assert not made.skips.exists()
    assert history_of(job_now)[0].what.startswith("satte Elin Låtsasberg på det")
    assert "tog upp det igen" in [entry.what for entry in history_of(job_now)]
    assert AuditEvent.objects.filter(verb="series.brought_back", target_id=made.pk).count() == 1


def test_one_that_was_skipped_before_it_was_made_is_made_with_the_others():
    made = begin()
    skip(made, FAR)
    assert bring_back(made, FAR) is None
    with time_machine.travel(at("06:00", TODAY + timedelta(weeks=3)), tick=False):
        series.extend(series=made, at=now())
    assert Job.objects.filter(occurrence_on=FAR).exists()


def test_one_whose_time_came_while_it_was_skipped_is_made_at_once():
    made = begin()
    skip(made, FAR)
    with time_machine.travel(at("06:00", TODAY + timedelta(weeks=3)), tick=False):
        series.extend(series=made, at=now())
        back = bring_back(made, FAR)
    assert back is not None
    assert (back.occurrence_on, back.starts_at) == (FAR, at("08:00", FAR))


def test_it_comes_back_as_the_series_is_now():
    made = begin()
    skip(made)
    change_all(made, told(clock=time(9, 30)))
    back = bring_back(made)
    assert back is not None
    assert back.starts_at == at("09:30", NEXT)


def test_one_that_was_changed_alone_keeps_its_own_time_and_those_who_are_left():
    elin, ali = person("Elin Låtsasberg"), person("Ali Testlund")
    made = begin()
    alone = Job.objects.get(occurrence_on=NEXT)
    for each in (elin, ali):
        planning.assign(job=alone, resource=each, act=act())
    planning.move(job=alone, starts_at=at("13:00", NEXT), act=act())
    skip(made)
    staff.retire(resource=ali, last_day=TODAY, by=planner(), at=now())
    back = bring_back(made)
    assert back is not None
    assert (back.starts_at, back.is_detached) == (at("13:00", NEXT), True)
    assert [row.resource for row in back.assignments.all()] == [elin]


def test_a_crew_that_never_heard_of_the_skip_hears_nothing():
    made = begin(person("Elin Låtsasberg"))
    publishing.publish_day(day=NEXT, by=None, at=now())
    skip(made)
    bring_back(made)
    assert Job.objects.get(occurrence_on=NEXT).status == JobStatus.PUBLISHED
    with pytest.raises(DomainError, match="Inget har ändrats"):
        publishing.publish_day(day=NEXT, by=None, at=now())


def test_a_crew_that_heard_of_the_skip_is_told_when_the_day_is_published():
    made = begin(person("Elin Låtsasberg"))
    publishing.publish_day(day=NEXT, by=None, at=now())
    skip(made)
    publishing.publish_day(day=NEXT, by=None, at=now())
    bring_back(made)
    assert Job.objects.get(occurrence_on=NEXT).status == JobStatus.PLANNED
    assert publishing.publish_day(day=NEXT, by=None, at=now()).changes == 1


@pytest.mark.parametrize(
    ("day", "later", "change", "sentence"),
    [
        (NEXT, TUESDAYS[2], {}, "Tisdag 8 juni har redan varit. Lägg in ett nytt uppdrag"),
        (NEXT, TODAY, {"days": [2]}, "Upprepningen har ingen tid tisdag 8 juni längre. Lägg in ett eget uppdrag"),
        (TUESDAYS[3], TODAY, None, "Upprepningen är avslutad och har ingen tid tisdag 22 juni"),
    ],
)
def test_what_cannot_come_back_says_why_and_stays_skipped(day, later, change, sentence):
    made = begin()
    skip(made, day)
    if change is None:
        series.end(series=made, last=NEXT, reason="Kunden flyttar", by=planner(), at=now())
    elif change:
        change_all(made, told(**change))
    with time_machine.travel(at("06:00", later), tick=False), pytest.raises(DomainError, match=sentence):
        bring_back(made, day)
    assert SeriesSkip.objects.filter(series=made, occurrence_on=day).exists()


def test_one_taken_up_again_on_its_own_page_is_no_longer_skipped():
    made = begin()
    skip(made)
    moves.revive(job=Job.objects.get(occurrence_on=NEXT), by=planner(), at=now())
    assert not made.skips.exists()
    assert "06-08 08:00" in planned(made)


class TestPages:
    def test_days_skipped_ahead_are_listed_with_the_way_back(self, client, office):
        made = begin(person())
        for day in (NEXT, FAR):
            skip(made, day)
        shown = client.get(reverse("scheduling:series", args=[made.pk])).content.decode()
        assert shown.count('aria-label="Ta tillbaka') == 4  # in the days ahead, and in the list of what is skipped
        assert "Tisdag 24 augusti" in shown

        answer = client.post(reverse("scheduling:bring_back_occurrence", args=[made.pk, NEXT]), follow=True)
        shown = answer.content.decode()
        assert "Tillfället är tillbaka: tisdag 8 juni 08:00." in shown
        assert shown.count('aria-label="Ta tillbaka') == 2

    def test_who_skips_is_offered_the_way_back_at_once(self, client, office):
        made = begin(person())
        url = reverse("scheduling:skip_occurrence", args=[made.pk, NEXT])
        shown = client.post(url, {"reason": "Bortrest"}, follow=True).content.decode()
        back = reverse("scheduling:bring_back_occurrence", args=[made.pk, NEXT])
        toast = shown.partition('id="toasts"')[2].partition("<template")[0]
        assert f'action="{back}"' in toast
        assert "Ångra" in toast

    def test_who_is_booked_meanwhile_is_told_of(self, client, office):
        elin = person("Elin Låtsasberg")
        made = begin(elin)
        skip(made)
        job("09:00", elin, day=NEXT)
        answer = client.post(reverse("scheduling:bring_back_occurrence", args=[made.pk, NEXT]), follow=True)
        assert "Elin är dubbelbokad 09:00–10:00." in answer.content.decode()

    def test_what_cannot_come_back_is_told_on_the_page(self, client, office):
        made = begin(person())
        skip(made)
        change_all(made, told(days=[2]))
        answer = client.post(reverse("scheduling:bring_back_occurrence", args=[made.pk, NEXT]), follow=True)
        assert "Upprepningen har ingen tid tisdag 8 juni längre." in answer.content.decode()
