"""The demo firm's leads: from its form and its ads, by telephone, in every state of their life."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from crm.models import Lead
from crm.rules.capture import Post
from crm.services import capture, lead_contacts, lead_moves, leads, qualifying, saved_views, sources
from crm.services.next_steps import Step
from crm.states import CallOutcome, ListTarget, LostReason, Service, SourceKind, Visibility
from perforia.base.models import User
from perforia.demo.ledger import CITIES, FIRST, LAST, STREETS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEWEST, MOST = 1400, 42_000
WISHES: tuple[tuple[Service, ...], ...] = (
    (Service.MOVING,), (Service.MOVING, Service.MOVE_CLEANING), (Service.MOVE_CLEANING,), (Service.HOME_CLEANING,),
    (Service.WINDOWS,), (Service.MOVING, Service.PACKING), (Service.PACKING,),
)  # fmt: skip
STEPS = (
    "Ring om pris", "Hembesök", "Skicka offert", "Följ upp offert", "Stäm av datum", "Pris på piano",
    "Fråga om portkod",
)  # fmt: skip
NOTES = (
    "Vill helst ha förmiddag. Hiss som rymmer möbler.", "Jämför med en annan firma, bestämmer sig i veckan.",
    "Har en flygel som behöver fyra man.", "Nycklar lämnas på kontoret dagen före.", "Ny adress klar först på fredag.",
)  # fmt: skip
LOST = (LostReason.PRICE, LostReason.COMPETITOR, LostReason.OUTSIDE_AREA, LostReason.SPAM, LostReason.NO_CONTACT)


@dataclass(frozen=True)
class Sellers:
    """Who works with the leads."""

    first: User
    second: User


def load(*, sellers: Sellers, at: datetime) -> None:
    """Make leads in every state, the newest a few minutes old. Nothing when there are leads already."""
    if not Lead.objects.exists():
        Story(sellers, at).tell()


class Story:
    """Tells how the leads came and what became of them, through the product's own services."""

    def __init__(self, sellers: Sellers, at: datetime) -> None:
        self._sellers, self._at = sellers, at
        self._chance = random.Random(11)
        self._count = 0
        form = sources.SourceDetails(name="Offertformulär", kind=SourceKind.OWN_FORM)
        ads = sources.SourceDetails(name="Google Ads", kind=SourceKind.GOOGLE)
        self._form = sources.add_source(details=form, by=sellers.first, at=at - 90 * DAY)
        self._ads = sources.add_source(details=ads, by=sellers.first, at=at - 90 * DAY)

    def tell(self) -> None:
        """All of it, the oldest first."""
        for number in range(34):
            self._past(number)
        for number in range(14):
            self._worked(number)
        for number in range(4):
            self._captured(self._at - (1 + number) * DAY, step=1 + number)
        for minutes, step in ((7, 5), (4, 3), (1, 5)):
            self._captured(self._at - minutes * MINUTE, step=step)
        twin = self._captured(self._at - 3 * HOUR)
        self._captured(self._at - 2 * HOUR, like=twin)
        self._views()

    def _captured(self, at: datetime, *, step: int = 5, like: Lead | None = None) -> Lead:
        """Somebody fills in the form, all of it or up to a step."""
        self._count += 1
        wish, chance = WISHES[self._count % len(WISHES)], self._chance
        code, city = CITIES[self._count % len(CITIES)]
        values: dict[str, str | list[str]] = {
            "name": like.name if like else self._name(), "services": [each.value for each in wish],
            "phone": like.phone if like else self._phone(),
        }  # fmt: skip
        details: dict[str, str | list[str]] = {}
        if step > 2:  # noqa: PLR2004 -- the third step of the form asks for the address
            values |= {"address": self._street(), "postal_code": code, "city": city}
            if Service.MOVING in wish:
                values |= {"to_address": self._street(), "to_postal_code": CITIES[0][0], "to_city": CITIES[0][1]}
        if step > 3:  # noqa: PLR2004 -- the fourth for the home
            details = {"area_m2": str(chance.randint(32, 140)), "floor": str(chance.randint(0, 4)), "wants_rut": "yes"}
        if step > 4:  # noqa: PLR2004 -- the last for the day
            values["wanted_on"] = self._day().isoformat()
        source = self._ads if self._count % 3 == 0 else self._form
        post = Post(
            values=values, details=details, submission_id=f"demo-{self._count}", seq=step, step=step, steps=5,
            is_complete=step == 5,  # noqa: PLR2004 -- all of the form
            attribution=self._origin() if self._count % 3 == 0 else {"landing_page": "/flyttstadning"},
            consents={"ad_user_data": "granted", "marketing": "denied"}, consent_source="form_checkbox",
            consent_version="2026-11", page="/offert/",
        )  # fmt: skip
        lead = capture.capture(source=source, post=post, at=at).lead
        if lead is None:
            message = "a demo post becomes a lead"
            raise RuntimeError(message)
        if step == 5:  # noqa: PLR2004 -- a whole form can be priced
            self._price(lead, at)
        return lead

    def _worked(self, number: int) -> None:
        """One that is being worked on: called, planned, perhaps qualified."""
        at = self._at - (1 + number % 9) * DAY - number * 17 * MINUTE
        by = self._sellers.first if number % 3 else self._sellers.second
        lead = self._by_hand(at, by) if number % 4 == 0 else self._captured(at)
        leads.assign(lead=lead, owner=by, by=by, at=at)
        due = self._at.replace(hour=9 + number % 8, minute=30 * (number % 2)) + (number % 6 - 1) * DAY
        step = Step(STEPS[number % len(STEPS)], due)
        call = lead_contacts.Call(CallOutcome.ANSWERED, NOTES[number % len(NOTES)])
        lead_contacts.log_call(lead=lead, call=call, step=step, by=by, at=at + 4 * MINUTE)
        if number % 3 == 0:
            return
        lead_moves.qualify(lead=lead, by=by, at=at + HOUR)
        if number % 3 == 2:  # noqa: PLR2004 -- every third
            qualifying.to_customer(lead=lead, by=by, at=at + HOUR)
            lead_moves.send_contract(lead=lead, by=by, at=at + 2 * HOUR)

    def _past(self, number: int) -> None:
        """One that was won or lost."""
        at = self._at - (3 + number * 2) * DAY
        by = self._sellers.second if number % 3 else self._sellers.first
        lead = self._captured(at)
        leads.assign(lead=lead, owner=by, by=by, at=at)
        step = Step("Följ upp", at + DAY)
        lead_contacts.log_call(
            lead=lead, call=lead_contacts.Call(CallOutcome.ANSWERED), step=step, by=by, at=at + 3 * MINUTE
        )
        closed = at + 2 * DAY
        if number % 5 > 2:  # noqa: PLR2004 -- two of five come to nothing
            lead_moves.lose(lead=lead, reason=LOST[number % len(LOST)], by=by, at=closed)
            return
        lead_moves.qualify(lead=lead, by=by, at=at + DAY)
        qualifying.to_customer(lead=lead, by=by, at=at + DAY)
        lead_moves.win(lead=lead, by=by, at=closed)

    def _by_hand(self, at: datetime, by: User) -> Lead:
        self._count += 1
        code, city = CITIES[self._count % len(CITIES)]
        details = leads.LeadDetails(
            name=self._name(), phone=self._phone(), services=[Service.WINDOWS.value], address=self._street(),
            postal_code=code, city=city, value=Decimal(38_500), message="Ringde och frågade om fönsterputs.",
        )  # fmt: skip
        return leads.record_lead(details=details, step=None, owner=by, by=by, at=at)

    def _price(self, lead: Lead, at: datetime) -> None:
        lead.refresh_from_db()
        names = leads.LeadDetails.__dataclass_fields__
        known = {name: getattr(lead, name) for name in names}
        value = Decimal(self._chance.randrange(FEWEST, MOST, 50))
        leads.change_lead(
            lead=lead, details=leads.LeadDetails(**{**known, "value": value}), by=self._sellers.first, at=at
        )

    def _views(self) -> None:
        for name, query in (
            ("Flyttar över 20 000", "tjanst=moving&varde=20000&sort=varde"),
            ("Försenade steg", "nasta=forsenat&sort=nasta"),
        ):  # fmt: skip
            details = saved_views.ViewDetails(name, query, Visibility.SHARED)
            saved_views.save_view(details=details, target=ListTarget.LEADS, by=self._sellers.first, at=self._at)

    def _name(self) -> str:
        return f"{self._pick(FIRST, 3)} {self._pick(LAST, 5)}"

    def _street(self) -> str:
        return f"{self._chance.choice(STREETS)} {self._chance.randint(1, 60)}"

    def _phone(self) -> str:
        """A number of the series that is kept free for fiction."""
        return f"+46701740{605 + self._count % 95}"

    def _day(self) -> date:
        return self._at.date() + timedelta(days=self._chance.randint(6, 40))

    def _origin(self) -> dict[str, str]:
        return {
            "utm_source": "google", "utm_medium": "cpc", "utm_campaign": "flyttstäd_storköping",
            "utm_term": "flyttstädning pris", "landing_page": "/flyttstadning",
            "gclid": f"EXEMPEL-Cj0KCQ{self._count:06}",
        }  # fmt: skip

    def _pick(self, words: Sequence[str], stride: int) -> str:
        return words[self._count * stride % len(words)]
