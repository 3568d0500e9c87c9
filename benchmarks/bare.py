"""The addresses of the measured server: the product's own, and one bare view that inserts a row and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from crm.models import LeadSubmission
from crm.states import SubmissionState
from perforia import urls
from perforia.base.clock import now
from perforia.base.permissions import public


@public("only in a measurement")
@csrf_exempt
def insert_row(request: HttpRequest) -> HttpResponse:
    """Insert the body as one row."""
    LeadSubmission.objects.create(
        source_id=1, state=SubmissionState.DISCARDED, body=request.body.decode(), received_at=now()
    )
    return HttpResponse(status=202)


urlpatterns = [*urls.urlpatterns, path("bare/", insert_row)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
