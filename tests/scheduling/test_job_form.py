"""A job is written down from what is known, every wrong answer is told in Swedish, and nothing typed is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.states import RutWork
from crm.states import PropertyPurpose, Service
from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.forms.fields import LengthField
from scheduling.models import Job, JobStop
from scheduling.rules.checklists import CHECKLISTS
from scheduling.rules.job_warnings import Draft, warnings
from scheduling.services import jobs, moves
from scheduling.states import JobStatus, Skill, StopKind
from tests.factories import contracts, crm, world
from tests.factories.leads import lead
from tests.factories.scheduling import at, details, job
from tests.scheduling.test_beginnings import offer, signed

NEW = "/uppdrag/nytt/"
TODAY = date(2026, 12, 1)


def stops(*rows):
    told = {"stopp-TOTAL_FORMS": str(len(rows)), "stopp-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        told |= {f"stopp-{number}-{name}": value for name, value in ({"kind": "work"} | row).items()}
    return told


def answers(*rows, **facts):
    """What the form posts: three hours of cleaning at a confirmed address."""
    told = {
        "title": "Hemstädning", "kind": "home_cleaning", "minutes": "3", "people": "1", "pricing": "fixed",
        "price": "1 180", **stops(*(rows or ({"address": "Testgränd 14", "is_confirmed": "on"},))),
    }  # fmt: skip
    return told | facts


WRONG: list[dict[str, tuple[object, str]]] = [
    {
        "title": (" ", "Skriv vad som ska göras."),
        "minutes": ("länge", "Skriv timmar, till exempel 4, 2,5 eller 3:45"),
        "people": ("0", "Skriv hur många, 1 till 30."),
        "price": ("gratis", "Skriv ett belopp, till exempel 12 480,50."),
        "hours_cleaning": ("x", "Skriv timmar, till exempel 21 eller 1,5."),
        "volume": ("stor", "Skriv kubikmeter, till exempel 18."),
        "customer": ("Ingen Alls", "Ingen kund heter så."),
        "wanted_on": ("i morgon", "Skriv ett datum, till exempel 2026-06-09."),
        "starts": ("25:99", "Skriv ett klockslag, till exempel 08:00."),
        "skills": ("flyga", "Välj bland kompetenserna i listan."),
        "stopp-0-postal_code": ("1", "Skriv fem siffror, till exempel 123 45."),
        "stopp-0-place": ("999", "Adressen hör inte till kunden längre."),
        "checklist": ("x" * 130, "En rad är längre än 120 tecken."),
    },
    {"minutes": ("5 min", "Ett uppdrag tar minst 15 minuter."), "starts": ("09:00", "Välj dagen som klockslagen")},
    {"minutes": ("25", "Skriv timmar, till exempel 4, 2,5"), "window_from": ("10:00", "Skriv både tidigast")},
    {
        "break_minutes": ("3", "Rasten ska vara kortare än uppdraget."), "wanted_on": ("2027-06-08", ""),
        "window_from": ("10:00", ""), "window_until": ("09:00", "Den lovade tiden slutar innan den börjar."),
        "is_anytime": ("on", "Välj antingen valfri tid eller en lovad tid."),
        "stopp-0-address": ("", "Skriv gata och nummer."), "stopp-0-city": ("Nyby", ""),
    },
    {"stopp-TOTAL_FORMS": ("många", "Adresserna kom fram ofullständigt")},
]  # fmt: skip


@pytest.mark.django_db
class TestWriting:
    def test_everything_that_is_written_is_kept(self, client, office):
        buyer = crm.customer("Nora Testgren")
        place = crm.place(buyer, "Mallgatan 9", postal_code="123 45", city="Storköping")
        rows: tuple[dict[str, str], ...] = (
            {"kind": "load", "place": str(place.pk), "is_confirmed": "on"},
            {"kind": "unload", "address": "Nya vägen 2", "postal_code": "12346", "city": "Nyby", "minutes": "1:30",
             "is_confirmed": "on"},
            {},
        )  # fmt: skip
        told = answers(
            *rows, customer=buyer.number, title="Flytt 3 rum", kind="moving", minutes="4:30", break_minutes="30 min",
            people="3", skills=["heavy", "c1"], volume="18", wanted_on="2027-06-08", window_from="07:00",
            window_until="08:00", price="12 500,50", hours_moving="12", hours_cleaning="1,5",
            checklist="Fota\n\n Skydda golv ", notes="Piano", office_note="Betalar kontant",
        )  # fmt: skip
        answer = client.post(NEW, told)

        made = Job.objects.get()
        assert answer.url == reverse("scheduling:job", args=[made.pk])
        assert (made.customer, made.kind, made.minutes, made.break_minutes, made.people) == (
            buyer,
            "moving",
            270,
            30,
            3,
        )
        assert (sorted(made.skills), made.volume, made.price) == (["c1", "heavy"], Decimal(18), Decimal("12500.50"))
        assert (made.window_from, made.window_until) == (at("07:00"), at("08:00"))
        assert [
            (row.kind, row.address, row.postal_code, row.place, row.minutes, row.confirmed_at is not None)
            for row in made.stops.order_by("position")
        ] == [
            (StopKind.LOAD, "Mallgatan 9", "123 45", place, None, True),
            (StopKind.UNLOAD, "Nya vägen 2", "123 46", None, 90, True),
        ]  # fmt: skip
        assert {row.work: row.hours for row in made.works.all()} == {
            RutWork.MOVING: Decimal(12), RutWork.CLEANING: Decimal("1.5"),
        }  # fmt: skip
        assert list(made.checklist.order_by("position").values_list("text", flat=True)) == ["Fota", "Skydda golv"]

    def test_one_with_a_time_is_planned_at_once_without_a_crew(self, client, office):
        client.post(NEW, answers(wanted_on="2027-06-08", starts="09:30"))
        made = Job.objects.get()
        assert (made.starts_at, made.ends_at, made.assignments.count()) == (at("09:30"), at("12:30"), 0)

    @pytest.mark.parametrize("wrong", WRONG)
    def test_what_is_wrong_is_told_and_what_was_typed_stays(self, client, office, wrong):
        """Each dictionary is posted at once: what stands in a field, and what is said of it."""
        answer = client.post(NEW, answers(notes="Behåll mig") | {name: typed for name, (typed, _) in wrong.items()})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert [said for _, said in wrong.values() if said and said not in shown] == []
        assert "Behåll mig" in shown
        assert Job.objects.count() == 0

    def test_what_is_odd_is_said_once_and_saved_when_it_is_said_again(self, client, office):
        odd = answers({"address": "Testgränd 14"}, wanted_on="2027-06-06")
        first = client.post(NEW, odd)
        shown = first.content.decode()
        assert (first.status_code, "Spara ändå" in shown) == (422, True)
        assert "söndag 6 juni, är" in shown
        assert "Testgränd 14 är inte bekräftad" in shown
        mark = shown.split('name="godkand" value="')[1].split('"')[0]

        assert client.post(NEW, odd | {"godkand": mark, "wanted_on": "2027-06-05"}).status_code == 422
        assert client.post(NEW, odd | {"godkand": mark}).status_code == 302
        assert JobStop.objects.get().confirmed_at is None

    def test_buttons_fill_in_and_save_nothing(self, client, office):
        buyer = crm.customer("Nora Testgren")
        crm.place(buyer, "Mallgatan 9")
        told = answers(customer=buyer.number, kind="windows", title="", checklist="Eget")

        listed = client.post(NEW, told | {"act": "template"}).content.decode()
        more = client.post(NEW, told | {"act": "stop"}).content.decode()
        theirs = client.post(NEW, told | {"act": "customer"}).content.decode()

        assert "Eget\n" + "\n".join(CHECKLISTS[Service.WINDOWS]) in listed
        assert 'name="stopp-1-address"' in more
        assert "Mallgatan 9 (" in theirs
        assert "Skriv vad som ska göras." not in listed + more + theirs
        assert Job.objects.count() == 0

    def test_only_planners_write_jobs(self, client, login_as):
        login_as(Role.READER)
        assert client.get(NEW).status_code == 403


@pytest.mark.django_db
class TestBeginnings:
    def test_from_a_customer_with_a_day(self, client, office):
        buyer = crm.customer("Nora Testgren")
        crm.place(buyer, "Gamla vägen 1", purpose=PropertyPurpose.CURRENT)
        crm.place(buyer, "Nya vägen 2", purpose=PropertyPurpose.NEXT)
        shown = client.get(f"{NEW}?kund={buyer.number}&dag=2027-06-08").content.decode()
        assert buyer.name in shown
        assert 'value="2027-06-08"' in shown
        assert shown.count("selected>Gamla vägen 1") + shown.count("selected>Nya vägen 2") == 2

    def test_from_an_offer_and_kept_with_it(self, client, office):
        made = offer(work_address="Skissvägen 2, Storköping")
        url = f"{NEW}?offert={made.pk}"
        assert "Flytt 3 rum" in client.get(url).content.decode()
        client.post(url, answers(customer=made.customer.number))
        assert Job.objects.get().offer == made

    def test_from_an_offer_to_somebody_who_is_no_customer_yet(self, client, office):
        made = offer(customer=None, lead=lead("Yusuf Skissberg"))
        shown = client.get(f"{NEW}?offert={made.pk}").text
        assert "är inte kund än" in shown
        assert f"/leads/{made.lead_id}/" in shown

    def test_from_a_signed_contract_and_kept_with_it(self, client, office):
        agreed = signed()
        url = f"{NEW}?avtal={agreed.pk}"
        assert agreed.number in client.get(url).content.decode()
        client.post(url, answers(customer=agreed.customer.number))
        assert Job.objects.get().contract == agreed

    def test_like_another_job(self, client, office):
        first = job(title="Fönsterputs hos Exempel")
        assert "Fönsterputs hos Exempel" in client.get(f"{NEW}?som={first.pk}").content.decode()

    def test_what_nobody_has_or_may_see_is_not_filled_in(self, client, login_as):
        hidden = crm.protected()
        login_as(Role.PLANNER)
        shown = client.get(f"{NEW}?kund={hidden.number}&avtal=x&offert=99&som=-1&dag=snart")
        assert (shown.status_code, "Sara Hemlig" in shown.content.decode()) == (200, False)

    def test_a_contract_of_somebody_else_is_refused_in_words(self, client, office):
        agreed, other = contracts.draft(), crm.customer("Någon Annan")
        answer = client.post(f"{NEW}?avtal={agreed.pk}", answers(customer=other.number))
        assert (answer.status_code, "Avtalet hör till en annan kund." in answer.content.decode()) == (422, True)


@pytest.mark.django_db
class TestChanging:
    def test_what_is_changed_is_kept_and_the_rest_stays(self, client, office):
        made = job("08:00", skills=[Skill.HEAVY, Skill.HEAVY], people=2)
        url = reverse("scheduling:edit_job", args=[made.pk])
        assert "Flytt 3 rum" in client.get(url).content.decode()

        answer = client.post(url, answers(title="Flytt 4 rum", skills=["heavy"], people="2", version=str(made.version)))

        made.refresh_from_db()
        assert answer.status_code == 302
        assert (made.title, made.skills, made.starts_at) == ("Flytt 4 rum", ["heavy", "heavy"], at("08:00"))

    def test_what_somebody_else_changed_meanwhile_is_not_written_over(self, client, office):
        made = job()
        seen = made.version
        jobs.change(job=made, details=details(title="Någon annans"), by=office, at=now())
        url = reverse("scheduling:edit_job", args=[made.pk])

        answer = client.post(url, answers(title="Mitt", version=str(seen)))

        shown = answer.content.decode()
        assert (answer.status_code, "Någon har ändrat uppdraget" in shown) == (422, True)
        assert "Öppna det som det är nu" in shown
        assert "Mitt" in shown
        made.refresh_from_db()
        assert made.title == "Någon annans"

    def test_one_that_has_ended_is_not_changed(self, client, office):
        made = job("08:00")
        moves.cancel(job=made, reason="Prov", by=world.person(Role.PLANNER), at=now())
        answer = client.post(reverse("scheduling:edit_job", args=[made.pk]), answers())
        assert (answer.status_code, "ändras inte" in answer.content.decode()) == (422, True)
        made.refresh_from_db()
        assert made.status == JobStatus.CANCELLED


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4", 240),
        ("2,5", 150),
        ("0.5", 30),
        ("3:45", 225),
        ("90 min", 90),
        ("1 tim 30 min", 90),
        ("2h", 120),
        ("", None),
    ],
)
def test_lengths_are_read_as_people_write_them(text, minutes):
    assert LengthField("Tid", required=False).clean(text) == minutes


@pytest.mark.parametrize(("minutes", "text"), [(240, "4"), (225, "3:45"), (30, "30 min")])
def test_lengths_are_written_so_that_they_are_read_the_same(minutes, text):
    field = LengthField("Tid")
    assert (field.prepare_value(minutes), field.clean(text)) == (text, minutes)


@pytest.mark.parametrize(
    ("draft", "word"),
    [
        (Draft("windows", 120, addresses=1, wanted_on=TODAY - timedelta(days=1)), "har redan varit"),
        (Draft("windows", 120, addresses=1, wanted_on=date(2026, 12, 24)), "julafton"),
        (Draft("windows", 120, addresses=1, wanted_on=date(2026, 12, 5)), "i helgen"),
        (Draft("windows", 120), "ingen adress"),
        (Draft("moving", 120, addresses=1), "bara en adress"),
        (Draft("windows", 360, addresses=1), "utan rast"),
        (Draft("windows", 120, addresses=1, people=2, hours=Decimal(7)), "fler än laget hinner"),
    ],
)  # fmt: skip
def test_what_is_odd_is_told(draft, word):
    assert [word in sentence for sentence in warnings(draft, today=TODAY)] == [True]


def test_an_address_that_is_doubted_is_told_with_what_it_stops():
    draft = Draft("windows", 120, addresses=1, doubts=["Numret finns inte."])
    assert warnings(draft, today=TODAY) == [
        "Numret finns inte.", "Uppdraget går att planera, men inte att publicera innan adressen är bekräftad.",
    ]  # fmt: skip


def test_nothing_is_said_of_a_job_without_oddities():
    draft = Draft("windows", 360, 30, 2, date(2026, 12, 2), 1, hours=Decimal(11))
    assert warnings(draft, today=TODAY) == []
