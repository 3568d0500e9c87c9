"""Writes of the kernel: the firm, and a person's own settings."""

from datetime import datetime

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import parse_organisation_number
from perforia.base.models import Firm, Notification, User
from perforia.base.permissions import Role
from perforia.base.states import Density, Theme


@transaction.atomic
def change_look(*, user: User, theme: Theme, density: Density) -> None:
    """Remember how the person wants the pages to look. Idempotent."""
    user.theme, user.density = theme, density
    user.save(update_fields=["theme", "density"])


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


@transaction.atomic
def change_profile(*, user: User, name: str, theme: str, density: str, has_shortcuts: bool) -> None:
    """Remember a person's name and how they want the pages. Idempotent."""
    user.name, user.theme, user.density = name, Theme(theme), Density(density)
    user.has_shortcuts = has_shortcuts
    user.save(update_fields=["name", "theme", "density", "has_shortcuts"])


@transaction.atomic
def change_firm(*, by: User, at: datetime, **details: str) -> Firm:
    """Write who the firm is. Idempotent."""
    firm, _ = Firm.objects.update_or_create(pk=1, defaults=details)
    audit.record(verb="firm.changed", target=firm, by=by, at=at)
    return firm


@transaction.atomic
def invite(*, name: str, email: str, role: str, by: User, at: datetime) -> User:
    """Make an account without a password; its owner sets one by the reset mail. Raises DomainError when it exists."""
    if User.objects.filter(email__iexact=email).exists():
        message = f"{email} har redan ett konto."
        raise DomainError(message)
    person = User.objects.create_user(email=email, name=name, role=Role(role))
    audit.record(verb="user.invited", target=person, by=by, at=at, role=role)
    return person


@transaction.atomic
def change_user(*, person: User, role: Role, is_active: bool, by: User, at: datetime) -> None:
    """Another role, or in and out of the house. Idempotent.

    Raises DomainError when nobody would be left who may manage the others.
    """
    owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
    leaves = person.role == Role.OWNER and (role != Role.OWNER or not is_active)
    if leaves and not owners.exclude(pk=person.pk).exists():
        raise DomainError("Minst en ägare måste finnas kvar. Gör någon annan till ägare först.")
    person.role, person.is_active = role, is_active
    person.save(update_fields=["role", "is_active"])
    audit.record(verb="user.changed", target=person, by=by, at=at, role=role, active=is_active)


@transaction.atomic
def mark_notification_read(*, notification: Notification, at: datetime) -> None:
    """A person has seen one thing they were told. Idempotent."""
    if notification.read_at is None:
        notification.read_at = at
        notification.save(update_fields=["read_at"])


@transaction.atomic
def mark_notifications_read(*, user: User, at: datetime) -> None:
    """A person has seen what they were told. Idempotent."""
    Notification.objects.visible_to(user).unread().update(read_at=at)
