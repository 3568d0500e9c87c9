"""Checking what is done with an offer: sent, taken back, answered by the office or by the customer."""

from django import forms

from crm.forms.fields import AddressOfMailField

WHO = "Skriv ditt för- och efternamn."


class SendForm(forms.Form):
    """To which address, with which words; without an address the offer is filed and handed over in another way."""

    mail_to = AddressOfMailField("Till")
    subject = forms.CharField(label="Ämne", max_length=200, required=False)
    text = forms.CharField(
        label="Meddelande", max_length=4000, required=False, widget=forms.Textarea({"rows": "8"})
    )  # fmt: skip
    way = forms.ChoiceField(choices=[("mail", "Mejl"), ("self", "På annat sätt")], required=False)

    def clean(self) -> dict[str, object]:
        """A mail has an address and a subject."""
        data = self.cleaned_data
        if data.get("way") != "self":
            if not data.get("mail_to") and "mail_to" not in self.errors:
                self.add_error("mail_to", "Skriv kundens e-postadress, eller välj att lämna offerten på annat sätt.")
            if not data.get("subject"):
                self.add_error("subject", "Skriv ett ämne, så att kunden ser vad mejlet gäller.")
        return data


class ReasonForm(forms.Form):
    """Why an offer is taken back."""

    reason = forms.CharField(
        label="Varför?", max_length=200, error_messages={"required": "Skriv varför, så att andra förstår."}
    )  # fmt: skip


class OfficeAnswerForm(forms.Form):
    """What a customer answered by telephone or mail."""

    answer = forms.ChoiceField(
        label="Kunden", choices=[("yes", "accepterade"), ("no", "avböjde")], widget=forms.RadioSelect,
        error_messages={"required": "Välj vad kunden svarade."},
    )  # fmt: skip
    name = forms.CharField(label="Vem svarade?", max_length=120, error_messages={"required": "Skriv vem som svarade."})
    note = forms.CharField(label="Hur svarade kunden?", max_length=200, error_messages={"required": "Skriv hur."})


class AcceptForm(forms.Form):
    """A customer's yes: a name, and that the offer has been read. `seen` is the fingerprint of what was on the page."""

    name = forms.CharField(max_length=120)
    has_read = forms.BooleanField()
    seen = forms.CharField(max_length=64)


class DeclineForm(forms.Form):
    """A customer's no, perhaps with a reason."""

    note = forms.CharField(max_length=500, required=False)
