"""What a calendar shows of a person's follow-ups: no names, and nothing at all of somebody protected."""

from crm.models import CalendarFeed, FollowUp
from crm.queries.followups import is_protected
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.secrets import lookup_hash

MOST = 500


def owner_of(token: str) -> User | None:
    """Whose calendar a secret opens; nobody's when that person may not have one any more."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=lookup_hash(token)).first()
    if feed is None or not feed.user.has_permission(Permission.WORK_FOLLOW_UPS):
        return None
    return feed.user


def entries_of(user: User) -> list[tuple[FollowUp, str]]:
    """A person's own things to do, the soonest first, each with what may be said of it outside the house."""
    mine = FollowUp.objects.filter(owner=user).waiting().select_related("lead__customer", "customer")
    return [(each, _said(each)) for each in mine.order_by("due_at", "pk")[:MOST]]


def _said(follow_up: FollowUp) -> str:
    about = follow_up.subject_label
    if follow_up.lead is not None:
        about = follow_up.lead.number
    elif follow_up.customer is not None:
        about = follow_up.customer.number
    text = "Uppgift" if is_protected(follow_up) else follow_up.text
    return f"{text}, {about}" if about else text
