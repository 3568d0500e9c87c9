"""Package and answer of a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from rut.forms.case import ExtensionForm, ReplyForm
from rut.models import CaseReply
from rut.queries.answers import package_panel
from rut.services import packages, replies
from rut.states import Channel, ReplyState
from rut.views.case import case_url, get_case

UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_CASES)
def package_panel_fragment(request: Request, number: str) -> HttpResponse:
    """The panel of the package; asked for again while it is being built."""
    case = get_case(request, number)
    panel = package_panel(case)
    response = render(request, "rut/_case_package.html", {"case": case, "package": panel})
    if not panel["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Permission.WORK_CASES)
def build_package(request: Request, number: str) -> HttpResponse:
    """Ask for a package."""
    case = get_case(request, number)
    packages.request_package(case=case, allow_partial=request.POST.get("partial") == "1", by=request.user, at=now())
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def draft_reply(request: Request, number: str) -> HttpResponse:
    """Write the answer from the case, and show it."""
    reply = replies.draft_answer(case=get_case(request, number), by=request.user, at=now())
    return go_to(request, reverse("rut:reply_page", args=[number, reply.pk]))


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def extension_page(request: Request, number: str) -> HttpResponse:
    """Ask for more time: choose the date, the letter is drafted."""
    case = get_case(request, number)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply = replies.draft_extension(case=case, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("new_deadline", refusal.message)
        else:
            return go_to(request, reverse("rut:reply_page", args=[number, reply.pk]))
    context = {"case": case, "form": form, "title": "Begär anstånd", "button": "Skriv begäran"}
    return render(request, "rut/case_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CASES)
def reply_page(request: Request, number: str, reply_id: int) -> HttpResponse:
    """Read and edit an answer before it is sent."""
    case = get_case(request, number)
    reply = get_object_or_404(CaseReply.objects.select_related("message", "sent_by"), pk=reply_id, case=case)
    if request.method == "POST":
        form = _write(request, reply)
        if not form.errors:
            return go_to(request, reverse("rut:reply_page", args=[number, reply.pk]))
    else:
        form = ReplyForm(
            initial={"to": reply.to, "subject": reply.subject, "body": reply.body, "channel": reply.channel}
        )
    return _show_reply(request, reply, form)


@require_POST
@requires(Permission.SEND_ANSWERS)
def send_reply(request: Request, number: str, reply_id: int) -> HttpResponse:
    """Send by mail, or note that it was handed in another way; what stands in the form is written down first."""
    case = get_case(request, number)
    reply = get_object_or_404(CaseReply.objects.select_related("message", "sent_by"), pk=reply_id, case=case)
    if reply.state == ReplyState.DRAFT and "body" in request.POST:
        asked = (reply.to, reply.channel)
        form = _write(request, reply)
        if form.errors:
            return _show_reply(request, reply, form)
        reply.refresh_from_db()
        if (reply.to, reply.channel) != asked:  # the person agreed to another address or way
            messages.error(request, "Mottagaren eller sättet ändrades och är sparat. Läs igenom och skicka igen.")
            return go_to(request, reverse("rut:reply_page", args=[number, reply.pk]))
    if reply.channel == Channel.MAIL:
        replies.send_reply(reply=reply, by=request.user, at=now())
    else:
        replies.hand_in(reply=reply, channel=Channel(reply.channel), by=request.user, at=now())
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def discard_reply(request: Request, number: str, reply_id: int) -> HttpResponse:
    """Throw a draft away."""
    case = get_case(request, number)
    replies.discard_reply(reply=get_object_or_404(CaseReply, pk=reply_id, case=case), by=request.user, at=now())
    return go_to(request, case_url(case))


def _write(request: Request, reply: CaseReply) -> ReplyForm:
    """Write down what the form says; the form has the errors when it could not be."""
    form = ReplyForm(request.POST)
    if form.is_valid():
        details = replies.ReplyDetails(**{**form.cleaned_data, "channel": Channel(form.cleaned_data["channel"])})
        try:
            replies.edit_reply(reply=reply, details=details, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
    return form


def _show_reply(request: Request, reply: CaseReply, form: ReplyForm) -> HttpResponse:
    context = {
        "case": reply.case, "reply": reply, "form": form, "package": package_panel(reply.case),
        "is_draft": reply.state == ReplyState.DRAFT,
    }  # fmt: skip
    return render(request, "rut/reply.html", context, status=UNPROCESSABLE if form.errors else 200)
