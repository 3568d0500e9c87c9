"""What acts on follow-ups answer with; also for the apps above, whose things have follow-ups too."""

import json
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from crm.forms.followups import FollowUpForm
from crm.models import FollowUp
from crm.queries.followups import Row, rows_of
from crm.services import followups as services
from crm.services.followups import About, Details
from crm.views.lead_answers import UNPROCESSABLE
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.web import Request, add_toast, is_htmx

CHANGED = json.dumps({"follow-ups-changed": True})


def details_of(form: FollowUpForm) -> Details:
    """What a form that is right says."""
    said = form.cleaned_data
    return Details(said["text"], said["owner"], form.due_at, said["repeat"])


def changed(follow_up: FollowUp, form: FollowUpForm, *, by: User) -> bool:
    """Write what a form that is right says; False when it was refused, which the form then says."""
    seen = form.cleaned_data["seen"]
    try:
        services.change(follow_up=follow_up, details=details_of(form), by=by, at=now(), seen=seen)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def show_form(
    request: Request, form: FollowUpForm, *, title: str, back_url: str, row: Row | None = None
) -> HttpResponse:
    """The form: by itself for htmx, on a page otherwise; 422 when something in it is wrong."""
    context = {"form": form, "title": title, "back_url": back_url, "row": row, "add_url": request.get_full_path()}
    template = "crm/_follow_up_form.html" if is_htmx(request) else "crm/follow_up_form.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def show_part(request: Request, follow_ups: Iterable[FollowUp], *, add_url: str) -> HttpResponse:
    """What waits about one thing, with a form for more: a part of its page, or a page without scripts."""
    context = {
        "rows": rows_of(request.user, follow_ups, at=now()), "add_url": add_url, "url": request.get_full_path(),
        "form": FollowUpForm(now=now(), user=request.user),
    }  # fmt: skip
    return render(request, "crm/_follow_ups.html" if is_htmx(request) else "crm/follow_ups_of.html", context)


def added(request: Request) -> HttpResponse:
    """An empty form for the next; the lists on the page fetch themselves."""
    response = show_form(request, FollowUpForm(now=now(), user=request.user), title="", back_url="")
    response["HX-Trigger"] = CHANGED
    return add_toast(response, "Uppgiften är inlagd.")


def page_of(about: About) -> str:
    """The page of what a follow-up is about."""
    if about.lead is not None:
        return reverse("crm:lead_page", args=[about.lead.pk])
    return reverse("crm:customer_page", args=[about.customer.pk]) if about.customer else reverse("crm:follow_ups")
