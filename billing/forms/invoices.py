"""Checking what a person writes about an invoice: its head, any number of rows, any number of buyers."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from billing.models import Invoice
from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails
from billing.states import DeductionKind, LineKind, ServiceKind
from crm.forms.fields import CustomerField
from perforia.base.fields import KronorField, PersonalNumberField, day_field
from perforia.base.models import User

MOST_ROWS = 60


class HeadForm(forms.Form):
    """Everything of an invoice but its rows and buyers; `seen` tells whether somebody else changed it meanwhile."""

    number = forms.CharField(label="Fakturanummer", max_length=30)
    issued_on = day_field("Fakturadatum", required=True)
    due_on = day_field("Förfallodatum")
    job_reference = forms.CharField(label="Uppdrag", max_length=40, required=False)
    service_kind = forms.ChoiceField(label="Tjänst", choices=ServiceKind.choices)
    deduction_kind = forms.ChoiceField(label="Avdrag", choices=DeductionKind.choices)
    work_from = day_field("Arbetet började")
    work_to = day_field("Arbetet slutade")
    work_address = forms.CharField(label="Arbetets adress", max_length=200, required=False)
    work_address_to = forms.CharField(label="Till adress", max_length=200, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("number", "customer")

    def __init__(self, *args: object, user: User, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["customer"] = CustomerField(
            user=user, today=today, required="Välj en kund.", hint="Kundnummer eller namn."
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, object]:
        """Work and dates in order."""
        data = self.cleaned_data
        begin, end = data.get("work_from"), data.get("work_to")
        if begin and end and end < begin:
            self.add_error("work_to", "Arbetet kan inte sluta innan det började.")
        issued, due = data.get("issued_on"), data.get("due_on")
        if issued and due and due < issued:
            self.add_error("due_on", "Fakturan kan inte förfalla innan den är utställd.")
        return data

    def seen_at(self) -> datetime | None:
        """When the invoice had last been changed as the person opened it."""
        text = str(self.cleaned_data["seen"])
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            return None


class LineForm(forms.Form):
    """A row."""

    kind = forms.ChoiceField(label="Slag", choices=LineKind.choices)
    description = forms.CharField(label="Beskrivning", max_length=200, required=False)
    hours = forms.DecimalField(
        label="Timmar", required=False, min_value=0, max_digits=7, decimal_places=2, localize=True
    )
    amount = KronorField("Belopp med moms, kr")

    def clean(self) -> dict[str, object]:
        """A row that says something has a sum."""
        data = self.cleaned_data
        if (data.get("description") or data.get("hours")) and data.get("amount") is None and not self.errors:
            self.add_error("amount", "Skriv radens belopp.")
        return data


class BuyerForm(forms.Form):
    """One person's share; an empty personal number of a known buyer (`known`) leaves it as it is."""

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Köpare", max_length=120, required=False)
    deduction = KronorField("Avdrag, kr")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["personal_number"] = PersonalNumberField(today=today)
        self.order_fields(("known", "name", "personal_number", "deduction"))

    def clean(self) -> dict[str, object]:
        """A share belongs to somebody."""
        data = self.cleaned_data
        if (data.get("deduction") or data.get("personal_number")) and not data.get("name"):
            self.add_error("name", "Skriv vem köparen är.")
        return data


LineSet = formset_factory(LineForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True)
BuyerSet = formset_factory(BuyerForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True)


class InvoiceForm:
    """The head, the rows and the buyers of an invoice as one form of a page."""

    def __init__(self, data: QueryDict | None, *, user: User, today: date, invoice: Invoice | None = None) -> None:
        head, lines, buyers = _initial(invoice)
        self._invoice = invoice
        self.head = HeadForm(data, initial=head, user=user, today=today)
        self.lines: BaseFormSet[LineForm] = LineSet(data, initial=lines, prefix="rad")
        self.buyers: BaseFormSet[BuyerForm] = BuyerSet(
            data, initial=buyers, prefix="kopare", form_kwargs={"today": today}
        )

    def is_valid(self) -> bool:
        """Whether all of it can be an invoice; a form without any row is told so at its number."""
        parts = [self.head.is_valid(), self.lines.is_valid(), self.buyers.is_valid()]
        if all(parts) and not self._lines():
            self.head.add_error(None, "Skriv minst en rad med ett belopp.")
            return False
        return all(parts)

    def details(self) -> InvoiceDetails:
        """The invoice in plain values."""
        data = dict(self.head.cleaned_data)
        data.pop("seen")
        data["number"] = data["number"].strip()
        data["deduction_kind"] = DeductionKind(data["deduction_kind"])
        data["service_kind"] = ServiceKind(data["service_kind"])
        run = self._invoice.import_run if self._invoice else None
        return InvoiceDetails(lines=self._lines(), buyers=self._buyers(), import_run=run, **data)

    def _lines(self) -> Sequence[LineDetails]:
        rows = [form.cleaned_data for form in self.lines if form.cleaned_data.get("amount")]
        return [
            LineDetails(
                kind := LineKind(row["kind"]), row["description"] or kind.label, row["amount"],
                row["hours"] if kind == LineKind.LABOUR else None,
            )
            for row in rows
        ]  # fmt: skip

    def _buyers(self) -> Sequence[BuyerDetails]:
        rows = [form.cleaned_data for form in self.buyers if form.cleaned_data.get("name")]
        known = {buyer.pk: buyer for buyer in self._invoice.buyers.all()} if self._invoice else {}
        return [
            BuyerDetails(
                row["name"],
                row["deduction"] or Decimal(0),
                row["personal_number"]
                or (known[row["known"]].decrypted_personal_number if row["known"] in known else ""),
            )
            for row in rows
        ]


def with_more_rows(data: QueryDict) -> QueryDict:
    """What was posted, with room for three more rows and one more buyer: the way without JavaScript."""
    more = data.copy()
    for prefix, count in (("rad", 3), ("kopare", 1)):
        name = f"{prefix}-TOTAL_FORMS"
        written = str(more.get(name, ""))
        now_there = int(written) if written.isdecimal() else 0
        more[name] = str(min(now_there + count, MOST_ROWS))
    return more


class CreditForm(forms.Form):
    """The number and day of a credit invoice."""

    number = forms.CharField(label="Kreditfakturans nummer", max_length=30)
    issued_on = day_field("Datum", required=True)


def _initial(invoice: Invoice | None) -> tuple[dict[str, object], list[dict[str, object]], list[dict[str, object]]]:
    if invoice is None:
        return {"deduction_kind": DeductionKind.RUT}, [{"kind": LineKind.LABOUR}, {"kind": LineKind.MATERIAL}], [{}]
    names = [name for name in HeadForm.base_fields if name != "seen"]
    head = {name: getattr(invoice, name) for name in names}
    head["customer"] = f"{invoice.customer.number} {invoice.customer.name}"
    head["seen"] = invoice.changed_at.isoformat() if invoice.changed_at else ""
    lines: list[dict[str, object]] = [
        {"kind": line.kind, "description": line.description, "hours": line.hours, "amount": _as_typed(line.amount)}
        for line in invoice.lines.order_by("position")
    ]
    buyers: list[dict[str, object]] = [
        {"known": buyer.pk, "name": buyer.name, "deduction": _as_typed(buyer.deduction)}
        for buyer in invoice.buyers.order_by("pk")
    ]
    return head, lines, buyers or [{}]


def _as_typed(amount: Decimal) -> str:
    return f"{amount:.2f}".removesuffix(".00").replace(".", ",")
