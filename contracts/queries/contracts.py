"""What contracts say against forgetting a customer."""

from collections.abc import Iterable
from datetime import date

from archive.rules import retain_until
from archive.states import DocumentKind
from contracts.models import Contract
from contracts.states import OPEN, ContractStatus
from crm.models import Customer
from crm.queries.obstacles import Obstacle, family_of


def obstacles(customer: Customer, today: date) -> Iterable[Obstacle]:
    """Somebody is still asked to sign, an agreement runs, or a signed one must be kept (bokföringslagen 7 kap. 2 §)."""
    contracts = Contract.objects.filter(customer__in=family_of(customer)).order_by("pk")
    for waiting in contracts.filter(status__in=[ContractStatus.CREATING, *OPEN]):
        yield Obstacle(f"Avtal {waiting.number} väntar på signatur. Ta tillbaka det först.")
    running = contracts.in_force(today).exclude(ends_on=None)
    for each in running:
        yield Obstacle(f"Avtal {each.number} gäller fortfarande. Säg upp det först.")
    signed = contracts.exclude(signed_on=None).exclude(pk__in=running.values("pk"))
    days = [max(each.signed_on, each.ends_on or each.signed_on) for each in signed if each.signed_on is not None]
    kept = [until for day in days if (until := retain_until(DocumentKind.AGREEMENT, received=day)) and until >= today]
    if kept:
        words = "1 avtal" if len(kept) == 1 else f"{len(kept)} avtal"
        yield Obstacle(f"{words} måste sparas till {max(kept):%Y-%m-%d} enligt bokföringslagen.", max(kept))
