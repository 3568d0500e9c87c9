"""What people write of leads: the lead itself, its next step, a move to another state, an act on many."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from crm.forms.fields import AddressOfMailField, PhoneField, PostalCodeField
from crm.rules import when
from crm.rules.bulk import Act
from crm.rules.details import ELEVATORS, FLOORS, FREQUENCIES, HOUSING, RUT
from crm.states import DISQUALIFYING, BulkKind, LeadStatus, LostReason, Service
from perforia.base.models import User
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role

DETAILS = ("housing", "area_m2", "rooms", "floor", "elevator", "frequency", "wants_rut")
NOBODY = "Ingen"
_TEXT = {"class": "form-control"}
_CHOICE = {"class": "form-select"}


class WhenField(forms.CharField):
    """A moment as people say it; the form it stands in has the present moment in `now`."""

    def __init__(self, **options: Any) -> None:  # Any: as in Django
        hint = {"class": "form-control", "placeholder": "imorgon 10, tor 14, v 51", "autocomplete": "off"}
        super().__init__(label="När", max_length=40, widget=forms.TextInput(attrs=hint), **options)


def _read_step(form: forms.Form, now: datetime) -> tuple[str, datetime | None]:
    """The step and its moment; a moment that is not understood, or is missing, is told on its field."""
    text, said = form.cleaned_data.get("next_step", "").strip(), form.cleaned_data.get("due", "").strip()
    if not text and not said:
        return "", None
    try:
        return text or "Ring", when.parse(said, now)
    except ValueError as refusal:
        form.add_error("due", str(refusal))
        return text, None


def sellers() -> list[tuple[str, str]]:
    """Those who may answer for a lead, by name."""
    roles = [role for role in Role if Permission.WORK_LEADS in ROLE_PERMISSIONS[role]]
    people = User.objects.filter(role__in=roles, is_active=True).order_by("name", "pk")
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]


class StepForm(forms.Form):
    """What to do next, and when."""

    next_step = forms.CharField(label="Nästa steg", max_length=120, widget=forms.TextInput(attrs=_TEXT))
    due = WhenField()

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.now = now
        self.step = ""
        self.due_at: datetime | None = None

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Read the moment."""
        self.step, self.due_at = _read_step(self, self.now)
        return self.cleaned_data


class OwnerForm(forms.Form):
    """Who answers for a lead."""

    owner = forms.ChoiceField(label="Ägare", required=False, widget=forms.Select(attrs=_CHOICE))

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.fields["owner"].choices = [("", NOBODY), *sellers()]  # type: ignore[attr-defined]

    @property
    def owner_id(self) -> int | None:
        """The key of the person, None for nobody."""
        return int(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None


class MoveForm(StepForm):
    """Another state, with what it asks for: a reason when it came to nothing, else a next step."""

    status = forms.ChoiceField(label="Ny status", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="Varför", required=False, widget=forms.Select(attrs=_CHOICE),
        choices=[
            ("", "Välj orsak"),
            ("Inget riktigt lead", [(each.value, each.label) for each in LostReason if each in DISQUALIFYING]),
            ("Riktigt lead", [(each.value, each.label) for each in LostReason if each not in DISQUALIFYING]),
        ],
    )  # fmt: skip
    note = forms.CharField(label="Kommentar", required=False, max_length=200, widget=forms.TextInput(attrs=_TEXT))
    next_step = forms.CharField(label="Nästa steg", required=False, max_length=120, widget=forms.TextInput(attrs=_TEXT))
    due = WhenField(required=False)

    field_order = ("status", "reason", "note", "next_step", "due")

    def __init__(self, *args: Any, moves: list[LeadStatus], **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.fields["status"].choices = [(move.value, move.label) for move in moves]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A lost lead needs its reason; everything else reads the step."""
        if self.cleaned_data.get("status") == LeadStatus.LOST:
            if not self.cleaned_data.get("reason"):
                self.add_error("reason", "Välj varför. Det syns i statistiken per kampanj.")
            return self.cleaned_data
        return super().clean()


class LeadForm(forms.Form):
    """Somebody who called or wrote, or what is corrected of a lead. Phone comes out as E.164, texts trimmed."""

    name = forms.CharField(label="Namn", required=False, max_length=120)
    phone = PhoneField()
    email = AddressOfMailField()
    services = forms.MultipleChoiceField(
        label="Vad vill kunden ha hjälp med?", required=False, choices=Service.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    address = forms.CharField(label="Adress", required=False, max_length=160)
    postal_code = PostalCodeField()
    city = forms.CharField(label="Ort", required=False, max_length=60)
    to_address = forms.CharField(label="Flyttar till", required=False, max_length=160)
    to_postal_code = PostalCodeField("Postnummer dit")
    to_city = forms.CharField(label="Ort dit", required=False, max_length=60)
    wanted_on = forms.DateField(
        label="Önskat datum", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    value = forms.DecimalField(
        label="Värde, kr utan moms", required=False, min_value=0, max_value=Decimal(99_999_999), max_digits=10,
        decimal_places=0,
    )  # fmt: skip
    housing = forms.ChoiceField(label="Bostad", required=False, choices=[("", "Vet inte"), *HOUSING.items()])
    area_m2 = forms.IntegerField(label="Boyta, m²", required=False, min_value=1, max_value=9999)
    rooms = forms.CharField(label="Rum", required=False, max_length=20)
    floor = forms.ChoiceField(label="Våning", required=False, choices=[("", "Vet inte"), *FLOORS.items()])
    elevator = forms.ChoiceField(label="Hiss", required=False, choices=[("", "Vet inte"), *ELEVATORS.items()])
    frequency = forms.ChoiceField(label="Hur ofta", required=False, choices=[("", "Vet inte"), *FREQUENCIES.items()])
    wants_rut = forms.ChoiceField(label="RUT-avdrag", required=False, choices=[("", "Vet inte"), *RUT.items()])
    message = forms.CharField(
        label="Meddelande", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Somebody must be reachable."""
        asked = self.cleaned_data
        has_tried = {"phone", "email"} & set(self.errors)
        if not asked.get("phone") and not asked.get("email") and not has_tried:
            self.add_error("phone", "Skriv telefon eller e-post, annars går det inte att svara.")
        return asked

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What LeadDetails takes."""
        told = {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}
        details = {name: told.pop(name) for name in DETAILS}
        return {**told, "details": details}


class NewLeadForm(LeadForm):
    """A new lead, with who answers for it and what is done next; without a step it is one to call."""

    owner = forms.ChoiceField(label="Ägare", required=False)
    next_step = forms.CharField(label="Nästa steg", required=False, max_length=120)
    due = WhenField(required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.now = now
        self.step = ""
        self.due_at: datetime | None = None
        self.fields["owner"].choices = [("", NOBODY), *sellers()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Also read the step."""
        super().clean()
        self.step, self.due_at = _read_step(self, self.now)
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What LeadDetails takes."""
        return {name: value for name, value in super().facts.items() if name not in {"owner", "next_step", "due"}}


class BulkForm(MoveForm, OwnerForm):
    """One act on many leads: only what the act asks for is read."""

    def __init__(self, *args: Any, kind: BulkKind, **options: Any) -> None:  # Any: as in Django
        moves: list[LeadStatus] = [
            status for status in LeadStatus if status != LeadStatus.STARTED
        ]  # only a form starts a lead
        super().__init__(*args, moves=moves, **options)
        self.kind = kind
        wanted = {
            BulkKind.ASSIGN: ("owner",), BulkKind.STATUS: ("status", "reason", "note", "next_step", "due"),
            BulkKind.STEP: ("next_step", "due"), BulkKind.ARCHIVE: (),
        }[kind]  # fmt: skip
        self.fields = {name: self.fields[name] for name in wanted}
        if kind == BulkKind.STEP:
            self.fields["next_step"].required = self.fields["due"].required = True

    def act(self) -> Act:
        """What is asked for; call after is_valid."""
        asked = self.cleaned_data
        status, reason = asked.get("status"), asked.get("reason")
        return Act(
            self.kind, owner=self.owner_id if self.kind == BulkKind.ASSIGN else None,
            status=LeadStatus(status) if status else None, reason=LostReason(reason) if reason else None,
            note=asked.get("note", ""), step=self.step, due_at=self.due_at,
        )  # fmt: skip
