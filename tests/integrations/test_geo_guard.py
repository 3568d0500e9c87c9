"""Before every provider stands a guard: it remembers what may be remembered and leaves the sick alone."""

import pytest
from django.core.cache import cache

from integrations.clients import geo, geo_guard
from integrations.clients.geo_guard import Guarded, take_turn
from integrations.clients.geo_photon import Photon
from perforia.base.errors import ProviderBadRequest, ProviderDown, ProviderQuota
from perforia.base.geography import AddressParts, Capabilities, Licence, Suggestion
from perforia.base.health import health_of, is_paused
from simulators.failing import Mode

PARTS = AddressParts("Skissvägen", "12", city="Storköping")


class Counting:
    """A provider that counts how often it is asked."""

    name = "counting"

    def __init__(self, *, keeps=60, interval=0, fails=None):
        self.capabilities = Capabilities(
            may_complete=True, licence=Licence.OSM, may_show_on_map=True, cache_seconds=keeps, needs_session=False,
            interval_ms=interval, attribution="",
        )  # fmt: skip
        self.asked, self.fails, self.found = 0, fails, [Suggestion("counting", "1", "Skissvägen 12")]

    def suggest(self, text, *, bias, session, limit=8):
        self.asked += 1
        if self.fails:
            raise self.fails
        return self.found

    def resolve(self, ref, *, session):
        return self.suggest(ref, bias=None, session=session)

    def geocode(self, parts):
        return self.suggest(parts.line, bias=None, session="")

    def reverse(self, point):
        return self.suggest("", bias=point, session="")


def suggest(provider, text="skissv", bias=None):
    return Guarded(provider).suggest(text, bias=bias, session="")


def test_what_may_be_kept_is_asked_once_for_one_text_and_one_neighbourhood():
    provider = Counting()
    for text, bias in (("Skissv", (59.61, 16.54)), (" skissv ", (59.63, 16.51)), ("SKISSV", (59.61, 16.54))):
        assert suggest(provider, text, bias) == provider.found
    assert provider.asked == 1
    suggest(provider, "skissv", (59.91, 16.54))
    assert provider.asked == 2


def test_what_may_not_be_kept_is_asked_every_time_even_when_it_is_nothing():
    provider = Counting(keeps=0)
    provider.found = []
    assert [suggest(provider), suggest(provider)] == [[], []]
    assert provider.asked == 2


def test_nothing_is_remembered_for_ten_minutes_at_most(monkeypatch):
    kept = []
    monkeypatch.setattr(geo_guard, "remember", lambda _, value, seconds: kept.append((value, seconds)))
    provider = Counting(keeps=3600)
    suggest(provider)
    provider.found = []
    suggest(provider)
    times = [seconds for value, seconds in kept if isinstance(value, tuple)]
    assert times == [3600, 600]


def test_after_five_failures_it_is_left_alone_and_a_test_that_goes_well_ends_that(photon, settings):
    asked = Guarded(Photon(photon.url))
    photon.plan(Mode.BROKEN, times=5)
    for number in range(5):
        with pytest.raises(ProviderDown):
            asked.suggest(f"skissv{number}", bias=None, session="")
    assert is_paused("photon")
    with pytest.raises(ProviderDown, match="vila en minut"):
        asked.geocode(PARTS)
    assert len(photon.asked) == 5
    assert geo.check("photon").startswith("Data från")
    assert not is_paused("photon")
    assert asked.geocode(PARTS)[0].parts.line == "Skissvägen 12"


def test_a_question_nobody_understands_says_nothing_against_the_provider():
    provider = Counting(keeps=0, fails=ProviderBadRequest("Nej."))
    for _ in range(6):
        with pytest.raises(ProviderBadRequest):
            suggest(provider)
    assert not is_paused("counting")
    assert health_of("counting").error == "Nej."


def test_health_is_how_it_went_last(photon):
    asked = Guarded(Photon(photon.url))
    photon.plan(Mode.QUOTA)
    with pytest.raises(ProviderQuota):
        asked.suggest("skissv", bias=None, session="")
    sick = health_of("photon")
    assert (sick.ok_at, sick.error) == (None, "Photon har fått för många frågor.")
    asked.suggest("skissv", bias=None, session="")
    assert (health_of("photon").ok_at is not None, health_of("photon").error) == (True, "")


def test_the_whole_firm_takes_turns_where_a_provider_wants_that():
    provider = Counting(keeps=0, interval=1000)
    suggest(provider)
    with pytest.raises(ProviderQuota, match="en fråga i taget"):
        suggest(provider)
    assert provider.asked == 1


def test_an_answer_of_another_shape_is_trouble_of_the_provider():
    provider = Counting(fails=KeyError("features"))
    with pytest.raises(ProviderDown, match="inte går att läsa"):
        suggest(provider)


def test_without_the_memory_providers_are_asked_all_the_same_but_not_those_that_need_turns(monkeypatch):
    def away(*_, **__):
        raise ConnectionError("the broker is away")

    for name in ("get", "set", "add", "incr"):
        monkeypatch.setattr(cache, name, away)
    provider = Counting()
    assert suggest(provider) == suggest(provider) == provider.found
    assert provider.asked == 2
    assert take_turn("counting", 1000) is False
    broken = Counting(fails=ProviderDown("Nere."))
    with pytest.raises(ProviderDown, match="Nere"):
        suggest(broken)
