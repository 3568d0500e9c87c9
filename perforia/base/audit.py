"""Who did what to which thing, when: one row per act, written in the act's own transaction."""

from datetime import datetime

from django.db import models

from perforia.base.models import AuditEvent, User

Json = dict[str, str | int | bool | None]


def record(
    *, verb: str, target: models.Model, by: User | None, at: datetime, **data: str | int | bool | None
) -> AuditEvent:
    """Write down an act. `by` None is Perforia itself. `data` holds ids and short facts, never personal numbers."""
    return AuditEvent.objects.create(
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        actor=by,
        at=at,
        data=data,
    )
