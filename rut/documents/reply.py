"""The words of an answer, drafted from the case: the reference in the subject, never a personal number."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.formats import date_format

from perforia.base.models import Firm
from rut.documents.content import gaps
from rut.models import Case
from rut.queries.packages import papers_per_kind


def answer_text(case: Case) -> tuple[str, str]:
    """Subject and body of the answer."""
    body = render_to_string(
        "rut/documents/answer.txt",
        {
            "case": case,
            "firm": Firm.load(),
            "invoice_count": case.invoices.count(),
            "papers": papers_per_kind(case),
            "gaps": gaps(case),
        },
    )
    return f"Svar på begäran {case.reference or case.number}", _tidy(body)


def in_words(day: date) -> str:
    """`1 juni 2026`, as letters write a date."""
    return date_format(day, "j F Y")


def extension_text(case: Case, new_deadline: date) -> tuple[str, str]:
    """Subject and body of a letter that asks for more time."""
    context = {"case": case, "firm": Firm.load(), "new_deadline": in_words(new_deadline)}
    body = render_to_string("rut/documents/extension.txt", context)
    return f"Begäran om förlängd svarstid {case.reference or case.number}", _tidy(body)


def _tidy(text: str) -> str:
    """At most one empty row in a row: templates leave more."""
    rows: list[str] = []
    for row in (line.rstrip() for line in text.strip().splitlines()):
        if row or (rows and rows[-1]):
            rows.append(row)
    return "\n".join(rows)
