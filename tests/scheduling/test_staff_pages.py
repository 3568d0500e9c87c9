"""People in the browser: the list, the page of one, writing them down."""

from datetime import timedelta

import pytest

from perforia.base.clock import today
from scheduling.models import Resource
from tests.factories.scheduling import person

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)


def listed(client, asked=""):
    page = client.get(f"/personal/{asked}")
    assert page.status_code == 200
    return [row.resource.name for row in page.context["page"].rows]


@pytest.mark.parametrize("typed", ["ali", "demo", "070-174 06 05", "740605", "ali@exempel", "storköping"])
def test_somebody_is_found_by_what_is_typed(client, office, typed):
    person("Ali Demoström", email="ali@exempel.test", city="Storköping")
    person("Elin Låtsasberg", phone="+46701740699")
    assert listed(client, f"?q={typed}") == ["Ali Demoström"]


def test_filters_compose_and_nonsense_asks_for_nothing(client, office):
    person("Ali", group="moving", roles=["driver"], languages=["ar"], skills={"c": today() + SOON})
    person("Elin", group="cleaning", roles=["cleaner"], languages=["sv"], skills={"b": today() - SOON})
    Resource.objects.filter(pk=person("Tore").pk).update(active_until=today() - SOON)
    assert listed(client) == ["Ali", "Elin"]
    assert listed(client, "?grupp=moving&roll=driver&sprak=ar&kompetens=b") == ["Ali"]
    assert listed(client, "?kompetens=ce") == []
    assert listed(client, "?utgar=snart") == ["Ali", "Elin"]
    assert listed(client, "?lage=slutat") == ["Tore"]
    assert listed(client, "?grupp=x&roll=y&kompetens=z&efter=%%%&q=%00") == ["Ali", "Elin"]
