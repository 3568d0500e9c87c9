"""The offer as a PDF: the firm's details, rows, sums, the deduction, terms and page numbers."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from contracts.models import Offer, OfferRow
from contracts.rules.pricing import Totals
from perforia.base.models import Firm


def print_offer(*, offer: Offer, rows: Sequence[OfferRow], totals: Totals, firm: Firm) -> bytes:
    """The paper of a sent offer; the same offer gives the same bytes."""
    pairs = list(zip(rows, totals.rows, strict=True))
    context = {"offer": offer, "rows": pairs, "totals": totals, "firm": firm}
    html = render_to_string("contracts/documents/offer.html", context)
    # Printed pages bring everything with them: nothing is fetched, neither from the network nor from the disk.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    return bytes(document.write_pdf(pdf_identifier=offer.content_hash.encode() or b"perforia") or b"")
