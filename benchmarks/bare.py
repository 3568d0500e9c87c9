"""The addresses of the measured server: the product's own, and bare views that insert one row and nothing else."""

import json
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from crm.models import Lead, LeadSubmission
from crm.states import SubmissionState
from integrations.models import Callback
from integrations.states import Service
from perforia import urls
from perforia.base.clock import now
from perforia.base.permissions import public
from perforia.base.searching import as_vector


@public("only in a measurement")
@csrf_exempt
def insert_lead(request: HttpRequest) -> HttpResponse:
    """Insert one lead with the words it is found by; the body is its message."""
    at = now()
    Lead.objects.create(
        source_id=1, name="Prov Person", phone="+46701740605", message=request.body.decode(), received_at=at,
        changed_at=at, search=as_vector(["prov", "person", "0701740605"]),
    )  # fmt: skip
    return HttpResponse(status=202)


@public("only in a measurement")
@csrf_exempt
def insert_body(request: HttpRequest) -> HttpResponse:
    """Insert the body as one row of a plain table."""
    LeadSubmission.objects.create(
        source_id=1, state=SubmissionState.DISCARDED, body=request.body.decode(), received_at=now()
    )
    return HttpResponse(status=202)


@public("only in a measurement")
@csrf_exempt
def insert_callback(request: HttpRequest) -> HttpResponse:
    """Insert the body as one callback that nobody works on."""
    at = now()
    Callback.objects.create(
        source=Service.ONEFLOW, external_id=uuid4().hex, payload=json.loads(request.body), received_at=at, handled_at=at
    )
    return HttpResponse()


BARE = [
    path("bare/lead/", insert_lead), path("bare/body/", insert_body), path("bare/callback/", insert_callback),
]  # fmt: skip
urlpatterns = [*urls.urlpatterns, *BARE]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
