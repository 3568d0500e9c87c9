"""Where leads come from, for tests."""

from crm.models import LeadSource
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
