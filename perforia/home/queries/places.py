"""Where one can go: the menu with what waits, the parts of Inställningar, and what the palette knows besides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from contracts.queries.register import waiting_count
from crm.models import Lead
from crm.queries.followups import waiting_today
from perforia.base.models import User
from perforia.base.paging import count_of
from perforia.base.permissions import Permission
from rut.models import Case, Letter
from scheduling.queries import times, tray
from scheduling.queries.absences import wishes

AHEAD = timedelta(days=7)  # so far ahead a job without people is work that waits
Waiting = tuple[int, str, bool]


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
    Place("Att göra", "checkbox", "crm:follow_ups", Permission.WORK_FOLLOW_UPS, key="u"),
    Place("Leads", "user-plus", "crm:leads", Permission.SEE_LEADS, "Försäljning", "l"),
    Place("Kunder", "users", "crm:customers", Permission.SEE_CUSTOMERS, "Försäljning", "k"),
    Place("Offerter", "file-description", "contracts:offers", Permission.SEE_OFFERS, "Försäljning", "o"),
    Place("Avtal", "writing-sign", "contracts:register", Permission.SEE_CONTRACTS, "Försäljning", "a"),
    Place("Utskick", "send", "crm:mailings", Permission.SEND_MESSAGES, "Försäljning", "e"),
    Place("Annonser", "chart-bar", "crm:ad_report", Permission.SEE_CONVERSIONS, "Försäljning", "n"),
    Place("Fakturor", "file-invoice", "billing:invoices", Permission.SEE_INVOICES, "Försäljning", "f"),
    Place("Schema", "calendar-time", "scheduling:day", Permission.SEE_SCHEDULE, "Planering", "s"),
    Place("Uppdrag", "truck", "scheduling:jobs", Permission.SEE_SCHEDULE, "Planering", "j"),
    Place("Personal", "id-badge-2", "scheduling:staff", Permission.SEE_STAFF, "Planering", "p"),
    Place("Tid", "clock-check", "scheduling:times", Permission.APPROVE_TIME, "Planering", "t"),
    Place("RUT-inkorg", "inbox", "rut:inbox", Permission.SEE_LETTERS, "RUT", "b"),
    Place("RUT-ärenden", "stack-2", "rut:cases", Permission.SEE_CASES, "RUT", "r"),
    Place("Dokument", "folder", "archive:documents", Permission.SEE_DOCUMENTS, "Arkiv", "d"),
    Place("Utgående mejl", "mail", "integrations:outbox", Permission.SEND_ANSWERS, "Arkiv", "m"),
)
# Acts and pages outside the menu that the palette knows.
ACTS = (
    Place("Ladda upp brev", "upload", "rut:inbox", Permission.UPLOAD_LETTERS),
    Place("Ladda upp dokument", "file-plus", "archive:documents", Permission.UPLOAD_DOCUMENTS),
    Place("Ny uppgift", "checkbox", "crm:new_follow_up", Permission.WORK_FOLLOW_UPS),
    Place("Nytt lead", "user-plus", "crm:new_lead", Permission.WORK_LEADS),
    Place("Ny offert", "file-plus", "contracts:new_offer", Permission.WORK_OFFERS),
    Place("Prislista", "list-details", "contracts:prices", Permission.SEE_OFFERS),
    Place("Nytt avtal", "writing-sign", "contracts:new_contract", Permission.WORK_CONTRACTS),
    Place("Ny kund", "user-plus", "crm:new_customer", Permission.EDIT_CUSTOMERS),
    Place("Nytt uppdrag", "truck", "scheduling:new_job", Permission.PLAN_SCHEDULE),
    Place("Ny frånvaro", "calendar-off", "scheduling:new_absence", Permission.MANAGE_STAFF),
    Place("Ny medarbetare", "user-plus", "scheduling:new_employee", Permission.MANAGE_STAFF),
    Place("Ny faktura", "file-plus", "billing:new_invoice", Permission.EDIT_INVOICES),
    Place("Nytt utskick", "send", "crm:new_mailing", Permission.SEND_MESSAGES),
    Place("Importera leads och kunder", "file-import", "crm:contact_imports", Permission.IMPORT_CUSTOMERS),
    Place("Bjud in en användare", "user-plus", "home:user_settings", Permission.MANAGE_USERS),
)
BESIDES = (
    Place("Min dag", "calendar-time", "scheduling:my_day", Permission.WORK_OWN_JOBS),
    Place("Återkommande uppdrag", "repeat", "scheduling:all_series", Permission.SEE_SCHEDULE),
    Place("Schema, vecka", "calendar-time", "scheduling:week", Permission.SEE_SCHEDULE),
    Place("Schema, månad", "calendar-time", "scheduling:month", Permission.SEE_SCHEDULE),
    Place("Frånvaro", "calendar-off", "scheduling:absences", Permission.SEE_STAFF),
    Place("Tillgänglighet", "calendar-time", "scheduling:availability", Permission.SEE_STAFF),
    Place("Fordon och utrustning", "truck", "scheduling:vehicles", Permission.SEE_STAFF),
    Place("Team", "users", "scheduling:teams", Permission.SEE_STAFF),
    Place("Aviseringar", "bell", "home:notifications", Permission.SEE_START),
    Place("Kortkommandon", "keyboard", "home:shortcuts", Permission.SEE_START),
)
SETTINGS = (
    Place("Profil", "user", "home:settings", Permission.SEE_START, "Du"),
    Place("Kalender", "calendar-time", "crm:calendar_settings", Permission.WORK_FOLLOW_UPS, "Du"),
    Place("Lösenord", "lock", "account_change_password", Permission.SEE_START, "Du"),
    Place("Tvåstegsverifiering", "shield-lock", "mfa_index", Permission.SEE_START, "Du"),
    Place("Inloggade enheter", "devices", "usersessions_list", Permission.SEE_START, "Du"),
    Place("Företag", "building", "home:firm_settings", Permission.MANAGE_FIRM, "Företaget"),
    Place("Användare och roller", "users", "home:user_settings", Permission.MANAGE_USERS, "Företaget"),
    Place("Avtalsmallar", "template", "contracts:templates", Permission.MANAGE_INTEGRATIONS, "Arbetssätt"),
    Place("Källor", "link", "crm:sources", Permission.MANAGE_SOURCES, "System"),
    Place("Integrationer", "plug-connected", "integrations:overview", Permission.MANAGE_INTEGRATIONS, "System"),
)


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
    "crm:follow_ups": ("crm:new_follow_up", "crm:edit_follow_up", "crm:snooze_follow_up"),
    "crm:leads": (
        "crm:lead_page", "crm:lead_timeline", "crm:new_lead", "crm:edit_lead", "crm:move_lead", "crm:assign_lead",
        "crm:step_lead", "crm:make_customer", "crm:bulk_leads", "crm:bulk_page", "crm:saved_views", "crm:save_view",
        "crm:edit_view", "crm:merge_leads", "crm:quarantine",
    ),
    "crm:customers": (
        "crm:customer_page", "crm:customer_timeline", "crm:new_customer", "crm:edit_customer",
        "crm:merge_customers", "crm:add_property", "crm:edit_property", "crm:add_contact", "crm:edit_contact",
        "crm:add_buyer", "crm:edit_buyer", "crm:record_consent", "crm:anonymise_customer",
    ),
    "contracts:offers": (
        "contracts:offer_page", "contracts:new_offer", "contracts:edit_offer", "contracts:send_offer",
        "contracts:withdraw_offer", "contracts:register_answer", "contracts:renew_offer_link", "contracts:prices",
        "contracts:price_item", "contracts:new_price_item", "contracts:affected_offers", "contracts:offer_terms",
        "contracts:new_offer_terms", "contracts:edit_offer_terms",
    ),
    "contracts:register": (
        "contracts:contract_page", "contracts:new_contract", "contracts:edit_contract", "contracts:withdraw_contract",
        "contracts:contract_terms", "contracts:give_notice", "contracts:remind_contract",
    ),
    "crm:mailings": (
        "crm:new_mailing", "crm:mailing_page", "crm:message_templates", "crm:new_template", "crm:edit_template",
    ),
    "scheduling:day": (
        "scheduling:day_of", "scheduling:plan_job", "scheduling:publish_day", "scheduling:week", "scheduling:week_of",
        "scheduling:month", "scheduling:month_of", "scheduling:proposal", "scheduling:propose_day",
        "scheduling:copy_week", "scheduling:accept_proposal",
    ),
    "crm:ad_report": ("crm:ad_report_leads", "crm:conversions"),
    "scheduling:jobs": (
        "scheduling:job", "scheduling:new_job", "scheduling:edit_job", "scheduling:who_can", "scheduling:job_act",
        "scheduling:all_series", "scheduling:series", "scheduling:new_series", "scheduling:edit_series",
        "scheduling:skip_occurrence", "scheduling:end_series",
    ),
    "scheduling:staff": (
        "scheduling:employee", "scheduling:new_employee", "scheduling:edit_employee", "scheduling:edit_skills",
        "scheduling:edit_hours", "scheduling:employee_account", "scheduling:new_wish", "scheduling:last_day",
        "scheduling:phone_list", "scheduling:absences", "scheduling:new_absence", "scheduling:absence",
        "scheduling:answer_absence", "scheduling:end_absence", "scheduling:availability", "scheduling:weekly_hours",
        "scheduling:teams", "scheduling:new_team", "scheduling:edit_team", "scheduling:vehicles",
        "scheduling:new_vehicle", "scheduling:edit_vehicle", "scheduling:new_equipment", "scheduling:edit_equipment",
    ),
    "rut:inbox": ("rut:letter_review", "rut:settle_field", "rut:match_row"),
    "rut:cases": (
        "rut:case_page", "rut:item_page", "rut:reply_page", "rut:edit_deadline", "rut:extension_page",
        "rut:assign_case",
    ),
    "scheduling:times": ("scheduling:time", "scheduling:new_time", "scheduling:reject_time"),
}  # fmt: skip
_ALONE = ("home", "rut", "crm", "contracts", "scheduling")


def _is_current(place: Place, current: str) -> bool:
    if is_settings(current):
        return False
    app = current.partition(":")[0]
    is_same_app = app == place.name.partition(":")[0] and app not in _ALONE
    return current == place.name or is_same_app or current in _BELOW.get(place.name, ())


def _waiting(place: Place, user: User, today: date) -> Waiting:
    count = _WAITING.get(place.name)
    return count(user, today) if count else (0, "", False)


def _follow_ups(user: User, today: date) -> Waiting:
    number, is_late = waiting_today(user, today=today)
    return number, "försenade eller idag" if is_late else "idag", is_late


def _wishes(user: User) -> int:
    return wishes(user).count() if user.has_permission(Permission.MANAGE_STAFF) else 0


# What waits at a place: how much, what it is, and whether it is late.
_WAITING: dict[str, Callable[[User, date], Waiting]] = {
    "rut:inbox": lambda user, _: (Letter.objects.visible_to(user).to_review().count(), "att granska", False),
    "crm:follow_ups": _follow_ups,
    "crm:leads": lambda user, _: (count_of(Lead.objects.visible_to(user).to_call()).number, "att ringa", False),
    "contracts:register": lambda user, _: (waiting_count(user), "väntar på signering", False),
    "scheduling:day": lambda _, today: (tray.waiting_count(today, today + AHEAD), "utan tid eller folk", False),
    "scheduling:staff": lambda user, _: (_wishes(user), "önskar ledigt", False),
    "scheduling:times": lambda user, _: (times.waiting_count(user), "att godkänna", False),
    "rut:cases": lambda user, today: (Case.objects.visible_to(user).overdue(today).count(), "försenade", True),
}


def settings_menu(user: User, current: str) -> list[dict[str, object]]:
    """The parts of Inställningar that a person may see, by group."""
    groups: dict[str, list[dict[str, object]]] = {}
    for place in SETTINGS:
        if user.has_permission(place.permission):
            is_current = current == place.name or current.startswith(_UNDER.get(place.name, ()))
            entry = {"label": place.label, "url": reverse(place.name), "is_current": is_current}
            groups.setdefault(place.group, []).append(entry)
    return [{"title": title, "entries": entries} for title, entries in groups.items()]


def is_settings(current: str) -> bool:
    """Whether a page lies under Inställningar."""
    return any(current == place.name or current.startswith(_UNDER.get(place.name, ())) for place in SETTINGS)


# What the names of the pages below a part of Inställningar begin with.
_UNDER = {
    "mfa_index": ("mfa_",),
    "crm:calendar_settings": ("crm:renew_calendar",),
    "home:user_settings": ("home:invite_user", "home:person_page"),
    "integrations:overview": (
        "integrations:oneflow", "integrations:check_oneflow", "integrations:turn_oneflow", "crm:ads", "crm:new_ad_rule",
        "crm:edit_ad_rule",
    ),
    "contracts:templates": ("contracts:template_page",),
    "crm:sources": (
        "crm:source_page", "crm:new_source", "crm:reveal_source_secret", "crm:rotate_source_secret",
    ),
}  # fmt: skip
