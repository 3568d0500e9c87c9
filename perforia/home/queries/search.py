"""The search over everything: hits from every part of the house that one may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from archive.queries import search_documents
from billing.queries import search_invoices
from contracts.queries.offers import Filters as OfferFilters
from contracts.queries.offers import filtered_offers
from contracts.queries.register import search_contracts
from crm.queries.customers import search_customers
from crm.queries.leads import search_leads
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.searching import fold
from perforia.home.queries.places import ACTS, BESIDES, PLACES, SETTINGS, Place
from rut.queries.case_list import search_cases
from rut.queries.letters import search_letters
from scheduling.models import Series
from scheduling.queries.job_list import search_jobs
from scheduling.queries.job_words import state_of
from scheduling.queries.staff import EVERYBODY, StaffFilters
from scheduling.queries.staff import found as found_staff
from scheduling.queries.things import search_things

MOST_HITS = 5
MOST_IN_PALETTE = 8


@dataclass(frozen=True)
class Hit:
    """Something found, with where it is; `keys` go there too."""

    label: str
    detail: str
    url: str
    icon: str
    keys: tuple[str, ...] = ()


def search(user: User, text: str, *, today: date) -> list[tuple[str, list[Hit]]]:
    """What fits the words in every part of the house one may see, a few of each."""
    if not text:
        return []
    found = ((title, list(hits(user, text, today))) for title, hits in _SOURCES.items())
    return [(title, hits) for title, hits in found if hits]


def palette(user: User, text: str, *, today: date) -> list[tuple[str, list[Hit]]]:
    """Hits, acts and places in one short list; only acts and places when the text begins with `>`."""
    words = text.removeprefix(">").strip()
    hits: list[Hit] = []
    if not text.startswith(">"):
        each = (hit for _, found in search(user, words, today=today) for hit in found)
        hits = sorted(each, key=lambda hit: _distance(hit, words))[:MOST_IN_PALETTE]
    groups = [
        ("Träffar", hits),
        ("Gör", _named(user, ACTS, words)),
        ("Gå till", _named(user, (*PLACES, *BESIDES, *SETTINGS), words)),
    ]
    return [(title, listed) for title, listed in groups if listed]


def _distance(hit: Hit, words: str) -> int:
    """How far a hit is from what was typed: just that, begins so, has a word that does, or has to do with it."""
    label, sought = fold(hit.label), fold(words)
    if sought in (label, *fold(hit.detail).split(", ")):
        return 0
    return 1 if label.startswith(sought) else 2 if f" {sought}" in label else 3


def _named(user: User, places: Iterable[Place], words: str) -> list[Hit]:
    return [
        Hit(place.label, "", reverse(place.name), place.icon, ("G", place.key.upper()) if place.key else ())
        for place in places
        if user.has_permission(place.permission) and words.lower() in place.label.lower()
    ]


Source = Callable[[User, str, date], Iterable[Hit]]


def _cases(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- one shape for all sources
    for case in search_cases(user, text).by_deadline()[:MOST_HITS]:
        detail = f"ärende, {case.get_kind_display().lower()}, {case.reference or 'utan referens'}"
        yield Hit(case.number, detail, reverse("rut:case_page", args=[case.number]), "stack-2")


def _letters(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for letter in search_letters(user, text).select_related("intake").order_by("-created_at", "-pk")[:MOST_HITS]:
        kind = (letter.get_document_type_display() or "okänd typ").lower()
        label = letter.reference_number or letter.intake.file_name
        yield Hit(label, f"brev, {kind}", reverse("rut:letter_review", args=[letter.pk]), "mail")


def _invoices(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for invoice in search_invoices(user, text).order_by("-issued_on", "-pk")[:MOST_HITS]:
        url = reverse("billing:invoice_page", args=[invoice.pk])
        yield Hit(invoice.number, f"faktura, {invoice.customer.name}", url, "file-invoice")


def _leads(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for lead in search_leads(user, text).order_by("-received_at", "-pk")[:MOST_HITS]:
        detail = f"lead, {lead.number}, {lead.get_status_display().lower()}"
        yield Hit(str(lead), detail, reverse("crm:lead_page", args=[lead.pk]), "user-plus")


def _customers(user: User, text: str, today: date) -> Iterable[Hit]:
    for customer in search_customers(user, text, today=today).order_by("name", "pk")[:MOST_HITS]:
        url = reverse("crm:customer_page", args=[customer.pk])
        yield Hit(customer.name, f"kund, {customer.number}", url, "user")


def _offers(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    found = filtered_offers(user, OfferFilters(text=text)).order_by("-created_at", "-pk")[:MOST_HITS]
    for offer in found:
        detail = f"offert, {offer.number}, {offer.get_status_display().lower()}"
        url = reverse("contracts:offer_page", args=[offer.pk])
        yield Hit(f"{offer.title}, {offer.recipient_name}", detail, url, "file-description")


def _contracts(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    found = search_contracts(user, text).select_related("customer").order_by("-created_at", "-pk")[:MOST_HITS]
    for contract in found:
        detail = f"avtal, {contract.number}, {contract.get_status_display().lower()}"
        yield Hit(contract.title, detail, reverse("contracts:contract_page", args=[contract.number]), "writing-sign")


def _jobs(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for job in search_jobs(user, text).select_related("customer").order_by("-pk")[:MOST_HITS]:
        detail = f"uppdrag, {job.number}, {state_of(job)[0].lower()}"
        label = f"{job.title}, {job.customer.name}" if job.customer and not job.customer.is_protected else job.title
        yield Hit(label, detail, reverse("scheduling:job", args=[job.pk]), "truck")


def _series(user: User, text: str, today: date) -> Iterable[Hit]:
    found = Series.objects.visible_to(user).going_on(today).filter(title__icontains=text)
    for each in found.order_by("title", "pk")[:MOST_HITS]:
        yield Hit(each.title, "återkommande uppdrag", reverse("scheduling:series", args=[each.pk]), "repeat")


def _staff(user: User, text: str, today: date) -> Iterable[Hit]:
    if not user.has_permission(Permission.SEE_STAFF):
        return
    everybody = StaffFilters(text=text, state=EVERYBODY)
    for person in found_staff(user, everybody, today=today).order_by("name", "pk")[:MOST_HITS]:
        detail = "medarbetare, har slutat" if person.has_left(today) else "medarbetare"
        yield Hit(person.name, detail, reverse("scheduling:employee", args=[person.pk]), "id-badge-2")
    for thing in search_things(user, text)[:MOST_HITS]:
        yield Hit(thing.name, thing.get_kind_display().lower(), reverse("scheduling:vehicles"), "truck")


def _documents(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for document in search_documents(user, text).order_by("-changed_at", "-pk")[:MOST_HITS]:
        url = reverse("archive:document_page", args=[document.pk])
        yield Hit(document.title, f"dokument, {document.get_kind_display().lower()}", url, "file-text")


_SOURCES: dict[str, Source] = {
    "RUT-ärenden": _cases, "Brev": _letters, "Fakturor": _invoices, "Leads": _leads, "Kunder": _customers,
    "Offerter": _offers, "Avtal": _contracts, "Uppdrag": _jobs,
    "Återkommande uppdrag": _series, "Personal och fordon": _staff, "Dokument": _documents,
}  # fmt: skip
