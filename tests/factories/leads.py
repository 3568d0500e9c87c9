"""Where leads come from, for tests."""

from datetime import timedelta

from crm.models import Lead, LeadSource
from crm.services.leads import LeadDetails, record_lead
from crm.services.next_steps import Step
from crm.services.sources import SourceDetails, add_source
from crm.states import SourceKind
from perforia.base.clock import now


def source(name: str = "Offertformulär", *, kind: SourceKind = SourceKind.OWN_FORM, **decided: object) -> LeadSource:
    """A source; the same one when asked twice."""
    known = LeadSource.objects.filter(name=name).first()
    if known is not None:
        return known
    details = SourceDetails(name=name, kind=kind, **decided)  # type: ignore[arg-type]
    return add_source(details=details, by=None, at=now())


def lead(name: str = "Astrid Exempelsson", phone: str = "+46701740612", **told: object) -> Lead:
    """Somebody who called the office and has not been called back."""
    owner, at = told.pop("owner", None), told.pop("at", None) or now()
    details = LeadDetails(name=name, phone=phone, **{"services": ["moving"], **told})  # type: ignore[arg-type]
    return record_lead(details=details, step=None, owner=owner, by=None, at=at)  # type: ignore[arg-type]


def step(text: str = "Ring om pris", *, days: float = 1) -> Step:
    """Something to do."""
    return Step(text, now() + timedelta(days=days))
