"""The texts that mailings begin with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.mailings import TemplateForm
from crm.models import MessageTemplate
from crm.rules.merge_fields import FIELDS
from crm.services import message_templates as services
from crm.states import Channel
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEND_MESSAGES)
def message_templates(request: Request) -> HttpResponse:
    """All of them by name."""
    templates = MessageTemplate.objects.visible_to(request.user).order_by("name", "pk")
    return render(request, "crm/message_templates.html", {"templates": templates})


@require_http_methods(["GET", "POST"])
@requires(Permission.SEND_MESSAGES)
def new_template(request: Request) -> HttpResponse:
    """Write a new one."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.SEND_MESSAGES)
def edit_template(request: Request, template_id: int) -> HttpResponse:
    """Correct one."""
    return _edit(request, get_object_or_404(MessageTemplate.objects.visible_to(request.user), pk=template_id))


@require_POST
@requires(Permission.SEND_MESSAGES)
def delete_template(request: Request, template_id: int) -> HttpResponse:
    """Forget one."""
    template = get_object_or_404(MessageTemplate.objects.visible_to(request.user), pk=template_id)
    services.delete_template(template=template, by=request.user, at=now())
    messages.success(request, "Mallen är borttagen.")
    return go_to(request, reverse("crm:message_templates"))


def _edit(request: Request, template: MessageTemplate | None) -> HttpResponse:
    known = {name: getattr(template, name) for name in TemplateForm.base_fields} if template else None
    form = TemplateForm(posted(request), initial=known)
    if form.is_bound and form.is_valid():
        told = {**form.cleaned_data, "channel": Channel(form.cleaned_data["channel"])}
        try:
            details = services.TemplateDetails(**told)
            services.save_template(template=template, details=details, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "Mallen är sparad.")
            return go_to(request, reverse("crm:message_templates"))
    context = {"form": form, "template": template, "merge_fields": FIELDS.items()}
    return render(request, "crm/message_template.html", context, status=UNPROCESSABLE if form.errors else 200)
