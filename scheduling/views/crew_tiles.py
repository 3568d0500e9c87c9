"""The pictures of a crew's maps: their phones may have come in by a link, which opens nothing else of the product."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from integrations.lookups import DARK, answer_tile
from scheduling.views.crew_access import CrewRequest, crew_page


@require_GET
@crew_page
def my_tile(request: CrewRequest, layer: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile of a configured layer, as integrations.lookups.tile."""
    return answer_tile(layer, z, x, y, is_dark=DARK in request.GET, who=f"crew-{request.crew.resource.pk}")
