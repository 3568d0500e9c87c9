"""Proposals for a whole day, made by a worker and taken row by row by a person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger
from scheduling.models.jobs import Job
from scheduling.states import ProposalState


class DayProposal(models.Model):
    """One proposal. Costs are minutes as the planner weighs them: of the plan as it was, and of the proposal."""

    day = models.DateField()
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.WAITING)
    seed = models.PositiveIntegerField(default=1)
    seconds = models.PositiveSmallIntegerField(default=10)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    old_cost = models.FloatField(null=True)
    new_cost = models.FloatField(null=True)
    effects = models.JSONField(default=list)  # [what is measured, before, after], see rules/effects.py
    left_out = models.JSONField(default=list)  # [job, why in a sentence]
    error = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id day state seed seconds progress asked_at asked_by claimed_at ready_at old_cost new_cost effects"
        " error",
        personal="left_out",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ProposalState.READY) | Q(ready_at__isnull=False), name="dayproposal_ready_has_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "-asked_at", "-id"], name="dayproposal_of_day"),
            models.Index(fields=["id"], name="dayproposal_to_do", condition=Q(state__in=["waiting", "working"])),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class ProposedJob(models.Model):
    """One difference: a job, the version it was made for, its plan then and the plan that is proposed, and in words."""

    proposal = models.ForeignKey(DayProposal, on_delete=models.CASCADE, related_name="rows")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="proposed")
    version = models.PositiveIntegerField()
    old = models.JSONField()
    new = models.JSONField()
    sentence = models.CharField(max_length=300)
    accepted_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id proposal job version old new accepted_at", personal="sentence"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "job"], name="proposedjob_once"),
        ]

    def __str__(self) -> str:
        return self.sentence
