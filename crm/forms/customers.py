"""Checking what a person writes about a customer: the customer itself, contacts, buyers, answers to marketing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from crm.forms.fields import AddressOfMailField, PhoneField, PostalCodeField
from crm.models import Customer
from crm.states import ConsentChannel, ConsentState, CustomerFlag, CustomerKind
from perforia.base.fields import OrganisationNumberField, PersonalNumberField
from perforia.base.models import User
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role

HIDDEN = ("phone", "address", "postal_code", "city")
MOST_TAGS, LONGEST_TAG = 10, 30
CHANNELS = (
    ConsentChannel.PHONE, ConsentChannel.MAIL, ConsentChannel.SMS, ConsentChannel.PAPER, ConsentChannel.MEETING,
)  # fmt: skip


class CustomerForm(forms.Form):
    """A customer; an empty personal number leaves the one that is known.

    Who may not see protected people neither sees nor changes where they live and how they are reached, nor the mark.
    """

    kind = forms.ChoiceField(
        label="Typ", choices=CustomerKind.choices, widget=forms.RadioSelect, initial=CustomerKind.PRIVATE
    )
    name = forms.CharField(label="Namn", max_length=120, error_messages={"required": "Skriv kundens namn."})
    organisation_number = OrganisationNumberField()
    phone = PhoneField()
    email = AddressOfMailField()
    address = forms.CharField(label="Adress", max_length=120, required=False)
    postal_code = PostalCodeField()
    city = forms.CharField(label="Ort", max_length=60, required=False)
    owner = forms.ChoiceField(label="Ansvarig", required=False)
    tags = forms.CharField(
        label="Etiketter", max_length=300, required=False, help_text="Skilj åt med komma, till exempel stamkund, piano."
    )
    flags = forms.MultipleChoiceField(
        label="Att veta", choices=CustomerFlag.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_protected = forms.BooleanField(
        label="Skyddade personuppgifter", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Adress och telefon visas bara för den som har behörighet, och varje visning skrivs i loggen.",
    )  # fmt: skip
    note = forms.CharField(
        label="Anteckning", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, user: User, today: date, customer: Customer | None, seen: str = ""
    ) -> None:  # Any: what a request holds
        super().__init__(data, initial=_known(customer, seen))
        self._customer = customer
        self.fields["personal_number"] = PersonalNumberField(today=today)
        if customer is not None and customer.personal_number:
            known = f"Känt: {customer.personal_number_masked}. Lämna tomt för att behålla det."
            self.fields["personal_number"].help_text = known
        self.order_fields(("kind", "name", "personal_number"))
        self.fields["owner"].choices = [("", "Ingen"), *people()]  # type: ignore[attr-defined]
        if not user.has_permission(Permission.SEE_PROTECTED):
            del self.fields["is_protected"]
            if customer is not None and customer.is_protected:
                for name in HIDDEN:
                    del self.fields[name]

    @property
    def is_hiding(self) -> bool:
        """Whether address and phone are kept from the one who writes."""
        return "phone" not in self.fields

    def clean_tags(self) -> list[str]:
        """Small letters, each once, in the order they were written."""
        words = [" ".join(word.lower().split()) for word in str(self.cleaned_data["tags"]).split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if any(len(tag) > LONGEST_TAG for tag in tags) or len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"Högst {MOST_TAGS} etiketter om högst {LONGEST_TAG} tecken.")
        return tags

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Numbers that fit the kind."""
        asked = self.cleaned_data
        if asked.get("kind") == CustomerKind.PRIVATE and asked.get("organisation_number"):
            self.add_error("organisation_number", "En privatperson har inget organisationsnummer. Välj en annan typ.")
        if asked.get("kind") == CustomerKind.HOUSING_ASSOCIATION and asked.get("personal_number"):
            self.add_error("personal_number", "En bostadsrättsförening har inget personnummer. Lägg till en kontakt.")
        return asked

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What CustomerDetails takes besides the marks."""
        names = ("kind", "name", "personal_number", "organisation_number", "email", "note")
        told = {name: self.cleaned_data[name] for name in names} | {"kind": CustomerKind(self.cleaned_data["kind"])}
        return told | {
            name: self.cleaned_data[name] if name in self.fields else getattr(self._customer, name) for name in HIDDEN
        }

    @property
    def marks(self) -> dict[str, Any]:  # Any: of every field
        """What Marks takes; the owner as a key."""
        protected = self.cleaned_data.get("is_protected", self._customer is not None and self._customer.is_protected)
        return {
            "owner_id": int(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None,
            "tags": self.cleaned_data["tags"],
            "flags": [CustomerFlag(flag) for flag in self.cleaned_data["flags"]],
            "is_protected": protected,
        }


class ContactForm(forms.Form):
    """One more person to talk to."""

    name = forms.CharField(label="Namn", max_length=120, error_messages={"required": "Skriv personens namn."})
    role = forms.CharField(label="Roll", max_length=60, required=False, help_text="Till exempel ordförande, sambo.")
    phone = PhoneField()
    email = AddressOfMailField()


class BuyerForm(forms.Form):
    """Somebody who takes a share of the deduction; an empty personal number leaves the one that is known."""

    name = forms.CharField(label="Namn", max_length=120, error_messages={"required": "Skriv personens namn."})
    share = forms.IntegerField(
        label="Andel, %", min_value=1, max_value=100, initial=100,
        error_messages={
            "required": "Skriv andelen i procent, till exempel 50.", "min_value": "Skriv en andel mellan 1 och 100.",
            "max_value": "Skriv en andel mellan 1 och 100.", "invalid": "Skriv andelen i procent, till exempel 50.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self.fields["personal_number"] = PersonalNumberField(today=today)
        self.order_fields(("name", "personal_number"))


class ConsentForm(forms.Form):
    """What a customer answered about marketing."""

    state = forms.ChoiceField(
        label="Svar", choices=[(ConsentState.GRANTED.value, "Ja till utskick"), (ConsentState.DENIED.value, "Nej")],
        widget=forms.RadioSelect, error_messages={"required": "Välj ja eller nej."},
    )  # fmt: skip
    channel = forms.ChoiceField(label="Hur", choices=[(each.value, each.label) for each in CHANNELS])
    text_version = forms.CharField(
        label="Textens version",
        max_length=40,
        required=False,
        help_text="Vad kunden fick läsa eller höra, till exempel 2026-11.",
    )  # fmt: skip


def people() -> list[tuple[str, str]]:
    """Those who may answer for a customer, by name."""
    roles = [role for role in Role if Permission.EDIT_CUSTOMERS in ROLE_PERMISSIONS[role]]
    people = User.objects.filter(role__in=roles, is_active=True).order_by("name", "pk")
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]


def _known(customer: Customer | None, seen: str) -> dict[str, object]:
    if customer is None:
        return {}
    names = ("kind", "name", "organisation_number", "email", "phone", "address", "postal_code", "city", "note", "flags")
    return {name: getattr(customer, name) for name in names} | {
        "owner": str(customer.owner_id or ""), "tags": ", ".join(customer.tags), "seen": seen,
        "is_protected": customer.is_protected,
    }  # fmt: skip
