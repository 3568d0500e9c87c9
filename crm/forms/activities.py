"""What people write into a timeline: what happened, when it really happened, and for a lead what is done next."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from crm.models import Activity
from crm.rules import when
from crm.rules.history import Happening
from crm.states import ActivityKind, CallOutcome, Direction

KINDS = (ActivityKind.CALL, ActivityKind.NOTE, ActivityKind.MAIL, ActivityKind.SMS, ActivityKind.MEETING)
LONGEST = 4000
MOST_MINUTES = 24 * 60
SLACK, EARLIEST = timedelta(minutes=5), timedelta(days=3660)
_DIRECTIONS = (Direction.OUT, Direction.IN)
_CLOCK = {"class": "form-control", "type": "datetime-local"}
_TEXT = {
    "rows": 2, "maxlength": LONGEST, "placeholder": "Vad hände, eller vad sades?", "data-key": "t",
    "aria-label": "Vad hände, eller vad sades?",
}  # fmt: skip


class ActivityForm(forms.Form):
    """One call, note, mail, sms or meeting."""

    kind = forms.ChoiceField(
        label="Typ", choices=[(kind.value, kind.label) for kind in KINDS], widget=forms.RadioSelect, initial="call"
    )
    text = forms.CharField(label="Text", required=False, max_length=LONGEST, widget=forms.Textarea(attrs=_TEXT))
    direction = forms.ChoiceField(
        label="Riktning", choices=[(each.value, each.label) for each in _DIRECTIONS], required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    outcome = forms.ChoiceField(label="Utfall", choices=[("", "–"), *CallOutcome.choices], required=False)
    minutes = forms.IntegerField(
        label="Minuter", required=False, min_value=1, max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Skriv minuterna med siffror.", "min_value": "Skriv minst en minut, eller lämna tomt.",
            "max_value": "Ett samtal varar högst ett dygn.",
        },
    )  # fmt: skip
    happened_at = forms.DateTimeField(
        label="När det hände", required=False, widget=forms.DateTimeInput(attrs=_CLOCK, format="%Y-%m-%dT%H:%M"),
        help_text="Tomt betyder nu.",
        error_messages={"invalid": "Välj dag och klockslag, till exempel 2026-05-12 10:15."},
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **{"auto_id": "log-%s", **options})
        self.now = now

    @property
    def what(self) -> Happening:
        """What happened, as it was written."""
        said = self.cleaned_data
        kind = ActivityKind(said["kind"])
        is_talk = kind != ActivityKind.NOTE
        return Happening(
            kind, text=said["text"].strip(), direction=_direction(kind, said["direction"]),
            outcome=said["outcome"] if kind == ActivityKind.CALL else "", minutes=said["minutes"] if is_talk else None,
        )  # fmt: skip

    @property
    def at(self) -> datetime:
        """When it really happened."""
        return self.cleaned_data["happened_at"] or self.now

    def clean_happened_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["happened_at"]
        if at is not None and at > self.now + SLACK:
            raise forms.ValidationError("Det har inte hänt än. Skriv en uppgift under Att göra i stället.")
        if at is not None and at < self.now - EARLIEST:
            raise forms.ValidationError("Det är för länge sedan. Kontrollera året.")
        return at

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A call may be told by its outcome alone; the others need words."""
        said = self.cleaned_data
        is_told = said.get("text", "").strip() or (said.get("kind") == ActivityKind.CALL and said.get("outcome"))
        if "text" not in self.errors and not is_told:
            self.add_error("text", "Skriv vad som hände, eller välj hur samtalet gick.")
        return said

    @classmethod
    def filled(cls, activity: Activity) -> dict[str, object]:
        """What stands in the form when an event is corrected."""
        names = ("kind", "text", "direction", "outcome", "minutes")
        return {name: getattr(activity, name) for name in names} | {"happened_at": activity.at}


class LeadActivityForm(ActivityForm):
    """The same of a lead, with what is done next."""

    next_step = forms.CharField(label="Nästa steg", required=False, max_length=120)
    due = forms.CharField(label="När", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Read when the step is done."""
        said = super().clean()
        self.due_at: datetime | None = None
        if said.get("next_step", "").strip() or said.get("due", "").strip():
            try:
                self.due_at = when.parse(said.get("due", ""), self.now)
            except ValueError as refusal:
                self.add_error("due", str(refusal))
        return said

    @property
    def step(self) -> str:
        """What is done next; to call when only a time was said."""
        return self.cleaned_data["next_step"].strip() or "Ring"


def _direction(kind: ActivityKind, said: str) -> Direction:
    if kind == ActivityKind.NOTE:
        return Direction.NONE
    return Direction(said) if said in _DIRECTIONS else Direction.OUT
