"""Writes what letters and cases are found by, in the transaction of every change of theirs."""

from perforia.base.searching import as_vector
from rut.models import Case, Letter
from rut.rules.searching import case_tokens, letter_tokens
from rut.states import FieldName


def index_case(case: Case) -> None:
    """Make a case findable by what it and its invoices say now. Idempotent."""
    invoices = list(case.invoices.select_related("invoice__customer").order_by("position"))
    words = case_tokens(
        number=case.number,
        texts=[case.officer_name, *(each.invoice.customer.name for each in invoices if each.invoice is not None)],
        references=[case.reference, *(str(each["value"]) for each in case.references)],
        invoices=[
            *(each.printed_number for each in invoices),
            *(each.invoice.number for each in invoices if each.invoice),
        ],
    )
    Case.objects.filter(pk=case.pk).update(search=as_vector(words))


def index_letter(letter: Letter) -> None:
    """Make a letter findable by what it says now: read, corrected or confirmed. Idempotent."""
    rows = list(letter.affected.select_related("invoice").order_by("position"))
    officer = letter.fields.filter(name=FieldName.HANDLER_NAME).values_list("value", flat=True).first() or ""
    words = letter_tokens(
        texts=[letter.intake.file_name, officer, *(row.name for row in rows)],
        references=[letter.reference_number, *(str(each["value"]) for each in letter.references)],
        invoices=[*(row.invoice_number for row in rows), *(row.invoice.number for row in rows if row.invoice)],
    )
    Letter.objects.filter(pk=letter.pk).update(search=as_vector(words))
