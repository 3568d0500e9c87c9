"""How large and how old the firm's own register of addresses is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from crm.models import AddressFile, PostalPlace


@dataclass(frozen=True)
class RegisterFacts:
    """The register: addresses, the day of its data as the source says it, when it was read."""

    addresses: int
    version: str = ""
    read_at: datetime | None = None


def register_facts() -> RegisterFacts:
    """The register as it is; counted by place, which is as quick with millions of addresses as with ten."""
    count = PostalPlace.objects.aggregate(count=Sum("addresses"))["count"] or 0
    last = AddressFile.objects.exclude(finished_at=None).order_by("-pk").first()
    return RegisterFacts(count, last.version, last.finished_at) if last else RegisterFacts(count)
