"""Whom the rows of a file mean: asked once for many rows, by number, personal number, phone and e-mail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from crm.models import Customer, Lead
from crm.rules.duplicates import SAME_NAME, likeness
from crm.rules.importing import Value
from crm.states import ListTarget
from perforia.base.models import User
from perforia.base.secrets import lookup_hash

Known = Lead | Customer
Values = Mapping[str, Value]
# By which fields somebody is recognised, the surest first: the field, its column, its word.
_SURE = {
    ListTarget.LEADS: (("number", "number", "nummer"),),
    ListTarget.CUSTOMERS: (
        ("number", "number", "kundnummer"), ("personal_number", "personal_number_hash", "personnummer"),
        ("organisation_number", "organisation_number", "organisationsnummer"),
    ),
}  # fmt: skip
_LIKELY = (("phone", "phone", "telefon"), ("email", "email", "e-post"))


@dataclass(frozen=True)
class Match:
    """Who a row means: `known` to be changed, or whose double the row may be, and why."""

    known: Known | None = None
    double: str = ""


class Book:
    """Those whom some rows may mean, looked up in a handful of queries."""

    def __init__(self, user: User, target: ListTarget, rows: Sequence[Values]) -> None:
        self._target = target
        self._found: dict[tuple[str, str], list[Known]] = {}
        for known in self._asked(user, rows):
            for name, column, _ in (*_SURE[target], *_LIKELY):
                if value := str(getattr(known, column)):
                    self._found.setdefault((name, value), []).append(known)

    def match(self, values: Values) -> Match:
        """Whom a row means. A number decides; a phone or an e-mail only together with much the same name."""
        for name, _, word in _SURE[self._target]:
            found = self._look(name, values)
            if len(found) == 1:
                return Match(found[0])
            if found:
                return Match(double=f"Flera har samma {word}.")
        likely = {known.pk: known for name, _, _ in _LIKELY for known in self._look(name, values)}
        same = [known for known in likely.values() if likeness(known.name, str(values.get("name", ""))) >= SAME_NAME]
        if len(same) == 1:
            return Match(same[0])
        if likely:
            first = min(likely.values(), key=lambda known: known.pk)
            return Match(double=f"Samma {self._shared(first, values)} som {first.number} {first.name}.")
        return Match()

    def _look(self, name: str, values: Values) -> list[Known]:
        value = key_of(name, values)
        return self._found.get((name, value), []) if value else []

    def _shared(self, known: Known, values: Values) -> str:
        return " och ".join(word for name, _, word in _LIKELY if known in self._look(name, values))

    def _asked(self, user: User, rows: Sequence[Values]) -> Iterable[Known]:
        keys = {
            column: {key for row in rows if (key := key_of(name, row))}
            for name, column, _ in (*_SURE[self._target], *_LIKELY)
        }
        if self._target == ListTarget.LEADS:
            numbers = [int(key[2:]) for key in keys.pop("number") if key[2:].isdecimal() and len(key) < 16]  # noqa: PLR2004 -- fits a key
            leads = Lead.objects.visible_to(user).listed().defer("search", "extra", "attribution", "field_seqs")
            return leads.filter(_any(keys) | Q(pk__in=numbers)).order_by("pk")
        return Customer.objects.visible_to(user).listed().defer("search").filter(_any(keys)).order_by("pk")


def key_of(name: str, values: Values) -> str:
    """What a value is looked up by; a personal number by its keyed hash."""
    value = str(values.get(name, ""))
    return lookup_hash(value) if name == "personal_number" and value else value


def doubles_in_file(target: ListTarget, rows: Sequence[Values]) -> dict[int, str]:
    """Rows that say the same somebody as an earlier one: place → why, with the line of the earlier."""
    first: dict[tuple[str, str], int] = {}
    found: dict[int, str] = {}
    for place, values in enumerate(rows):
        for name, _, word in (*_SURE[target], *_LIKELY):
            key = (name, key_of(name, values))
            if not key[1]:
                continue
            earlier = first.setdefault(key, place)
            if earlier != place:
                found.setdefault(place, f"Samma {word} som rad {earlier + 2} i filen.")
    return found


def _any(keys: Mapping[str, set[str]]) -> Q:
    asked = Q(pk__in=[])
    for column, values in keys.items():
        if values:
            asked |= Q(**{f"{column}__in": values})
    return asked
