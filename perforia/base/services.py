"""Writes of the kernel: the firm, and a person's own settings."""

from django.db import transaction

from perforia.base.identity import parse_organisation_number
from perforia.base.models import Firm, User
from perforia.base.states import Theme


@transaction.atomic
def change_theme(*, user: User, theme: Theme) -> None:
    """Remember how the person wants the pages to look. Idempotent."""
    user.theme = theme
    user.save(update_fields=["theme"])


@transaction.atomic
def describe_firm(*, name: str, organisation_number: str, address: str, postal_code: str, city: str) -> Firm:
    """Write who the firm is, the one row of its table. Idempotent.

    Raises ValueError when the organisation number is not one.
    """
    described, _ = Firm.objects.update_or_create(
        pk=1,
        defaults={
            "name": name,
            "organisation_number": parse_organisation_number(organisation_number),
            "address": address,
            "postal_code": postal_code,
            "city": city,
        },
    )
    return described
