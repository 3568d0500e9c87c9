"""The demo firm's connection to Oneflow, where Oneflow runs on this machine: contracts can be tried from end to end."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from integrations.models import Connection
from integrations.services.connection_checks import want_callbacks
from integrations.services.connections import EsignDetails, connect_esign
from integrations.states import Environment, Service
from perforia.base.models import User
from perforia.demo import oneflow

LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def load(*, by: User, at: datetime) -> None:
    """Connect the firm where nobody has. Idempotent."""
    if urlsplit(settings.ONEFLOW_URLS[Environment.TEST]).hostname not in LOOPBACK:
        return
    if Connection.objects.filter(service=Service.ONEFLOW).exists():
        return
    details = EsignDetails(oneflow.EMAIL, Environment.TEST, oneflow.TOKEN, oneflow.WORKSPACE_ID, oneflow.WORKSPACE)
    want_callbacks(connection=connect_esign(details=details, by=by, at=at), wanted=True, by=by, at=at)
