"""What a phone sends comes in here: from the page's own script as JSON, from a form as any form."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from archive.queries.content import open_content, open_preview
from archive.rules import SHOWN_INLINE
from perforia.base.clock import now
from scheduling.forms.crew import ActForm
from scheduling.models import CrewAct, JobPhoto
from scheduling.queries import crew_work
from scheduling.services import crew as services
from scheduling.services.crew import Sent
from scheduling.services.crew_doors import reveal_door_code
from scheduling.states import ActKind, ActState
from scheduling.views.crew import job_page
from scheduling.views.crew_access import CrewRequest, crew_page, wants_json


@require_POST
@crew_page
def my_act(request: CrewRequest) -> HttpResponseBase:
    """One act: answered with what became of it, the second time as the first."""
    form = ActForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, form)
    if form.cleaned_data["person"] not in {None, request.crew.resource.pk}:
        return JsonResponse({"state": "other"}, status=HTTPStatus.CONFLICT)
    act = services.receive(sent=_sent(request, form), at=now())
    if wants_json(request):
        is_refused = act.state == ActState.REFUSED
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
        return JsonResponse({"state": act.state, "sentence": act.answer}, status=status)
    return _answer(request, act)


def _sent(request: CrewRequest, form: ActForm) -> Sent:
    told = form.cleaned_data
    return Sent(
        uuid=told["uuid"], kind=ActKind(told["kind"]), resource=request.crew.resource, by=request.crew.user,
        job_id=told["job"], payload=form.payload(), image=told["image"], done_at=told["done_at"],
        sent_at=told["sent_at"],
    )  # fmt: skip


def _answer(request: CrewRequest, act: CrewAct) -> HttpResponse:
    if act.state == ActState.REFUSED and act.kind == ActKind.CORRECT and act.job_id is not None:
        return _again(request, act.job_id, act.answer)
    tell = messages.error if act.state == ActState.REFUSED else messages.success
    if act.answer:
        tell(request, act.answer)
    if act.job_id is None or act.kind == ActKind.SEEN:
        return redirect("scheduling:my_day")
    places = {ActKind.TICK: "checklista", ActKind.PHOTO: "bilder", ActKind.MATERIAL: "material", ActKind.CORRECT: "tid"}
    place = places.get(ActKind(act.kind), "")
    here = reverse("scheduling:my_job", args=[act.job_id])
    return redirect(f"{here}#{place}" if place else here)


def _refused(request: CrewRequest, form: ActForm) -> HttpResponse:
    """The page again with what was typed and the sentence, or the sentence alone for the script."""
    sentence = form.sentence()
    if wants_json(request):
        state = {"state": str(ActState.REFUSED), "sentence": sentence}
        return JsonResponse(state, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    job = form.cleaned_data.get("job")
    if not job:
        raise Http404
    return _again(request, job, sentence)


def _again(request: CrewRequest, job_id: int, sentence: str) -> HttpResponse:
    response = job_page(request, job_id, problem=sentence)
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


@require_GET
@crew_page
def my_photo(request: CrewRequest, pk: int) -> HttpResponseBase:
    """A picture of one's own job, small; the whole one while there is no small one."""
    photo: JobPhoto | None = crew_work.photo_of(request.crew.resource.pk, pk)
    version = photo.document.current_version if photo is not None else None
    if version is None or not version.is_safe:
        raise Http404
    has_preview = bool(version.preview_key)
    kind = "image/jpeg" if has_preview else version.content_type
    if kind not in SHOWN_INLINE:
        raise Http404
    with open_preview(version) if has_preview else open_content(version) as file:
        response = HttpResponse(file.read(), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
@crew_page
def my_code(request: CrewRequest, pk: int, stop: int) -> HttpResponseBase:
    """The door code of a stop, today, to who is to go in there; who looked is written down."""
    code = reveal_door_code(resource=request.crew.resource, job_id=pk, stop_id=stop, by=request.crew.user, at=now())
    if wants_json(request):
        response: HttpResponse = JsonResponse({"code": code or gettext("Ingen portkod.")})
    else:
        response = job_page(request, pk, codes={stop: code})
    response["Cache-Control"] = "no-store"
    return response
