"""Reading what is asked about who can take a job, and which suggestion is booked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from perforia.base.filters import FilterForm, choice, day
from scheduling.models import Job, Resource
from scheduling.rules.worktime import at_local, local_date, to_local
from scheduling.states import ResourceKind

USUAL_DAYS, EIGHT = 14, time(8)
LENGTHS = [("1", "Bara den dagen"), ("3", "3 dagar"), ("7", "En vecka"), ("14", "Två veckor"), ("28", "Fyra veckor")]


class AskForm(FilterForm):
    """Which days are looked at, and whom one asks about in particular."""

    fran = day("Från och med")
    dagar = choice("Så långt fram", [("", "Som uppdraget säger"), *LENGTHS])
    person = choice("Fråga om en viss person")
    klockan = forms.TimeField(
        label="Klockan", required=False, widget=forms.TimeInput({"type": "time", "class": "form-control"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        rows = Resource.objects.filter(kind=ResourceKind.PERSON, active_until=None).order_by("name", "pk")
        self.offer("person", [("", "Ingen särskild"), *((str(row.pk), row.name) for row in rows)])

    def days(self, job: Job, *, today: date) -> list[date]:
        """The days to look at: those asked for, else the day that is wished for, else two weeks from now."""
        wished = local_date(job.starts_at) if job.starts_at else job.wanted_on
        first = max(self.day("fran") or (job.wanted_on if job.starts_at is None else None) or today, today)
        usual = 1 if wished and job.starts_at is None and not self.day("fran") and wished >= today else USUAL_DAYS
        return [first + timedelta(days=number) for number in range(int(self.asked("dagar") or usual))]

    def clock(self, job: Job, *, otherwise: datetime | None) -> time:
        """The time of day that a named person is asked about: what was asked, the job's own, else of a suggestion."""
        self.is_valid()
        asked: time | None = self.cleaned_data.get("klockan")
        known = job.starts_at or otherwise
        return asked or (to_local(known).time() if known else EIGHT)

    def moment(self, job: Job, *, otherwise: datetime | None, today: date) -> datetime:
        """The moment that a named person is asked about."""
        known = job.starts_at or otherwise
        on = self.day("fran") or (local_date(known) if known else None) or job.wanted_on or today
        return at_local(max(on, today), self.clock(job, otherwise=otherwise))

    def _in_words(self, name: str, value: object) -> str:
        return f"{value:%H:%M}" if isinstance(value, time) else super()._in_words(name, value)  # type: ignore[arg-type]


class BookForm(forms.Form):
    """A suggestion as its button posts it: when, by whom, in what, and the version of the job it was made for."""

    start = forms.DateTimeField()
    crew = forms.CharField(max_length=200)
    version = forms.IntegerField()

    def clean_crew(self) -> Sequence[Resource]:
        """The people and vehicles, each still there."""
        keys = str(self.cleaned_data["crew"]).split(",")
        if not all(key.isascii() and key.isdecimal() and len(key) < 12 for key in keys):  # noqa: PLR2004 -- of a key
            raise forms.ValidationError("Förslaget går inte att läsa.")
        found = list(Resource.objects.filter(pk__in=[int(key) for key in keys]).order_by("pk"))
        if len(found) != len(set(keys)):
            raise forms.ValidationError("Någon i förslaget finns inte kvar.")
        return found

    def clean_start(self) -> datetime:
        """The moment with its zone."""
        start: datetime = self.cleaned_data["start"]
        return start if timezone.is_aware(start) else timezone.make_aware(start)
