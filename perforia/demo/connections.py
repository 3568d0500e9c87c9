"""The demo firm's connection to Oneflow, where Oneflow runs on this machine: contracts can be tried from end to end."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from integrations.models import Connection
from integrations.services.connection_checks import want_callbacks
from integrations.services.connections import EsignDetails, connect_esign
from integrations.states import Environment, Service
from perforia.base.models import User

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
# What the Oneflow of script/server begins with (simulators/oneflow/seed.py).
TOKEN = "exempel-flytt-och-stad-0000-0000-0000001"  # noqa: S105 -- of an account that is nowhere else
EMAIL, WORKSPACE_ID, WORKSPACE = "avtal@exempel.test", 88_001, "Exempel Flytt & Städ"


def load(*, by: User, at: datetime) -> None:
    """Connect the firm where nobody has. Idempotent."""
    if urlsplit(settings.ONEFLOW_URLS[Environment.TEST]).hostname not in LOOPBACK:
        return
    if Connection.objects.filter(service=Service.ONEFLOW).exists():
        return
    details = EsignDetails(EMAIL, Environment.TEST, TOKEN, WORKSPACE_ID, WORKSPACE)
    want_callbacks(connection=connect_esign(details=details, by=by, at=at), wanted=True, by=by, at=at)
