"""Conversions that really travel: Google on loopback, and the product told to use it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_django.fixtures import Settings

from integrations.clients import ads_calls
from simulators.google_ads import GoogleAds


@pytest.fixture(scope="session")
def _google() -> Iterator[GoogleAds]:
    with GoogleAds() as google:
        yield google


@pytest.fixture
def signed_out() -> None:
    """Nobody has a token yet."""
    ads_calls._credentials.cache_clear()


@pytest.fixture
def google_ads(_google: GoogleAds, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> GoogleAds:
    """A strict Google that keeps what it takes; `plan` makes trouble, `state` is what it remembers."""
    _google.state.reset()
    # Google's library waits between its own tries for a token.
    monkeypatch.setattr("google.auth._exponential_backoff.time", SimpleNamespace(sleep=lambda _: None))
    settings.GOOGLE_DATA_MANAGER_URL = settings.GOOGLE_ADS_URL = _google.url
    settings.GOOGLE_TOKEN_URL = f"{_google.url}/token"
    settings.ADS_REQUESTS_A_MINUTE = 0
    return _google
