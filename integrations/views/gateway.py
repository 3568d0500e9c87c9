"""What the sms gateway tells: how a message fared, and what somebody answers."""

import base64
import binascii
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from integrations.models import Message
from integrations.services import messages as services
from integrations.states import Channel
from perforia.base.clock import now
from perforia.base.permissions import public

NOTED = 204  # 46elks wants 200 to 204, and would send a body on as an answer
LONGEST_TEXT = 5000
GATEWAY = public("the sms gateway shows its password (Basic)")


@csrf_exempt
@require_POST
@GATEWAY
def report_text(request: HttpRequest) -> HttpResponse:
    """How a text message of ours fared (https://46elks.se/docs/sms-delivery-reports); of no message of ours: noted."""
    if not _is_gateway(request):
        return HttpResponseForbidden()
    message = Message.objects.filter(message_id=request.GET.get("meddelande", "")[:120], channel=Channel.SMS).first()
    status = request.POST.get("status", "")
    if message is not None and status == "delivered":
        services.record_delivered(message=message, at=now())
    elif message is not None and status == "failed":
        services.record_undelivered(message=message, at=now())
    return HttpResponse(status=NOTED)


@csrf_exempt
@require_POST
@GATEWAY
def receive_text(request: HttpRequest) -> HttpResponse:
    """A text message to the firm's number (https://46elks.se/docs/receive-sms); kept before the answer."""
    if not _is_gateway(request):
        return HttpResponseForbidden()
    told = {name: request.POST.get(name, "").replace("\x00", "") for name in ("id", "from", "to", "message")}
    if not told["id"] or not told["from"]:
        return HttpResponse("id and from are needed", status=400, content_type="text/plain")
    services.receive_text(
        external_id=told["id"], sender=told["from"], to=told["to"], body=told["message"][:LONGEST_TEXT], at=now()
    )
    return HttpResponse(status=NOTED)


def _is_gateway(request: HttpRequest) -> bool:
    """Whether the password of the callbacks was shown; nobody has it when none is set."""
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    try:
        _, _, password = base64.b64decode(shown, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    wanted = settings.SMS_CALLBACK_PASSWORD
    return bool(wanted) and kind.lower() == "basic" and compare_digest(password.encode(), wanted.encode())
