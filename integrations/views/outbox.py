"""The outbox as people see it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from integrations.models import Message
from integrations.services import messages as services
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

SHOWN = 50


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
