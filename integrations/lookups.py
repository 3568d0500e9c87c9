"""Views that ask the outside world within the request: pictures of maps behind our own door, and tests of sources.

No browser speaks with a vendor of maps: keys stay here, who looks at which customer stays here, and the policy of the
pages allows pictures of our own alone.
"""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache, caches
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from integrations.clients import geo, routing, tiles
from integrations.clients.tiles import Picture
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.health import note_failure, note_success
from perforia.base.map_layers import Layer
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

logger = logging.getLogger(__name__)
# A map is 20 to 60 tiles; somebody who looks around all the time asks for fewer than this in a minute.
TILES_A_MINUTE = 1200
DAY = 24 * 3600
DARK = "mork"


@require_GET
@requires(Permission.SEE_START)
def tile(request: Request, layer: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile of a configured layer, `?mork=1` the dark one."""
    return answer_tile(layer, z, x, y, is_dark=DARK in request.GET, who=str(request.user.pk))


def answer_tile(layer: str, z: int, x: int, y: int, *, is_dark: bool, who: str) -> HttpResponse:
    """A tile for somebody who has been let in: 404 where there is none, 429 too fast, 502 when nobody answers.

    For the views of apps whose people come in by another door; `who` is whom the tiles are counted for.
    """
    found = _layers().get(layer)
    if found is None or z > found.max_zoom or x >= 2**z or y >= 2**z:
        return _nothing(404)
    if _is_too_much(who):
        return _nothing(429)
    try:
        picture = _picture(found, z, x, y, is_dark=is_dark and bool(found.dark))
    except (Unreachable, Refused) as problem:
        note_failure(f"map:{found.key}", str(problem), counts=False)
        logger.warning("map layer %s gave no tile: %s", found.key, type(problem).__name__)
        return _nothing(502)
    note_success(f"map:{found.key}")
    if picture is None:
        return _nothing(404)
    headers = {"Cache-Control": f"private, max-age={DAY}", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture.content, content_type=picture.kind, headers=headers)


@require_POST
@requires(Permission.MANAGE_INTEGRATIONS)
def check_source(request: Request, name: str) -> HttpResponse:
    """Ask a connected source of addresses or roads whether it works, and say so; 404 for one that is not connected."""
    try:
        found = routing.check() if name == settings.ROUTER else geo.check(name)
    except KeyError as unknown:
        raise Http404 from unknown
    except (Unreachable, Refused) as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, f"Anslutningen fungerar. {found}.")
    return go_to(request, reverse("integrations:overview"))


def _layers() -> Mapping[str, Layer]:
    return {layer.key: layer for layer in settings.MAP_LAYERS}


def _picture(layer: Layer, z: int, x: int, y: int, *, is_dark: bool) -> Picture | None:
    """The picture, kept on our disk where the licence of the layer lets us."""
    if not layer.is_cacheable:
        return tiles.tile(layer, z=z, x=x, y=y, is_dark=is_dark)
    kept = caches["tiles"]
    key = f"{layer.key}:{z}:{x}:{y}:{is_dark:d}"
    try:
        if found := kept.get(key):
            return Picture(*found)
    except OSError:
        logger.warning("kept map tiles cannot be read")
    picture = tiles.tile(layer, z=z, x=x, y=y, is_dark=is_dark)
    if picture:
        try:
            kept.set(key, (picture.kind, picture.content))
        except OSError:
            logger.warning("map tiles cannot be kept")
    return picture


def _is_too_much(who: str) -> bool:
    """Whether somebody asks faster than a person looks; False when nobody can count."""
    window = f"tiles:{who}:{int(now().timestamp()) // 60}"
    try:
        return not cache.add(window, 1, timeout=60) and cache.incr(window) > TILES_A_MINUTE
    except (RedisError, OSError, ValueError):
        return False


def _nothing(status: int) -> HttpResponse:
    """An answer without a body, which the map shows as empty; not remembered, so that it comes back by itself."""
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})
