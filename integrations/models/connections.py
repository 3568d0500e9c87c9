"""Connections to outside services, the calls made over them, and what those services call back with."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from integrations.states import Service
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections by who may see them."""

    def visible_to(self, user: User) -> "ConnectionQuerySet":
        return self if user.has_permission(Permission.MANAGE_INTEGRATIONS) else self.none()


class Connection(models.Model):
    """How one outside service is reached, and how it is doing. `secret` and `callback_secret` are encrypted.

    `callback_key` is the part of the callback address that nobody can guess. `refused_at` is set while the service
    does not accept who we are. `checks` is what the last test of the connection found, in our words.
    """

    service = models.CharField(max_length=12, choices=Service, unique=True)
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    callback_key = models.CharField(max_length=64, unique=True)
    callback_secret = models.CharField(max_length=400, blank=True)
    is_active = models.BooleanField(default=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    refused_at = models.DateTimeField(null=True)
    last_callback_at = models.DateTimeField(null=True)
    refused_callbacks = models.PositiveBigIntegerField(default=0)
    check_asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    checks = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = ConnectionQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id service settings is_active last_ok_at last_error_at last_error refused_at last_callback_at"
        " refused_callbacks check_asked_at checked_at checks created_at",
        sealed="secret callback_key callback_secret",
    )

    def __str__(self) -> str:
        return Service(self.service).label


class Exchange(models.Model):
    """One call to an outside service: what was asked and how it ended, never what was said. `path` holds ids only."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="exchanges")
    method = models.CharField(max_length=7)
    path = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField(null=True)  # none when nobody answered
    milliseconds = models.PositiveIntegerField()
    request_id = models.CharField(max_length=80, blank=True)  # the service's own, for its support
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id connection method path status milliseconds request_id error at"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["connection", "at"], name="exchange_latest")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Callback(models.Model):
    """What a service called back with, once per `external_id`: it only says that something happened, go and look.

    `attempts` counts how often it was taken up, `misses` how often nothing of ours was found. `note` tells why it was
    dropped.
    """

    source = models.CharField(max_length=12, choices=Service)
    external_id = models.CharField(max_length=120)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id source external_id payload received_at handled_at next_try_at attempts misses note"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="callback_once"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=False) | Q(next_try_at__isnull=False),
                name="callback_open_has_next_try",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "next_try_at"], name="callback_waiting", condition=Q(handled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
