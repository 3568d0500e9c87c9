"""Signed agreements as evidence: which filed paper shows what a customer had agreed to when an invoice was written."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from archive.models import Document
from contracts.models import Contract
from contracts.states import PdfState, Renewal

ONE_JOB = timedelta(days=365)  # an agreement on a single job is looked for this long before its invoice


def signed_papers(customer_id: int, *, on: date) -> QuerySet[Document]:
    """The filed agreements of a customer that held on a day: signed by then, and not too long ago or still running."""
    runs = Q(ends_on__gte=on) | Q(renewal=Renewal.AUTOMATIC)
    agreed = Contract.objects.filter(
        Q(signed_on__gte=on - ONE_JOB) | runs, customer=customer_id, signed_on__lte=on, pdf_state=PdfState.FILED
    )
    return Document.objects.kept().filter(pk__in=agreed.values("document")).order_by("-changed_at", "-pk")
