"""What acts on leads answer with: a form in a dialog or on a page of its own, and what follows when it is done."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from crm.models import Lead
from perforia.base.web import Request, add_toast, go_to, is_htmx

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Dialog:
    """What the form is called, what its button says, which template holds its fields."""

    title: str
    button: str
    body: str = "crm/_form_fields.html"


def get_lead(request: Request, lead_id: int) -> Lead:
    """The lead as a person may see it, 404 otherwise."""
    return get_object_or_404(
        Lead.objects.visible_to(request.user).select_related("owner", "source", "customer"), pk=lead_id
    )


def show(request: Request, dialog: Dialog, form: forms.Form, **context: object) -> HttpResponse:
    """The form: in the page's dialog for htmx, on a page of its own otherwise; 422 when something in it is wrong."""
    parts = {"dialog": dialog, "form": form, "url": request.get_full_path(), "lead": None, "go": "", "button": ""}
    template = "crm/_dialog.html" if is_htmx(request) else "crm/lead_act.html"
    return render(request, template, parts | context, status=UNPROCESSABLE if form.errors else 200)


def done(request: Request, text: str, *, url: str, undo_url: str = "") -> HttpResponse:
    """Say what was done: on the list it is fetched anew with a toast, elsewhere the page at `url` says it."""
    if is_htmx(request) and _is_on_list(request):
        return refreshed(text, undo_url=undo_url)
    messages.success(request, text)
    return go_to(request, url)


def refreshed(text: str, *, undo_url: str = "") -> HttpResponse:
    """Nothing to swap: the list fetches itself, and a toast says what was done."""
    response = HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"leads-changed": True})})
    return add_toast(response, text, undo_url=undo_url)


def _is_on_list(request: Request) -> bool:
    return urlsplit(request.headers.get("HX-Current-URL", "")).path == reverse("crm:leads")
