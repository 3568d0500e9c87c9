"""What people are told of leads: one that nobody has called in time, a step that is due without anybody's follow-up."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from crm.models import FollowUp, Lead
from crm.rules.call_clock import clock_of
from perforia.base.models import Notification, User
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role

logger = logging.getLogger(__name__)
BATCH = 500
FRESH = timedelta(days=3)  # a lead that came before that has been told of, or came by import


def due_reminders(at: datetime) -> list[dict[str, int]]:
    """The leads somebody must be told of and has not been: late to call, or with a step that is due."""
    calls = Lead.objects.to_call().filter(received_at__gte=at - FRESH).order_by("received_at", "pk")[:BATCH]
    steps = Lead.objects.open().filter(next_step_at__lte=at, next_step_at__gte=at - FRESH)
    planned = FollowUp.objects.waiting().filter(is_next_step=True).exclude(lead=None).values("lead")
    unplanned = steps.exclude(pk__in=planned).order_by("next_step_at", "pk")[:BATCH]
    late = [lead for lead in calls if clock_of(lead.received_at, at).seconds < 0]
    keys = {lead.pk: _key(lead) for lead in (*late, *unplanned)}
    told = set(Notification.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return [{"lead_id": pk} for pk, key in keys.items() if key not in told]


@transaction.atomic
def remind_of_lead(*, lead_id: int, at: datetime) -> int:
    """Tell the owner, or everybody who works with leads; answers how many were told. Once per lead and moment."""
    lead = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=lead_id).first()
    if lead is None or lead.merged_into_id or lead.archived_at or lead.closed_at:
        return 0
    if lead.first_contact_at is None and lead.next_step_at is None:
        clock = clock_of(lead.received_at, at)
        if clock.seconds >= 0:
            return 0
        text = f"{lead} väntar på samtal. {clock.words}."
    elif lead.next_step_at is not None and lead.next_step_at <= at:
        text = f"{lead}: {lead.next_step}, nu."
    else:
        return 0
    url = reverse("crm:lead_page", args=[lead.pk])
    people = [lead.owner] if lead.owner and lead.owner.is_active else _sellers()
    return sum(
        Notification.tell(user=person, key=_key(lead), text=text[:300], url=url, at=at, tone="warn")
        for person in people
    )


def _key(lead: Lead) -> str:
    moment = lead.next_step_at
    return f"lead:{lead.pk}:step:{moment.isoformat()}" if moment else f"lead:{lead.pk}:call"


def _sellers() -> list[User]:
    roles = [role for role in Role if Permission.WORK_LEADS in ROLE_PERMISSIONS[role]]
    return list(User.objects.filter(role__in=roles, is_active=True).order_by("pk"))
