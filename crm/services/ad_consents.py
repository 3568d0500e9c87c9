"""A yes to measuring ads that is taken back: what names the click goes, nothing more is told, what was told goes."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction

from crm.models import Consent, Lead, LeadSubmission
from crm.rules.capture import CLICK_IDS, redacted, without_clicks
from crm.rules.conversions import CLICK_KEPT
from crm.services.conversions_deciding import review
from crm.services.next_steps import lock
from crm.states import ConsentChannel, ConsentKind, ConsentState
from perforia.base import audit
from perforia.base.models import User

GRACE = timedelta(days=7)  # what was sent on the last day may still have to be sent again
FORGOTTEN_AT_ONCE = 200


@transaction.atomic
def withdraw_ad_consent(*, lead: Lead, by: User | None, at: datetime, channel: ConsentChannel) -> None:
    """Write down the no, and forget the click, in the raw posts too. Locks the lead. Idempotent.

    Reports that wait are skipped; those that were made are taken back where Google lets the account do so.
    """
    locked = lock(lead)
    last = Consent.objects.filter(lead=locked, kind=ConsentKind.AD_USER_DATA).order_by("-at", "-pk").first()
    if last is not None and last.state == ConsentState.DENIED:
        return
    Consent.objects.create(
        lead=locked, customer=locked.customer, kind=ConsentKind.AD_USER_DATA, state=ConsentState.DENIED,
        source=channel, at=at, by=by,
    )  # fmt: skip
    clicks = [str(locked.attribution[name]) for name in CLICK_IDS if locked.attribution.get(name)]
    locked.changed_at = at
    _forget_click(locked)
    for post in LeadSubmission.objects.filter(lead=locked).exclude(body="").order_by("pk"):
        post.body = redacted(post.body, clicks)
        post.save(update_fields=["body"])
    audit.record(verb="lead.ad_consent_withdrawn", target=locked, by=by, at=at)
    review(lead=locked, by=by, at=at)


@transaction.atomic
def forget_clicks(*, at: datetime) -> int:
    """Forget clicks that are too old for Google to know them; answers of how many leads. Idempotent."""
    old = Lead.objects.filter(clicked_at__lt=at - CLICK_KEPT - GRACE).order_by("clicked_at", "pk")
    leads = list(old.select_for_update(of=("self",), no_key=True, skip_locked=True)[:FORGOTTEN_AT_ONCE])
    for lead in leads:
        _forget_click(lead)
    return len(leads)


def _forget_click(lead: Lead) -> None:
    """Take what names the click out of a lead and of its history; where somebody came from stays."""
    lead.attribution, lead.clicked_at = _clickless(lead.attribution), None
    lead.save(update_fields=["attribution", "clicked_at", "changed_at"])
    history = apps.get_model("crm", "LeadEvent").objects.filter(pgh_obj_id=lead.pk).exclude(clicked_at=None)
    for event in history.order_by("pk"):
        event.attribution, event.clicked_at = _clickless(event.attribution), None
        event.save(update_fields=["attribution", "clicked_at"])


def _clickless(attribution: dict[str, str]) -> dict[str, str]:
    return {name: without_clicks(str(value)) for name, value in attribution.items() if name not in CLICK_IDS}
