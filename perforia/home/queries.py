"""What the start page, the menu and the search show of all apps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from archive.queries import search_documents
from billing.queries import search_invoices
from crm.queries import search_customers
from perforia.base.models import User
from perforia.base.permissions import Permission
from rut.models import Case, Letter
from rut.queries.cases import search_cases
from rut.queries.letters import search_letters, unread_files

MOST_HITS = 5


@dataclass(frozen=True)
class Place:
    """A page of the menu and the palette."""

    label: str
    icon: str
    name: str
    permission: Permission
    group: str = ""


PLACES = (
    Place("Idag", "sun", "home:today", Permission.SEE_START),
    Place("Kunder", "users", "crm:customers", Permission.SEE_CUSTOMERS, "Försäljning"),
    Place("Fakturor", "file-invoice", "billing:invoices", Permission.SEE_INVOICES, "Försäljning"),
    Place("RUT-inkorg", "inbox", "rut:inbox", Permission.SEE_LETTERS, "RUT"),
    Place("RUT-ärenden", "stack-2", "rut:cases", Permission.SEE_CASES, "RUT"),
    Place("Dokument", "folder", "archive:documents", Permission.SEE_DOCUMENTS, "Arkiv"),
    Place("Utgående mejl", "send", "integrations:outbox", Permission.SEND_ANSWERS, "Arkiv"),
)


@dataclass(frozen=True)
class Hit:
    """Something found, with where it is."""

    label: str
    detail: str
    url: str
    icon: str


def navigation(user: User, current: str, *, today: date) -> list[dict[str, object]]:
    """The menu of a person: only what they may see, with what waits."""
    groups: dict[str, list[dict[str, object]]] = {}
    for place in PLACES:
        if user.has_permission(place.permission):
            count, title, is_hot = _waiting(place, user, today)
            groups.setdefault(place.group, []).append(
                {
                    "label": place.label, "icon": place.icon, "url": reverse(place.name), "count": count,
                    "count_title": title, "is_hot": is_hot,
                    "is_current": _is_current(place, current),
                }
            )  # fmt: skip
    return [{"title": title, "entries": entries} for title, entries in groups.items()]


# Pages below a place, where the app alone does not tell.
_BELOW = {
    "rut:inbox": ("rut:letter_review", "rut:settle_field", "rut:match_row"),
    "rut:cases": (
        "rut:case_page", "rut:item_page", "rut:reply_page", "rut:edit_deadline", "rut:extension_page",
        "rut:assign_case",
    ),
}  # fmt: skip
_ALONE = ("home", "rut")


def _is_current(place: Place, current: str) -> bool:
    app = current.partition(":")[0]
    is_same_app = app == place.name.partition(":")[0] and app not in _ALONE
    return current == place.name or is_same_app or current in _BELOW.get(place.name, ())


def _waiting(place: Place, user: User, today: date) -> tuple[int, str, bool]:
    if place.name == "rut:inbox":
        return Letter.objects.visible_to(user).to_review().count(), "att granska", False
    if place.name == "rut:cases":
        return Case.objects.visible_to(user).overdue(today).count(), "försenade", True
    return 0, "", False


def search(user: User, text: str, *, today: date) -> list[tuple[str, list[Hit]]]:
    """What fits the words in every part of the house one may see, a few of each; places and acts too."""
    words = text.lower()
    places = [
        Hit(place.label, "", reverse(place.name), place.icon)
        for place in (*PLACES, *_ACTS)
        if user.has_permission(place.permission) and words in place.label.lower()
    ]
    found: list[tuple[str, list[Hit]]] = []
    if text:
        for title, hits in _SOURCES.items():
            listed = list(hits(user, text, today))
            if listed:
                found.append((title, listed))
    return [*found, ("Gå till", places)] if places else found


_ACTS = (
    Place("Ladda upp brev", "upload", "rut:inbox", Permission.UPLOAD_LETTERS),
    Place("Ny kund", "user-plus", "crm:new_customer", Permission.EDIT_CUSTOMERS),
    Place("Ny faktura", "file-plus", "billing:new_invoice", Permission.EDIT_INVOICES),
)
Source = Callable[[User, str, date], Iterable[Hit]]


def _cases(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- one shape for all sources
    for case in search_cases(user, text).by_deadline()[:MOST_HITS]:
        url = reverse("rut:case_page", args=[case.number])
        yield Hit(f"{case.number} {case.get_kind_display()}", case.reference, url, "stack-2")


def _letters(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for letter in search_letters(user, text).select_related("intake").order_by("-created_at", "-pk")[:MOST_HITS]:
        url = reverse("rut:letter_review", args=[letter.pk])
        yield Hit(letter.get_document_type_display() or "Brev", letter.reference_number, url, "mail")


def _invoices(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for invoice in search_invoices(user, text).order_by("-issued_on", "-pk")[:MOST_HITS]:
        yield Hit(
            invoice.number, invoice.customer.name, reverse("billing:invoice_page", args=[invoice.pk]), "file-invoice"
        )


def _customers(user: User, text: str, today: date) -> Iterable[Hit]:
    for customer in search_customers(user, text, today=today).order_by("name", "pk")[:MOST_HITS]:
        yield Hit(customer.name, customer.number, reverse("crm:customer_page", args=[customer.pk]), "user")


def _documents(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for document in search_documents(user, text).order_by("-changed_at", "-pk")[:MOST_HITS]:
        url = reverse("archive:document_page", args=[document.pk])
        yield Hit(document.title, document.get_kind_display(), url, "file-text")


_SOURCES: dict[str, Source] = {
    "RUT-ärenden": _cases, "Brev": _letters, "Fakturor": _invoices, "Kunder": _customers, "Dokument": _documents,
}  # fmt: skip


def rut_today(user: User, *, today: date) -> dict[str, object]:
    """What waits in the RUT flow: dates, letters, files nobody could read, kronor at stake."""
    if not user.has_permission(Permission.SEE_CASES):
        return {}
    cases = Case.objects.visible_to(user)
    due = list(cases.answering().select_related("owner").by_deadline()[:8])
    opened = cases.open()
    return {
        "due": due,
        "late_count": cases.overdue(today).count(),
        "unowned_count": cases.answering().filter(owner=None).count(),
        "letters": Letter.objects.visible_to(user).to_review().select_related("intake").by_deadline()[:6],
        "letter_count": Letter.objects.visible_to(user).to_review().count(),
        "unread_count": unread_files(user).count(),
        "open_count": opened.count(),
        "at_stake": sum(opened.values_list("amount", flat=True)),
        "missing": sum(case.missing_count for case in due),
    }
