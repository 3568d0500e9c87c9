"""Working out a proposal for a day."""

import time

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.rules.planning.budget import Seconds
from scheduling.rules.planning.proposing import propose
from scheduling.services import proposals
from scheduling.services.day_problem import day_facts

TELL_EVERY = 1.0  # seconds


@shared_task(name="scheduling.plan_day", queue=Queue.DOCUMENTS)
def plan_day(*, proposal_id: int) -> None:
    """Work on a proposal for as long as it was asked to take; safe to run any number of times."""
    proposal = proposals.claim(proposal_id=proposal_id, at=now())
    if proposal is None:
        return
    told = time.monotonic()

    def hear(share: float, best: float) -> None:
        nonlocal told
        del best
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            proposals.note_progress(proposal=proposal, share=share)

    try:
        day = day_facts(proposal.day)
        budget = Seconds(float(proposal.seconds), time.monotonic, time.monotonic())
        found = propose(day.problem, budget, seed=proposal.seed, heard=hear)
    except ValueError as error:  # what the planner says of values that contradict each other
        proposals.fail(proposal=proposal, reason=f"Dagen går inte att planera: {error}")
        return
    proposals.record(proposal=proposal, day=day, found=found, at=now())
