"""Points of the national grid become latitude and longitude, and back, to the centimetre."""

import pytest

from perforia.base.sweref import from_wgs84, to_wgs84

# As PROJ has them.
PLACES = [
    ((59.32930, 18.06860), (6580743.01, 674571.87)), ((57.70890, 11.97460), (6400326.04, 319758.02)),
    ((55.60500, 13.00380), (6163926.55, 374243.76)), ((67.85580, 20.22530), (7536069.97, 719583.12)),
    ((60.67490, 17.14130), (6728483.29, 616981.57)),
]  # fmt: skip


@pytest.mark.parametrize(("degrees", "metres"), PLACES)
def test_degrees_become_metres_and_metres_degrees(degrees, metres):
    assert from_wgs84(degrees) == pytest.approx(metres, abs=0.01)
    assert to_wgs84(*metres) == pytest.approx(degrees, abs=2e-7)
    assert to_wgs84(*from_wgs84(degrees)) == pytest.approx(degrees, abs=1e-9)
