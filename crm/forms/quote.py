"""Checking what a visitor writes in the public quote form. What is left empty is asked for on the telephone."""

from collections.abc import Mapping
from datetime import date

from django import forms

from crm.rules.contact import clean_email, parse_phone, parse_postal_code
from crm.rules.details import ELEVATORS, EXTRAS, FLOORS, FREQUENCIES, HOUSING, ROOMS, RUT
from crm.rules.values import FEWEST_DIGITS
from crm.states import Service

# Field → step, so that a wrong field opens its step again.
STEP_OF = {
    "services": 1, "name": 2, "phone": 2, "email": 2, "address": 3, "postal_code": 3, "city": 3, "floor": 3,
    "elevator": 3, "to_address": 3, "to_postal_code": 3, "to_city": 3, "to_floor": 3, "to_elevator": 3, "housing": 4,
    "area_m2": 4, "rooms": 4, "frequency": 4, "extras": 4, "wanted_on": 5, "is_flexible": 5, "wants_rut": 5,
    "message": 5, "marketing": 5, "ad_user_data": 5,
}  # fmt: skip
LARGEST_AREA = 5000
WRITE_AREA = "Skriv boytan med siffror, till exempel 64."


class _Text(forms.CharField):
    """One line of text with what the browser may fill in."""

    def __init__(self, label: str, longest: int, *, fills: str, kind: str = "text", **attrs: str) -> None:
        widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": fills, "type": kind, **attrs})
        super().__init__(label=label, max_length=longest, required=False, widget=widget)


class _Choice(forms.ChoiceField):
    """A list to choose one of; nothing is chosen at first."""

    def __init__(self, label: str, choices: Mapping[str, str]) -> None:
        widget = forms.Select(attrs={"class": "form-select"})
        super().__init__(label=label, choices=[("", "Välj"), *choices.items()], required=False, widget=widget)


class QuoteForm(forms.Form):
    """Five steps: Tjänst, Kontakt, Adress, Bostad, Datum."""

    services = forms.MultipleChoiceField(
        label="Tjänster", choices=Service.choices, error_messages={"required": "Välj minst en tjänst."}
    )
    name = _Text("Namn", 120, fills="name")
    phone = _Text("Telefon", 40, fills="tel", kind="tel", inputmode="tel")
    email = _Text("E-post", 254, fills="email", kind="email", inputmode="email")
    address = _Text("Gatuadress", 160, fills="street-address")
    postal_code = _Text("Postnummer", 10, fills="postal-code", inputmode="numeric")
    city = _Text("Ort", 60, fills="address-level2")
    floor = _Choice("Våning", FLOORS)
    elevator = _Choice("Hiss", ELEVATORS)
    to_address = _Text("Gatuadress", 160, fills="off")
    to_postal_code = _Text("Postnummer", 10, fills="off", inputmode="numeric")
    to_city = _Text("Ort", 60, fills="off")
    to_floor = _Choice("Våning", FLOORS)
    to_elevator = _Choice("Hiss", ELEVATORS)
    housing = _Choice("Bostad", HOUSING)
    area_m2 = forms.IntegerField(
        label="Boyta, m²", min_value=1, max_value=LARGEST_AREA, required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": WRITE_AREA, "min_value": WRITE_AREA, "max_value": f"Skriv högst {LARGEST_AREA} m².",
        },
    )  # fmt: skip
    rooms = _Choice("Antal rum", ROOMS)
    frequency = _Choice("Hur ofta?", FREQUENCIES)
    extras = forms.MultipleChoiceField(label="Behöver du något mer?", choices=EXTRAS.items(), required=False)
    wanted_on = forms.DateField(
        label="Önskat datum", required=False, input_formats=["%Y-%m-%d", "%y-%m-%d", "%d/%m %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"}),
        error_messages={"invalid": "Skriv datumet som 2026-12-24."},
    )  # fmt: skip
    is_flexible = forms.BooleanField(label="Datumet kan ändras några dagar", required=False)
    wants_rut = forms.ChoiceField(label="Vill du använda RUT-avdrag?", choices=RUT.items(), required=False)
    message = forms.CharField(
        label="Något mer vi bör veta?", max_length=4000, required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )  # fmt: skip
    marketing = forms.BooleanField(label="Ja, skicka gärna erbjudanden till mig", required=False)
    ad_user_data = forms.BooleanField(
        label="Ja, ni får använda mina uppgifter i krypterad form för att mäta vilka annonser som fungerar",
        required=False,
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._today = today

    @property
    def wrong_step(self) -> int:
        """The first step with something to mend; 1 when there is none."""
        return min((STEP_OF.get(name, 2) for name in self.errors), default=1)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if not name:
            raise forms.ValidationError("Skriv ditt namn.")
        return name

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        if text and not parse_phone(text) and sum(sign.isdigit() for sign in text) < FEWEST_DIGITS:
            raise forms.ValidationError("Skriv numret med siffror, till exempel 070-123 45 67.")
        return text

    def clean_email(self) -> str:
        text = str(self.cleaned_data["email"]).strip()
        if text and not clean_email(text):
            raise forms.ValidationError("Skriv adressen så här: namn@exempel.se.")
        return text

    def clean_postal_code(self) -> str:
        return self._postal_code("postal_code")

    def clean_to_postal_code(self) -> str:
        return self._postal_code("to_postal_code")

    def clean_wanted_on(self) -> date | None:
        day: date | None = self.cleaned_data["wanted_on"]
        if day is not None and day < self._today:
            raise forms.ValidationError("Datumet har redan varit. Välj ett som kommer.")
        return day

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        is_wrong = {"phone", "email"} & set(self.errors)
        if not is_wrong and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", "Skriv ett telefonnummer eller en e-postadress, så att vi kan nå dig.")
        return cleaned

    def _postal_code(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text and not parse_postal_code(text):
            raise forms.ValidationError("Skriv fem siffror, till exempel 123 45.")
        return text
