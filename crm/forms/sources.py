"""Checking what a person decides about a lead source."""

import re
from urllib.parse import urlsplit

from django import forms

from crm.rules.details import DETAILS
from crm.rules.mapping import ATTRIBUTION, COLUMNS, CONSENTS
from crm.states import SourceKind

FROM_OUTSIDE = [choice for choice in SourceKind.choices if choice[0] not in {SourceKind.MANUAL, SourceKind.IMPORT}]
OURS = {*COLUMNS, *DETAILS, *ATTRIBUTION, *CONSENTS, "first_name", "last_name", "submission_id"}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PAIR = re.compile(r"(?P<theirs>.+?)\s*=\s*(?P<ours>\w+)")
LONGEST_PURGE, LONGEST_SILENCE = 365, 24 * 90


class SourceForm(forms.Form):
    """A form, a site or an ad that leads come from."""

    name = forms.CharField(label="Namn", max_length=80, error_messages={"required": "Skriv ett namn."})
    kind = forms.ChoiceField(label="Typ", choices=FROM_OUTSIDE)
    origins = forms.CharField(
        label="Webbplatser", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En per rad, till exempel https://www.exempel.se. Bara de får visa formuläret och posta hit.",
    )  # fmt: skip
    is_signed = forms.BooleanField(
        label="Kräv signatur", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="För servrar som signerar med hemligheten enligt Standard Webhooks, Typeform eller Webflow.",
    )  # fmt: skip
    saves_per_field = forms.BooleanField(
        label="Spara fält för fält", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Sparar även det som besökaren skrivit utan att gå vidare. Informationen ovanför fälten ändras då. "
        "Rådgör med den som ansvarar för dataskydd först.",
    )  # fmt: skip
    assumes_ad_consent = forms.BooleanField(
        label="Samtycke till annonsmätning finns redan", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="När sidan eller Googles leadformulär har frågat men inte skickar med svaret. Annars sparas inga "
        "klick-id:n utan ett ja från besökaren.",
    )  # fmt: skip
    purge_after_days = forms.IntegerField(
        label="Gallra påbörjade efter (dagar)", min_value=1, max_value=LONGEST_PURGE, initial=30,
        error_messages={"min_value": "Skriv minst 1 dag.", "max_value": f"Skriv högst {LONGEST_PURGE} dagar."},
    )  # fmt: skip
    silent_after_hours = forms.IntegerField(
        label="Varna efter tystnad (timmar)", min_value=1, max_value=LONGEST_SILENCE, initial=72,
        error_messages={"min_value": "Skriv minst 1 timme.", "max_value": f"Skriv högst {LONGEST_SILENCE} timmar."},
    )  # fmt: skip
    is_active = forms.BooleanField(
        label="Tar emot leads", required=False, initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    mapping = forms.CharField(
        label="Egna fältnamn", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En per rad: formulärets fält = Perforias fält, till exempel ”2 = email”. Vanliga namn känns igen.",
    )  # fmt: skip

    def clean_origins(self) -> list[str]:
        lines = str(self.cleaned_data["origins"]).split()
        return list(dict.fromkeys(_origin(line) for line in lines))

    def clean_mapping(self) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for line in str(self.cleaned_data["mapping"]).splitlines():
            if not line.strip():
                continue
            match = _PAIR.fullmatch(line.strip())
            if match is None or match["ours"] not in OURS:
                raise forms.ValidationError(f"”{line.strip()}”: skriv fältet = ett av {', '.join(sorted(OURS))}.")
            pairs[match["theirs"].strip()] = match["ours"]
        return pairs


def _origin(line: str) -> str:
    """The address of a website as browsers write it: scheme, name and port. Raises ValidationError when it is none."""
    parts = urlsplit(line if "://" in line else f"https://{line}")
    try:
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in {"http", "https"} or parts.username is not None or not _HOST.fullmatch(host):
        raise forms.ValidationError(f"{line} är ingen adress till en webbplats. Skriv som https://www.exempel.se.")
    is_usual = port in {None, 443 if parts.scheme == "https" else 80}
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"


def initial_of(source: object) -> dict[str, object]:
    """What the form shows of a source."""
    values = {name: getattr(source, name) for name in SourceForm.base_fields}
    lines = [f"{theirs} = {ours}" for theirs, ours in values["mapping"].items()]
    return {**values, "origins": "\n".join(values["origins"]), "mapping": "\n".join(lines)}
