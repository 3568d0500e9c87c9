"""Proposals for a day as pages show them: each difference as it was and as it would be, and those of the same day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.models import DayProposal, ProposedJob, Resource
from scheduling.rules.facts import Span
from scheduling.rules.words import joined, period
from scheduling.states import ResourceKind

Data = Mapping[str, object]  # a plan as it is kept
SHOWN = 10
ALONE = "Otilldelat"


@dataclass(frozen=True, slots=True)
class Difference:
    """One job of a proposal. What is stale has changed since the proposal was made, and can no longer be taken."""

    row: ProposedJob
    what: str
    before: str
    after: str
    is_stale: bool

    @property
    def is_taken(self) -> bool:
        return self.row.accepted_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it can be taken into the plan."""
        return not self.is_taken and not self.is_stale


def differences_of(proposal: DayProposal) -> list[Difference]:
    """The differences of a proposal in the order of the new times."""
    rows = list(proposal.rows.select_related("job").order_by("pk"))
    names = _names(data for row in rows for data in (row.old, row.new))
    found = [
        Difference(
            row, _what(row.old, row.new), _words(row.old, names), _words(row.new, names),
            row.accepted_at is None and row.version != row.job.version,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (str(each.row.new["starts_at"]), each.row.pk))


def proposals_of(day: date) -> list[DayProposal]:
    """The latest proposals for a day, the newest first."""
    return list(DayProposal.objects.filter(day=day).select_related("asked_by").order_by("-asked_at", "-pk")[:SHOWN])


def _names(plans: Iterable[Data]) -> dict[int, str]:
    ids = {seat[0] for data in plans for seat in _crew(data)}
    rows = Resource.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name", "kind")
    return {pk: name.split(maxsplit=1)[0] if kind == ResourceKind.PERSON else name for pk, name, kind in rows}


def _words(data: Data, names: Mapping[int, str]) -> str:
    """`08:00–10:00, Ali och Bil 1`."""
    span = _span(data)
    crew = joined([names[seat[0]] for seat in _crew(data) if seat[0] in names]) or ALONE
    return crew if span is None else f"{period(span)}, {crew[0].lower() + crew[1:] if crew == ALONE else crew}"


def _what(old: Data, new: Data) -> str:
    """What kind of difference it is, in a word or two."""
    before, after = {seat[0] for seat in _crew(old)}, {seat[0] for seat in _crew(new)}
    if not before:
        return "Får lag"
    moved = ["Ny tid"] if _span(old) != _span(new) else []
    return ", ".join([*moved, *(["Byte"] if before != after else [])]).capitalize() or "Ändrat"


def _span(data: Data) -> Span | None:
    begins, ends = data["starts_at"], data["ends_at"]
    if not isinstance(begins, str) or not isinstance(ends, str):
        return None
    return Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends))


def _crew(data: Data) -> list[list[int]]:
    crew = data["crew"]
    assert isinstance(crew, list)  # noqa: S101 -- as it was written
    return crew
