"""The firm's account at Google Ads: set up, tested, and which milestones are reported to which actions."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from crm import events
from crm.models import AdAccount, ConversionRule
from crm.rules.ad_identifiers import Identifiers
from crm.rules.ad_reports import Report
from crm.states import AdWay, Milestone, ValueKind
from integrations.models import Connection
from integrations.states import Service
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.outcomes import Outcome
from perforia.base.secrets import decrypt, encrypt

KEY_BYTES = 18
TEST_CLICK = "Cj0KCQiA-perforia-provklick"
NO_KEY = "Filen är ingen nyckelfil för ett tjänstkonto. Skapa en JSON-nyckel i Google Cloud och ladda upp den filen."


@dataclass(frozen=True)
class AccountDetails:
    """What a person has decided; `key_file` is the text of a new key file, empty keeps the one there is."""

    customer_id: str
    login_customer_id: str = ""
    way: AdWay = AdWay.DATA_MANAGER
    is_active: bool = True
    sends_contact: bool = False
    needs_click: bool = True
    may_retract: bool = False
    key_file: str = ""


@dataclass(frozen=True)
class RuleDetails:
    """A milestone, the conversion action it is reported to, and with what value; `amount` is kronor."""

    milestone: Milestone
    action_id: str
    action_name: str
    value_kind: ValueKind = ValueKind.FIXED
    amount: Decimal | None = None
    margin_percent: int = 0
    settle_hours: int = 24
    is_active: bool = True


@transaction.atomic
def set_up(*, details: AccountDetails, by: User | None, at: datetime) -> AdAccount:
    """Write down the account. A new key or number lifts a pause. Raises DomainError for a file that is no key."""
    connection, _ = Connection.objects.get_or_create(
        service=Service.GOOGLE_ADS, defaults={"callback_key": secrets.token_urlsafe(KEY_BYTES), "created_at": at}
    )
    account = AdAccount.objects.select_for_update().filter(connection=connection).first()
    account = account or AdAccount(connection=connection)
    told = asdict(details)
    if key := told.pop("key_file"):
        account.key_email = read_key(key)["client_email"]
        account.key = encrypt(key)
    is_other = bool(key) or account.customer_id != details.customer_id
    for name, value in told.items():
        setattr(account, name, value)
    if is_other:
        account.paused_at, account.problem, account.detail, account.facts = None, "", "", {}
    account.changed_at = at
    account.save()
    Connection.objects.filter(pk=connection.pk).update(
        is_active=details.is_active, settings={"customer_id": details.customer_id}
    )
    audit.record(verb="ad_account.set_up", target=account, by=by, at=at, way=details.way, new_key=bool(key))
    return account


def read_key(text: str) -> dict[str, Any]:  # Any: JSON
    """A service account's key file. Raises DomainError when it is something else."""
    try:
        found = json.loads(text)
    except ValueError as wrong:
        raise DomainError(NO_KEY) from wrong
    is_key = isinstance(found, dict) and found.get("type") == "service_account"
    if not is_key or not found.get("client_email") or "PRIVATE KEY" not in str(found.get("private_key")):
        raise DomainError(NO_KEY)
    return dict(found)


def key_of(account: AdAccount) -> dict[str, Any]:  # Any: JSON
    """The key in clear, for the call itself; empty when there is none."""
    return dict(json.loads(decrypt(account.key))) if account.key else {}


@transaction.atomic
def ask_for_test(*, by: User, at: datetime) -> None:
    """Ask for a test of the connection. Announces ads_test_asked. Raises DomainError without account or key."""
    account = AdAccount.objects.select_for_update().first()
    if account is not None and account.way == AdWay.FILE:
        raise DomainError("En fil behöver inget test. Välj en annan väg under Konto för att testa anslutningen.")
    if account is None or not account.key:
        raise DomainError("Ladda upp tjänstkontots nyckelfil först.")
    if not ConversionRule.objects.active().exists():
        raise DomainError("Lägg till en regel med konverteringsåtgärdens id först. Provet skickas till den.")
    account.test_asked_at = at
    account.save(update_fields=["test_asked_at"])
    audit.record(verb="ad_account.test_asked", target=account, by=by, at=at)
    events.ads_test_asked.announce(account_id=account.pk)


def synthetic_events(*, at: datetime) -> list[Report]:
    """One made-up event per action that is reported to, for Google to look at and forget."""
    actions = ConversionRule.objects.active().order_by("action_id").values_list("action_id", flat=True).distinct()
    return [
        Report(f"prov-{uuid4().hex}", action, at - timedelta(days=1), Decimal(1), Identifiers("gclid", TEST_CLICK))
        for action in actions
    ]


@transaction.atomic
def record_test(
    *, account: AdAccount, trouble: Outcome | None, facts: dict[str, Any], at: datetime
) -> None:  # Any: JSON
    """Write down how a test went; one that went well lifts a pause."""
    locked = AdAccount.objects.select_for_update().get(pk=account.pk)
    locked.tested_at, locked.facts = at, facts or locked.facts
    locked.test_problem = trouble.reason[:80] if trouble else ""
    locked.test_detail = trouble.detail[:300] if trouble else ""
    if trouble is None:
        locked.paused_at, locked.problem, locked.detail = None, "", ""
    locked.save()


def due_tests(at: datetime) -> list[dict[str, int]]:
    """Tests that were asked for and not made."""
    accounts = AdAccount.objects.filter(test_asked_at__lte=at).order_by("pk")
    return [{"account_id": each.pk} for each in accounts if is_testing(each)]


def may_test(account: AdAccount) -> bool:
    """Whether a test can be made: a key to sign with, and an action to send to."""
    is_whole = bool(account.key) and account.is_active and account.way != AdWay.FILE
    return is_whole and ConversionRule.objects.active().exists()


def is_testing(account: AdAccount) -> bool:
    """Whether a test is under way."""
    asked = account.test_asked_at
    return asked is not None and (account.tested_at is None or account.tested_at < asked)


@transaction.atomic
def save_rule(*, rule: ConversionRule | None, details: RuleDetails, by: User | None, at: datetime) -> ConversionRule:
    """Make a rule, or change one: what was decided before keeps the version it was decided by.

    One that is turned on reports what happens from then on. Raises DomainError for a pair that is there already.
    """
    row = rule or ConversionRule(active_since=at, version=0)
    if rule is not None:
        row = ConversionRule.objects.select_for_update().get(pk=rule.pk)
        if details.is_active and not row.is_active:
            row.active_since = at
    for name, value in asdict(details).items():
        setattr(row, name, value)
    row.version, row.changed_at = row.version + 1, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise DomainError("Det finns redan en regel för det läget och den åtgärden. Ändra den i stället.") from twice
    audit.record(
        verb="conversion_rule.saved", target=row, by=by, at=at, milestone=row.milestone, action=row.action_id,
        is_active=row.is_active, version=row.version,
    )  # fmt: skip
    return row
