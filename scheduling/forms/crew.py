"""What a phone sends, checked: one form for all acts, each with the fields of its kind."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from contracts.states import RutWork, Unit
from scheduling.forms.days import is_near
from scheduling.rules.hours import Worked, objection_to
from scheduling.rules.worktime import at_local
from scheduling.states import ActKind, DeviationKind

LARGEST = 12 * 1024 * 1024  # bytes of a picture
MEGABYTE = 1024 * 1024
MOST_MINUTES = 8 * 60
# What is kept of each kind of act, beside the picture.
PAYLOADS: dict[ActKind, tuple[str, ...]] = {
    ActKind.CHECK_IN: ("work",),
    ActKind.PAUSE: (),
    ActKind.RESUME: (),
    ActKind.SWITCH: ("work",),
    ActKind.CHECK_OUT: ("break_minutes", "ended", "is_done"),
    ActKind.TICK: ("text", "done"),
    ActKind.PHOTO: ("text", "deviation"),
    ActKind.MATERIAL: ("text", "quantity", "unit", "price"),
    ActKind.SIGNATURE: ("name",),
    ActKind.DEVIATION: ("deviation_kind", "text"),
    ActKind.CORRECT: ("entry", "starts", "ends", "break_minutes", "text"),
    ActKind.SEEN: ("until",),
}


class MomentField(forms.CharField):
    """A moment with its zone, as scripts write it; of anything else nothing is known."""

    def clean(self, value: object) -> datetime | None:
        text = super().clean(value)
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            return None
        return found if found is None or found.tzinfo is not None else found.replace(tzinfo=UTC)


class WallField(forms.CharField):
    """A day and a clock time as the browser's own field writes them, without a zone: what a clock here shows."""

    def clean(self, value: object) -> str:
        text = str(super().clean(value))
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            found = None
        if text and (found is None or found.tzinfo is not None or not is_near(found.date())):
            raise forms.ValidationError(gettext("Skriv dag och klockslag, till exempel 2026-06-09 07:00."))
        return found.isoformat(timespec="minutes") if found else ""


class AmountField(forms.CharField):
    """A number as people write it: `1,5`, `1 200`; kept as text with a point."""

    def __init__(self, *, wrong: Any, **options: Any) -> None:  # Any: a lazy text; as Django's fields
        super().__init__(required=False, max_length=12, **options)
        self.wrong = wrong

    def clean(self, value: object) -> str:
        text = str(super().clean(value)).replace("\u00a0", "").replace(" ", "").replace(",", ".")
        whole, _, part = text.partition(".")
        if text and not (whole.isdecimal() and len(whole) <= 6 and (part.isdecimal() or not part) and len(part) <= 2):  # noqa: PLR2004 -- digits of the column
            raise forms.ValidationError(self.wrong)
        return text


class ActForm(forms.Form):
    """One act. `done_at` and `sent_at` are the phone's clock; without scripts there are none."""

    uuid = forms.UUIDField(error_messages={"required": gettext_lazy("Läs om sidan och försök igen.")})
    kind = forms.ChoiceField(
        choices=ActKind.choices, error_messages={"invalid_choice": gettext_lazy("Läs om sidan och försök igen.")}
    )
    person = forms.IntegerField(required=False)
    job = forms.IntegerField(required=False, min_value=1)
    done_at = MomentField(required=False, max_length=40)
    sent_at = MomentField(required=False, max_length=40)
    work = forms.ChoiceField(choices=[("", ""), *RutWork.choices], required=False)
    text = forms.CharField(
        required=False, max_length=2000, error_messages={"max_length": gettext_lazy("Korta texten till 2 000 tecken.")}
    )
    done = forms.BooleanField(required=False)
    break_minutes = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_MINUTES,
        error_messages={
            "invalid": gettext_lazy("Skriv rasten i hela minuter, till exempel 30."),
            "min_value": gettext_lazy("Rasten kan inte vara mindre än noll minuter."),
            "max_value": gettext_lazy("Rasten är längre än en arbetsdag. Skriv den i minuter."),
        },
    )  # fmt: skip
    ended = forms.TimeField(
        required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": gettext_lazy("Skriv klockslaget så här: 16:30.")},
    )  # fmt: skip
    is_done = forms.BooleanField(required=False)
    deviation = forms.UUIDField(required=False)
    deviation_kind = forms.ChoiceField(choices=[("", ""), *DeviationKind.choices], required=False)
    quantity = AmountField(wrong=gettext_lazy("Skriv antalet med siffror, till exempel 2 eller 1,5."))
    unit = forms.ChoiceField(choices=[("", ""), *Unit.choices], required=False)
    price = AmountField(wrong=gettext_lazy("Skriv priset i kronor, till exempel 120."))
    name = forms.CharField(
        required=False, max_length=120, error_messages={"max_length": gettext_lazy("Korta namnet till 120 tecken.")}
    )
    entry = forms.IntegerField(required=False, min_value=1)
    starts = WallField(required=False, max_length=30)
    ends = WallField(required=False, max_length=30)
    until = MomentField(required=False, max_length=40)
    image = forms.FileField(required=False, error_messages={"empty": gettext_lazy("Bilden är tom. Ta den igen.")})

    def clean_image(self) -> "UploadedFile[bytes] | None":
        image: UploadedFile[bytes] | None = self.cleaned_data.get("image")
        if image is not None and (image.size or 0) > LARGEST:
            message = gettext("Bilden är {size} MB, och högst {most} MB tas emot. Ta en ny bild eller minska den.")
            sizes = {"size": round((image.size or 0) / MEGABYTE), "most": LARGEST // MEGABYTE}
            raise forms.ValidationError(message.format(**sizes))
        return image

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A time that is put right is looked at as a whole, so that nothing is sent that cannot be."""
        told = self.cleaned_data
        if told.get("kind") != ActKind.CORRECT or self.errors:
            return told
        if not (told["starts"] and told["ends"]):
            raise forms.ValidationError(gettext("Skriv både när du började och när du slutade."))
        starts, ends = (_moment(told[name]) for name in ("starts", "ends"))
        worked = Worked(starts, ends, told["break_minutes"] or 0)
        if objection := objection_to(worked):
            raise forms.ValidationError(gettext(objection))
        if not told["text"]:
            raise forms.ValidationError(gettext("Skriv varför tiden ska rättas."))
        return told

    def payload(self) -> dict[str, object]:
        """What is kept of the act, as JSON holds it."""
        names = PAYLOADS[ActKind(self.cleaned_data["kind"])]
        told = {name: self.cleaned_data.get(name) for name in names}
        return {name: _plain(value) for name, value in told.items() if value not in (None, "")}

    def sentence(self) -> str:
        """The first thing that is wrong, in words."""
        return str(next(iter(next(iter(self.errors.values())))))


def _moment(wall: str) -> datetime:
    told = datetime.fromisoformat(wall)
    return at_local(told.date(), told.time())


def _plain(value: Any) -> object:  # Any: what any field of the form gives
    if isinstance(value, bool | int | str):
        return value
    return f"{value:%H:%M}" if not isinstance(value, datetime) and hasattr(value, "hour") else _text(value)


def _text(value: Any) -> str:  # Any: the same
    return value.isoformat() if isinstance(value, datetime) else str(value)
