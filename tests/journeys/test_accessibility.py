"""Every page an owner reaches, as axe sees it: light and dark, on a wide screen and on a phone, nothing cut off."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from archive.models import Document, DocumentVersion, Folder
from archive.states import DocumentKind
from billing.models import Invoice
from contracts.models import Contract, Offer, OfferTerms, PriceItem, TemplateMapping
from contracts.services.prices import save_terms
from crm.models import (
    Activity,
    BulkAct,
    Contact,
    ConversionRule,
    Customer,
    FollowUp,
    Lead,
    Property,
    RutPerson,
    SavedView,
)
from crm.rules.bulk import Act
from crm.services import bulk, saved_views
from crm.services.people import BuyerDetails, ContactDetails, add_buyer, add_contact
from crm.services.saved_views import ViewDetails
from crm.states import BulkKind, ListTarget
from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.models import User
from perforia.base.permissions import Role
from rut.models import Case, CaseReply, Intake, Letter
from rut.services import replies
from scheduling.models import Absence, DayProposal, Job, Resource, Series, Team, TimeEntry
from scheduling.services import absences, proposals
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind, ResourceKind
from scheduling.tasks import plan_day
from tests.factories import contracts, crew, followups, offers, scheduling, times, world
from tests.factories import conversions as ads
from tests.factories import crm as factory
from tests.factories.integrations import esign_connection
from tests.factories.leads import lead
from tests.factories.templates import template
from tests.rut.test_flow import confirm_all, upload
from tests.support import hostile
from tests.support.browser import come_in

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_THE_LOOK = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
# The second look finds only what theme and width decide; all else it shares with the first.
LOOKS: list[tuple[Literal["light", "dark"], int, list[str]]] = [("light", 1440, ALL), ("dark", 390, OF_THE_LOOK)]
# The frame is the same around every page: it is judged around the first ones alone.
FRAME = [".p-sidebar", ".p-mobnav"]
PARTS = 4  # of the pages, for the workers to share
# Colours change gradually: they are measured when they have come to rest. A clock that runs for minutes never does.
REST = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.allSettled(
    document.getAnimations()
        .filter(each => each.effect.getComputedTiming().endTime < 3000)
        .map(each => each.finished),
))"""
NARROWEST = 320
SHOWN_TO_STRANGERS = ("account_login", "account_reset_password")
# Files, figures for machines, and the two pages that ask for the password first (see tests/home/test_accounts.py).
NO_PAGES = {
    "archive:content", "archive:download", "crm:export_personal_data", "home:health", "mfa_activate_totp", "mfa_index",
    "account_reauthenticate",
}  # fmt: skip


@pytest.fixture
def house(transactional_db) -> User:
    """A firm with something on every page; answers its owner."""
    owner = User.objects.create_user(email="olle@example.test", name="Olle Ägare", role=Role.OWNER, password="x")
    first = world.invoice("F-1001")
    world.invoice("F-1002", deduction=750, name="Bo Alm")
    world.paper(b"Faktura F-1001", "Faktura F-1001.txt", DocumentKind.INVOICE, of=first)
    world.paper(b"Swish 1 F-1001", "Swish a.txt", DocumentKind.PAYMENT_PROOF, of=first)
    world.paper(b"Swish 2 F-1001", "Swish b.txt", DocumentKind.PAYMENT_PROOF, of=first)
    confirm_all(upload(world.letter_pdf()).letters.get())
    upload(world.letter_pdf(reference="8-7654321", deadline="29 juni 2026"), "väntar.pdf")
    upload(hostile.pdf(b""), "tom.pdf")
    followups.follow_up(owner=owner, customer=first.customer)
    bulk.apply(act=Act(BulkKind.ASSIGN, owner=owner.pk), ids=[lead().pk, lead("A. E").pk], by=owner, at=now())
    view = ViewDetails("Stora flyttar", "varde=20000")
    saved_views.save_view(details=view, target=ListTarget.LEADS, by=owner, at=now())
    replies.draft_answer(case=Case.objects.get(), by=owner, at=now())
    factory.place(first.customer, door_code="4711")
    offers.draft(offers.labour(item_id=offers.item().pk, listed_price=Decimal(390), price=390))
    save_terms(terms=None, name="Flytt", body="Avboka i tid.", is_default=True, by=owner, at=now())
    add_contact(customer=first.customer, details=ContactDetails("Bo Berg", "sambo"), by=owner, at=now())
    add_buyer(customer=first.customer, details=BuyerDetails("Bo Berg", factory.NUMBERS[1], 50), by=owner, at=now())
    esign_connection(at=now())
    template()
    contracts.draft(mapping=TemplateMapping.objects.get(), by=owner)
    ads.account()
    ads.rule()
    ads.rejected(ads.qualified(owner))
    viktor = scheduling.person()
    first_job = scheduling.job("08:00", viktor, scheduling.vehicle(), day=today(), minutes=240)
    times.reported(first_job, viktor, "00:00", "01:00", day=today())
    scheduling.job("11:00", viktor, day=today(), title="Packhjälp 40 lådor")  # a clash
    scheduling.job(wanted_on=today())
    scheduling.team("Flytt 1", viktor)
    scheduling.series(viktor)
    elin = scheduling.person("Elin Låtsasberg", skills={"c": today()})
    absences.request(resource=viktor, away=Away(AbsenceKind.VACATION, today(), today()), by=owner, at=now())
    absences.request(resource=elin, away=Away(AbsenceKind.SICK, today(), today()), by=owner, at=now())
    crew.own_day(owner, viktor, first_job)
    plan_day(proposal_id=proposals.ask(day=today(), by=owner, at=now(), seconds=0).pk)
    return owner


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_keep_the_rules_in_both_themes_and_fit_the_narrowest_screen(page, live_server, house, part):
    strangers = [reverse(name) for name in SHOWN_TO_STRANGERS]
    seen = _look_at(page, live_server.url, strangers[part::PARTS])
    client = Client()
    client.force_login(house)
    come_in(page.context, live_server.url, house)
    addresses = list(_pages(client, list(_named(get_resolver()))[part::PARTS]))

    seen += _look_at(page, live_server.url, addresses)

    assert len(addresses) > 15
    assert seen == [], "\n".join(seen)


def _look_at(page: Page, server: str, addresses: Iterable[str]) -> list[str]:
    """What is wrong with the pages, one line for each finding."""
    found: list[str] = []
    page.on("response", lambda answer: found.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    sheets_seen: set[str] = set()
    for number, address in enumerate(addresses):
        looks = LOOKS if number % 2 == 0 else LOOKS[::-1]  # the next page begins as the last one ended
        _dress(page, *looks[0][:2])
        page.goto(server + address, wait_until="load")
        if page.locator(".p-sheet, iframe, object").count():
            page.wait_for_load_state("networkidle")  # what is half sent when the page is left stays open in the server
        page.evaluate(AXE_SCRIPT)
        sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.href).join()")
        for theme, width, rules in looks:
            _dress(page, theme, width)
            found += _cut_off(page, address, width)
            options = {"runOnly": rules, "resultTypes": ["violations"], "preload": sheets not in sheets_seen}
            for broken in _broken(page, options, FRAME if number >= PARTS else []):
                places = ", ".join(node["html"][:160] for node in broken["nodes"][:2])
                found.append(f"{address} {theme} {width}: {broken['id']}: {places}")
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        found += _cut_off(page, address, NARROWEST)
        sheets_seen.add(sheets)  # their own rules, which axe fetches them for, are the same on the next page
    return found


def _dress(page: Page, theme: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})


def _cut_off(page: Page, address: str, width: int) -> list[str]:
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [] if needed <= width else [f"{address} at {width} px: scrolls sideways to {needed} px"]


def _broken(page: Page, options: dict[str, Any], left_out: list[str]) -> list[dict[str, Any]]:  # Any: axe's own words
    """The violations that are still there at a second look: a part may have been renewed or in motion at the first."""
    run = "([exclude, options]) => axe.run({ include: [['html']], exclude }, options)"
    found: list[dict[str, Any]] = []
    for look in range(2):
        if look:
            page.evaluate(REST)
        found = page.evaluate(run, [[[each] for each in left_out], options])["violations"]
        if not found:
            break
    return found


def _pages(client: Client, named: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """Those of the addresses that answer a GET with a whole page."""
    things = {
        "letter_id": Letter.objects.filter(state="review"), "number": Case, "reply_id": CaseReply, "intake_id": Intake,
        "item_id": Case.objects.get().items, "invoice_id": Invoice, "customer_id": Customer, "document_id": Document,
        "version_id": DocumentVersion, "folder_id": Folder, "message_id": Message, "user_id": User,
        "activity_id": Activity, "follow_up_id": FollowUp,
        "lead_id": Lead, "other_id": Lead, "act_id": BulkAct, "view_id": SavedView,
        "offer_id": Offer, "mapping_id": TemplateMapping, "article_id": PriceItem, "terms_id": OfferTerms,
        "rule_id": ConversionRule, "property_id": Property, "contact_id": Contact, "buyer_id": RutPerson,
        "day": None, "resource": Resource, "person_id": Resource.objects.filter(kind=ResourceKind.PERSON),
        "vehicle_id": Resource.objects.filter(kind=ResourceKind.VEHICLE), "team_id": Team, "series_id": Series,
        "absence_id": Absence, "proposal_id": DayProposal, "pk": Job, "entry_id": TimeEntry,
    }  # fmt: skip
    for name, arguments in named:
        if name in NO_PAGES or not set(arguments) <= set(things):
            continue
        of_app = {"number": Contract} if name.startswith("contracts:") else {}
        values = {each: _first((things | of_app)[each], each) for each in arguments}
        if None in values.values():
            continue
        try:
            address = reverse(name, kwargs=values)
        except NoReverseMatch:
            continue
        answer = client.get(address)
        if answer.status_code == 200 and not answer.streaming and b"<!DOCTYPE html>" in answer.content[:100]:
            yield address


def _first(things, argument: str):
    if argument == "day":
        return today()
    manager = getattr(things, "objects", things)
    thing = manager.order_by("pk").first()
    return getattr(thing, argument if argument == "number" else "pk", None)


def _named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _named(each, f"{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", list(each.pattern.converters)
