"""E-signing that really travels: Oneflow on loopback, and the product connected to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from integrations.models import Connection
from integrations.services.connections import EsignDetails, connect_esign
from integrations.states import Environment
from simulators.oneflow import Oneflow
from simulators.oneflow.seed import OFFICE


@pytest.fixture
def oneflow(settings: Settings) -> Iterator[Oneflow]:
    """A strict Oneflow with an account, two workspaces and four templates; `fail` makes it fail."""
    with Oneflow() as running:
        settings.ONEFLOW_URLS = {"production": running.url, "test": running.url}
        yield running


@pytest.fixture
def esign_connection(oneflow: Oneflow, db: None) -> Connection:
    """The firm's connection to it, as Inställningar sets it up; nothing is called back yet."""
    details = EsignDetails(
        user_email=oneflow.email, environment=Environment.TEST, token=oneflow.token, workspace_id=OFFICE,
        workspace_name="Exempel Flytt & Städ",
    )  # fmt: skip
    return connect_esign(details=details, by=None, at=datetime.now(UTC))
