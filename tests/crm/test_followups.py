"""Things to do: added in words, put off, done and undone, repeated, told of once, seen by those who may."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from crm.models import Activity, FollowUp, Lead
from crm.queries.followups import Asked, listed
from crm.queries.followups import today as today_of
from crm.rules.repeats import next_due
from crm.services import followups
from crm.states import Repeat, Subject
from crm.tasks import sweep
from crm.tasks.followups import remind_of_follow_up
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from rut.rules.facts import CaseFacts
from rut.services.creation import create_case
from rut.states import DocumentType
from tests.factories import followups as made
from tests.factories import world

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = timedelta(hours=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("start", "repeat", "after", "expected"),
    [
        ("2026-05-11 09:00", Repeat.DAILY, "2026-05-11 09:00", "2026-05-12 09:00"),
        ("2026-05-11 09:00", Repeat.DAILY, "2026-05-20 08:00", "2026-05-20 09:00"),
        ("2026-05-15 09:00", Repeat.WORKDAYS, "2026-05-15 09:00", "2026-05-18 09:00"),
        ("2026-05-12 09:00", Repeat.WEEKLY, "2026-05-12 10:00", "2026-05-19 09:00"),
        ("2026-05-12 09:00", Repeat.WEEKLY, "2026-06-01 10:00", "2026-06-02 09:00"),
        ("2026-05-12 09:00", Repeat.BIWEEKLY, "2026-05-19 10:00", "2026-05-26 09:00"),
        ("2026-01-31 09:00", Repeat.MONTHLY, "2026-01-31 09:00", "2026-02-28 09:00"),
        ("2026-01-31 09:00", Repeat.MONTHLY, "2026-02-28 09:00", "2026-03-31 09:00"),
        ("2024-02-29 09:00", Repeat.YEARLY, "2024-02-29 09:00", "2025-02-28 09:00"),
        ("2024-02-29 09:00", Repeat.YEARLY, "2027-12-01 09:00", "2028-02-29 09:00"),
        ("2026-10-24 09:00", Repeat.DAILY, "2026-10-24 09:00", "2026-10-25 09:00"),
        ("2026-05-11 09:00", Repeat.MONTHLY, "2029-05-11 08:00", "2029-05-11 09:00"),
    ],
)
def test_a_series_goes_on_from_its_beginning(start, repeat, after, expected):
    assert next_due(at(start), repeat, after=at(after)) == at(expected)


def test_what_does_not_repeat_never_comes_back():
    assert next_due(at("2026-05-11 09:00"), Repeat.NEVER, after=at("2026-05-11 09:00")) is None


def test_words_become_a_time_and_what_was_typed_wrongly_is_kept(client, office):
    typed = {"text": "Ring om piano", "due": "imorgon 10", "owner": office.pk}
    assert client.post("/att-gora/ny/", typed).status_code == 302
    (todo,) = FollowUp.objects.all()
    assert todo.due_at == now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)

    refused = client.post("/att-gora/ny/", typed | {"due": "när det passar"})
    assert refused.status_code == 422
    assert "Skriv när" in refused.content.decode()
    assert 'value="när det passar"' in refused.content.decode()
    assert 'value="Ring om piano"' in refused.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "x" * 201}, {"owner": "0"}, {"owner": "'; DROP TABLE"}, {"repeat": "hourly"}, {"due": ""}],
)
def test_bad_input_is_told_in_swedish(client, office, wrong):
    typed = {"text": "Ring 🙂", "due": "imorgon", "owner": office.pk}
    assert client.post("/att-gora/ny/", typed | wrong).status_code == 422
    assert not FollowUp.objects.exists()


def test_one_about_a_customer_shows_on_its_page_and_in_its_history_when_done(client, office):
    customer = made.customer()
    typed = {"text": "Skicka offert", "due": "fre", "owner": office.pk}
    client.post(f"/att-gora/ny/?kund={customer.pk}", typed)
    (todo,) = FollowUp.objects.all()
    assert todo.customer == customer
    assert "Skicka offert" in client.get(f"/kunder/{customer.pk}/att-gora/").content.decode()

    client.post(f"/att-gora/{todo.pk}/klar/")
    history = client.get(f"/kunder/{customer.pk}/handelser/").content.decode()
    assert "gjorde klart: Skicka offert" in history
    client.post(f"/att-gora/{todo.pk}/inte-klar/")
    assert not Activity.objects.exists()
    client.post(f"/att-gora/{todo.pk}/klar/")
    assert Activity.objects.get().by == office


def test_done_twice_makes_one_next_time_and_undone_takes_it_away(office):
    todo = made.follow_up(repeat=Repeat.WEEKLY)
    first = followups.finish(follow_up=todo, by=office, at=now())
    again = followups.finish(follow_up=todo, by=office, at=now())
    assert first is not None
    assert first == again
    assert first.due_at == todo.due_at + timedelta(days=7)

    followups.reopen(follow_up=todo, by=office, at=now())
    followups.reopen(follow_up=todo, by=office, at=now())
    assert [each.done_at for each in FollowUp.objects.all()] == [None]


def test_undone_is_refused_when_the_next_time_is_done_already(office):
    todo = made.follow_up(repeat=Repeat.DAILY)
    following = followups.finish(follow_up=todo, by=office, at=now())
    assert following is not None
    followups.finish(follow_up=following, by=office, at=now())
    with pytest.raises(DomainError, match="redan avbockad"):
        followups.reopen(follow_up=todo, by=office, at=now())


def test_putting_off_moves_the_one_and_not_its_series(client, office):
    todo = made.follow_up(repeat=Repeat.WEEKLY)
    due = todo.due_at
    answer = client.post(f"/att-gora/{todo.pk}/skjut-upp/", {"due": "om 3 dagar"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    todo.refresh_from_db()
    assert todo.due_at > due
    following = followups.finish(follow_up=todo, by=office, at=now())
    assert following is not None
    assert following.due_at == due + timedelta(days=7)


def test_putting_off_is_undone_by_the_address_of_its_toast(client, office):
    todo = made.follow_up(days=-1)
    due = todo.due_at.replace(second=0, microsecond=0)
    answer = client.post(f"/att-gora/{todo.pk}/skjut-upp/", {"due": "imorgon"}, headers={"HX-Request": "true"})
    undo = answer.headers["HX-Trigger"]
    assert "follow-ups-changed" in undo
    client.post(f"/att-gora/{todo.pk}/skjut-upp/?due={due.astimezone(STOCKHOLM):%Y-%m-%d+%H:%M}")
    todo.refresh_from_db()
    assert todo.due_at == due


def test_the_wrong_time_to_put_off_to_is_told_in_its_form(client, office):
    todo = made.follow_up()
    answer = client.post(f"/att-gora/{todo.pk}/skjut-upp/", {"due": "sen"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'value="sen"' in answer.content.decode()
    assert client.post(f"/att-gora/{todo.pk}/skjut-upp/", {"due": "sen"}).status_code == 422


def test_what_is_done_cannot_be_put_off(office):
    todo = made.follow_up()
    followups.finish(follow_up=todo, by=office, at=now())
    with pytest.raises(DomainError, match="redan klar"):
        followups.snooze(follow_up=todo, until=now() + HOUR, by=office, at=now())


def test_the_next_step_of_a_lead_is_finished_by_planning_another_and_put_off_with_its_lead(client, office):
    lead = made.lead(step="Hembesök")
    (step,) = FollowUp.objects.all()
    assert f"/leads/{lead.pk}/nasta-steg/?klart=1" in client.get("/att-gora/").content.decode()
    with pytest.raises(DomainError, match="nästa steg"):
        followups.finish(follow_up=step, by=office, at=now())
    until = now() + timedelta(days=4)
    followups.snooze(follow_up=step, until=until, by=office, at=now())
    assert Lead.objects.get().next_step_at == until


def test_two_who_change_the_same_do_not_write_over_each_other(client, office):
    todo, other = made.follow_up(), world.person(Role.OWNER, "Maja Mallgren")
    opened = client.get(f"/att-gora/{todo.pk}/").context["form"].initial
    details = followups.Details("Ring om pris och datum", office, todo.due_at)
    followups.change(follow_up=todo, details=details, by=other, at=now())
    typed = {"text": "Ring genast", "due": "imorgon", "owner": office.pk, "seen": opened["seen"]}
    refused = client.post(f"/att-gora/{todo.pk}/", typed)
    assert refused.status_code == 422
    assert "Någon har ändrat uppgiften" in refused.content.decode()
    assert 'value="Ring genast"' in refused.content.decode()
    todo.refresh_from_db()
    assert todo.text == "Ring om pris och datum"
    again = client.get(f"/att-gora/{todo.pk}/").context["form"].initial
    assert client.post(f"/att-gora/{todo.pk}/", typed | {"seen": again["seen"]}).status_code == 302


def test_changing_owner_and_time_lets_the_new_one_be_told(office):
    todo, other = made.follow_up(days=-1), world.person(Role.OWNER, "Maja Mallgren")
    followups.remind(follow_up_id=todo.pk, at=now())
    details = followups.Details("Ring om pris", other, todo.due_at)
    followups.change(follow_up=todo, details=details, by=office, at=now())
    followups.change(follow_up=todo, details=details, by=office, at=now())
    assert followups.remind(follow_up_id=todo.pk, at=now()) == 1
    told = Notification.objects.order_by("pk").values_list("user", "text")
    assert list(told) == [
        (office.pk, "Ring om pris, nu."), (other.pk, f"{office.name} gav dig: Ring om pris."),
        (other.pk, "Ring om pris, nu."),
    ]  # fmt: skip


def test_nothing_passes_its_time_unseen_and_nobody_is_told_twice(office, django_capture_on_commit_callbacks):
    late, coming = made.follow_up(days=-0.01), made.follow_up(days=1)
    assert followups.due_reminders(now()) == [{"follow_up_id": late.pk}]
    sweep.run()
    sweep.run()
    remind_of_follow_up.run(follow_up_id=late.pk)
    remind_of_follow_up.run(follow_up_id=coming.pk)
    told = Notification.objects.get()
    assert (told.user, told.text) == (office, "Ring om pris, nu.")
    assert followups.due_reminders(now()) == []


def test_a_reminder_that_was_killed_is_found_again(office, monkeypatch):
    todo = made.follow_up(days=-1)

    def killed(**_):
        raise SystemExit

    monkeypatch.setattr(Notification, "tell", killed)
    with pytest.raises(SystemExit):
        followups.remind(follow_up_id=todo.pk, at=now())
    monkeypatch.undo()
    assert followups.due_reminders(now()) == [{"follow_up_id": todo.pk}]
    assert followups.remind(follow_up_id=todo.pk, at=now()) == 1


def test_the_firms_owners_are_told_for_somebody_who_has_left(office):
    boss = world.person(Role.OWNER, "Maja Mallgren")
    todo = made.follow_up(days=-1, customer=made.customer())
    office.is_active = False
    office.save(update_fields=["is_active"])
    assert followups.remind(follow_up_id=todo.pk, at=now()) == 1
    told = Notification.objects.get()
    assert (told.user, told.text) == (boss, "Ring om pris, Bengt Påhittsson, nu.")


def test_views_by_time_and_by_person(office):
    other = world.person(Role.OWNER, "Maja Mallgren")
    customer = made.customer()
    for text, days, owner in (("sen", -1, office), ("snart", 0.001, office), ("längre fram", 9, office)):
        made.follow_up(text, days=days, owner=owner)
    made.follow_up("annans", owner=other, customer=customer)
    made.follow_up("privat", owner=other)

    def texts(view="", *, is_all=False):
        return set(listed(Asked(office, view, is_all), at=now()).values_list("text", flat=True))

    assert texts() == {"sen", "snart", "längre fram"}
    assert texts("forsenade") == {"sen"}
    assert "längre fram" in texts("kommande")
    assert texts(is_all=True) == {"sen", "snart", "längre fram", "annans"}
    assert texts("klara") == set()


@pytest.mark.parametrize(
    "address",
    [
        "/att-gora/",
        "/att-gora/?vy=forsenade",
        "/att-gora/?vem=alla",
        "/att-gora/?vy=klara",
        "/att-gora/?vy=x&efter=y",
        "/att-gora/ny/",
    ],
)
def test_every_page_answers(client, office, address):
    made.follow_up(days=-1, customer=made.customer(), repeat=Repeat.MONTHLY)
    done = made.follow_up(lead=made.lead())
    followups.finish(follow_up=done, by=office, at=now())
    assert client.get(address).status_code == 200
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200


def test_the_page_asks_the_same_number_of_questions_for_one_row_and_for_three(
    client, office, django_assert_max_num_queries
):
    client.get("/att-gora/")
    asked = []
    for rows in (1, 2):
        for _ in range(rows):
            made.follow_up(customer=made.customer())
            made.follow_up(lead=made.lead())
        with django_assert_max_num_queries(40) as counted:
            client.get("/att-gora/?vem=alla")
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_who_may_not_sees_nothing_of_it(client, login_as):
    mine = made.follow_up(owner=world.person(Role.OWNER, "Maja Mallgren"))
    login_as(Role.PLANNER)
    assert client.get(f"/att-gora/{mine.pk}/").status_code == 404
    assert client.post(f"/att-gora/{mine.pk}/klar/").status_code == 404
    for role in (Role.STAFF, Role.READER):
        login_as(role)
        assert client.get("/att-gora/").status_code == 403
        assert client.post(f"/att-gora/{mine.pk}/klar/").status_code == 403


def test_a_reader_sees_what_is_planned_with_a_customer_and_changes_nothing(client, login_as):
    customer = made.customer()
    made.follow_up("Skicka offert", customer=customer)
    login_as(Role.READER)
    page = client.get(f"/kunder/{customer.pk}/att-gora/").content.decode()
    assert "Skicka offert" in page
    assert "/klar/" not in page
    assert "Lägg till uppgift" not in page


def test_the_words_about_somebody_protected_are_for_those_who_may_read_them(client, login_as, office):
    customer = made.customer(is_protected=True)
    todo = made.follow_up("Hämta nycklar på Hemliga gatan 1", customer=customer)
    assert "Hemliga gatan" in client.get("/att-gora/").content.decode()
    login_as(Role.PLANNER)
    page = client.get(f"/kunder/{customer.pk}/att-gora/").content.decode()
    assert "Hemliga gatan" not in page
    assert "skyddade uppgifter" in page
    assert client.get(f"/att-gora/{todo.pk}/").status_code == 403


def test_one_may_be_about_a_case_that_only_the_app_above_knows(client, office):
    todo = made.follow_up("Ring handläggaren", subject=Subject.CASE, subject_id=7, label="RUT-0142")
    assert reverse("rut:case_page", args=["RUT-0142"]) in client.get("/att-gora/").content.decode()
    assert todo.subject_label == "RUT-0142"


def test_a_case_has_things_to_do_on_its_page(client, login_as):
    facts = CaseFacts(kind=DocumentType.COMPLETION_REQUEST, reference="8123", received_on=today(), deadline=today())
    user = login_as(Role.RUT_OFFICER)
    case = create_case(facts=facts, by=user, at=now())
    url = reverse("rut:case_follow_ups", args=[case.number])
    assert f'hx-get="{url}"' in client.get(reverse("rut:case_page", args=[case.number])).content.decode()
    assert "Inget är planerat" in client.get(url).content.decode()
    typed = {"text": "Ring handläggaren", "due": "imorgon", "owner": user.pk}
    new_url = reverse("rut:new_case_follow_up", args=[case.number])
    assert client.post(new_url, typed | {"due": ""}).status_code == 422
    assert client.post(new_url, typed).status_code == 302
    answer = client.post(new_url, typed, headers={"HX-Request": "true"})
    assert "follow-ups-changed" in answer.headers["HX-Trigger"]
    assert "Ring handläggaren" in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert FollowUp.objects.filter(subject=Subject.CASE, subject_id=case.pk).count() == 2


def test_idag_gathers_ones_own_until_tomorrow_under_their_days(client, office):
    made.follow_up("Skicka offert", days=-1)
    made.lead(step="Hembesök")
    made.follow_up("Nästa månad", days=30)
    made.follow_up("Någon annans", owner=world.person(Role.OWNER, "Maja Mallgren"), customer=made.customer())
    page = client.get("/").content.decode()
    section = page[page.index('id="today-follow-ups"') :]
    assert section.index("Försenat") < section.index("Skicka offert") < section.index("Imorgon")
    assert section.index("Imorgon") < section.index("Hembesök")
    assert "Nästa månad" not in section
    assert "Någon annans" not in section


def test_what_is_late_never_hides_what_is_for_tomorrow(office):
    for number in range(30):
        made.follow_up(f"sen {number}", days=-1 - number)
    made.follow_up("imorgon", days=1)
    found = today_of(office, at=now())
    assert [(group.name, group.count, len(group.rows)) for group in found.groups] == [
        ("Försenat", 30, 8), ("Imorgon", 1, 1),
    ]  # fmt: skip
    assert found.count == 31


def test_the_menu_counts_what_is_for_today_and_says_that_something_is_late(client, office):
    made.follow_up(days=-2)
    page = client.get("/att-gora/").content.decode()
    assert 'is-hot" title="1 försenade eller idag"' in page
