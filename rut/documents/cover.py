"""The cover letter with its table of contents, and the page that stands in for a paper that is no PDF."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from rut.documents.parts import Appendix, PackageContent


def print_cover(content: PackageContent, *, first_pages: Mapping[int, int]) -> bytes:
    """The cover letter as PDF; `first_pages` is the page each appendix begins on in the merged file, by number."""
    chapters = [
        (
            chapter,
            [(each, first_pages.get(each.number)) for each in content.appendices if each.chapter == chapter],
        )
        for chapter in content.chapters
    ]
    return _print("rut/documents/cover.html", {"content": content, "chapters": chapters})


def print_stand_in(content: PackageContent, appendix: Appendix) -> bytes:
    """One page that says where a paper is that cannot be shown as pages."""
    return _print("rut/documents/stand_in.html", {"content": content, "appendix": appendix})


def _print(template: str, context: Mapping[str, object]) -> bytes:
    html = render_to_string(template, dict(context))
    # Printed pages bring everything with them: nothing is fetched, neither from the network nor from the disk.
    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    printed = document.write_pdf(pdf_identifier=b"perforia")
    return bytes(printed or b"")
