"""Publishing tells exactly those whose day changed, with the change spelled out, and never books anybody twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from integrations.models import Message
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from scheduling import events
from scheduling.models import Booking, DayPublication, Employee, Job, Notice
from scheduling.queries import publishing as reads
from scheduling.queries.feed import feed_of
from scheduling.services import jobs, moves, planning, publishing
from scheduling.services.jobs import StopDetails
from scheduling.services.publishing import CannotPublish, Clash
from scheduling.states import JobStatus
from tests.factories import world
from tests.factories.crm import protected
from tests.factories.scheduling import TUESDAY, act, at, job, person, plan, vehicle

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY + timedelta(days=1)


def publish(day=TUESDAY, moment=None):
    return publishing.publish_day(day=day, by=world.person(Role.PLANNER), at=moment or now())


def told():
    """What each has been told since the last time this was asked, by first name."""
    found = {row.resource.name.split()[0]: row.text for row in Notice.objects.select_related("resource").order_by("pk")}
    Notice.objects.all().delete()
    return found


@pytest.fixture
def people():
    return person(), person("Elin Låtsasberg"), person("Nadia Provsson", phone="", email="nadia@exempel.test")


def test_publishing_books_and_tells_those_who_are_on_it_and_nobody_else(people, django_capture_on_commit_callbacks):
    viktor, elin, _ = people
    bil = vehicle()
    made = job("08:00", viktor, elin, bil)
    job()  # without a time
    job("08:00", day=WEDNESDAY)
    seen = []
    events.job_published.connect(lambda **ids: seen.append(ids["job_id"]), weak=False, dispatch_uid="seen")
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    events.job_published.disconnect(dispatch_uid="seen")

    made.refresh_from_db()
    assert (made.status, made.published_at is not None, seen) == (JobStatus.PUBLISHED, True, [made.pk])
    assert {row.resource for row in Booking.objects.standing().order_by("pk")} == {viktor, elin, bil}
    assert told() == {
        "Viktor": ("Nytt: tisdag 8 juni 08:00–10:00 Flytt hos Demosson, Skissvägen 2, med Elin Låtsasberg och Bil 1."),
        "Elin": ("Nytt: tisdag 8 juni 08:00–10:00 Flytt hos Demosson, Skissvägen 2, med Viktor Mallberg och Bil 1."),
    }
    texts = Message.objects.order_by("pk")
    assert [text.to for text in texts] == ["+46701740605"] * 2
    assert texts[0].body.startswith("Hej Viktor! Ditt schema tisdag 8 juni är ändrat:\n\n- Nytt: tisdag 8 juni 08:00")
    assert "&" not in texts[0].body


def test_who_reads_english_is_told_in_english_by_text_and_by_mail_and_the_office_in_swedish(people):
    viktor, _, nadia = people
    Employee.objects.filter(resource__in=[viktor, nadia]).update(language="en")
    made = job("08:00", viktor, nadia)
    publish()
    told()
    planning.move(job=made, starts_at=at("10:00", WEDNESDAY), act=act())
    publish(WEDNESDAY)

    text, mail = Message.objects.order_by("-pk")[:2][::-1]
    for message, name in ((text, "Viktor"), (mail, "Nadia")):
        assert message.body.startswith(
            f"Hi {name}! Your schedule for Tuesday 8 June and Wednesday 9 June has changed:\n\n- Moving at Demosson"
            " Wednesday 9 June: moved from Tuesday 8 June 08:00–10:00, new time 10:00–12:00.\n\nSee your day: "
        )
    assert mail.subject == "Your schedule for Tuesday 8 June and Wednesday 9 June"
    assert told()["Viktor"].startswith("Flytt hos Demosson onsdag 9 juni: flyttat från tisdag")


def test_drafts_ping_no_phones(people):
    made = job("08:00", people[0])
    planning.move(job=made, starts_at=at("09:00"), act=act())
    moves.cancel(job=made, reason="Prov", by=world.person(), at=now())
    assert (Message.objects.count(), Booking.objects.count()) == (0, 0)


def test_only_those_whose_day_changed_are_told_again(people):
    viktor, elin, nadia = people
    first, _, third = job("08:00", viktor), job("08:00", elin), job("08:00", nadia)
    publish()
    told()
    planning.move(job=first, starts_at=at("10:00"), act=act())
    planning.assign(job=third, resource=elin, replacing=nadia, act=act())
    planning.move(job=third, starts_at=at("13:00"), act=act())
    assert reads.unpublished(TUESDAY) == 2
    publish()

    assert told() == {
        "Viktor": "Flytt hos Demosson tisdag 8 juni: ny tid 10:00–12:00 i stället för 08:00–10:00.",
        "Elin": "Nytt: tisdag 8 juni 13:00–15:00 Flytt hos Demosson, Skissvägen 2.",
        "Nadia": "Du är inte längre med på Flytt hos Demosson tisdag 8 juni 08:00–10:00.",
    }
    assert Message.objects.latest("pk").to == "nadia@exempel.test"
    assert reads.unpublished(TUESDAY) == 0


def test_publishing_what_is_published_says_so_and_tells_nobody(people):
    job("08:00", people[0])
    publish()
    told()
    with pytest.raises(DomainError, match="Inget har ändrats"):
        publish()
    assert told() == {}


def test_a_job_that_moves_to_another_day_is_published_with_either_day(people):
    made = job("08:00", people[0])
    publish()
    told()
    planning.move(job=made, starts_at=at("08:00", WEDNESDAY), act=act())
    publish(WEDNESDAY)

    assert told() == {
        "Viktor": ("Flytt hos Demosson onsdag 9 juni: flyttat från tisdag 8 juni 08:00–10:00, ny tid 08:00–10:00.")
    }
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.sequence) == (at("08:00", WEDNESDAY), 1)


def test_a_cancelled_job_is_told_when_the_day_is_published_and_its_booking_stays_taken_back(people):
    made = job("08:00", people[0])
    publish()
    told()
    moves.cancel(job=made, reason="Kunden ångrade sig", by=world.person(), at=now())
    publish()

    assert told() == {"Viktor": "Du är inte längre med på Flytt hos Demosson tisdag 8 juni 08:00–10:00."}
    assert Booking.objects.get().cancelled_at is not None
    job("08:00", people[0])
    publish()
    assert Booking.objects.standing().count() == 1


def test_a_published_job_that_loses_its_crew_is_planned_again(people):
    made = job("08:00", people[0])
    publish()
    planning.unassign(job=made, resource=people[0], act=act())
    publish()
    made.refresh_from_db()
    assert [move.new for move in made.moves.order_by("pk")] == [JobStatus.PUBLISHED, JobStatus.PLANNED]


def test_new_words_to_the_crew_are_a_change_of_the_day_and_the_address_of_a_protected_customer_is_not_sent(people):
    made = job("08:00", people[0], customer=protected())
    publish()
    assert told() == {"Viktor": "Nytt: tisdag 8 juni 08:00–10:00 Flytt hos skyddad kund."}
    Job.objects.filter(pk=made.pk).update(notes="Pianot ska inte med")
    publish()
    assert told() == {"Viktor": "Flytt hos skyddad kund tisdag 8 juni: ny information om uppdraget."}


def test_two_who_swap_places_are_published_at_once(people):
    viktor, elin, _ = people
    morning, noon = job("08:00", viktor), job("10:00", elin)
    late = job("10:00", viktor)
    publish()
    planning.move(job=morning, starts_at=at("10:00"), act=act())
    planning.move(job=late, starts_at=at("08:00"), act=act())
    planning.assign(job=noon, resource=viktor, replacing=elin, act=act())
    planning.assign(job=morning, resource=elin, replacing=viktor, act=act())
    publish()
    spans = {(row.resource, row.job): row.starts_at for row in Booking.objects.standing().order_by("pk")}
    assert spans == {(viktor, late): at("08:00"), (viktor, noon): at("10:00"), (elin, morning): at("10:00")}


def test_a_day_with_a_double_booking_is_not_published_and_the_way_out_is_named(people):
    viktor, *_ = people
    job("08:00", viktor)
    job("09:00", viktor)
    with pytest.raises(CannotPublish, match=r"Viktor är dubbelbokad 09:00–10:00\. Börja hos Demosson 10:00") as refused:
        publish()
    assert [finding.code for finding in refused.value.findings] == ["overlap"]
    assert (Booking.objects.count(), DayPublication.objects.count(), told()) == (0, 0, {})


def test_an_address_nobody_has_confirmed_is_not_published(people):
    made = job("08:00", people[0], stops=[StopDetails("Mallgatan 40")])
    with pytest.raises(CannotPublish, match="Adressen hos Demosson är inte bekräftad"):
        publish()
    jobs.confirm_address(stop=made.stops.get(), by=world.person(), at=now())
    publish()


def test_one_job_is_published_alone_and_a_booking_in_its_way_is_named(people):
    viktor, *_ = people
    first, second = job("08:00", viktor), job("09:00", viktor)
    publishing.publish_jobs(jobs=[first], by=None, at=now())
    with pytest.raises(
        Clash, match=f"Viktor Mallberg är redan bokad tisdag 8 juni 08:00–10:00: {first.number} Flytt hos Demosson"
    ) as lost:
        publishing.publish_jobs(jobs=[second], by=None, at=now())
    assert lost.value.booking == Booking.objects.get()
    assert told().keys() == {"Viktor"}


def test_what_the_database_refuses_becomes_the_same_sentence(people, monkeypatch):
    viktor, *_ = people
    first, second = job("08:00", viktor), job("09:00", viktor)
    publishing.publish_jobs(jobs=[first], by=None, at=now())
    looks = iter([None, reads.in_the_way([second.pk])])  # as when another is faster between the look and the write
    monkeypatch.setattr(reads, "obstacles", lambda *_: [])
    monkeypatch.setattr(reads, "in_the_way", lambda *_: next(looks))
    with pytest.raises(Clash, match="Viktor Mallberg är redan bokad tisdag 8 juni 08:00–10:00"):
        publishing.publish_jobs(jobs=[second], by=None, at=now())
    second.refresh_from_db()
    assert (second.status, Booking.objects.count()) == (JobStatus.PLANNED, 1)


def test_other_rules_of_the_database_are_no_clash(people, monkeypatch):
    made = job("08:00", people[0])

    def broken(*_, **__):
        with transaction.atomic():
            Job.objects.filter(pk=made.pk).update(minutes=0)

    monkeypatch.setattr(publishing, "_write_bookings", broken)
    with pytest.raises(IntegrityError, match="job_"):
        publish()


def test_what_has_passed_is_published_without_a_word(people):
    yesterday = (now() - timedelta(days=2)).date()
    job("08:00", people[0], day=yesterday)
    publish(yesterday)
    assert (Booking.objects.count(), told()) == (1, {})


def test_one_without_phone_and_mail_is_told_in_the_app_alone():
    job("08:00", person("Tore Fiktivsson", phone=""))
    publish()
    assert (Message.objects.count(), list(told())) == (0, ["Tore"])


def test_bookings_whose_row_was_made_anew_are_joined_again_without_a_word(people):
    viktor, *_ = people
    made = job("08:00", viktor)
    publish()
    told()
    planning.unassign(job=made, resource=viktor, act=act())
    planning.plan(job=made, plan=plan("08:00", viktor), act=act())
    assert reads.unpublished(TUESDAY) == 0
    other = job("13:00", viktor)
    publish()
    assert told()["Viktor"].startswith("Nytt: tisdag 8 juni 13:00")
    assert set(Booking.objects.order_by("pk").values_list("assignment__job", flat=True)) == {made.pk, other.pk}


def test_a_calendar_has_what_was_told_and_what_was_taken_back_lately(people):
    viktor, *_ = people
    made, hidden = job("08:00", viktor), job("13:00", viktor, customer=protected())
    assert feed_of(viktor.pk, at=at("06:00")) == []
    publish(moment=at("05:00"))
    first, second = feed_of(viktor.pk, at=at("06:00"))
    assert (first.summary, first.location, first.sequence, first.is_cancelled) == (
        "Flytt hos Demosson", "Skissvägen 2", 0, False,
    )  # fmt: skip
    assert (second.summary, second.location, second.point) == ("Flytt hos skyddad kund", "", None)
    planning.move(job=made, starts_at=at("09:00"), act=act())
    moves.cancel(job=hidden, reason="Prov", by=world.person(), at=now())
    publish(moment=at("05:00"))
    moved, gone = feed_of(viktor.pk, at=at("06:00"))
    assert (moved.uuid, moved.sequence, moved.starts_at) == (first.uuid, 1, at("09:00"))
    assert (gone.uuid, gone.is_cancelled) == (second.uuid, True)
    assert [each.uuid for each in feed_of(viktor.pk, at=now() + timedelta(days=500))] == []
