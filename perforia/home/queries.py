"""What the start page, the menu and the search show of all apps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from archive.queries import search_documents
from billing.queries import search_invoices
from crm.queries.customers import search_customers
from perforia.base.models import User
from perforia.base.permissions import Permission
from rut.models import Case, Letter
from rut.queries.cases import search_cases
from rut.queries.letters import search_letters, unread_files

MOST_HITS = 5
MOST_IN_PALETTE = 8


@dataclass(frozen=True)
class Place:
    """A page of the menu and the palette; `key` after G goes there."""

    label: str
    icon: str
    name: str
    permission: Permission
    group: str = ""
    key: str = ""


PLACES = (
    Place("Idag", "sun", "home:today", Permission.SEE_START, key="i"),
    Place("Kunder", "users", "crm:customers", Permission.SEE_CUSTOMERS, "Försäljning", "k"),
    Place("Fakturor", "file-invoice", "billing:invoices", Permission.SEE_INVOICES, "Försäljning", "f"),
    Place("RUT-inkorg", "inbox", "rut:inbox", Permission.SEE_LETTERS, "RUT", "b"),
    Place("RUT-ärenden", "stack-2", "rut:cases", Permission.SEE_CASES, "RUT", "r"),
    Place("Dokument", "folder", "archive:documents", Permission.SEE_DOCUMENTS, "Arkiv", "d"),
    Place("Utgående mejl", "send", "integrations:outbox", Permission.SEND_ANSWERS, "Arkiv", "m"),
)
# Acts and pages outside the menu that the palette knows.
ACTS = (
    Place("Ladda upp brev", "upload", "rut:inbox", Permission.UPLOAD_LETTERS),
    Place("Ladda upp dokument", "file-plus", "archive:documents", Permission.UPLOAD_DOCUMENTS),
    Place("Ny kund", "user-plus", "crm:new_customer", Permission.EDIT_CUSTOMERS),
    Place("Ny faktura", "file-plus", "billing:new_invoice", Permission.EDIT_INVOICES),
    Place("Bjud in en användare", "user-plus", "home:user_settings", Permission.MANAGE_USERS),
)
BESIDES = (
    Place("Aviseringar", "bell", "home:notifications", Permission.SEE_START),
    Place("Kortkommandon", "keyboard", "home:shortcuts", Permission.SEE_START),
)
SETTINGS = (
    Place("Profil", "user", "home:settings", Permission.SEE_START, "Du"),
    Place("Lösenord", "lock", "account_change_password", Permission.SEE_START, "Du"),
    Place("Tvåstegsverifiering", "shield-lock", "mfa_index", Permission.SEE_START, "Du"),
    Place("Inloggade enheter", "devices", "usersessions_list", Permission.SEE_START, "Du"),
    Place("Företag", "building", "home:firm_settings", Permission.MANAGE_FIRM, "Företaget"),
    Place("Användare och roller", "users", "home:user_settings", Permission.MANAGE_USERS, "Företaget"),
)


@dataclass(frozen=True)
class Hit:
    """Something found, with where it is; `keys` go there too."""

    label: str
    detail: str
    url: str
    icon: str
    keys: tuple[str, ...] = ()


def navigation(user: User, current: str, *, today: date) -> list[dict[str, object]]:
    """The menu of a person: only what they may see, with what waits."""
    groups: dict[str, list[dict[str, object]]] = {}
    for place in PLACES:
        if user.has_permission(place.permission):
            count, title, is_hot = _waiting(place, user, today)
            groups.setdefault(place.group, []).append(
                {
                    "label": place.label, "icon": place.icon, "url": reverse(place.name), "key": place.key,
                    "count": count, "count_title": title, "is_hot": is_hot,
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


def settings_menu(user: User, current: str) -> list[dict[str, object]]:
    """The parts of Inställningar that a person may see, by group."""
    groups: dict[str, list[dict[str, object]]] = {}
    for place in SETTINGS:
        if user.has_permission(place.permission):
            is_current = current == place.name or current.startswith(_UNDER.get(place.name, "-"))
            entry = {"label": place.label, "url": reverse(place.name), "is_current": is_current}
            groups.setdefault(place.group, []).append(entry)
    return [{"title": title, "entries": entries} for title, entries in groups.items()]


def is_settings(current: str) -> bool:
    """Whether a page lies under Inställningar."""
    names = {place.name for place in SETTINGS} | {"home:invite_user"}
    return current in names or current.startswith(tuple(_UNDER.values()))


# What the names of the pages below a part of Inställningar begin with.
_UNDER = {
    "mfa_index": "mfa_",
    "account_change_password": "account_change_password",
    "home:user_settings": "home:invite",
}


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
        hits = sorted(each, key=lambda hit: not hit.label.lower().startswith(words.lower()))[:MOST_IN_PALETTE]
    groups = [
        ("Träffar", hits),
        ("Gör", _named(user, ACTS, words)),
        ("Gå till", _named(user, (*PLACES, *BESIDES, *SETTINGS), words)),
    ]
    return [(title, listed) for title, listed in groups if listed]


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


def _customers(user: User, text: str, today: date) -> Iterable[Hit]:
    for customer in search_customers(user, text, today=today).order_by("name", "pk")[:MOST_HITS]:
        url = reverse("crm:customer_page", args=[customer.pk])
        yield Hit(customer.name, f"kund, {customer.number}", url, "user")


def _documents(user: User, text: str, today: date) -> Iterable[Hit]:  # noqa: ARG001 -- the same
    for document in search_documents(user, text).order_by("-changed_at", "-pk")[:MOST_HITS]:
        url = reverse("archive:document_page", args=[document.pk])
        yield Hit(document.title, f"dokument, {document.get_kind_display().lower()}", url, "file-text")


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
