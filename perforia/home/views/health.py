"""Whether everything that the product stands on is alive."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET
from redis import Redis

from perforia.base.permissions import public
from perforia.base.tasks import HEARTBEAT_KEY, worker_answers

UNAVAILABLE = 503
SECONDS = 2


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as broker:
        broker.ping()


def _worker() -> None:
    _broker()  # quicker to fail than the question below
    if not worker_answers():
        message = "no worker answers"
        raise RuntimeError(message)


def _schedule() -> None:
    if cache.get(HEARTBEAT_KEY) is None:
        message = "nothing that is due has been done for a while"
        raise RuntimeError(message)


def _storage() -> None:
    default_storage.exists("healthz")


PARTS: dict[str, Callable[[], None]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "schedule": _schedule,
    "storage": _storage,
}


@require_GET
@public("asked by supervisors and load balancers; names parts, nothing else")
def show_health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- the URL's signature
    """200 when every part answers, else 503 naming those that do not."""
    failing = [name for name, check in PARTS.items() if not _answers(check)]
    parts = {name: "fails" if name in failing else "ok" for name in PARTS}
    return JsonResponse({"ok": not failing, "parts": parts}, status=UNAVAILABLE if failing else 200)


def _answers(check: Callable[[], None]) -> bool:
    """Any failure of a part, of whatever library, means the same here: it does not answer."""
    try:
        check()
    except Exception:  # noqa: BLE001 -- an edge of the system
        return False
    return True
