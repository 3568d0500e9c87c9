"""What a phone sends is carried out once: in the order it was done, and kept with what became of it.

A phone without coverage keeps what is done on it and sends it later, perhaps more than once. Each act has a name of
its own (`uuid`): the second time the first answer is given again. What cannot be done is kept with the sentence that
says why, and the planners are told: nothing that somebody did on a phone is lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from archive.models import Document
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Booking, CrewAct, Job, Resource
from scheduling.queries.crew_words import LANGUAGES, in_language, worded
from scheduling.rules import crew as rules
from scheduling.services import crew_corrections, crew_pictures, crew_time, crew_work, plans
from scheduling.services.crew_telling import tell_planners
from scheduling.states import ActKind, ActState

Applied = Callable[[CrewAct, Job, Booking], str]

APPLY: dict[ActKind, Applied] = {
    ActKind.CHECK_IN: crew_time.check_in,
    ActKind.PAUSE: crew_time.pause,
    ActKind.RESUME: crew_time.resume,
    ActKind.SWITCH: crew_time.switch,
    ActKind.CHECK_OUT: crew_time.check_out,
    ActKind.TICK: crew_work.tick,
    ActKind.PHOTO: crew_work.add_photo,
    ActKind.MATERIAL: crew_work.add_material,
    ActKind.SIGNATURE: crew_work.sign,
    ActKind.DEVIATION: crew_work.report_deviation,
    ActKind.CORRECT: crew_corrections.correct,
}


@dataclass(frozen=True)
class Sent:
    """One act as it came: `done_at` and `sent_at` by the phone's clock, `payload` as its kind has it."""

    uuid: UUID
    kind: ActKind
    resource: Resource
    by: User | None
    job_id: int | None = None
    payload: Mapping[str, object] = field(default_factory=dict)
    image: BinaryIO | None = None
    done_at: datetime | None = None
    sent_at: datetime | None = None


def receive(*, sent: Sent, at: datetime) -> CrewAct:
    """Carry out what a phone sent, once: the same `uuid` is answered as the first time, also when both come at once.

    A refusal is an answer: the act is kept with it. Raises DomainError only for the name of somebody else's act.
    """
    known = CrewAct.objects.filter(uuid=sent.uuid).exclude(state=ActState.RECEIVED).first()
    if known is not None:
        return _own(known, sent)
    document, objection = _picture(sent, at)
    with transaction.atomic():
        # Jobs are held before people everywhere, so that nobody waits for each other for ever.
        job = plans.lock_jobs([sent.job_id]).get(sent.job_id) if sent.job_id is not None else None
        Resource.objects.select_for_update(no_key=True).get(pk=sent.resource.pk)
        act = _own(_claim(sent, job, document, at), sent)
        if act.state == ActState.RECEIVED:
            _carry_out(act, job, objection)
    return act


def _claim(sent: Sent, job: Job | None, document: Document | None, at: datetime) -> CrewAct:
    """The row of an act, new or the one that came first; whoever is second waits until the first is written."""
    moment = rules.moment_of(done_at=sent.done_at, sent_at=sent.sent_at, received_at=at)
    row = CrewAct(
        uuid=sent.uuid, resource=sent.resource, job=job, kind=sent.kind, payload=dict(sent.payload), document=document,
        done_at=sent.done_at or at, moment=moment, received_at=at, by=sent.by,
    )  # fmt: skip
    CrewAct.objects.bulk_create([row], ignore_conflicts=True)
    return CrewAct.objects.select_related("resource", "document", "by").get(uuid=sent.uuid)


def _carry_out(act: CrewAct, job: Job | None, objection: str) -> None:
    try:
        with transaction.atomic():
            _answer(act, ActState.APPLIED, _apply(act, job, objection))
    except DomainError as refusal:
        _answer(act, ActState.REFUSED, refusal.message)
        audit.record(verb="crew.refused", target=act, by=act.by, at=act.received_at, kind=act.kind)
        tell_planners(act, job)
    act.save(update_fields=["sentence", "sentence_en", "state"])


def _answer(act: CrewAct, state: ActState, sentence: str) -> None:
    """The office reads in Swedish what a phone is answered in the language of its person."""
    act.state = state
    act.sentence, act.sentence_en = (in_language(sentence, each)[:300] for each in LANGUAGES)


def _apply(act: CrewAct, job: Job | None, objection: str) -> str:
    if objection:
        raise DomainError(objection)
    if rules.is_ahead(act.moment, act.received_at):
        raise DomainError(worded("Telefonens klocka går fel. Ställ den på automatisk tid och gör om det."))
    if rules.is_too_old(act.moment, act.received_at):
        raise DomainError(worded("Det är mer än en månad sedan. Be kontoret skriva in det."))
    if act.kind == ActKind.SEEN:
        return crew_work.see_changes(act)
    if job is None:
        raise DomainError(worded("Uppdraget finns inte längre. Kontoret har fått det du skickade."))
    return APPLY[ActKind(act.kind)](act, job, _booking(act, job))


def _booking(act: CrewAct, job: Job) -> Booking:
    """What told the person to do the job when the act was done, though it may have been taken back since."""
    rows = Booking.objects.filter(Q(cancelled_at=None) | Q(cancelled_at__gt=act.moment), job=job, resource=act.resource)
    found = rows.order_by("-cancelled_at", "-pk").first()
    if found is None:
        message = worded("Du står inte längre på {number}. Kontoret har fått det du skickade.", number=job.number)
        raise DomainError(message)
    return found


def _picture(sent: Sent, at: datetime) -> tuple[Document | None, str]:
    """The picture in the archive before anything is held, or why it cannot be there."""
    if sent.image is None:
        return None, ""
    try:
        return crew_pictures.keep(content=sent.image, kind=sent.kind, by=sent.by, at=at), ""
    except DomainError as refusal:
        return None, refusal.message


def _own(act: CrewAct, sent: Sent) -> CrewAct:
    if act.resource_id != sent.resource.pk:
        raise DomainError(worded("Det här är redan skickat av någon annan."))
    return act
