"""Where the demo firm's leads come from besides its own form: other sites and a partner, well, silent and broken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from crm.models import Lead, LeadSource
from crm.readers.bodies import FORM, JSON
from crm.readers.signatures import sign
from crm.services import lead_moves, quarantine, sources
from crm.services.incoming import Incoming, receive
from crm.services.next_steps import Step
from crm.services.sources import SourceDetails, add_source
from crm.states import LostReason, SourceKind, SubmissionState
from perforia.base.models import User
from perforia.base.services import change_firm
from perforia.demo.ledger import CITIES, LAST, STREETS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SITE = "https://www.exempelflytt.example"
FIRST_NAMES = ("Alva", "Ture", "Selma", "Ivar", "Stina", "Omar", "Freja", "Gustav", "Lovisa", "Elias")
WISHES = ("Flytt", "Flyttstädning", "Flytt och packning", "Hemstädning varannan vecka", "Fönsterputs")
ADVERTS = (
    ("James SmitHRT", "Boost your SEO with 500 backlinks, see https://seo.example and www.links.example"),
    ("QwErTyPoIuY", "hello"),
    ("Eric Jones", "Dear sir, we offer guest post and web traffic for your site"),
    ("www.best-leads.example", "Cheap leads, unsubscribe here"),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What somebody fills in on another site."""

    name: str
    phone: str
    email: str
    wish: str
    street: str
    code: str
    city: str


def load(*, by: User, at: datetime) -> None:
    """Add the sources with what they have posted. Nothing when they are there already."""
    if LeadSource.objects.filter(name="WordPress-sidan").exists():
        return
    change_firm(by=by, at=at, phone="08-465 004 00", email="kontor@exempel.test")
    _wordpress(by, at)
    _landing_page(by, at)
    _partner(by, at)
    _scripts(by, at)
    _work(by, at)
    old = SourceDetails(name="Gamla kampanjsidan", kind=SourceKind.ELEMENTOR, is_active=False)
    add_source(details=old, by=by, at=at - 400 * DAY)


def _wordpress(by: User, at: datetime) -> None:
    """Gravity Forms on the firm's site, which numbers its fields: well."""
    details = SourceDetails(
        name="WordPress-sidan", kind=SourceKind.GRAVITY, origins=[SITE], mapping={"5": "services", "6": "address"}
    )
    source = add_source(details=details, by=by, at=at - 60 * DAY)
    for number, asked in enumerate(_people(9, start=0)):
        entry = {
            "id": str(800 + number), "form_id": "3", "source_url": f"{SITE}/offert?utm_source=google&utm_medium=cpc",
            "1": asked.name, "2": asked.email, "4": asked.phone, "5": asked.wish, "6": asked.street, "7": "Två katter",
        }  # fmt: skip
        _post(source, JSON, json.dumps(entry), at - number * 1.4 * DAY - 12 * MINUTE)


def _landing_page(by: User, at: datetime) -> None:
    """A page for one campaign that has said nothing for days."""
    source = add_source(
        details=SourceDetails(name="Landningssida flyttstäd", kind=SourceKind.WEBFLOW), by=by, at=at - 45 * DAY
    )
    for number, asked in enumerate(_people(6, start=9)):
        data = {"Namn": asked.name, "E-post": asked.email, "Telefon": asked.phone, "Adress": asked.street,
                "Postnummer": asked.code, "Ort": asked.city, "Tjänst": "Flyttstädning", "Nycklar": "Tre"}  # fmt: skip
        payload = {"name": "Offert", "data": data, "id": f"demo-{number}"}
        body = json.dumps({"triggerType": "form_submission", "payload": payload})
        _post(source, JSON, body, at - (5 + number) * DAY)


def _partner(by: User, at: datetime) -> None:
    """A server that signs what it posts, and lately with the wrong secret."""
    source = add_source(
        details=SourceDetails(name="Partnerportalen", kind=SourceKind.GENERIC, is_signed=True), by=by, at=at - 30 * DAY
    )
    secret = sources.reveal_secret(source=source, by=by, at=at)
    for number, asked in enumerate(_people(5, start=15)):
        body = json.dumps({
            "submission_id": f"partner-{number}", "stage": "complete", "service": asked.wish, "from_city": asked.city,
            "contact": {"name": asked.name, "phone": asked.phone, "email": asked.email}, "Partnerns pris": "14 900",
        })  # fmt: skip
        when = at - number * 2 * DAY - HOUR
        _post(source, JSON, body, when, secret="whsec_ZmVsIGhlbWxpZ2hldA==" if number == 0 else secret)


def _work(by: User, at: datetime) -> None:
    """The office has called everybody within minutes; most were only asking."""
    names = ("WordPress-sidan", "Landningssida flyttstäd", "Partnerportalen")
    waiting = Lead.objects.filter(source__name__in=names, received_at__lt=at - 3 * HOUR).order_by("received_at", "pk")
    for number, lead in enumerate(waiting):
        called = lead.received_at + timedelta(minutes=3 + number % 5)
        due = at + timedelta(days=1 + number % 6)
        step = Step("Följ upp offert", due.replace(hour=9 + number % 7, minute=0, second=0, microsecond=0))
        lead_moves.contact(lead=lead, step=step, by=by, at=called)
        if number % 3:
            lead_moves.lose(lead=lead, reason=LostReason.PRICE, by=by, at=called + DAY)


def _scripts(by: User, at: datetime) -> None:
    """What scripts have posted to the firm's own form: most waits, some is skräp already."""
    source = LeadSource.objects.filter(kind=SourceKind.OWN_FORM, is_active=True).order_by("pk").first()
    if source is None:
        return
    for number, (name, message) in enumerate(ADVERTS):
        body = urlencode({
            "name": name, "email": f"info{number}@mailinator.com", "message": message, "services": "other",
            "company_url": "https://seo.example" if number % 2 else "", "submission_id": f"skrap-{number}", "seq": 1,
        })  # fmt: skip
        _post(source, FORM, body, at - number * 3 * HOUR, is_own_form=True)
    oldest = source.submissions.filter(state=SubmissionState.QUARANTINED).order_by("received_at").first()
    if oldest is not None:
        quarantine.discard(submission=oldest, by=by, at=at)


def _post(
    source: LeadSource, kind: str, body: str, at: datetime, *, secret: str = "", is_own_form: bool = False
) -> None:
    posted = Incoming(body.encode(), kind, {"user-agent": "Demo"}, "203.0.113.20", is_own_form=is_own_form)
    if secret:
        stamp = int(at.timestamp())
        signed = sign(secret, f"msg_{stamp}", stamp, posted.content)
        headers = {"webhook-id": f"msg_{stamp}", "webhook-timestamp": str(stamp), "webhook-signature": signed}
        posted = replace(posted, headers=headers)
    receive(source=source, incoming=posted, at=at)


def _people(count: int, *, start: int) -> Iterable[Asked]:
    """The same people every time, with numbers that are kept free for fiction."""
    for number in range(start, start + count):
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST[(3 * number) % len(LAST)]
        code, city = CITIES[number % len(CITIES)]
        yield Asked(
            f"{first} {last}", f"070-174 06 {40 + number}", f"{first.lower()}{number}@exempel.test",
            WISHES[number % len(WISHES)], f"{STREETS[number % len(STREETS)]} {2 + number}", code, city,
        )  # fmt: skip
