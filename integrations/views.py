"""The outbox as people see it, and what the sms gateway tells: how a message fared, and what somebody answers."""

import base64
import binascii
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from integrations import services
from integrations.models import Message
from integrations.states import Channel
from perforia.base.clock import now
from perforia.base.permissions import Permission, public, requires
from perforia.base.web import Request, go_to

SHOWN = 50
NOTED = 204  # 46elks wants 200 to 204, and would send a body on as an answer
LONGEST_TEXT = 5000
GATEWAY = public("the sms gateway shows its password (Basic)")


@require_GET
@requires(Permission.SEND_ANSWERS)
def outbox_page(request: Request) -> HttpResponse:
    """Mails that need attention first, then the latest."""
    messages = Message.objects.visible_to(request.user).filter(is_bulk=False)
    return render(
        request,
        "integrations/outbox.html",
        {
            "troubled": messages.needing_attention().order_by("-created_at", "-id")[:SHOWN],
            "latest": messages.order_by("-created_at", "-id")[:SHOWN],
        },
    )


@require_POST
@requires(Permission.SEND_ANSWERS)
def send_message_again(request: Request, message_id: int) -> HttpResponse:
    """Put a failed or doubtful mail back in the queue."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=message_id)
    services.send_again(message=message, by=request.user, at=now())
    return go_to(request, reverse("integrations:outbox"))


@require_POST
@requires(Permission.SEND_ANSWERS)
def mark_message_as_sent(request: Request, message_id: int) -> HttpResponse:
    """A person knows that the mail arrived."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=message_id)
    services.mark_as_sent(message=message, by=request.user, at=now())
    return go_to(request, reverse("integrations:outbox"))


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
