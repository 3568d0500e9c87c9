"""What a crew does at a job beside its time: ticks, pictures, material, the customer's signature, what went wrong.

Part of the transaction that carries an act out.
"""

from datetime import datetime
from decimal import Decimal

from contracts.states import Unit
from perforia.base import audit
from perforia.base.errors import DomainError
from scheduling.models import (
    Booking,
    ChecklistItem,
    CrewAct,
    Deviation,
    Job,
    JobPhoto,
    JobSignature,
    MaterialUse,
    Notice,
)
from scheduling.queries.crew_words import worded
from scheduling.services import crew_pictures
from scheduling.services.crew_telling import tell_of_deviation
from scheduling.states import DeviationKind


def tick(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- all acts are carried out alike
    """A thing is done, or is not after all. It is found by its words: the office may have written the list anew.

    Idempotent; of two acts on one thing the one that was done last counts, whichever comes first.
    """
    text = str(act.payload.get("text", ""))
    item = ChecklistItem.objects.select_for_update(of=("self",), no_key=True).filter(job=job, text=text)
    row = item.order_by("position").first()
    if row is None:
        raise DomainError(worded("”{text}” står inte längre i checklistan.", text=text))
    later = CrewAct.objects.filter(job=job, kind=act.kind, payload__text=text, moment__gt=act.moment, state="applied")
    if later.exists():
        return worded("Någon har ändrat det efter dig.")
    is_done = bool(act.payload.get("done"))
    if is_done != (row.done_at is not None):
        row.done_at, row.done_by = (act.moment, act.by) if is_done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
    return worded("Avbockat: {text}", text=text) if is_done else worded("Inte gjort: {text}", text=text)


def add_photo(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """A picture, also of a deviation. Raises DomainError without one."""
    if act.document is None:
        raise DomainError(worded("Bilden följde inte med. Ta den igen."))
    caption = str(act.payload.get("text", "")).strip()[:120]
    told = act.payload.get("deviation")
    deviation = Deviation.objects.filter(job=job, act__uuid=told).first() if told else None
    document = crew_pictures.file_picture(act=act, job=job, title=caption or "bild")
    JobPhoto.objects.create(
        job=job, resource=act.resource, act=act, document=document, deviation=deviation, caption=caption, at=act.moment
    )
    audit.record(verb="job.photo_added", target=job, by=act.by, at=act.received_at, document=document.pk)
    return worded("Bilden är sparad.")


def add_material(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """Something was used up. Raises DomainError without words or with a quantity that cannot be."""
    text = str(act.payload.get("text", "")).strip()
    if not text:
        raise DomainError(worded("Skriv vilket material."))
    quantity, price = _decimal(act.payload.get("quantity")) or Decimal(1), _decimal(act.payload.get("price"))
    if quantity <= 0 or (price is not None and price < 0):
        raise DomainError(worded("Antalet ska vara mer än noll, och priset inte mindre."))
    unit = str(act.payload.get("unit") or Unit.PIECE)
    MaterialUse.objects.create(
        job=job, resource=act.resource, act=act, text=text[:120], quantity=quantity, unit=unit, price=price,
        at=act.moment,
    )  # fmt: skip
    audit.record(verb="job.material_added", target=job, by=act.by, at=act.received_at)
    return worded("Materialet är sparat.")


def sign(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """The customer says that the work is done: a name, and what was drawn if anything was."""
    name = " ".join(str(act.payload.get("name", "")).split())
    if not name:
        raise DomainError(worded("Skriv kundens namn."))
    document = crew_pictures.file_picture(act=act, job=job, title="kundens underskrift") if act.document else None
    JobSignature.objects.create(
        job=job, resource=act.resource, act=act, name=name[:120], document=document, at=act.moment
    )  # fmt: skip
    audit.record(verb="job.signed_by_customer", target=job, by=act.by, at=act.received_at)
    return worded("Kunden har skrivit under.")


def report_deviation(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """Something is not as agreed; the planners are told at once. Raises DomainError without words."""
    text = str(act.payload.get("text", "")).strip()
    if not text:
        raise DomainError(worded("Skriv vad som har hänt."))
    kind = str(act.payload.get("deviation_kind") or "")
    kind = kind if kind in DeviationKind.values else DeviationKind.OTHER
    made = Deviation.objects.create(job=job, resource=act.resource, act=act, kind=kind, text=text, at=act.moment)
    if act.document is not None:
        document = crew_pictures.file_picture(act=act, job=job, title="avvikelse")
        JobPhoto.objects.create(
            job=job, resource=act.resource, act=act, document=document, deviation=made, caption=text[:120],
            at=act.moment,
        )  # fmt: skip
    audit.record(verb="job.deviation_reported", target=job, by=act.by, at=act.received_at, kind=kind)
    tell_of_deviation(made, act, job)
    return worded("Kontoret har fått avvikelsen.")


def see_changes(act: CrewAct) -> str:
    """The person has seen what was told of changes until a time. Idempotent."""
    rows = Notice.objects.filter(resource=act.resource, seen_at=None)
    if until := str(act.payload.get("until", "")):
        rows = rows.filter(at__lte=datetime.fromisoformat(until))
    rows.update(seen_at=act.moment)
    return worded("Sett.")


def _decimal(told: object) -> Decimal | None:
    return Decimal(told) if isinstance(told, str) and told else None
