"""Writes of the kernel: the firm, and a person's own settings."""

from datetime import datetime

from allauth.mfa.models import Authenticator
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
    """Make an account without a password; its owner chooses one. Raises DomainError when the address has an account."""
    if User.objects.filter(email__iexact=email).exists():
        message = f"{email} har redan ett konto."
        raise DomainError(message)
    person = User.objects.create_user(email=email, name=name, role=Role(role))
    audit.record(verb="user.invited", target=person, by=by, at=at, role=role)
    return person


@transaction.atomic
def change_person(*, person: User, name: str, role: str, by: User, at: datetime) -> None:
    """Another name or role. Idempotent. Raises DomainError when nobody would be left who may manage the others."""
    if person.role == Role.OWNER and role != Role.OWNER:
        _keep_an_owner(without=person)
    person.name, person.role = name, Role(role)
    person.save(update_fields=["name", "role"])
    audit.record(verb="user.changed", target=person, by=by, at=at, role=role)


@transaction.atomic
def close_account(*, person: User, by: User, at: datetime) -> None:
    """Somebody may not log in any more; what they did stays theirs. Idempotent.

    Raises DomainError for one's own account and for the last owner's.
    """
    if person.pk == by.pk:
        raise DomainError("Du kan inte stänga av ditt eget konto. Be en annan ägare.")
    if person.role == Role.OWNER:
        _keep_an_owner(without=person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(verb="user.closed", target=person, by=by, at=at)


@transaction.atomic
def open_account(*, person: User, by: User, at: datetime) -> None:
    """Somebody may log in again, as before. Idempotent."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(verb="user.opened", target=person, by=by, at=at)


@transaction.atomic
def remove_second_step(*, person: User, by: User, at: datetime) -> None:
    """Let somebody who lost their phone in with the password alone. Idempotent."""
    Authenticator.objects.filter(user=person).delete()
    audit.record(verb="user.second_step_removed", target=person, by=by, at=at)


def _keep_an_owner(*, without: User) -> None:
    """Locks every owner, so that two who step down at once are seen one after the other."""
    owners = User.objects.select_for_update(no_key=True).filter(role=Role.OWNER, is_active=True).order_by("pk")
    if not {owner.pk for owner in owners} - {without.pk}:
        raise DomainError("Minst en ägare måste finnas kvar. Gör någon annan till ägare först.")


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
