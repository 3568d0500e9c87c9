"""Papers of the demo firm: invoice copies, receipts, orders, time records, letters; invented and printed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.formats import date_format
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from billing.models import Invoice
from contracts.models import Contract

MARK = "Påhittat dokument för att prova Perforia"


@dataclass(frozen=True)
class LetterStory:
    """What an invented letter says."""

    title: str
    reference: str
    dated: date
    officer: str
    address: str
    phone: str
    opening: str
    invoices: Sequence[Invoice]
    asks: Sequence[str] = ()
    deadline: date | None = None
    closing: str = ""
    look: int = 0
    misread: str = ""


def letter(story: LetterStory) -> bytes:
    """An invented letter from Skatteverket as PDF, in one of three looks."""
    rows = [
        {
            "number": story.misread if story.misread and position == 0 else invoice.number,
            "name": invoice.customer.name,
            "born": invoice.customer.personal_number_masked[:8],
            "amount": f"{int(invoice.deduction):,}".replace(",", " "),
        }
        for position, invoice in enumerate(story.invoices)
    ]
    total = f"{sum(int(invoice.deduction) for invoice in story.invoices):,}".replace(",", " ")
    return _print(
        "demo/documents/letter.html",
        {
            "story": story, "rows": rows, "total": total, "mark": MARK,
            "dated": story.dated.isoformat(),
            "deadline": date_format(story.deadline, "j F Y") if story.deadline else "",
        },
    )  # fmt: skip


def invoice_copy(invoice: Invoice) -> bytes:
    """The invoice as the customer got it."""
    return _print(
        "demo/documents/invoice.html", {"invoice": invoice, "lines": invoice.lines.order_by("position"), "mark": MARK}
    )


def receipt(invoice: Invoice) -> bytes:
    """The bank's word that the customer has paid."""
    payment = invoice.payments.order_by("paid_on").first()
    return _print("demo/documents/receipt.html", {"invoice": invoice, "payment": payment, "mark": MARK})


def order(invoice: Invoice) -> bytes:
    """What the customer ordered."""
    return _print("demo/documents/order.html", {"invoice": invoice, "mark": MARK})


def time_record(invoice: Invoice) -> bytes:
    """Who worked when."""
    workers = ("Elin Låtsasberg", "Ali Demoström")
    return _print("demo/documents/time_record.html", {"invoice": invoice, "workers": workers, "mark": MARK})


def signed_contract(contract: Contract, at: datetime) -> bytes:
    """A contract with its signatures, as the e-signing service prints it; `at` is when it was signed."""
    rows = contract.values.exclude(value="").order_by("position")
    people = contract.participants.order_by("position")
    words = {"contract": contract, "rows": rows, "people": people, "at": at, "mark": MARK}
    return _print("demo/documents/contract.html", words)


def _print(template: str, context: Mapping[str, object]) -> bytes:
    html = render_to_string(template, dict(context))
    printed = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_identifier=b"demo")
    return bytes(printed or b"")
