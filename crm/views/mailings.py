"""Mails and text messages to one or many: chosen, written, shown exactly as they will be, sent, followed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm.forms.mailings import MessageForm, choice_of
from crm.models import Mailing, MailingRecipient, MessageTemplate
from crm.queries import customer_lists, lead_lists
from crm.queries import mailings as queries
from crm.queries.audiences import people_of, sms_can_be_answered
from crm.rules.mailing import Person, Plan, plan
from crm.rules.merge_fields import FIELDS
from crm.services import mailings as services
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx

FIRST_ROWS, LONGEST_KEY = 25, 9
UNPROCESSABLE = 422
CHANGED = "Något har ändrats sedan förhandsgranskningen. Titta igenom texterna igen innan du skickar."


@require_GET
@requires(Permission.SEND_MESSAGES)
def mailing_list(request: Request) -> HttpResponse:
    """The mailings, the newest first."""
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    rows, part = queries.listed_mailings(request.user, after=after, before=before)
    return render(request, "crm/mailings.html", {"rows": rows, "slice": part})


@require_http_methods(["GET", "POST"])
@requires(Permission.SEND_MESSAGES)
def new_mailing(request: Request) -> HttpResponse:
    """Write a text to those whom the address names; what is sent is exactly what was shown."""
    if is_htmx(request) and request.method == "GET":
        return go_to(request, request.get_full_path())  # the list's own dialog is not the place for it
    choice = choice_of(request.GET)
    if choice is None:
        return _choose(request)
    people = people_of(request.user, choice, at=now())
    if request.method == "POST" and request.POST.get("act") != "edit":
        form = MessageForm(request.POST)
        if form.is_valid():
            return _show_or_send(request, form, people)
        return _write(request, form, people, status=UNPROCESSABLE)
    initial = {name: request.POST.get(name, "") for name in MessageForm.base_fields} if request.POST else None
    return _write(request, MessageForm(initial=initial or _of_template(request)), people)


@require_GET
@requires(Permission.SEND_MESSAGES)
def mailing_page(request: Request, mailing_id: int) -> HttpResponse:
    """One mailing: how it goes, and what became of each receiver."""
    mailing = get_object_or_404(Mailing.objects.visible_to(request.user), pk=mailing_id)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    rows, part = queries.rows_of(request.user, mailing, after=after, before=before)
    return render(request, "crm/mailing.html", {"mailing": mailing, "rows": rows, "slice": part, **_states(mailing)})


@require_GET
@requires(Permission.SEND_MESSAGES)
def mailing_progress(request: Request, mailing_id: int) -> HttpResponse:
    """How far it has come; the page is fresh when nothing more happens by itself."""
    mailing = get_object_or_404(Mailing.objects.visible_to(request.user), pk=mailing_id)
    context = {"mailing": mailing, **_states(mailing)}
    response = render(request, "crm/_mailing_progress.html", context)
    if not context["is_under_way"] and is_htmx(request):
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Permission.SEND_MESSAGES)
def stop_mailing(request: Request, mailing_id: int) -> HttpResponse:
    """Send nothing to those who still wait."""
    mailing = get_object_or_404(Mailing.objects.visible_to(request.user), pk=mailing_id)
    count = services.stop(mailing=mailing, by=request.user, at=now())
    messages.success(request, f"{count} mottagare får inget." if count else "Alla har redan fått sitt.")
    return go_to(request, reverse("crm:mailing_page", args=[mailing.pk]))


@require_POST
@requires(Permission.SEND_MESSAGES)
def resend_message(request: Request, mailing_id: int, recipient_id: int) -> HttpResponse:
    """Send a failed message of a mailing again."""
    mailing = get_object_or_404(Mailing.objects.visible_to(request.user), pk=mailing_id)
    rows = MailingRecipient.objects.select_related("mailing", "lead", "customer")
    recipient = get_object_or_404(rows, pk=recipient_id, mailing=mailing)
    services.send_once_more(recipient=recipient, by=request.user, at=now())
    messages.success(request, "Meddelandet skickas igen.")
    return go_to(request, reverse("crm:mailing_page", args=[mailing.pk]))


def _show_or_send(request: Request, form: MessageForm, people: list[Person]) -> HttpResponse:
    """What would be sent, and once it is confirmed unchanged, the mailing itself."""
    draft = form.draft()
    planned = plan(draft, people, can_answer=sms_can_be_answered())
    if request.POST.get("without"):
        planned = planned.without_incomplete()
    if request.POST.get("act") != "send":
        return _preview(request, form, planned, "")
    if request.POST.get("mark") != planned.mark:
        return _preview(request, form, planned, CHANGED)
    try:
        made = services.start(draft=draft, plan=planned, by=request.user, at=now())
    except DomainError as refusal:
        return _preview(request, form, planned, refusal.message)
    return go_to(request, reverse("crm:mailing_page", args=[made.pk]))


def _preview(request: Request, form: MessageForm, planned: Plan, problem: str) -> HttpResponse:
    shown = None if request.POST.get("all") else FIRST_ROWS
    context = {
        "form": form, "plan": planned, "problem": problem, "draft": form.draft(), "sent": planned.sent[:shown],
        "more": len(planned.sent) - len(planned.sent[:shown]), "is_without": bool(request.POST.get("without")),
    }  # fmt: skip
    return render(request, "crm/mailing_preview.html", context, status=UNPROCESSABLE if problem else 200)


def _write(request: Request, form: MessageForm, people: list[Person], *, status: int = 200) -> HttpResponse:
    templates = MessageTemplate.objects.visible_to(request.user).order_by("name", "pk")
    context = {
        "form": form, "count": len(people), "people": people[:FIRST_ROWS], "templates": templates,
        "merge_fields": FIELDS.items(), "more": max(len(people) - FIRST_ROWS, 0),
    }  # fmt: skip
    return render(request, "crm/mailing_new.html", context, status=status)


def _choose(request: Request) -> HttpResponse:
    """Whom to write to: the lists with their counters."""
    context = {
        "lists": lead_lists.tabs_of(request.user, {}, at=now()),
        "customer_lists": customer_lists.tabs_of(request.user, {}, today=today()),
    }
    return render(request, "crm/mailing_choose.html", context)


def _of_template(request: Request) -> dict[str, object]:
    """The text of the template that the address names."""
    asked = request.GET.get("mall", "")
    templates = MessageTemplate.objects.visible_to(request.user)
    known = asked if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_KEY else "0"
    found = templates.filter(pk=int(known)).first()
    return {name: getattr(found, name) for name in MessageForm.base_fields} if found else {}


def _states(mailing: Mailing) -> dict[str, object]:
    states = queries.states_of(mailing)
    total = sum(state.number for state in states)
    done = sum(state.number for state in states if state.tone != "accent")
    return {
        "states": states, "is_under_way": queries.is_under_way(states), "total": total, "done": done,
        "percent": 100 * done // total if total else 100,
    }  # fmt: skip
