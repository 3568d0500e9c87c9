"""Reads of leads: found by what is typed, filtered by what is asked, one with its neighbours, its possible moves."""

from datetime import datetime, timedelta

from django.db.models import Q

from crm.models import Lead
from crm.models.leads import STEP_ORDER, VALUE_ORDER, LeadQuerySet
from crm.rules import lead_filters
from crm.rules.lead_filters import LeadFilters
from crm.states import LEAD_MOVES, OPEN_LEADS, TO_CALL, LeadStatus
from perforia.base.models import User
from perforia.base.paging import Count, beside, count_of
from perforia.base.permissions import Permission
from perforia.base.searching import Hits, look_up, matching

DAY = timedelta(days=1)
ORDERS = {
    "": "-received_at", "aldst": "received_at", "nasta": "step_order", "varde": "-value_order", "namn": "name",
}  # fmt: skip


def search_leads(user: User, text: str) -> LeadQuerySet:
    """Leads by name, number, any part of the phone number, e-mail or address; not merged or archived ones."""
    return matching(Lead.objects.visible_to(user).listed(), text)


def filtered_leads(user: User, filters: LeadFilters, *, at: datetime, hits: Hits | None = None) -> LeadQuerySet:
    """The leads a person asked to see. Without a status: the open ones, or all when something is searched for.

    `hits` is what their text finds, when that has been looked up already.
    """
    leads = _of_status(Lead.objects.visible_to(user), filters)
    if filters.text:
        leads = (hits or look_up(Lead, filters.text)).narrow(leads)
    if filters.owner:
        leads = leads.filter(owner=_owner(filters.owner, user))
    if filters.source:
        leads = leads.filter(source=int(filters.source))
    if filters.service:
        leads = leads.filter(services__contains=[filters.service])
    if filters.received:
        days = 0 if filters.received == "idag" else int(filters.received)
        leads = leads.filter(received_at__gte=_midnight(at) - days * DAY)
    if filters.value is not None:
        leads = leads.filter(value__gte=filters.value)
    return _of_step(leads, filters.step, at) if filters.step else leads


def ordered(leads: LeadQuerySet, filters: LeadFilters) -> tuple[LeadQuerySet, str]:
    """The leads with what their order needs, and the name of that order for a page by key."""
    order = ORDERS[filters.sort]
    if order == "step_order":
        return leads.annotate(step_order=STEP_ORDER), order
    return (leads.annotate(value_order=VALUE_ORDER), order) if order == "-value_order" else (leads, order)


def neighbours(user: User, lead: Lead) -> tuple[Lead | None, Lead | None]:
    """The lead before and the one after in the list of open leads, the newest first."""
    return beside(Lead.objects.visible_to(user).open(), lead, by="-received_at")


def place_among(user: User, lead: Lead) -> tuple[Count, Count] | None:
    """Which in the order an open lead is, and of how many, told up to a cap; None for one that is not open."""
    if lead.closed_at or lead.archived_at:
        return None
    leads = Lead.objects.visible_to(user).open()
    is_before = Q(received_at__gte=lead.received_at) & (Q(received_at__gt=lead.received_at) | Q(pk__gte=lead.pk))
    return count_of(leads.filter(is_before)), count_of(leads)


def possible_moves(lead: Lead, user: User) -> list[LeadStatus]:
    """Where a person may move a lead, in the order of its life."""
    if not user.has_permission(Permission.WORK_LEADS) or lead.merged_into_id is not None:
        return []
    allowed = LEAD_MOVES[LeadStatus(lead.status)]
    return [status for status in LeadStatus if status in allowed]


def without_step() -> Q:
    """Open leads that somebody has been in touch with and that nobody has planned anything for."""
    is_worked = Q(first_contact_at__isnull=False) | Q(status__in=sorted(OPEN_LEADS - TO_CALL))
    return Q(next_step_at=None, status__in=sorted(OPEN_LEADS)) & is_worked


def _of_status(leads: LeadQuerySet, filters: LeadFilters) -> LeadQuerySet:
    if filters.status == lead_filters.ARCHIVED:
        return leads.filter(merged_into=None).exclude(archived_at=None)
    if filters.status == lead_filters.TO_CALL:
        return leads.to_call()
    if filters.status in LeadStatus.values:
        is_open = filters.status in OPEN_LEADS
        return (leads.open() if is_open else leads.listed()).filter(status=filters.status)
    return leads.listed() if filters.text or filters.status == lead_filters.ALL else leads.open()


def _of_step(leads: LeadQuerySet, step: str, at: datetime) -> LeadQuerySet:
    if step == "saknas":
        return leads.filter(without_step())
    if step == "forsenat":
        return leads.filter(next_step_at__lt=at)
    start = _midnight(at)
    days = 1 if step == "idag" else 7 - start.weekday()
    return leads.filter(next_step_at__gte=start, next_step_at__lt=start + days * DAY)


def _owner(value: str, user: User) -> int | None:
    if value == lead_filters.ME:
        return user.pk
    return None if value == lead_filters.NOBODY else int(value)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
