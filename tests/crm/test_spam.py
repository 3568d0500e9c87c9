"""Scripts are stopped, people are not: a thousand scripted posts and two hundred genuine ones, as each would post."""

import random
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as BrokerGoneError
from time_machine import travel

from crm.models import Lead, LeadSubmission
from crm.readers.bodies import FORM
from crm.rules.spam import Signals, judge, verdict
from crm.services import limits
from crm.services.incoming import Incoming, receive, start_token
from crm.states import SourceKind, SubmissionState
from tests.factories.leads import source

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
FIRST = ("Anna", "Bo", "Åsa", "Örjan", "Fatima", "Ali", "Kim", "Siv", "Lars-Erik", "Maja", "Zoë", "Nguyen", "Olle")
LAST = ("Berg", "Öberg", "Lind", "af Ekenstam", "Said", "Ek", "Ström", "Nilsson", "Åkerblom", "von Essen", "Wu")
WISHES = (
    "", "Vi har hiss.", "Ring gärna efter 16, jobbar skift.", "Piano på tredje våningen! Går det?",
    "Hittade er på hitta.se", "Kan ni även bortforsla en soffa & två sängar?", "Portkod 1234",
    "Mitt nuvarande kontrakt går ut den 31/1. Vill ha offert senast fredag, tack :)", "🚚",
    "We are moving from Uppsala to Gävle, two rooms. Do you speak English?", "ok", "Se bilder: kommer i mejl",
)  # fmt: skip
ADVERTS = (
    "Boost your SEO with our backlinks https://seo.example.com", "Buy viagra http://pills.example www.pills.example",
    "Dear sir, we offer guest post and web traffic", "Заработок в интернете, переходите по ссылке сейчас",
    "<a href='http://x.example'>click</a>", "[url=http://casino.example]casino[/url]", "hello", "",
)  # fmt: skip
ROBOTS = ("JamesSmitHRT", "QwErTyUiOp", "Robert", "Eric Jones", "www.best-leads.com", "kHjDfGsTr")


@pytest.fixture
def form():
    return source("Formuläret")


def person(chance, number):
    """What somebody who wants to move posts, and after how many seconds."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    told = {"name": name, "services": "moving", "message": chance.choice(WISHES), "wanted_on": "2027-01-12"}
    reach = {"phone": f"07017406{number % 100:02}"} if number % 3 else {"email": f"prov{number}@gmail.com"}
    return {**told, **reach}, chance.uniform(8, 3600)


def robot(chance, number):
    """What a script posts: some fill every field, some are quick, some never open the form, some flood."""
    told = {
        "name": chance.choice(ROBOTS), "email": f"bot{number}@{chance.choice(['mailinator.com', 'mail.example.ru'])}",
        "phone": f"8{chance.randint(10**9, 10**10 - 1)}", "services": "other", "message": chance.choice(ADVERTS),
    }  # fmt: skip
    way = chance.random()
    if way < 0.4:
        told["company_url"] = "https://seo.example"
    return told, chance.uniform(0.1, 2.5) if way < 0.7 else chance.uniform(4, 60), way > 0.85


def send(form, told, *, number, seconds, at, address, is_blind=False):
    """Open the form, wait, post: as a browser does; a blind script never opens it."""
    with travel(at, tick=False) as time:
        token = "" if is_blind else start_token(source=form, nonce=f"n{number}")
        time.shift(seconds)
        data = {**told, "submission_id": f"s-{number}", "seq": "1", "started": token, "stage": "complete"}
        return Client().post(f"/offert/{form.key}/", data, headers={"x-forwarded-for": address})


def take(form, told, *, number, seconds, at, address, is_blind=False):
    """The same without the page around it: a thousand of them."""
    with travel(at, tick=False) as time:
        token = "" if is_blind else start_token(source=form, nonce=f"n{number}")
        data = {**told, "submission_id": f"s-{number}", "seq": "1", "started": token, "stage": "complete"}
        later = at + timedelta(seconds=seconds)
        time.move_to(later)
        posted = Incoming(urlencode(data).encode(), FORM, address=address, is_own_form=True)
        return receive(source=form, incoming=posted, at=later)


def test_two_hundred_people_all_become_leads(form):
    chance = random.Random(3)
    for number in range(200):
        told, seconds = person(chance, number)
        address = f"198.51.{number % 7}.{number // 3}"  # several of one household or office
        at = START + timedelta(minutes=2 * number)
        taken = take(form, told, number=number, seconds=seconds, at=at, address=address)
        assert taken.outcome == SubmissionState.APPLIED, told

    stopped = LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED)
    assert [(row.reasons, row.body) for row in stopped] == []
    assert Lead.objects.count() == 200


@pytest.mark.slow
def test_of_a_thousand_scripted_posts_at_least_99_percent_are_stopped_and_every_one_is_kept(form):
    chance = random.Random(5)
    for number in range(1000):
        told, seconds, is_blind = robot(chance, number)
        address = f"203.0.113.{chance.randint(1, 40)}"
        at = START + timedelta(seconds=3 * number)
        taken = take(form, told, number=number, seconds=seconds, at=at, address=address, is_blind=is_blind)
        assert not taken.code  # robots learn nothing

    through = LeadSubmission.objects.filter(state=SubmissionState.APPLIED).count()
    assert through <= 10
    assert LeadSubmission.objects.count() == 1000
    assert LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED).count() >= 990


@pytest.mark.parametrize(
    ("signals", "reason"),
    [
        (Signals(honeypot="x"), "honeypot"),
        (Signals(seconds=1.0), "too_fast"),
        (Signals(needs_token=True), "no_token"),
        (Signals(of_token=4), "token_reused"),
        (Signals(from_address_minute=6), "address_limit"),
        (Signals(from_address_hour=21), "address_limit"),
        (Signals(to_form_minute=121), "form_limit"),
    ],
)
def test_how_a_post_came_is_enough_to_stop_it(signals, reason):
    found = judge(signals, name="Anna Berg")

    assert found.is_suspicious
    assert found.reasons == (reason,)


@pytest.mark.parametrize("message", [*WISHES, "Kolla gärna www.hemnet.se", "Maila mig: anna@example.se"])
def test_what_people_write_is_never_enough_to_stop_it(message):
    assert not judge(Signals(seconds=30.0), name="Anna Berg", message=message).is_suspicious


def test_a_reason_counts_once():
    assert verdict(["link", "link"]).score == verdict(["link"]).score


def test_the_same_words_from_several_people_are_noticed():
    assert "same_message" in judge(Signals(of_message=3), message="Hej").reasons


def test_more_than_a_few_from_one_address_wait_and_others_are_untouched(form):
    chance = random.Random(1)
    for number in range(8):
        told, _ = person(chance, number)
        send(form, told, number=number, seconds=20, at=START, address="203.0.113.9")
    told, _ = person(chance, 50)
    send(form, told, number=50, seconds=20, at=START, address="203.0.113.10")

    assert Lead.objects.count() == limits_per_minute() + 1
    assert LeadSubmission.objects.filter(reasons__contains=["address_limit"]).count() == 8 - limits_per_minute()


def limits_per_minute():
    return 5


@pytest.fixture
def broker_is_gone(monkeypatch):
    def refuse(*_args, **_named):
        raise BrokerGoneError

    monkeypatch.setattr(cache, "add", refuse)
    monkeypatch.setattr(cache, "incr", refuse)


def test_without_the_broker_people_get_in_and_a_flood_still_ends_in_quarantine(form, broker_is_gone):
    chance = random.Random(1)
    for number in range(8):
        told, _ = person(chance, number)
        assert send(form, told, number=number, seconds=20, at=START, address="203.0.113.9").status_code == 302
    told, _ = person(chance, 50)
    send(form, told, number=50, seconds=20, at=START, address="203.0.113.10")

    assert Lead.objects.count() == 6
    assert LeadSubmission.objects.filter(reasons__contains=["address_limit"]).count() == 3


def test_a_flood_from_one_address_is_turned_away_for_a_minute_with_what_was_written(form, monkeypatch):
    monkeypatch.setattr(limits, "HARD_PER_ADDRESS_MINUTE", 2)
    told, _ = person(random.Random(1), 1)
    answers = [send(form, told, number=number, seconds=20, at=START, address="203.0.113.9") for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "60"
    assert told["name"] in answers[2].content.decode()


def test_browsers_that_flood_a_hook_are_told_when_to_come_again(monkeypatch):
    monkeypatch.setattr(limits, "HARD_PER_ADDRESS_MINUTE", 1)
    hook = source("Hemsidan", kind=SourceKind.GENERIC, origins=["https://exempel.test"])
    body, origin = '{"phone": "0701740605"}', {"origin": "https://exempel.test"}
    first, answer = (
        Client().post(f"/hooks/leads/{hook.key}/", body, content_type="text/plain", headers=origin) for _ in range(2)
    )

    assert first.status_code == 202
    assert (answer.status_code, answer["Retry-After"], answer.json()["error"]["code"]) == (429, "60", "too_many")


def test_a_hook_whose_posts_cannot_be_read_does_not_fill_the_disk(monkeypatch):
    monkeypatch.setattr(limits, "KEPT_REFUSED_PER_MINUTE", 3)
    hook = source("Hemsidan", kind=SourceKind.GENERIC)
    for _ in range(6):
        Client().post(f"/hooks/leads/{hook.key}/", "{", content_type="application/json")

    assert LeadSubmission.objects.count() == 3


def test_a_form_opened_for_another_source_is_no_proof(form):
    other = source("Annat formulär")
    with travel(START, tick=False) as time:
        token = start_token(source=other, nonce="n")
        time.shift(60)
        Client().post(f"/offert/{form.key}/", {"name": "Anna", "phone": "0701740605", "services": "moving",
                                               "started": token, "submission_id": "s", "seq": "1"})  # fmt: skip

    assert LeadSubmission.objects.get().reasons == ["no_token"]
