"""Checking what a person decides about Google Ads: the account, and the rules of what is reported."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from crm.models import AdAccount, ConversionRule
from crm.states import AdWay, ConsentChannel, Milestone, ValueKind
from perforia.base.money import parse_kronor

LARGEST_KEY = 20_000
LONGEST_SETTLE = 24 * 14
HIGHEST_PERCENT = 100
SAID_BY = frozenset({
    ConsentChannel.PHONE, ConsentChannel.MAIL, ConsentChannel.SMS, ConsentChannel.PAPER, ConsentChannel.MEETING,
})  # fmt: skip
_CHECK = {"class": "form-check-input"}


class AccountForm(forms.Form):
    """Whose conversions they are, how they go, and what may go along."""

    customer_id = forms.CharField(
        label="Kundnummer", max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Skriv kundnumret, till exempel 123-456-7890."},
        help_text="Står överst till höger i Google Ads. Ange kontot som äger konverteringsåtgärderna.",
    )  # fmt: skip
    login_customer_id = forms.CharField(
        label="Förvaltarkonto", required=False, max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Bara om tjänstkontot har tillgång genom ett förvaltarkonto (MCC).",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="Väg", choices=AdWay.choices,
        help_text="Data Manager API är öppen för alla. Google Ads API tar bara emot från konton som använde den före"
        " juni 2026. Filen är reserven när inget annat går.",
    )  # fmt: skip
    key_file = forms.FileField(
        label="Tjänstkontots nyckelfil", required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        help_text="JSON-filen från Google Cloud. Den sparas krypterad och visas aldrig.",
    )  # fmt: skip
    sends_contact = forms.BooleanField(
        label="Skicka även e-post och telefon, omgjorda till kontrollsummor", required=False,
        widget=forms.CheckboxInput(attrs=_CHECK),
        help_text="Google hittar då fler klick. Kräver förbättrade konverteringar i Google Ads och samma samtycke.",
    )  # fmt: skip
    needs_click = forms.BooleanField(
        label="Bara leads med klick-id", required=False, initial=True, widget=forms.CheckboxInput(attrs=_CHECK),
        help_text="Så lämnar minst uppgifter huset. Utan kryss skickas även leads som bara känns igen på e-post och"
        " telefon.",
    )  # fmt: skip
    may_retract = forms.BooleanField(
        label="Ta tillbaka genom Google Ads API", required=False, widget=forms.CheckboxInput(attrs=_CHECK),
        help_text="Leads som visade sig vara skräp tas bort hos Google. Utan kryss får de värdet 0 i stället.",
    )  # fmt: skip
    is_active = forms.BooleanField(
        label="Rapportera till Google Ads", required=False, initial=True, widget=forms.CheckboxInput(attrs=_CHECK)
    )

    def clean_customer_id(self) -> str:
        return _account_number(self.cleaned_data["customer_id"])

    def clean_login_customer_id(self) -> str:
        text = self.cleaned_data["login_customer_id"]
        return _account_number(text) if text else ""

    def clean_key_file(self) -> str:
        file = self.cleaned_data["key_file"]
        if not file:
            return ""
        if file.size > LARGEST_KEY:
            raise forms.ValidationError("Filen är för stor för en nyckelfil. Välj JSON-filen från Google Cloud.")
        try:
            return str(file.read().decode())
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError("Filen är ingen textfil. Välj JSON-filen från Google Cloud.") from wrong

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        told = self.cleaned_data
        if not told.get("needs_click") and not told.get("sends_contact"):
            self.add_error(
                "needs_click", "Leads utan klick-id känns bara igen på e-post och telefon. Kryssa i det också."
            )
        return told


class RuleForm(forms.Form):
    """A milestone, the action it is reported to, and with what value."""

    milestone = forms.ChoiceField(
        label="När leadet är", choices=Milestone.choices, widget=forms.RadioSelect,
        error_messages={"required": "Välj när konverteringen ska rapporteras."},
    )  # fmt: skip
    action_name = forms.CharField(
        label="Konverteringsåtgärdens namn", max_length=100, help_text="Som det står i Google Ads.",
        error_messages={"required": "Skriv åtgärdens namn."},
    )  # fmt: skip
    action_id = forms.CharField(
        label="Konverteringsåtgärdens id", max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Siffrorna efter ctId= i adressen när åtgärden är öppen i Google Ads.",
        error_messages={"required": "Skriv åtgärdens id, bara siffror."},
    )  # fmt: skip
    value_kind = forms.ChoiceField(
        label="Värde", choices=ValueKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Välj vad konverteringen är värd."},
    )  # fmt: skip
    amount = forms.CharField(
        label="Belopp utan moms (kr)", required=False, max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="Det fasta beloppet, eller det som gäller tills det riktiga värdet är känt.",
    )  # fmt: skip
    margin_percent = forms.IntegerField(
        label="Marginal (procent av priset)", required=False, min_value=1, max_value=HIGHEST_PERCENT,
        error_messages={"min_value": "Skriv 1 till 100.", "max_value": "Skriv 1 till 100."},
        help_text="Används när värdet är marginalen och ingen annan uppgift finns.",
    )  # fmt: skip
    settle_hours = forms.IntegerField(
        label="Vänta (timmar)", min_value=0, max_value=LONGEST_SETTLE, initial=24,
        error_messages={
            "required": "Skriv hur många timmar, till exempel 24.", "min_value": "Skriv 0 eller mer.",
            "max_value": f"Skriv högst {LONGEST_SETTLE} timmar.",
        },
        help_text="Så hinner ett misstag rättas innan Google får veta något.",
    )  # fmt: skip
    is_active = forms.BooleanField(
        label="På", required=False, initial=True, widget=forms.CheckboxInput(attrs=_CHECK),
        help_text="En regel som slås på gäller det som händer därefter.",
    )  # fmt: skip

    def clean_action_id(self) -> str:
        text = str(self.cleaned_data["action_id"]).strip()
        if not text.isdecimal():
            raise forms.ValidationError("Skriv bara siffror, till exempel 7001002003.")
        return text

    def clean_amount(self) -> Decimal | None:
        text = str(self.cleaned_data["amount"]).strip()
        if not text:
            return None
        try:
            amount = parse_kronor(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv ett belopp, till exempel 2 400.") from wrong
        if not 0 <= amount < Decimal(10) ** 8:
            raise forms.ValidationError("Skriv ett belopp mellan 0 och 99 999 999 kr.")
        return amount

    def clean_margin_percent(self) -> int:
        return int(self.cleaned_data["margin_percent"] or 0)

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        told = self.cleaned_data
        if told.get("value_kind") == ValueKind.FIXED and "amount" in told and told["amount"] is None:
            self.add_error("amount", "Skriv beloppet, till exempel 2 400.")
        if told.get("value_kind") == ValueKind.MARGIN and "margin_percent" in told and not told["margin_percent"]:
            self.add_error("margin_percent", "Skriv hur stor marginalen brukar vara, till exempel 35.")
        return told


class AdConsentForm(forms.Form):
    """How somebody said no to measuring ads."""

    channel = forms.ChoiceField(
        label="Hur sa kunden nej?", choices=[each for each in ConsentChannel.choices if each[0] in SAID_BY],
        widget=forms.Select(attrs={"class": "form-select"}), error_messages={"required": "Välj hur kunden sa nej."},
        help_text="Klick-id:t tas bort, inget mer skickas till Google, och det som väntar hoppas över.",
    )  # fmt: skip


def initial_of_account(account: AdAccount) -> dict[str, object]:
    """What the form shows of the account; the key never."""
    names = [name for name in AccountForm.base_fields if name != "key_file"]
    return {name: getattr(account, name) for name in names} | {"customer_id": str(account)}


def initial_of_rule(rule: ConversionRule) -> dict[str, object]:
    """What the form shows of a rule."""
    shown = {name: getattr(rule, name) for name in RuleForm.base_fields}
    amount = "" if rule.amount is None else f"{rule.amount.normalize():f}".replace(".", ",")
    return {**shown, "amount": amount, "margin_percent": rule.margin_percent or None}


def _account_number(text: str) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits):
        raise forms.ValidationError("Skriv tio siffror, till exempel 123-456-7890.")
    return digits
