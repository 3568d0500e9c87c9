"""What a person writes about documents and folders."""

from django import forms

from archive.states import DocumentKind

_TEXT = {"class": "form-control", "autocomplete": "off"}
_CHOICE = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}


class DocumentForm(forms.Form):
    """Name, kind and how long a document is kept."""

    title = forms.CharField(
        label="Namn", max_length=200, widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv ett namn på dokumentet."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Typ", choices=DocumentKind.choices, widget=forms.Select(attrs=_CHOICE))
    retain_until = forms.DateField(
        label="Sparas till", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text="Tomt: ingen lag eller överenskommelse kräver att det sparas.",
        error_messages={"invalid": "Skriv datumet som ÅÅÅÅ-MM-DD."},
    )  # fmt: skip


class VersionForm(forms.Form):
    """A newer content of a document."""

    file = forms.FileField(
        label="Ny fil", widget=forms.FileInput(attrs={"class": "form-control"}), allow_empty_file=True,
        error_messages={"required": "Välj en fil."},
    )  # fmt: skip
    note = forms.CharField(
        label="Vad är nytt", required=False, max_length=200, widget=forms.TextInput(attrs=_TEXT),
        help_text="Till exempel: bytte suddig skanning",
    )  # fmt: skip


class FolderForm(forms.Form):
    """The name of a folder; its place comes with the address or the choice of folders."""

    name = forms.CharField(
        label="Namn", max_length=120, widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv ett namn på mappen."},
    )  # fmt: skip


class ChosenForm(forms.Form):
    """Which documents an act is about."""

    val = forms.TypedMultipleChoiceField(coerce=int)
    MOST = 500

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        asked = self.data.getlist("val")[: self.MOST] if hasattr(self.data, "getlist") else []
        keys = [value for value in asked if value.isascii() and value.isdecimal() and len(value) < 18]  # noqa: PLR2004 -- what fits a key
        self.fields["val"] = forms.TypedMultipleChoiceField(
            coerce=int, choices=[(key, key) for key in keys], error_messages={"required": "Välj minst ett dokument."}
        )
