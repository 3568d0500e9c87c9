"""A yes to measuring ads that is taken back: what names the click goes, nothing more is told, what was told goes."""

from datetime import datetime

from django.db import transaction

from crm.models import Consent, Lead, LeadSubmission
from crm.rules.capture import CLICK_IDS, redacted, without_clicks
from crm.services.conversions_deciding import review
from crm.services.next_steps import lock
from crm.states import ConsentChannel, ConsentKind, ConsentState
from perforia.base import audit
from perforia.base.models import User


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
    locked.attribution = {
        name: without_clicks(str(value)) for name, value in locked.attribution.items() if name not in CLICK_IDS
    }
    locked.clicked_at, locked.changed_at = None, at
    locked.save(update_fields=["attribution", "clicked_at", "changed_at"])
    for post in LeadSubmission.objects.filter(lead=locked).exclude(body="").order_by("pk"):
        post.body = redacted(post.body, clicks)
        post.save(update_fields=["body"])
    audit.record(verb="lead.ad_consent_withdrawn", target=locked, by=by, at=at)
    review(lead=locked, by=by, at=at)
