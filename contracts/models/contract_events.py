"""What has happened to contracts: their moves, and everything else that is told of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from contracts.models.contracts import Contract, Participant
from contracts.states import ContractStatus, EventKind
from integrations.models import Message
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger


class StatusChange(models.Model):
    """One move of a contract. `at` is when it happened at the service; `who` is the person the service names."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=ContractStatus)
    new = models.CharField(max_length=10, choices=ContractStatus)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id contract old new at written_at by", personal="who reason"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contract", "at", "id"], name="statuschange_of_contract")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class ContractEvent(models.Model):
    """One thing that happened to a contract, in the words of its page; told to crm's timeline by a task of its own.

    `key` makes writing the same twice impossible.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind)
    key = models.CharField(max_length=120)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id contract kind key participant message at written_at by told_at", personal="who text"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "key"], name="contractevent_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["contract", "-at", "-id"], name="contractevent_of_contract"),
            models.Index(fields=["contract"], name="contractevent_untold", condition=Q(told_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"
