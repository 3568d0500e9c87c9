"""The parts of Personal, as the tabs above each of its pages."""

from django.urls import reverse

from perforia.base.models import User
from scheduling.models import Absence

PARTS = (
    ("scheduling:staff", "Medarbetare"),
    ("scheduling:absences", "Frånvaro"),
    ("scheduling:availability", "Tillgänglighet"),
    ("scheduling:weekly_hours", "Arbetstid"),
    ("scheduling:vehicles", "Fordon och utrustning"),
    ("scheduling:teams", "Team"),
)


def parts_of(user: User, current: str) -> list[dict[str, object]]:
    """What stands above a page of Personal; wishes to be away that wait for an answer are counted."""
    waiting = Absence.objects.visible_to(user).waiting().count()
    return [
        {
            "label": label, "url": reverse(name), "is_current": name == current,
            "count": waiting if waiting and name == "scheduling:absences" else None,
        }
        for name, label in PARTS
    ]  # fmt: skip
