"""What a phone sends is done once, at the time it was done, and is never lost."""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from archive.models import Document, Folder
from contracts.states import RutWork
from crm.models import Customer
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from scheduling.models import CrewAct, JobPhoto, JobSignature, MaterialUse, Notice, TimeCorrection, TimeEntry
from scheduling.queries.times import counted_lines
from scheduling.rules import crew as rules
from scheduling.rules.hours import Worked
from scheduling.services import customers, jobs, moves, planning, publishing
from scheduling.states import ActState, JobStatus, TimeState
from tests.factories import world
from tests.factories.crew import picture, published, send
from tests.factories.scheduling import TUESDAY, act, at, details, person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def viktor():
    return person()


@pytest.fixture
def planner():
    return world.person(Role.PLANNER, "Pia Planerare")


def said(kind, who, job, when, **payload):
    """The state and the sentence of what was sent."""
    done = send(kind, who, job, when, **payload)
    return done.state, done.sentence


def test_the_first_who_checks_in_begins_the_job_and_the_last_who_says_so_ends_it(viktor):
    elin = person("Elin Låtsasberg")
    made = published("08:00", viktor, elin)

    for pressed in ("07:58", "07:59"):
        assert said("check_in", viktor, made, at(pressed)) == (ActState.APPLIED, "Incheckad 07:58.")
    send("check_in", elin, made, at("08:05"))
    made.refresh_from_db()
    assert (made.status, made.started_at) == (JobStatus.ONGOING, at("07:58"))
    early = send("check_out", viktor, made, at("09:50"), is_done=True)
    assert (
        early.sentence == "Du är utcheckad. Elin Låtsasberg är kvar, så uppdraget blir klart när den sista checkar ut."
    )
    assert send("check_out", elin, made, at("10:02"), is_done=True).sentence == "Utcheckad 10:02. Uppdraget är klart."
    made.refresh_from_db()

    assert (made.status, made.done_at) == (JobStatus.DONE, at("10:02"))
    entry = TimeEntry.objects.get(resource=viktor)
    assert (entry.started_at, entry.ended_at, entry.state) == (at("07:58"), at("09:50"), TimeState.REPORTED)


def test_leaving_without_saying_that_all_is_done_ends_nothing(viktor):
    made = published("08:00", viktor)
    send("check_in", viktor, made, at("08:00"))
    send("check_out", viktor, made, at("09:00"))

    made.refresh_from_db()
    assert made.status == JobStatus.ONGOING


def test_breaks_are_counted_and_can_be_put_right_when_leaving(viktor):
    made = published("08:00", viktor)
    send("check_in", viktor, made, at("08:00"))
    send("pause", viktor, made, at("09:00"))
    send("pause", viktor, made, at("09:05"))  # pressed twice
    assert send("resume", viktor, made, at("09:20")).sentence == "Rasten är slut. 20 min rast hittills."
    send("pause", viktor, made, at("09:40"))
    send("check_out", viktor, made, at("09:50"))  # out of a break
    send("check_in", viktor, made, at("10:00"))
    send("check_out", viktor, made, at("11:00"), break_minutes=15)

    assert list(TimeEntry.objects.order_by("started_at").values_list("break_minutes", flat=True)) == [30, 15]


def test_another_kind_of_work_is_a_time_of_its_own(viktor):
    made = published("08:00", viktor, hours={RutWork.MOVING: Decimal(2), RutWork.CLEANING: Decimal(1)})
    send("check_in", viktor, made, at("08:00"), work="moving")
    assert send("switch", viktor, made, at("09:30"), work="cleaning").sentence == "Nu: Städning."
    send("check_out", viktor, made, at("10:00"))

    told = TimeEntry.objects.order_by("started_at").values_list("work", "started_at", "ended_at")
    assert list(told) == [("moving", at("08:00"), at("09:30")), ("cleaning", at("09:30"), at("10:00"))]


def test_who_forgot_to_check_out_says_when_it_was(viktor):
    made = published("08:00", viktor)
    send("check_in", viktor, made, at("08:00"))
    refused = send("check_out", viktor, made, at("09:00"), ended="09:30")
    assert refused.sentence == "Du checkade in 08:00. 09:30 har inte varit än. Skriv en tid som har passerat."
    late = send("check_out", viktor, made, at("08:30", TUESDAY + timedelta(days=2)))
    assert late.sentence.startswith("Du checkade in 08:00 för mer än ett dygn sedan.")
    send("check_out", viktor, made, at("08:30", TUESDAY + timedelta(days=2)), ended="10:00")

    entry = TimeEntry.objects.get()
    assert (entry.ended_at, entry.is_by_hand) == (at("10:00"), True)


def test_the_same_act_twice_is_done_once_and_answered_alike(viktor):
    made, name = published("08:00", viktor), uuid4()
    first = send("material", viktor, made, at("08:30"), uuid=name, text="Flyttkartong", quantity="12", price="35.50")
    again = send("material", viktor, made, at("08:30"), received=at("12:00"), uuid=name, text="Flyttkartong")

    assert (again.pk, again.sentence) == (first.pk, first.sentence)
    use = MaterialUse.objects.get()
    assert (use.text, use.quantity, use.price) == ("Flyttkartong", Decimal(12), Decimal("35.50"))


@pytest.mark.django_db(transaction=True)
def test_the_same_act_from_two_connections_at_once_is_done_once(viktor):
    made, name = published("08:00", viktor), uuid4()
    answers = []

    def one():
        try:
            answers.append(send("check_in", viktor, made, at("08:00"), uuid=name).sentence)
        finally:
            connection.close()

    both = [Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert answers == ["Incheckad 08:00."] * 2
    assert TimeEntry.objects.count() == 1


def test_somebody_elses_act_is_not_answered(viktor):
    made, name = published("08:00", viktor), uuid4()
    send("check_in", viktor, made, at("08:00"), uuid=name)

    with pytest.raises(DomainError, match="redan skickat av någon annan"):
        send("check_in", person("Elin Låtsasberg"), made, at("08:00"), uuid=name)


def test_what_was_done_before_the_job_was_taken_away_counts_and_what_came_after_is_kept_and_told(viktor, planner):
    made = published("08:00", viktor)
    planning.unassign(job=made, resource=viktor, act=act(at=at("08:30")))
    publishing.publish_day(day=TUESDAY, by=planner, at=at("08:30"))

    before = send("material", viktor, made, at("08:15"), received=at("11:00"), text="Tejp")
    after = send("material", viktor, made, at("09:00"), received=at("11:00"), text="Filtar")

    assert (before.state, after.state) == (ActState.APPLIED, ActState.REFUSED)
    assert after.sentence == f"Du står inte längre på {made.number}. Kontoret har fått det du skickade."
    assert after.payload == {"text": "Filtar"}
    assert [row.text for row in MaterialUse.objects.all()] == ["Tejp"]
    assert Notification.objects.get(user=planner, key=f"crew:{after.uuid}").text.startswith(
        f"{viktor.name}, {made.number}: material sparades inte."
    )


def test_a_job_that_was_cancelled_meanwhile_takes_no_new_time(viktor, planner):
    made = published("08:00", viktor)
    moves.cancel(job=made, reason="Kunden är sjuk", by=planner, at=at("07:00"))

    assert said("check_in", viktor, made, at("08:00")) == (
        ActState.REFUSED, f"{made.number} är avbokat. Ring kontoret.",
    )  # fmt: skip


def test_nobody_is_at_two_jobs_at_once(viktor):
    first, second = published("08:00", viktor), published("10:30", viktor)
    send("check_in", viktor, first, at("08:00"))
    assert send("check_in", viktor, second, at("10:30")).sentence == (
        f"Du är redan incheckad på {first.number} sedan 08:00. Checka ut där först."
    )
    send("check_out", viktor, first, at("10:20"))
    within = send("check_in", viktor, second, at("10:10"), received=at("10:40"))

    assert within.sentence.startswith(f"Då var du incheckad på {first.number}, 08:00–10:20.")
    two = [TimeEntry(job=first, resource=viktor, started_at=at("12:00"), created_at=at("12:00")) for _ in range(2)]
    with pytest.raises(IntegrityError, match="timeentry_running_once"), transaction.atomic():
        TimeEntry.objects.bulk_create(two)


@pytest.mark.parametrize(
    ("kind", "when", "sentence"),
    [
        ("check_out", "08:00", "Du är inte incheckad på"),
        ("resume", "08:00", "Du är inte incheckad på"),
        ("check_in", "23:50", "är inte nu. Öppna rätt dag"),
        ("signature", "08:00", "Skriv kundens namn."),
        ("deviation", "08:00", "Skriv vad som har hänt."),
        ("material", "08:00", "Skriv vilket material."),
        ("photo", "08:00", "Bilden följde inte med. Ta den igen."),
        ("tick", "08:00", "står inte längre i checklistan."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(viktor, kind, when, sentence):
    made = published("08:00", viktor)
    moment = at(when) - timedelta(days=when == "23:50")
    moment -= timedelta(hours=4 if when == "23:50" else 0)

    state, answer = said(kind, viktor, made, moment)

    assert state == ActState.REFUSED
    assert sentence in answer


@pytest.mark.parametrize(
    ("done", "sent", "received", "moment"),
    [
        ("08:00", "08:00", "08:00", "08:00"),
        ("08:00", "11:00", "11:00", "08:00"),  # without coverage for three hours
        ("10:00", "13:00", "11:00", "08:00"),  # the phone is two hours ahead of us
        ("08:00", "10:59", "11:00", "08:00"),  # a clock that is nearly right
        ("11:01", "11:01", "11:00", "11:00"),
        (None, None, "11:00", "11:00"),  # a form without scripts
    ],
)
def test_the_clock_of_a_phone_is_put_right_by_what_it_shows_when_it_sends(done, sent, received, moment):
    told = rules.moment_of(
        done_at=at(done) if done else None, sent_at=at(sent) if sent else None, received_at=at(received)
    )
    assert told == at(moment)


def test_the_future_and_the_distant_past_are_refused_and_both_times_are_kept(viktor):
    made = published("08:00", viktor)
    ahead = send("check_in", viktor, made, at("09:00"), received=at("08:00"))
    old = send("check_in", viktor, made, at("08:00"), received=at("08:00") + timedelta(days=40))

    assert ahead.sentence == "Telefonens klocka går fel. Ställ den på automatisk tid och gör om det."
    assert old.sentence == "Det är mer än en månad sedan. Be kontoret skriva in det."
    assert (ahead.done_at, ahead.received_at) == (at("09:00"), at("08:00"))
    assert CrewAct.objects.filter(state=ActState.REFUSED).count() == 2


def test_the_list_is_ticked_by_its_words_and_the_latest_word_counts(viktor):
    made = published("08:00", viktor, checklist=["Skydda golv", "Fota skador"])
    send("tick", viktor, made, at("08:10"), text="Fota skador", done=True)
    jobs.change(
        job=made, details=details(customer=made.customer, checklist=["Nytt först", "Fota skador"]),
        by=world.person(Role.PLANNER), at=at("08:15"),
    )  # fmt: skip
    send("tick", viktor, made, at("08:30"), text="Fota skador", done=False)
    late = send("tick", viktor, made, at("08:20"), received=at("09:00"), text="Fota skador", done=True)

    assert late.sentence == "Någon har ändrat det efter dig."
    assert made.checklist.get(text="Fota skador").done_at is None


def test_pictures_go_to_the_archive_tied_to_the_customer(viktor):
    made = published("08:00", viktor)
    name = uuid4()
    for _ in range(2):
        send("photo", viktor, made, at("08:20"), uuid=name, image=picture(), text="Repa i dörr")
    send("signature", viktor, made, at("09:50"), image=picture("white"), name="Bengt  Demosson")

    photo = JobPhoto.objects.get()
    assert photo.document.title == f"{made.number} Repa i dörr 2027-06-08 08.20"
    assert Folder.objects.get(documents=photo.document).path == f"Uppdrag/2027/{made.number}"
    assert photo.document.links.get().object_id == made.customer_id
    assert JobSignature.objects.get().name == "Bengt Demosson"
    assert Document.objects.count() == 2


def test_what_is_no_picture_is_refused_and_leaves_no_document(viktor):
    made = published("08:00", viktor)
    refused = send("photo", viktor, made, at("08:20"), image=io.BytesIO(b"MZ program"))

    assert refused.sentence == "Filen är ingen bild. Ta en bild eller välj en i JPEG, PNG eller HEIC."
    assert not Document.objects.exists()


def test_a_deviation_is_told_to_the_planners_at_once_with_its_picture(viktor, planner):
    made = published("08:00", viktor)
    done = send("deviation", viktor, made, at("08:20"), deviation_kind="access", text="Fel kod", image=picture())

    assert done.sentence == "Kontoret har fått avvikelsen."
    assert made.deviations.get().photos.count() == 1
    told = Notification.objects.get(user=planner, key__startswith="deviation:")
    assert (told.text, told.url) == (
        f"{made.number}, {viktor.name}: Kom inte in. Fel kod", f"/uppdrag/{made.pk}/",
    )  # fmt: skip


def test_what_crews_left_forgets_a_customer_that_is_anonymised(viktor):
    made = published("08:00", viktor)
    send("photo", viktor, made, at("08:20"), image=picture(), text="Bengts hall")
    send("signature", viktor, made, at("08:40"), name="Bengt Demosson")
    send("deviation", viktor, made, at("08:50"), text="Bengt är sjuk")
    assert made.customer_id is not None
    Customer.objects.filter(pk=made.customer_id).update(anonymised_at=at("12:00"))
    customers.forget_customer(customer_id=made.customer_id, at=at("12:00"))

    assert (JobPhoto.objects.get().caption, JobSignature.objects.get().name, made.deviations.get().text) == ("",) * 3
    assert list(CrewAct.objects.values_list("payload", flat=True)) == [{}, {}, {}]


def test_changes_are_seen_until_the_moment_somebody_looked(viktor):
    published("08:00", viktor)
    first = Notice.objects.get()
    published("13:00", viktor)
    send("seen", viktor, None, first.at + timedelta(days=1), until=first.at.isoformat())

    assert list(Notice.objects.order_by("at").values_list("seen_at", flat=True)) == [first.at + timedelta(days=1), None]


def test_time_as_reported_stands_and_corrections_count_beside_it(viktor, planner):
    made = published("08:00", viktor)
    send("check_in", viktor, made, at("08:00"))
    send("check_out", viktor, made, at("10:00"))
    entry = TimeEntry.objects.get()
    TimeCorrection.objects.create(
        entry=entry, started_at=at("08:00"), ended_at=at("09:30"), break_minutes=10, reason="Körtid", at=at("11:00"),
        by=planner,
    )  # fmt: skip

    (line,) = counted_lines(TimeEntry.objects.all())
    assert line.counted == Worked(at("08:00"), at("09:30"), 10)
    with pytest.raises(Exception, match="reported_stands"), transaction.atomic():
        TimeEntry.objects.filter(pk=entry.pk).update(ended_at=at("12:00"))


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2026, 3, 29), 90),  # an hour is skipped
        (date(2026, 10, 25), 210),  # and one comes twice
        (date(2026, 10, 26), 150),
    ],
)
def test_time_over_the_nights_when_clocks_change_is_as_long_as_it_was(day, minutes):
    began = at("01:30", day)
    ended = rules.first_at(time(4), began)

    assert ended == at("04:00", day)
    assert rules.whole_minutes(began, ended) == minutes
