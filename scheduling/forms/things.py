"""Checking what the office writes about vehicles, equipment and teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from contracts.forms.offer_fields import NumberField
from scheduling.forms.days import near_day
from scheduling.models import Equipment, Resource, Team, TeamMember, Vehicle
from scheduling.queries.stop_addresses import check
from scheduling.states import VEHICLE_LICENCES, ResourceKind, Skill, StaffGroup

LARGEST, MOST_SEATS = 200, 9
_TICKS = {"class": "form-check-input"}
_NOTE = {"rows": 3}


class VehicleForm(forms.Form):
    """Something to drive."""

    name = forms.CharField(
        label="Namn", max_length=60, help_text="Som ni säger, till exempel Bil 1.",
        error_messages={"required": "Skriv ett namn."},
    )  # fmt: skip
    registration = forms.CharField(
        label="Registreringsnummer", max_length=12, error_messages={"required": "Skriv registreringsnumret."}
    )
    volume = NumberField("Lastvolym, m³", most=LARGEST, wrong=f"Skriv kubikmeter, 0 till {LARGEST}, till exempel 18.")
    licence = forms.ChoiceField(label="Kräver körkort", choices=VEHICLE_LICENCES, initial=Skill.LICENCE_B)
    seats = forms.IntegerField(
        label="Säten", min_value=1, max_value=MOST_SEATS, initial=3,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Skriv antal säten, 1 till {MOST_SEATS}."
        ),
    )  # fmt: skip
    address = forms.CharField(
        label="Står på", max_length=160, required=False, help_text="Gata och ort där bilen hämtas på morgonen."
    )
    note = forms.CharField(label="Anteckning", max_length=2000, required=False, widget=forms.Textarea(attrs=_NOTE))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, vehicle: Vehicle | None = None, seen: str = "") -> None:
        known: dict[str, Any] = {}
        if vehicle is not None:
            names = ("registration", "volume", "licence", "seats", "address", "note")
            known = {"name": vehicle.resource.name} | {name: getattr(vehicle, name) for name in names}
        super().__init__(data, initial=known | {"seen": seen})
        self._vehicle = vehicle

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What VehicleDetails takes; the place is kept while the address is, and else looked up in the own register."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        told["latitude"], told["longitude"] = self._point(told["address"])
        return told | {"licence": Skill(told["licence"])}

    def _point(self, address: str) -> tuple[float | None, float | None]:
        known = self._vehicle
        if known is not None and known.latitude is not None and known.address == address:
            return known.latitude, known.longitude
        return (check(address, "", "").point if address else None) or (None, None)


class EquipmentForm(forms.Form):
    """A thing that is in one place at a time."""

    name = forms.CharField(label="Namn", max_length=60, error_messages={"required": "Skriv ett namn."})
    serial = forms.CharField(label="Märkning", max_length=40, required=False)
    note = forms.CharField(label="Anteckning", max_length=2000, required=False, widget=forms.Textarea(attrs=_NOTE))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, thing: Equipment | None = None, seen: str = "") -> None:
        known = {"name": thing.resource.name, "serial": thing.serial, "note": thing.note} if thing else {}
        super().__init__(data, initial=known | {"seen": seen})

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What EquipmentDetails takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


@dataclass(frozen=True)
class MemberRow:
    """One who can belong to a team: the tick and the days of it."""

    resource: Resource
    is_in: forms.BoundField
    valid_from: forms.BoundField
    valid_until: forms.BoundField


class TeamForm(forms.Form):
    """A team, with a tick for each who belongs to it."""

    name = forms.CharField(
        label="Namn", max_length=60, help_text="Till exempel Flytt 1.", error_messages={"required": "Skriv ett namn."}
    )
    group = forms.ChoiceField(label="Grupp", choices=StaffGroup.choices)
    lead = forms.ChoiceField(
        label="Arbetsledare", required=False, help_text="En av dem som är med. Laget ser vem det är på Min dag.",
        error_messages={"invalid_choice": "Den personen finns inte längre. Välj någon annan."},
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None, *, candidates: Sequence[Resource], team: Team | None = None,
        members: Sequence[TeamMember] = (),
    ) -> None:  # Any: what a request holds  # fmt: skip
        self._lead = next((member.resource for member in members if member.is_lead), None)
        known_of = {"lead": str(self._lead.pk) if self._lead else ""}
        super().__init__(data, initial=known_of | ({"name": team.name, "group": team.group} if team else {}))
        self._candidates = {row.pk: row for row in candidates}
        people = [(str(pk), row.name) for pk, row in self._candidates.items() if row.kind == ResourceKind.PERSON]
        self.fields["lead"].choices = [("", "Ingen"), *people]  # type: ignore[attr-defined]
        known = {member.resource_id: member for member in members}
        for pk, row in self._candidates.items():
            member = known.get(pk)
            self.fields[f"in_{pk}"] = forms.BooleanField(
                label=row.name, required=False, initial=member is not None, widget=forms.CheckboxInput(attrs=_TICKS)
            )
            for word, label in (("from", "från"), ("until", "till och med")):
                field = near_day(f"{row.name}, {label}")
                field.initial = getattr(member, f"valid_{word}") if member else None
                self.fields[f"{word}_{pk}"] = field

    def rows(self) -> list[tuple[str, list[MemberRow]]]:
        """Those who can belong to it, people before things."""
        made = [
            MemberRow(row, self[f"in_{pk}"], self[f"from_{pk}"], self[f"until_{pk}"])
            for pk, row in self._candidates.items()
        ]
        kinds = [(str(kind.label), [row for row in made if row.resource.kind == kind]) for kind in ResourceKind]
        return [(label, rows) for label, rows in kinds if rows]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Days in order, and only of those who belong to it; who leads it is one of them."""
        told = self.cleaned_data
        lead = self._candidates.get(int(told.get("lead") or 0))
        if lead is not None and lead != self._lead and not told.get(f"in_{lead.pk}"):
            self.add_error("lead", f"Kryssa i {lead.name}, eller välj någon annan.")
        for pk, row in self._candidates.items():
            first, last = told.get(f"from_{pk}"), told.get(f"until_{pk}")
            if first and last and last < first:
                self.add_error(f"until_{pk}", "Sista dagen är före första.")
            elif (first or last) and not told.get(f"in_{pk}"):
                self.add_error(f"in_{pk}", f"Kryssa i {row.name}, eller ta bort dagarna.")
        return told

    @property
    def chosen(self) -> list[tuple[Resource, date | None, date | None, bool]]:
        """Those who belong to it, from and until when, and whether they lead it."""
        told = self.cleaned_data
        return [
            (row, told[f"from_{pk}"], told[f"until_{pk}"], told["lead"] == str(pk))
            for pk, row in self._candidates.items()
            if told[f"in_{pk}"]
        ]  # fmt: skip

    @property
    def lost_lead(self) -> Resource | None:
        """Who led it, and is chosen still, but belongs to it no longer."""
        lead = self._lead
        is_chosen = lead is not None and self.cleaned_data["lead"] == str(lead.pk)
        return lead if lead is not None and is_chosen and not self.cleaned_data[f"in_{lead.pk}"] else None
