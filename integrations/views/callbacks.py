"""The door for what outside services call back with: checked as they document it, kept, answered at once."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from integrations.queries import connection_called_back
from integrations.readers.callbacks import read_esign_callback
from integrations.services import callbacks as services
from integrations.states import Service
from perforia.base.clock import now
from perforia.base.permissions import public
from perforia.base.secrets import decrypt

MOST_BYTES = 64 * 1024  # a callback is a few hundred bytes


@csrf_exempt
@require_POST
@public("Oneflow signs what it posts, and the address holds a part that nobody can guess")
def esign_callback(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a callback and answer 200, the only status Oneflow counts; the work is done by a task.

    404 for an address there is none of, 413 for too much, 403 for what was not signed with our key.
    """
    at = now()
    try:
        connection = connection_called_back(Service.ONEFLOW, key, at=at)
        if connection is None:
            return _silently(404)
        body = request.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return _silently(413)
        callback = read_esign_callback(body, sign_key=decrypt(connection.callback_secret))
        if callback is None:
            services.count_refused(connection=connection)
            return _silently(403)
        services.record_callback(
            connection=connection, external_id=callback.external_id, payload=callback.payload, at=at
        )
    except (OperationalError, InterfaceError):
        return _silently(503)  # Oneflow tries again
    return HttpResponse()


def _silently(status: int) -> HttpResponse:
    """An answer that Django writes nothing of in the log: its line would hold the address, which is a secret."""
    answer = HttpResponse(status=status)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django's own mark
    return answer
