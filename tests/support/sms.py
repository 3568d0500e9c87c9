"""Text messages that really travel: a gateway on loopback, and the product told to use it."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from simulators.sms import Gateway


@pytest.fixture
def sms_gateway(settings: Settings) -> Iterator[Gateway]:
    """A strict gateway that keeps what it takes; `fail_next` makes it fail. It reports nowhere unless told to."""
    with Gateway() as gateway:
        settings.SMS_URL, settings.SMS_CALLBACK_PASSWORD = gateway.url, ""
        yield gateway
