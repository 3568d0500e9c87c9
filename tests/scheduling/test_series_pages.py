"""Work that comes back is chosen in words, shown before it is made, and one, some or all of it is changed."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from perforia.base.clock import now
from scheduling.models import Job, Series
from scheduling.rules import recurrence, repeating
from scheduling.rules.repeating import Choice
from scheduling.rules.worktime import to_local
from scheduling.services import series
from scheduling.states import HolidayPolicy, JobStatus
from tests.factories import crm
from tests.factories.scheduling import at, customer, job, person, vehicle
from tests.scheduling.test_series import begin

NEW = "/uppdrag/aterkommande/ny/"
TODAY = date(2027, 6, 1)  # a Tuesday


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(at("06:00", TODAY), tick=False):
        yield


def answers(**facts):
    """What the form posts: two hours of cleaning on Tuesdays."""
    return {
        "title": "Hemstädning", "kind": "home_cleaning", "minutes": "2", "people": "1", "pricing": "fixed",
        "how": "week", "days": ["1"], "starts_on": "2027-06-01", "start_time": "08:00", "holidays": "skip",
    } | facts  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice(days=[0, 3]), "varje vecka på måndagar och torsdagar"),
        (Choice(repeating.TWO_WEEKS, [1]), "varannan vecka på tisdagar"),
        (Choice(repeating.WEEKS, [4], every=3), "var 3:e vecka på fredagar"),
        (Choice(repeating.DAYS, every=10), "var 10:e dag"),
        (Choice(repeating.MONTH_WEEKDAY, position=2, weekday=1), "andra tisdagen varje månad"),
        (Choice(repeating.MONTH_WEEKDAY, position=-1, weekday=4), "sista fredagen varje månad"),
        (Choice(repeating.MONTH_DAY, month_day=15), "den 15:e varje månad"),
        (Choice(repeating.LAST_WORKDAY), "sista vardagen varje månad"),
        (Choice(repeating.OWN, text="FREQ=WEEKLY;INTERVAL=4;BYDAY=MO"), "var 4:e vecka på måndagar"),
        (Choice(), "varje vecka på tisdagar"),  # the day it begins on
    ],
)
def test_every_choice_is_a_rule_and_comes_back_as_the_same_choice(choice, words):
    rule = repeating.rule_of(choice, TODAY)
    again = repeating.choice_of(rule)
    assert recurrence.in_words(rule) == words
    assert repeating.rule_of(again, TODAY) == rule
    assert again.how == (repeating.WEEKS if choice.how == repeating.OWN else choice.how)


def test_a_rule_that_no_choice_says_is_shown_as_it_is():
    rule = "FREQ=MONTHLY;BYDAY=1MO,3MO"
    assert repeating.choice_of(rule) == Choice(repeating.OWN, text=rule)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (HolidayPolicy.SKIP, "torsdag 24 december 2026|julafton, hoppas över"),
        (HolidayPolicy.NEXT, "måndag 28 december 2026 08:00|flyttad från torsdag 24 december, julafton"),
        (HolidayPolicy.KEEP, "torsdag 24 december 2026 08:00|julafton, görs ändå"),
    ],
)
def test_what_a_holiday_does_is_said_of_its_day(policy, expected):
    rule = recurrence.weekly([3])
    found = repeating.lines(rule, date(2026, 12, 17), time(8), policy, most=2)
    assert f"{found[1].words}|{found[1].note}".lower() == expected.lower()


def test_eight_oclock_stays_eight_over_both_nights_when_clocks_change():
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        found = repeating.lines(recurrence.weekly([6]), sunday - timedelta(days=7), time(8), HolidayPolicy.KEEP, most=3)
        assert [line.words[-5:] for line in found] == ["08:00"] * 3


def test_a_number_of_times_ends_on_the_day_of_the_last():
    assert repeating.last_of(recurrence.weekly([1]), TODAY, 3) == date(2027, 6, 15)


NONSENSE = "Upprepningen går inte att förstå."
WRONG: list[dict[str, tuple[object, str]]] = [
    {"how": ("own", ""), "text": ("VARJE FREDAG", NONSENSE), "title": ("", "Skriv vad som ska göras.")},
    {
        "how": ("own", ""), "text": ("FREQ=SECONDLY", NONSENSE), "times": ("0", "Skriv antal gånger, 1 till 520."),
        "start_time": ("åtta", "Skriv ett klockslag, till exempel 08:00."),
        "crew": (["999"], "Någon av dem finns inte kvar."),
    },
    {"how": ("own", ""), "text": ("", NONSENSE), "until": ("2027-05-01", "Sista dagen kan inte vara före den första.")},
    {"how": ("weeks", ""), "every": ("", "Skriv ett antal, 1 till 52.")},
    {
        "how": ("month_day", ""), "month_day": ("31", "Skriv en dag i månaden, 1 till 28."),
        "until": ("2027-07-01", ""), "times": ("4", "Välj antingen en sista dag eller ett antal gånger."),
    },
    {"starts_on": ("", "Välj ett datum.")},
]  # fmt: skip


@pytest.mark.django_db
class TestWriting:
    def test_what_is_chosen_is_made_ten_weeks_ahead(self, client, office):
        buyer, tore, bil = crm.customer("Nora Testgren"), person("Tore Provsson"), vehicle()
        place = crm.place(buyer, "Mallgatan 9")
        told = answers(
            customer=buyer.number, place=str(place.pk), crew=[str(tore.pk), str(bil.pk)], hours_cleaning="2",
            checklist="Badrum",
        )  # fmt: skip
        answer = client.post(NEW, told)

        made = Series.objects.get()
        assert answer.url == reverse("scheduling:series", args=[made.pk])
        assert (made.rule, made.place, made.start_time) == ("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", place, time(8))
        first = Job.objects.earliest("starts_at")
        assert (Job.objects.count(), first.starts_at, first.assignments.count()) == (11, at("08:00", TODAY), 2)
        shown = client.get(answer.url).content.decode()
        assert "Varje vecka på tisdagar klockan 08:00" in shown
        assert "Tore Provsson" in shown
        assert "skapas av sig självt" in shown
        assert "Hemstädning" in client.get("/uppdrag/aterkommande/").content.decode()

    def test_a_number_of_times_is_enough(self, client, office):
        client.post(NEW, answers(times="3"))
        assert (Series.objects.get().until, Job.objects.count()) == (date(2027, 6, 15), 3)

    def test_the_next_days_are_shown_in_words_before_anything_is_made(self, client, office):
        told = answers(how="month_weekday", position="2", weekday="1", act="preview")
        part = client.post(NEW, told, headers={"HX-Request": "true"}).content.decode()
        assert part.count("<li") == 10
        assert "Tisdag 8 juni 2027 08:00" in part
        assert "<html" not in part
        whole = client.post(NEW, told).content.decode()
        assert "Tisdag 8 juni 2027 08:00" in whole
        assert Series.objects.count() == 0

    @pytest.mark.parametrize("wrong", WRONG)
    def test_what_is_wrong_is_told_and_what_was_typed_stays(self, client, office, wrong):
        """Each dictionary is posted at once: what stands in a field, and what is said of it."""
        answer = client.post(NEW, answers(notes="Behåll mig") | {name: typed for name, (typed, _) in wrong.items()})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert [said for _, said in wrong.values() if said and said not in shown] == []
        assert "Behåll mig" in shown
        assert Series.objects.count() == 0

    def test_a_job_that_is_there_becomes_the_first_of_its_series(self, client, office):
        first = job("08:00", person(), day=TODAY)
        url = f"{NEW}?uppdrag={first.pk}"
        assert 'value="2027-06-01"' in client.get(url).content.decode()

        client.post(url, answers(customer=customer().number))

        made = Series.objects.get()
        first.refresh_from_db()
        assert (first.series, first.occurrence_on) == (made, TODAY)
        assert Job.objects.filter(series=made).count() == 11
        assert "Varje vecka på tisdagar" in client.get(reverse("scheduling:job", args=[first.pk])).content.decode()


@pytest.mark.django_db
class TestChanging:
    def test_all_that_is_ahead(self, client, office):
        made = begin(person())
        url = reverse("scheduling:edit_series", args=[made.pk])
        assert 'value="08:00"' in client.get(url).content.decode()

        client.post(url, answers(start_time="10:00", scope="all", version=str(made.version)))

        starts = {
            to_local(at).time() for at in Job.objects.filter(series=made).values_list("starts_at", flat=True) if at
        }
        assert starts == {time(10)}

    def test_one_day_and_all_that_follow(self, client, office):
        made = begin(person())
        url = reverse("scheduling:edit_series", args=[made.pk]) + "?fran=2027-06-15"
        assert 'value="2027-06-15"' in client.get(url).content.decode()

        answer = client.post(
            url, answers(days=["3"], starts_on="2027-06-15", scope="following", first="2027-06-15",
                         version=str(made.version)),
        )  # fmt: skip

        made.refresh_from_db()
        later = Series.objects.get(follows=made)
        assert answer.url == reverse("scheduling:series", args=[later.pk])
        assert Job.objects.filter(series=made).count() == 2
        assert {at.weekday() for at in Job.objects.filter(series=later).values_list("starts_at", flat=True) if at} == {
            3
        }
        assert (
            "fortsätter på ett nytt sätt" in client.get(reverse("scheduling:series", args=[made.pk])).content.decode()
        )

    def test_what_somebody_else_changed_meanwhile_is_not_written_over(self, client, office):
        made = begin(person())
        answer = client.post(
            reverse("scheduling:edit_series", args=[made.pk]), answers(title="Mitt", scope="all", version="99")
        )
        assert (answer.status_code, "Någon har ändrat" in answer.content.decode()) == (422, True)

    def test_one_is_skipped_with_a_reason(self, client, office):
        made = begin(person())
        url = reverse("scheduling:skip_occurrence", args=[made.pk, "2027-06-08"])
        assert "Tisdag 8 juni" in client.get(url).content.decode()
        assert client.post(url, {"reason": ""}).status_code == 422

        client.post(url, {"reason": "Kunden är bortrest"})

        assert Job.objects.get(series=made, occurrence_on="2027-06-08").status == JobStatus.CANCELLED
        assert "Kunden är bortrest" in client.get(reverse("scheduling:series", args=[made.pk])).content.decode()

    def test_it_ends_with_a_last_day_and_a_reason(self, client, office):
        made = begin(person())
        url = reverse("scheduling:end_series", args=[made.pk])
        assert client.post(url, {"last": "", "reason": ""}).status_code == 422

        client.post(url, {"last": "2027-06-08", "reason": "Kunden flyttar"})

        made.refresh_from_db()
        assert (made.ended_at, made.until) == (now(), date(2027, 6, 8))
        assert Job.objects.open().filter(series=made).count() == 2
        assert "Hemstädning" in client.get("/uppdrag/aterkommande/?visa=avslutade").content.decode()

    def test_one_alone_is_changed_on_its_own_page_which_says_so(self, client, office):
        made = begin(person())
        one = Job.objects.filter(series=made).earliest("starts_at")
        assert "bara det här tillfället" in client.get(reverse("scheduling:edit_job", args=[one.pk])).content.decode()

    def test_the_page_costs_the_same_for_one_day_and_many(self, client, office, django_assert_max_num_queries):
        made = begin(person(), person("Elin Låtsasberg"))
        with django_assert_max_num_queries(30):
            client.get(reverse("scheduling:series", args=[made.pk]))
        assert len(series.occurrences(made, first=TODAY, last=TODAY + timedelta(days=70))) == 11
