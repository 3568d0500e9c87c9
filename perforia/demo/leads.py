"""The demo firm's leads: a season of them from its form, its ads and the telephone, in every state of their life."""

import random
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction

from crm.models import Customer, Lead, LeadSource
from crm.rules.capture import Post
from crm.services import capture, lead_contacts, lead_moves, leads, qualifying, saved_views, sources
from crm.services.next_steps import Step
from crm.states import CallOutcome, ListTarget, SourceKind, Visibility
from perforia.base.models import User
from perforia.demo.lead_people import Asker, asker
from perforia.demo.lead_season import LOST, Season

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PAST, WORKED = 40, 40
SPAN, SEASON = 28, 150  # days that the past leads lie within, and those that are only remembered
ALL_STEPS, ASKS_ADDRESS, ASKS_HOME = 5, 3, 4
STEPS = (
    "Ring om pris", "Hembesök", "Skicka offert", "Följ upp offert", "Stäm av datum", "Pris på piano",
    "Fråga om portkod", "Boka visning", "Ring tillbaka",
)  # fmt: skip
NOTES = (
    "Vill helst ha förmiddag. Hiss som rymmer möbler.", "Jämför med en annan firma, bestämmer sig i veckan.",
    "Har en flygel som behöver fyra man.", "Nycklar lämnas på kontoret dagen före.", "Ny adress klar först på fredag.",
    "Gärna pris med packning också.", "Svarar bäst efter klockan fyra.",
)  # fmt: skip
CAMPAIGNS = (
    ("flyttfirma_storköping", "flyttfirma storköping", "/flytthjalp"),
    ("flyttstäd_storköping", "flyttstädning pris", "/flyttstadning"),
    ("hemstäd_varumärke", "exempel flytt och städ", "/hemstadning"),
)
VIEWS = (
    ("Flyttar över 20 000", "tjanst=moving&varde=20000&sort=varde", Visibility.SHARED),
    ("Försenade steg", "nasta=forsenat&sort=nasta", Visibility.SHARED),
    ("Nya den här veckan", "inkom=7", Visibility.PRIVATE),
)


@dataclass(frozen=True)
class Sellers:
    """Who works with the leads."""

    first: User
    second: User


@transaction.atomic
def load(*, sellers: Sellers, at: datetime) -> None:
    """Make leads in every state, the newest minutes old. Nothing when there are leads already."""
    if not Lead.objects.exists():
        Story(sellers, at).tell()


class Story:
    """Tells how the leads came and what became of them, through the product's own services."""

    def __init__(self, sellers: Sellers, at: datetime) -> None:
        self._sellers, self._at = sellers, at
        self._chance = random.Random(11)
        self._count = 0
        self._form = self._source("Offertformulär", SourceKind.OWN_FORM)
        self._ads = self._source("Google Ads", SourceKind.GOOGLE)

    def tell(self) -> None:
        """All of it, the oldest first."""
        season = Season(self._form, (self._sellers.first, self._sellers.second), self._at)
        self._count = season.remember(span=SPAN)
        for number in range(PAST):
            self._past(number)
        for number in range(WORKED):
            self._worked(number)
        for number in range(7):
            self._captured(self._daytime(1 + number), step=1 + number % 4)
        self._known_again()
        twin = self._captured(self._at - 3 * HOUR)
        self._captured(self._at - 2 * HOUR, like=twin)
        for minutes, step in ((9, 5), (7, 3), (4, 5), (1, 5)):
            self._captured(self._at - minutes * MINUTE, step=step)
        for name, query, visibility in VIEWS:
            view = saved_views.ViewDetails(name, query, visibility)
            saved_views.save_view(details=view, target=ListTarget.LEADS, by=self._sellers.first, at=self._at)

    def _past(self, number: int) -> None:
        """One that was won or lost: two of five come to nothing."""
        at = self._daytime(SPAN - number * (SPAN - 3) // PAST)
        due = (at + DAY).replace(hour=9 + number % 8, minute=0, second=0, microsecond=0)
        by, step = self._seller(number), Step("Följ upp", due)
        lead = self._captured(at, step=ALL_STEPS if number % 9 else 4)
        leads.assign(lead=lead, owner=by, by=by, at=at)
        outcome = CallOutcome.ANSWERED if number % 7 else CallOutcome.NO_ANSWER
        call = lead_contacts.Call(outcome, NOTES[number % len(NOTES)] if number % 3 == 0 else "")
        lead_contacts.log_call(lead=lead, call=call, step=step, by=by, at=at + (1 + number % 6) * MINUTE)
        closed = min(at + (1 + number % 6) * DAY, self._at - HOUR)
        if number % 5 > 2:  # noqa: PLR2004 -- two of five
            lead_moves.lose(lead=lead, reason=LOST[number % len(LOST)], by=by, at=closed)
            return
        lead_moves.qualify(lead=lead, by=by, at=at + HOUR)
        qualifying.to_customer(lead=lead, by=by, at=at + HOUR)
        lead_moves.win(lead=lead, by=by, at=closed)

    def _worked(self, number: int) -> None:
        """One that is being worked on: called, planned, perhaps qualified; a few steps are late."""
        at = self._daytime(1 + number * 13 // WORKED)
        by = self._seller(number)
        lead = self._by_hand(at, by) if number % 6 == 4 else self._captured(at)  # noqa: PLR2004 -- some telephone
        leads.assign(lead=lead, owner=by, by=by, at=at)
        due = (self._at + (number * 5 % 9 - 1) * DAY).replace(hour=8 + number % 9, minute=30 * (number % 2), second=0)
        call = lead_contacts.Call(CallOutcome.ANSWERED, NOTES[number % len(NOTES)])
        step = Step(STEPS[(number * 4 + number // len(STEPS)) % len(STEPS)], due.replace(microsecond=0))
        lead_contacts.log_call(lead=lead, call=call, step=step, by=by, at=at + (2 + number % 5) * MINUTE)
        if number % 5 in {0, 3}:
            return
        lead_moves.qualify(lead=lead, by=by, at=at + HOUR)
        if number % 5 == 2:  # noqa: PLR2004 -- every fifth has got a contract
            qualifying.to_customer(lead=lead, by=by, at=at + HOUR)
            lead_moves.send_contract(lead=lead, by=by, at=at + 2 * HOUR)

    def _known_again(self) -> None:
        """Two who have been customers before ask again."""
        for number, known in enumerate(Customer.objects.listed().exclude(phone="").order_by("pk")[4:6]):
            asked = asker(self._next())
            details = leads.LeadDetails(
                name=known.name, phone=f"+46{known.phone.replace('-', '').replace(' ', '')[1:]}", email=known.email,
                services=["home_cleaning"], address=known.address, postal_code=known.postal_code, city=known.city,
                value=asked.value,
            )  # fmt: skip
            owner, at = self._sellers.first, self._daytime(2 + number)
            step = Step("Ring om fast städning", (self._at + DAY).replace(hour=10, minute=0, second=0, microsecond=0))
            leads.record_lead(details=details, step=step, owner=owner, by=owner, at=at)

    def _captured(self, at: datetime, *, step: int = ALL_STEPS, like: Lead | None = None) -> Lead:
        """Somebody fills in the form, all of it or up to a step."""
        number = self._next()
        told = asker(number)
        if like is not None:
            told = Asker(**{**vars(told), "name": like.name, "phone": like.phone})
        is_ad = number % 5 in {1, 3}
        post = Post(
            values=_values(told, step, at), details=told.details if step >= ASKS_HOME else {}, step=step,
            submission_id=f"demo-{number}", seq=step, steps=ALL_STEPS, is_complete=step == ALL_STEPS,
            attribution=self._origin(number) if is_ad else {"landing_page": "/", "referrer": "https://www.google.com/"},
            consents={"ad_user_data": "granted", "marketing": "denied" if number % 3 else "granted"},
            consent_source="form_checkbox", consent_version="2026-11", page="/offert/",
        )  # fmt: skip
        lead = capture.capture(source=self._ads if is_ad else self._form, post=post, at=at).lead
        if lead is None:
            message = "a demo post becomes a lead"
            raise RuntimeError(message)
        if step == ALL_STEPS:
            self._price(lead, told, at)
        return lead

    def _by_hand(self, at: datetime, by: User) -> Lead:
        told = asker(self._next())
        names = {field.name for field in fields(leads.LeadDetails)} & {field.name for field in fields(Asker)}
        known = {name: getattr(told, name) for name in names}
        details = leads.LeadDetails(**{**known, "wanted_on": told.wanted_on(at.date())})
        return leads.record_lead(details=details, step=None, owner=by, by=by, at=at)

    def _price(self, lead: Lead, told: Asker, at: datetime) -> None:
        """What the office thinks it is worth, once everything is known."""
        lead.refresh_from_db()
        known = {field.name: getattr(lead, field.name) for field in fields(leads.LeadDetails)}
        details = leads.LeadDetails(**{**known, "value": told.value})
        leads.change_lead(lead=lead, details=details, by=self._sellers.first, at=at)

    def _source(self, name: str, kind: SourceKind) -> LeadSource:
        known = LeadSource.objects.filter(kind=kind, is_active=True).order_by("pk").first()
        details = sources.SourceDetails(name=name, kind=kind)
        return known or sources.add_source(details=details, by=self._sellers.first, at=self._at - SEASON * DAY)

    def _seller(self, number: int) -> User:
        return self._sellers.second if number % 3 == 0 else self._sellers.first

    def _next(self) -> int:
        self._count += 1
        return self._count - 1

    def _daytime(self, days_ago: int) -> datetime:
        """A moment of that day when people fill in forms."""
        day = self._at - days_ago * DAY
        return day.replace(hour=self._chance.randint(8, 20), minute=self._chance.randint(0, 59), second=0)

    def _origin(self, number: int) -> dict[str, str]:
        campaign, term, page = CAMPAIGNS[number % len(CAMPAIGNS)]
        return {
            "utm_source": "google", "utm_medium": "cpc", "utm_campaign": campaign, "utm_term": term,
            "landing_page": page, "gclid": f"EXEMPEL-Cj0KCQ{number:06}",
        }  # fmt: skip


def _values(told: Asker, step: int, at: datetime) -> dict[str, str | list[str]]:
    """What has been told when a step of the form is done."""
    values: dict[str, str | list[str]] = {"name": told.name, "services": list(told.services), "phone": told.phone}
    if step >= ASKS_ADDRESS:
        values |= {
            "email": told.email, "address": told.address, "postal_code": told.postal_code, "city": told.city,
            "to_address": told.to_address, "to_postal_code": told.to_postal_code, "to_city": told.to_city,
        }  # fmt: skip
    if step == ALL_STEPS:
        values |= {"wanted_on": told.wanted_on(at.date()).isoformat(), "message": told.message}
    return {name: value for name, value in values.items() if value}
