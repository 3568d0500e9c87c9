"""Mail that really travels: an SMTP server on loopback, and Django told to use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from simulators.smtp import HOST, MailSink


@pytest.fixture
def mail_sink(tmp_path: Path, settings: Settings) -> Iterator[MailSink]:
    """A strict server that keeps what it receives; `fail_next` makes it fail."""
    with MailSink(tmp_path / "mail") as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, sink.port
        yield sink
