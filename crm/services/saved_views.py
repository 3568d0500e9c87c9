"""Saved views of lists: one's own, or shared with everybody."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from crm.models import SavedView
from crm.states import ListTarget, Visibility
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.permissions import Permission


@dataclass(frozen=True)
class ViewDetails:
    """A view as a person describes it; `query` is what crm.rules.lead_filters.as_query made."""

    name: str
    query: str
    visibility: Visibility = Visibility.PRIVATE
    is_pinned: bool = True


@transaction.atomic
def save_view(*, details: ViewDetails, target: ListTarget, by: User, at: datetime) -> SavedView:
    """Keep the filters and order of a list under a name; a name of one's own that exists is given the new filters.

    Raises DomainError when it is to be shared by somebody who may only read.
    """
    _check(details, by)
    facts = {**asdict(details), "created_at": at}
    view, _ = SavedView.objects.update_or_create(
        owner=by, target=target, name=details.name, defaults=facts, create_defaults=facts
    )
    audit.record(verb="view.saved", target=view, by=by, at=at)
    return view


@transaction.atomic
def change_view(*, view: SavedView, details: ViewDetails, by: User, at: datetime) -> None:
    """Another name, other filters, other readers. Idempotent. Raises DomainError for a view of somebody else."""
    _own(view, by)
    _check(details, by)
    for name, value in asdict(details).items():
        setattr(view, name, value)
    try:
        with transaction.atomic():
            view.save(update_fields=list(asdict(details)))
    except IntegrityError:
        raise DomainError(f"Du har redan en vy som heter ”{details.name}”.") from None
    audit.record(verb="view.changed", target=view, by=by, at=at)


@transaction.atomic
def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a view; the leads are not touched. Raises DomainError for a view of somebody else."""
    _own(view, by)
    audit.record(verb="view.deleted", target=view, by=by, at=at)
    view.delete()


def _own(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise DomainError("Vyn är någon annans. Spara en egen i stället.")


def _check(details: ViewDetails, by: User) -> None:
    if details.visibility == Visibility.SHARED and not by.has_permission(Permission.WORK_LEADS):
        raise DomainError("Du kan spara vyer för dig själv. Be någon som arbetar med leads att dela den.")
