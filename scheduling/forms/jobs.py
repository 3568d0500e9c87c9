"""Checking a job as somebody writes it down: what, where, how long, by whom, for how much."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from contracts.forms.offer_fields import NumberField
from contracts.states import Pricing, RutWork
from crm.forms.fields import CustomerField
from crm.states import Service
from perforia.base.fields import KronorField, day_field
from perforia.base.models import User
from scheduling.forms.fields import LengthField
from scheduling.rules.worktime import at_local, local_date, to_local
from scheduling.states import Skill

if TYPE_CHECKING:
    from scheduling.services.jobs import JobDetails

MOST_PEOPLE, MOST_LINES, LONGEST_LINE = 30, 60, 120
LARGEST_PRICE = Decimal("9999999.99")
_TOO_LONG = {"max_length": "Korta texten till högst %(limit_value)d tecken."}
_PEOPLE = f"Skriv hur många, 1 till {MOST_PEOPLE}."
_HOURS = "Skriv timmar, till exempel 21 eller 1,5."


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Skriv ett klockslag, till exempel 08:00."},
    )  # fmt: skip


class WorkForm(forms.Form):
    """What is said of a piece of work, once for a job and once for the series that makes jobs."""

    title = forms.CharField(
        label="Vad ska göras?", max_length=120, error_messages={"required": "Skriv vad som ska göras.", **_TOO_LONG}
    )
    kind = forms.ChoiceField(label="Tjänst", choices=Service.choices)
    minutes = LengthField("Tid hos kunden", wanted="Skriv hur lång tid det tar.", hint="Timmar: 4, 2,5 eller 3:45.")
    break_minutes = LengthField("Varav rast", required=False, hint="Till exempel 30 min.")
    people = forms.IntegerField(
        label="Personer", min_value=1, max_value=MOST_PEOPLE, initial=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _PEOPLE),
    )  # fmt: skip
    volume = NumberField("Fordon minst, m³", most=999, wrong="Skriv kubikmeter, till exempel 18.")
    skills = forms.MultipleChoiceField(
        label="Kompetenser", choices=Skill.choices, required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"invalid_choice": "Välj bland kompetenserna i listan."},
    )  # fmt: skip
    is_anytime = forms.BooleanField(
        label="Valfri tid under dagen", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    pricing = forms.ChoiceField(label="Prissättning", choices=Pricing.choices)
    price = KronorField("Pris med moms, kronor", most=LARGEST_PRICE)
    checklist = forms.CharField(
        label="Checklista", required=False, max_length=8000, error_messages=_TOO_LONG,
        help_text="En rad för varje sak som laget bockar av.", widget=forms.Textarea({"rows": "7"}),
    )  # fmt: skip
    notes = forms.CharField(
        label="Till laget", required=False, max_length=4000, error_messages=_TOO_LONG,
        help_text="Visas i telefonen. Skriv inga koder här.", widget=forms.Textarea({"rows": "3"}),
    )  # fmt: skip
    office_note = forms.CharField(
        label="Till kontoret", required=False, max_length=4000, error_messages=_TOO_LONG,
        help_text="Laget ser den inte.", widget=forms.Textarea({"rows": "3"}),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, today: date, known_skills: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known_skills
        self.fields["customer"] = CustomerField(user=user, today=today, required="Välj en kund.", is_reached=True)
        self.fields["customer"].required = False
        for work in RutWork:
            self.fields[f"hours_{work.value}"] = NumberField(f"{work.label}, timmar", most=999, wrong=_HOURS)

    def clean_checklist(self) -> list[str]:
        """The lines, without empty ones."""
        lines = [line.strip() for line in str(self.cleaned_data["checklist"]).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"Högst {MOST_LINES} rader. Slå ihop några.")
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"En rad är längre än {LONGEST_LINE} tecken. Korta den.")
        return lines

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A break is part of the work."""
        told = self.cleaned_data
        minutes, pause = told.get("minutes"), told.get("break_minutes")
        if minutes is not None and minutes < 15:  # noqa: PLR2004 -- as the table says
            self.add_error("minutes", "Ett uppdrag tar minst 15 minuter.")
        elif minutes is not None and pause is not None and pause >= minutes:
            self.add_error("break_minutes", "Rasten ska vara kortare än uppdraget.")
        return told

    def customer_of_post(self) -> Any:  # Any: the customer, as the field found it
        """The customer as it was typed, also in a form that is wrong elsewhere; None when nobody is meant."""
        try:
            return self.fields["customer"].clean(self.data.get(self.add_prefix("customer"), ""))
        except forms.ValidationError:
            return None

    def rut_hours(self) -> dict[RutWork, Decimal]:
        """The hours of each kind of RUT work that were written."""
        told = ((work, self.cleaned_data.get(f"hours_{work.value}")) for work in RutWork)
        return {work: hours for work, hours in told if hours}

    def work(self) -> dict[str, Any]:  # Any: of every field
        """What JobDetails takes of the work itself."""
        told = self.cleaned_data
        names = ("title", "minutes", "people", "volume", "price", "notes", "office_note", "is_anytime", "checklist")
        return {name: told[name] for name in names} | {
            "kind": Service(told["kind"]), "break_minutes": told["break_minutes"] or 0,
            "pricing": Pricing(told["pricing"]), "customer": told.get("customer"), "hours": self.rut_hours(),
            "skills": self._skills(),
        }  # fmt: skip

    def _skills(self) -> list[Skill]:
        """Those that are marked; one that several must have keeps its number."""
        return [
            Skill(name) for name in self.cleaned_data["skills"] for _ in range(max(self._known.count(name), 1))
        ]  # fmt: skip


class JobForm(WorkForm):
    """One occasion: the work, the day it is wanted on and what was promised."""

    wanted_on = day_field("Önskad dag")
    starts = _clock("Börjar klockan")
    window_from = _clock("Lovat tidigast")
    window_until = _clock("Lovat senast")

    field_order = ("customer", "title", "kind")

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["starts"]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A promised time and a beginning are of a day."""
        told = super().clean()
        first, last = told.get("window_from"), told.get("window_until")
        if bool(first) != bool(last):
            self.add_error("window_until" if first else "window_from", "Skriv både tidigast och senast.")
        elif first and last and last <= first:
            self.add_error("window_until", "Den lovade tiden slutar innan den börjar.")
        if (first or told.get("starts")) and not told.get("wanted_on") and "wanted_on" not in self.errors:
            self.add_error("wanted_on", "Välj dagen som klockslagen gäller.")
        if first and told.get("is_anytime"):
            self.add_error("is_anytime", "Välj antingen valfri tid eller en lovad tid.")
        return told

    def starts_at(self) -> datetime | None:
        """When it begins, of a job that has a time already."""
        told = self.cleaned_data
        return at_local(told["wanted_on"], told["starts"]) if told.get("starts") else None

    def details(self) -> dict[str, Any]:  # Any: of every field
        """What JobDetails takes, but for stops, contract and offer."""
        told = self.cleaned_data
        day, first, last = told["wanted_on"], told["window_from"], told["window_until"]
        return self.work() | {
            "wanted_on": day, "window_from": at_local(day, first) if first else None,
            "window_until": at_local(day, last) if last else None,
        }  # fmt: skip


def initial_of(details: "JobDetails") -> dict[str, object]:
    """What the form begins with for a job that is known in part or in whole."""
    window_day = local_date(details.window_from) if details.window_from else None
    return initial_of_work(details) | {
        "wanted_on": window_day or details.wanted_on,
        "window_from": _local_clock(details.window_from), "window_until": _local_clock(details.window_until),
    }  # fmt: skip


def initial_of_work(details: "JobDetails") -> dict[str, object]:
    """What is known of the work itself."""
    told: Mapping[str, object] = {
        name: getattr(details, name)
        for name in ("title", "minutes", "people", "volume", "price", "notes", "office_note", "is_anytime")
    }
    customer = details.customer
    return dict(told) | {
        "kind": str(details.kind), "pricing": str(details.pricing), "skills": sorted({str(s) for s in details.skills}),
        "break_minutes": details.break_minutes or None, "checklist": "\n".join(details.checklist),
        "customer": f"{customer.number} {customer.name}" if customer else "",
        **{f"hours_{work.value}": hours for work, hours in details.hours.items()},
    }  # fmt: skip


def _local_clock(at: datetime | None) -> object:
    return to_local(at).time() if at else None
