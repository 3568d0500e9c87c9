"""Leads that came from an ad, and an account to report them to, for tests."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from crm.models import AdAccount, Consent, Conversion, ConversionRequest, ConversionRule, ConversionRun, Lead
from crm.rules.capture import Post
from crm.services import ad_accounts, lead_moves
from crm.services.ad_accounts import AccountDetails, RuleDetails
from crm.services.capture import capture
from crm.services.conversions_runs import begin
from crm.states import ConsentKind, ConsentState, ConversionState, LeadStatus, Milestone, ValueKind
from crm.tasks import poll_conversions, upload_conversions, work_on_conversions
from perforia.base.clock import now
from perforia.base.models import User
from simulators.google_ads_state import CUSTOMER, QUALIFIED
from tests.factories.leads import source, step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_numbers = count(1)


def account(key: Mapping[str, str] | None = None, **told: object) -> AdAccount:
    """The firm's account; with `key` it can really call."""
    details = {"customer_id": CUSTOMER, "key_file": json.dumps(dict(key)) if key else "", **told}
    return ad_accounts.set_up(details=AccountDetails(**details), by=None, at=now())  # type: ignore[arg-type]


def rule(milestone: Milestone = Milestone.QUALIFIED, action: str = QUALIFIED, **told: object) -> ConversionRule:
    """A rule that has been on for as long as anybody remembers, with 2 400 kr unless told otherwise."""
    facts = {"value_kind": ValueKind.FIXED, "amount": Decimal(2400), **told}
    details = RuleDetails(milestone, action, milestone.label, **facts)  # type: ignore[arg-type]
    return ad_accounts.save_rule(rule=None, details=details, by=None, at=now() - 400 * DAY)


def asked(
    click: str = "SIM_OK-0000001", *, at: datetime | None = None, consent: str = "granted", **told: object
) -> Lead:
    """Somebody who clicked an ad and filled in the form, two days ago unless told otherwise."""
    number = next(_numbers)
    values: dict[str, str | list[str]] = {
        "name": "Anna Svensson", "phone": f"+4670174{number % 100 + 600:04}", "services": ["moving"],
        "email": f"anna.svensson{number}@example.se",
    }  # fmt: skip
    kind = str(told.pop("click_kind", "gclid"))
    origin = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "flytt-stockholm", kind: click}
    post = Post(
        values=values, attribution=origin, consents={"ad_user_data": consent} if consent else {},
        submission_id=f"prov-{number}-{now():%f}", seq=1, **told,  # type: ignore[arg-type]
    )  # fmt: skip
    made = capture(source=source(), post=post, at=at or now() - 2 * DAY).lead
    assert made is not None
    return made


def qualified(by: User, click: str = "SIM_OK-0000001", *, at: datetime | None = None, **told: object) -> Lead:
    """The same, qualified an hour later."""
    came = at or now() - 2 * DAY
    made = asked(click, at=came, **told)  # type: ignore[arg-type]
    return lead_moves.qualify(lead=made, step=step(), by=by, at=came + HOUR)


def many(number: int, *, by: User, made: ConversionRule) -> None:
    """So many leads that were qualified yesterday, each in line to be reported, in a few statements."""
    at = now() - DAY
    leads = Lead.objects.bulk_create(
        Lead(
            source=source(), submission_id=f"many-{place}", received_at=at - DAY, changed_at=at, completed_at=at - DAY,
            clicked_at=at - DAY, attribution={"gclid": f"SIM_OK-MANY-{place:06}"}, status=LeadStatus.QUALIFIED,
            qualified_at=at, qualified_by=by, first_contact_at=at,
        )
        for place in range(number)
    )  # fmt: skip
    Consent.objects.bulk_create(
        Consent(lead=lead, kind=ConsentKind.AD_USER_DATA, state=ConsentState.GRANTED, at=at - DAY) for lead in leads
    )
    Conversion.objects.bulk_create(
        Conversion(
            lead=lead, rule=made, milestone=made.milestone, action_id=made.action_id, occurred_at=at, next_try_at=at,
            decided_at=at, value=Decimal(2400), transaction_id=f"lead-{lead.pk:032x}-ql",
        )
        for lead in leads
    )  # fmt: skip


def upload() -> ConversionRun:
    """The nightly run, from beginning to end."""
    upload_conversions()
    run = ConversionRun.objects.order_by("-pk").first() or begin(by=None, at=now())
    assert run is not None
    work_on_conversions(run_id=run.pk)
    run.refresh_from_db()
    return run


def poll() -> None:
    """Ask about everything that is old enough."""
    for request in ConversionRequest.objects.filter(done_at=None).order_by("pk"):
        poll_conversions(conversion_request_id=request.pk)


def rejected(lead: Lead) -> Conversion:
    """Its conversion, as if Google did not want it."""
    Conversion.objects.filter(lead=lead).update(state=ConversionState.REJECTED, reason="GAVE_UP", settled_at=now())
    return the(lead)


def the(lead: Lead | None = None) -> Conversion:
    """The only conversion there is, or that of a lead."""
    return Conversion.objects.get(**({"lead": lead} if lead else {}))
