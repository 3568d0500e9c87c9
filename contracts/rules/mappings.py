"""How a template's data fields are filled from what is known, and what has changed in a template. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.rules.dictionary import BY_KEY, Facts, guess, origin_of, value_of
from contracts.states import ContractKind

ID_FIELD = "arende_id"  # what a template is asked to call the field for our own id
_ID_NAMES = frozenset({ID_FIELD, "arende-id", "rende_id", "rende-id", "perforia-id", "perforia_id"})

HIDDEN = "••••"  # of a masked personal number (perforia.base.identity)
UNSENT_NUMBER = "Kryssa i ”Skicka med personnummer” hos personen, eller töm fältet."

# One data field as the service tells of it: {custom_id, name, description, placeholder}.
DataField = Mapping[str, str]
# What a data field is filled from: {"key": …} of the dictionary or {"text": …} that is always the same.
Answer = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """A way to deliver or to sign that a template offers; `needs` are the attributes a participant must have."""

    name: str
    is_preferred: bool = False
    needs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As it is kept with the template."""
        return {"name": self.name, "is_preferred": self.is_preferred, "needs": list(self.needs)}


@dataclass(frozen=True)
class ToldTemplate:
    """A template as the service tells of it now."""

    remote_id: int
    name: str
    workspace_id: int
    workspace_name: str
    template_type_id: int | None
    is_active: bool
    data_fields: Sequence[DataField]
    channels: Sequence[Option]
    sign_methods: Sequence[Option]
    second_steps: Sequence[Option]


@dataclass(frozen=True)
class MappingDetails:
    """A template as a person sets it up; `id_field` is the data field that carries our own id."""

    kind: ContractKind
    id_field: str
    is_used: bool
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """One data field of a template with what it will say, and where that comes from."""

    custom_id: str
    name: str
    value: str
    key: str = ""
    origin: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether the words are the same in every contract."""
        return not self.key and bool(self.value)


def propose(fields: Sequence[DataField]) -> dict[str, dict[str, str]]:
    """What each data field is most likely filled from, by its id and name; those that nobody can tell are left out."""
    found = {field["custom_id"]: guess(field["custom_id"], field.get("name", "")) for field in fields}
    return {custom_id: {"key": key} for custom_id, key in found.items() if key}


def propose_id_field(fields: Sequence[DataField]) -> str:
    """The data field that is for our own id; empty when the template has none that is called so."""
    return next((field["custom_id"] for field in fields if field["custom_id"].casefold() in _ID_NAMES), "")


def changes_between(old: Sequence[DataField], new: Sequence[DataField]) -> dict[str, list[str]]:
    """The custom_ids that have come and gone."""
    before, after = ({field["custom_id"] for field in fields} for fields in (old, new))
    return {"added": sorted(after - before), "removed": sorted(before - after)}


def merged_changes(seen: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Changes that nobody has looked at yet, with those that came now; what came and went again is no change."""
    added, removed = set(seen.get("added", ())), set(seen.get("removed", ()))
    came, went = set(now["added"]), set(now["removed"])
    return {
        "added": sorted((added - went) | (came - removed)),
        "removed": sorted((removed - came) | (went - added)),
    }


def without_gone(mapping: Mapping[str, Answer], fields: Sequence[DataField]) -> dict[str, dict[str, str]]:
    """The answers for data fields that still are there: an unknown custom_id would refuse the whole contract."""
    there = {field["custom_id"] for field in fields}
    return {custom_id: dict(answer) for custom_id, answer in mapping.items() if custom_id in there}


def fill(
    fields: Sequence[DataField], mapping: Mapping[str, Answer], facts: Facts, *, id_field: str = ""
) -> list[Filled]:
    """Every data field of a template with its value; the one for our own id is none of a person's business."""
    return [
        _filled(field, mapping.get(field["custom_id"], {}), facts) for field in fields if field["custom_id"] != id_field
    ]


def _filled(field: DataField, answer: Answer, facts: Facts) -> Filled:
    custom_id, name = field["custom_id"], field.get("name") or field["custom_id"]
    key = answer.get("key", "")
    if key in BY_KEY:
        return Filled(custom_id, name, value_of(key, facts), key, origin_of(key, facts))
    return Filled(custom_id, name, answer.get("text", ""), "", "Mallen" if answer.get("text") else "")


def masked_alone(values: Mapping[str, str], masked: Collection[str]) -> dict[str, list[str]]:
    """Data fields with a masked personal number that nobody of the contract lets us send, by field of ours.

    A masked number stands for the whole one, which is known of a person and is filled in when the contract is sent.
    """
    alone = [name for name, value in values.items() if HIDDEN in value and value.strip() not in masked]
    return {f"values.{name}": [UNSENT_NUMBER] for name in alone}


def without_value(rows: Sequence[Filled], mapping: Mapping[str, Answer]) -> list[Filled]:
    """Rows that ask for something of ours that is not known here."""
    return [row for row in rows if not row.value and mapping.get(row.custom_id)]
