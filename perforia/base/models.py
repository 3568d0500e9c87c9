"""Users, the firm, what was done, and what people should notice."""

from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role
from perforia.base.privacy import Privacy
from perforia.base.states import Density, Theme

if TYPE_CHECKING:
    from datetime import datetime


class UserManager(BaseUserManager["User"]):
    """Users are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, role: Role, password: str | None = None) -> "User":
        """Make an active user; without a password they set one through the reset mail."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who works at the firm."""

    email = models.EmailField("e-post", unique=True)
    name = models.CharField("namn", max_length=120)
    role = models.CharField("roll", max_length=20, choices=Role, default=Role.READER)
    is_active = models.BooleanField("aktiv", default=True)
    theme = models.CharField("utseende", max_length=10, choices=Theme, default=Theme.AUTO)
    density = models.CharField("täthet", max_length=10, choices=Density, default=Density.NORMAL)
    has_shortcuts = models.BooleanField("kortkommandon", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.INTERNAL, "password": Privacy.SECRET, "last_login": Privacy.INTERNAL,
        "email": Privacy.PERSONAL, "name": Privacy.PERSONAL, "role": Privacy.INTERNAL, "is_active": Privacy.INTERNAL,
        "theme": Privacy.INTERNAL, "density": Privacy.INTERNAL, "has_shortcuts": Privacy.INTERNAL,
        "created_at": Privacy.INTERNAL,
    }  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def has_permission(self, permission: Permission) -> bool:
        """True when the user's role holds the permission and the account is active."""
        return self.is_active and permission in ROLE_PERMISSIONS[Role(self.role)]

    @property
    def initials(self) -> str:
        """`RT` for Rut Testberg: first and last word."""
        words = self.name.split() or ["?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @property
    def hue(self) -> int:
        """Which of the five category colours the avatar has."""
        return self.pk % 5 + 1


class Firm(models.Model):
    """The one company of this installation."""

    name = models.CharField("företagets namn", max_length=120, default="Mitt företag")
    organisation_number = models.CharField("organisationsnummer", max_length=11, blank=True)
    address = models.CharField("adress", max_length=200, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=80, blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    email = models.EmailField("e-post", blank=True)
    signature = models.TextField("hälsningsfras i mejl", blank=True, default="Med vänlig hälsning")
    soon_days = models.PositiveSmallIntegerField("dagar kvar då fristen blir gul", default=3)

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.INTERNAL, "name": Privacy.PUBLIC, "organisation_number": Privacy.PUBLIC,
        "address": Privacy.PUBLIC, "postal_code": Privacy.PUBLIC, "city": Privacy.PUBLIC, "phone": Privacy.PUBLIC,
        "email": Privacy.PUBLIC, "signature": Privacy.PUBLIC, "soon_days": Privacy.INTERNAL,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="firm_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "Firm":
        """The firm; an unsaved default before anybody has filled it in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class AuditEvent(models.Model):
    """One act. Timelines are read from here; nothing is ever changed or removed."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    data = models.JSONField(default=dict)

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.INTERNAL, "at": Privacy.INTERNAL, "actor": Privacy.PERSONAL, "verb": Privacy.INTERNAL,
        "target_type": Privacy.INTERNAL, "target_id": Privacy.INTERNAL, "data": Privacy.PERSONAL,
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["target_type", "target_id", "-at", "-id"], name="auditevent_target")]
        # Also in a shell: what was done stays written down.
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Each person's own."""

    def visible_to(self, user: User) -> "NotificationQuerySet":
        return self.filter(user=user)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something one person should see; `key` makes telling twice impossible."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    tone = models.CharField(max_length=10, default="info")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": Privacy.INTERNAL, "user": Privacy.INTERNAL, "key": Privacy.INTERNAL, "text": Privacy.PERSONAL,
        "url": Privacy.INTERNAL, "tone": Privacy.INTERNAL, "created_at": Privacy.INTERNAL, "read_at": Privacy.INTERNAL,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="notification_once")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def tell(cls, *, user: User, key: str, text: str, at: "datetime", url: str = "", tone: str = "info") -> bool:
        """Notify once per key; True when it is new. Idempotent."""
        _, is_new = cls.objects.get_or_create(
            user=user,
            key=key,
            defaults={"text": text, "url": url, "tone": tone, "created_at": at},
        )
        return is_new
