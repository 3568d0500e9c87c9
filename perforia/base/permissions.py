"""Who may do what: permissions by noun and verb, roles as code, and the stamp every view must carry."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponseBase

from perforia.base.web import Request

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


class Permission(StrEnum):
    """One act on one kind of thing."""

    SEE_START = "start.see"
    SEE_LETTERS = "letter.see"
    UPLOAD_LETTERS = "letter.upload"
    REVIEW_LETTERS = "letter.review"
    SEE_CASES = "case.see"
    WORK_CASES = "case.work"
    SEND_ANSWERS = "case.send"
    SEE_DOCUMENTS = "document.see"
    UPLOAD_DOCUMENTS = "document.upload"
    MANAGE_DOCUMENTS = "document.manage"
    SEE_STAFF_PAPERS = "document.staff"
    DELETE_DOCUMENTS = "document.delete"
    SEE_INVOICES = "invoice.see"
    EDIT_INVOICES = "invoice.edit"
    IMPORT_INVOICES = "invoice.import"
    SEE_CUSTOMERS = "customer.see"
    EDIT_CUSTOMERS = "customer.edit"
    IMPORT_CUSTOMERS = "customer.import"
    EXPORT_CUSTOMERS = "customer.export"
    SEE_PROTECTED = "customer.see_protected"
    ANONYMISE_CUSTOMERS = "customer.anonymise"
    SEE_LEADS = "lead.see"
    WORK_LEADS = "lead.work"
    WORK_FOLLOW_UPS = "follow_up.work"
    MANAGE_SOURCES = "source.manage"
    SEND_MESSAGES = "message.send"
    SEE_OFFERS = "offer.see"
    WORK_OFFERS = "offer.work"
    MANAGE_PRICES = "price.manage"
    SEE_CONTRACTS = "contract.see"
    WORK_CONTRACTS = "contract.work"
    SEE_CONVERSIONS = "conversion.see"
    SEE_STAFF = "employee.see"
    MANAGE_STAFF = "employee.manage"
    SEE_SCHEDULE = "schedule.see"
    PLAN_SCHEDULE = "schedule.plan"
    WORK_OWN_JOBS = "own_day.work"
    APPROVE_TIME = "time.approve"
    REVEAL_PERSONAL_NUMBERS = "personal_number.reveal"
    MANAGE_FIRM = "firm.manage"
    MANAGE_INTEGRATIONS = "integration.manage"
    MANAGE_USERS = "user.manage"


class Role(TextChoices):
    """What somebody does at the firm; decides what they may do here."""

    OWNER = "owner", "Ägare"
    OFFICE = "office", "Kontor"
    PLANNER = "planner", "Planerare"
    RUT_OFFICER = "rut_officer", "RUT-handläggare"
    STAFF = "staff", "Personal"
    READER = "reader", "Läsare"


_READ = {
    Permission.SEE_START, Permission.SEE_LETTERS, Permission.SEE_CASES, Permission.SEE_DOCUMENTS,
    Permission.SEE_INVOICES, Permission.SEE_CUSTOMERS, Permission.SEE_LEADS, Permission.SEE_OFFERS,
    Permission.SEE_CONTRACTS, Permission.SEE_STAFF, Permission.SEE_SCHEDULE,
}  # fmt: skip
_RUT = _READ | {
    Permission.UPLOAD_LETTERS, Permission.REVIEW_LETTERS, Permission.WORK_CASES, Permission.SEND_ANSWERS,
    Permission.UPLOAD_DOCUMENTS, Permission.MANAGE_DOCUMENTS, Permission.SEE_STAFF_PAPERS,
    Permission.EDIT_INVOICES, Permission.IMPORT_INVOICES, Permission.EDIT_CUSTOMERS,
    Permission.REVEAL_PERSONAL_NUMBERS, Permission.WORK_FOLLOW_UPS,
}  # fmt: skip

_OFFICE = _RUT | {
    Permission.WORK_LEADS, Permission.MANAGE_SOURCES, Permission.SEND_MESSAGES, Permission.IMPORT_CUSTOMERS,
    Permission.EXPORT_CUSTOMERS, Permission.SEE_PROTECTED, Permission.WORK_OFFERS, Permission.MANAGE_PRICES,
    Permission.WORK_CONTRACTS, Permission.SEE_CONVERSIONS, Permission.MANAGE_STAFF, Permission.PLAN_SCHEDULE,
    Permission.APPROVE_TIME, Permission.WORK_OWN_JOBS,
}  # fmt: skip

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.OFFICE: frozenset(_OFFICE),
    Role.RUT_OFFICER: frozenset(_RUT),
    Role.PLANNER: frozenset(
        {
            Permission.SEE_START,
            Permission.SEE_CUSTOMERS,
            Permission.SEE_DOCUMENTS,
            Permission.SEE_LEADS,
            Permission.SEE_OFFERS,
            Permission.SEE_CONTRACTS,
            Permission.SEE_STAFF,
            Permission.MANAGE_STAFF,
            Permission.SEE_SCHEDULE,
            Permission.PLAN_SCHEDULE,
            Permission.APPROVE_TIME,
            Permission.WORK_OWN_JOBS,
            Permission.WORK_FOLLOW_UPS,
        }
    ),
    Role.STAFF: frozenset({Permission.SEE_START, Permission.WORK_OWN_JOBS}),
    Role.READER: frozenset(_READ),
}
ROLE_SENTENCES: dict[Role, str] = {
    Role.OWNER: "Allt, även användare, behörigheter och företagets uppgifter.",
    Role.OFFICE: "Arbetar med leads, kunder, offerter, avtal, brev, ärenden, fakturor och dokument.",
    Role.RUT_OFFICER: "Granskar brev från Skatteverket, samlar underlag och skickar svar.",
    Role.PLANNER: "Planerar arbetet: ser leads, kunder, offerter, avtal och dokument, men inte RUT-ärenden.",
    Role.STAFF: "Utför arbetet: ser sin egen dag och stämplar in och ut.",
    Role.READER: "Ser leads, offerter, avtal, brev, ärenden, fakturor, kunder och dokument, men ändrar ingenting.",
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission."""
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


def requires(permission: Permission) -> Callable[[View[Request, P]], View[Request, P]]:
    """Let only users with `permission` in (403 otherwise) and stamp the view for the guard test."""

    def decorate(view: View[Request, P]) -> View[Request, P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_permission(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View[R, P]], View[R, P]]:
    """Let anybody in, for a stated reason: the only way past the login."""

    def decorate(view: View[R, P]) -> View[R, P]:
        opened: View[R, P] = login_not_required(view)
        opened.public_reason = reason  # type: ignore[attr-defined]
        return opened

    return decorate
