"""The customer's page of an offer: read, accepted, declined; links that open nothing; in two languages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation
from time_machine import travel

from contracts.models import Offer
from contracts.services import offer_answers, offer_limits, offers
from contracts.states import OfferStatus
from contracts.tasks.offers import build_offer
from perforia.base.clock import now
from perforia.base.permissions import Role
from perforia.base.services import describe_firm
from tests.factories import offers as made
from tests.factories import world

# The first look moves the offer to opened: the office wants to know it, and a customer without scripts posts nothing.
pytestmark = [pytest.mark.django_db, pytest.mark.writes_on_get]


@pytest.fixture
def offer():
    return made.sent(intro="Välkommen!")


@pytest.fixture
def link(offer):
    return made.link(offer)


def yes(offer, **changes):
    told = {"svar": "ja", "name": "Bengt Påhittsson", "has_read": "1", "seen": offer.content_hash}
    return {name: value for name, value in (told | changes).items() if value is not None}


def test_the_page_shows_everything_the_offer_says_without_login_or_script(client, offer, link):
    page = client.get(link)
    text = page.text.replace("\xa0", " ")

    for words in (
        "Flytt och flyttstädning", "Välkommen!", "Flyttarbete, 3 personer", "21 tim × 400 kr", "−7 150 kr", "11 750 kr",
        "Så räknade vi", "67 kap. 19 §", "Avboka senast 3 dagar före.", "Acceptera offerten", offer.number,
    ):  # fmt: skip
        assert words in text
    assert "<script" not in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    offer.refresh_from_db()
    assert (offer.status, offer.views) == (OfferStatus.OPENED, 1)


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (compatible; SafeLinks)", "Slackbot-LinkExpanding 1.0", "curl/8"])
def test_programs_that_look_at_links_do_not_open_the_offer(client, offer, link, agent):
    assert client.get(link, headers={"user-agent": agent}).status_code == 200

    offer.refresh_from_db()
    assert offer.status == OfferStatus.SENT


def test_the_office_looking_is_not_the_customer(client, offer, link):
    client.force_login(world.person(Role.OFFICE))
    client.get(link)
    client.head(link)

    offer.refresh_from_db()
    assert (offer.status, offer.views) == (OfferStatus.SENT, 0)


def test_a_yes_is_kept_with_name_time_address_and_fingerprint(client, offer, link):
    answer = client.post(link, yes(offer), REMOTE_ADDR="203.0.113.7")
    assert answer["Location"].startswith(link)
    page = client.get(answer["Location"].partition("#")[0]).text
    assert "Tack, offerten är accepterad" in page
    assert "Acceptera offerten</button>" not in page

    offer.refresh_from_db()
    assert (offer.answered_name, offer.answered_address) == ("Bengt Påhittsson", "203.0.113.7")
    assert offer.answered_hash == offer.content_hash
    assert offer.answered_by is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Skriv ditt för- och efternamn"),
        ({"name": None}, "Skriv ditt för- och efternamn"),
        ({"has_read": None}, "Kryssa i att du har läst offerten"),
        ({"seen": None}, "Läs om sidan"),
        ({"seen": "0" * 64}, "inte längre densamma"),
        ({"svar": "nej", "note": "x" * 501}, "högst 500 tecken"),
    ],
)
def test_an_answer_that_lacks_something_says_what_and_keeps_the_name(client, offer, link, changes, sentence):
    answer = client.post(link, yes(offer, **changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    offer.refresh_from_db()
    assert offer.is_open


def test_a_no_needs_no_reason_and_takes_one(client, offer, link):
    client.post(link, {"svar": "nej", "note": "Vi flyttar inte"})

    offer.refresh_from_db()
    assert (offer.status, offer.answer_note) == (OfferStatus.DECLINED, "Vi flyttar inte")
    assert "Du har tackat nej" in client.get(link).text


def test_the_paper_is_behind_the_same_link(client, offer):
    build_offer(offer_id=offer.pk)
    link = made.link(offer)
    paper = client.get(f"{link}pdf/")

    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_a_customer_can_read_it_in_english(client, offer, link):
    page = client.get(link, {"sprak": "en"})
    text = page.text
    for words in ('<html lang="en"', "Accept the offer", "How we calculated", "You pay", "valid"):
        assert words.lower() in text.lower()
    assert "Acceptera" not in text
    answer = client.post(link, yes(offer, sprak="en", name=""))
    assert "Write your first and last name" in answer.text


def test_an_offer_that_is_late_replaced_or_taken_back_says_so_and_takes_no_answer(client, office):
    late, replaced, taken = (made.sent() for _ in range(3))
    links = {each.pk: made.link(each) for each in (late, replaced, taken)}
    offer_answers.withdraw(offer=taken, reason="Fel", by=office, at=now())
    made.send(offers.new_version(offer=replaced, by=office, at=now()))
    client.logout()
    assert "Offerten är återtagen" in client.get(links[taken.pk]).text
    assert "ersatts av en nyare version" in client.get(links[replaced.pk]).text
    with travel(now() + timedelta(days=20), tick=False):
        page = client.get(links[late.pk])
        assert "Offerten har gått ut" in page.text
        assert "Acceptera offerten" not in page.text
        assert client.post(links[late.pk], yes(late)).status_code == 422
    assert client.post(links[replaced.pk], yes(replaced)).status_code == 422
    assert not Offer.objects.filter(status=OfferStatus.ACCEPTED).exists()


def test_a_link_that_is_wrong_or_too_old_leads_to_the_firm(client, offer, link):
    describe_firm(
        name="Exempel Flytt", organisation_number="556000-0001", address="Gatan 1", postal_code="123 45", city="Ort"
    )
    wrong = client.get("/din-offert/gissat/")
    assert (wrong.status_code, "Länken fungerar inte" in wrong.text) == (404, True)
    assert client.get("/din-offert/gissat/pdf/").status_code == 404
    with travel(now() + timedelta(days=100), tick=False):
        old = client.get(link)
        assert (old.status_code, "Länken har gått ut" in old.text) == (410, True)


def test_a_draft_and_an_offer_without_mail_have_no_page(client):
    made.draft()
    made.sent(to="")

    assert client.get("/din-offert//").status_code == 404
    assert client.get("/din-offert/x/").status_code == 404


def test_whoever_guesses_or_presses_too_often_is_stopped(client, offer, link, monkeypatch):
    monkeypatch.setattr(offer_limits, "MISSES_PER_HOUR", 2)
    monkeypatch.setattr(offer_limits, "ANSWERS_PER_HOUR", 1)
    codes = [client.get(f"/din-offert/gissat{number}/").status_code for number in range(3)]
    assert codes == [404, 404, 429]
    assert client.post(link, yes(offer, name="")).status_code == 422
    assert client.post(link, yes(offer)).status_code == 429
    monkeypatch.setattr(offer_limits, "LOOKS_PER_MINUTE", 0)
    assert client.get(link).status_code == 429
    offer.refresh_from_db()
    assert offer.is_open


WORDS = re.compile(r"""\{% translate ["']([^"']+)["'] %\}""")
PAGES = ("offer_public", "_offer_explained", "_offer_public_state", "_offer_public_answer", "offer_closed")


def test_every_word_of_the_page_has_its_english_and_the_compiled_words_are_the_written_ones():
    root = Path(__file__).parents[2]
    catalogue = (root / "contracts/locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    written = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue, re.MULTILINE))
    used = {
        word
        for name in PAGES
        for word in WORDS.findall((root / f"templates/contracts/{name}.html").read_text(encoding="utf-8"))
    } | {offer_answers.REPLACED, offer_answers.TOO_LATE, offer_answers.CHANGED}

    assert used - set(written) == set()
    with translation.override("en"):
        assert {swedish: translation.gettext(swedish) for swedish in written} == written
