"""The time report and the description of the work of a finished job, as Skatteverket wants to see them, printed."""

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from scheduling.queries.job_account import Account

PAPERS = ("scheduling/documents/time_record.html", "scheduling/documents/work_description.html")


@dataclass(frozen=True)
class Printed:
    """The two papers as bytes, and the hash of what they say."""

    time_record: bytes
    description: bytes
    content_hash: str


def print_papers(account: Account) -> Printed:
    """Both papers; the same account gives the same bytes."""
    pages = [render_to_string(paper, {"account": account}) for paper in PAPERS]
    content_hash = hashlib.sha256("\0".join(pages).encode()).hexdigest()
    report, description = (_printed(html, content_hash) for html in pages)
    return Printed(report, description, content_hash)


def _printed(html: str, content_hash: str) -> bytes:
    # Printed pages bring everything with them: nothing is fetched, neither from the network nor from the disk.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    return bytes(document.write_pdf(pdf_identifier=content_hash.encode()) or b"")
