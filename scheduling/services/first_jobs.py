"""The work of a signed contract waits to be planned, once, whatever has happened to the news of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from contracts.models import Contract
from contracts.states import ContractKind, ContractStatus
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from scheduling.models import Job, Series
from scheduling.services import beginnings, jobs

LOOKED_BACK = timedelta(days=30)
OPENED = (ContractKind.ONE_JOB,)  # what comes back is planned by a person, who knows how often


@transaction.atomic
def open_first_job(*, contract_id: int, at: datetime) -> Job | None:
    """Put the work of a signed contract among the jobs without a time. Idempotent. Announces job_booked.

    None when there is a job already, and for contracts that say nothing of one occasion. What cannot become a job is
    told to those who plan.
    """
    rows = Contract.objects.select_for_update(of=("self",), no_key=True)
    contract = rows.select_related("customer", "offer", "lead", "place").filter(pk=contract_id).first()
    if contract is None or contract.status != ContractStatus.SIGNED or contract.kind not in OPENED:
        return None
    if Job.objects.filter(contract=contract).exists() or Series.objects.filter(contract=contract).exists():
        return None
    try:
        made = jobs.book(details=beginnings.from_contract(contract), by=None, at=at)
    except DomainError as refusal:
        url = f"/uppdrag/nytt/?avtal={contract.pk}"
        _tell(f"{contract.number} är signerat men blev inget uppdrag: {refusal.message}", url, contract, at)
        return None
    text = f"{contract.number} är signerat. {made.number} {made.title} väntar på att planeras."
    _tell(text, f"/uppdrag/{made.pk}/", contract, at)
    return made


def due_contracts(at: datetime) -> list[dict[str, int]]:
    """Signed contracts of the last month that have no job yet."""
    signed = Contract.objects.filter(
        status=ContractStatus.SIGNED, kind__in=OPENED, signed_at__gte=at - LOOKED_BACK, signed_at__lte=at
    )  # fmt: skip
    without = signed.exclude(Exists(Job.objects.filter(contract=OuterRef("pk")))).exclude(
        Exists(Series.objects.filter(contract=OuterRef("pk")))
    )
    return [{"contract_id": pk} for pk in without.order_by("pk").values_list("pk", flat=True)]


def _tell(text: str, url: str, contract: Contract, at: datetime) -> None:
    people = User.objects.filter(role__in=roles_with(Permission.PLAN_SCHEDULE), is_active=True)
    for person in people.order_by("pk"):
        Notification.tell(
            user=person, key=f"first-job:{contract.pk}", text=text[:300], url=url, at=at, tone="info"
        )  # fmt: skip
