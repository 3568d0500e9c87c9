"""What a planner looks through before the crews leave: everything of a day that somebody should mend, with where.

The checks are those of dispatch boards: crews, clashes, vehicles, absence, addresses and ways in, customers who cannot
be called, changes nobody has been told of, licences that run out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from crm.models import Contact
from crm.states import Service
from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Absence, EmployeeSkill, Job, Resource
from scheduling.queries import tray
from scheduling.queries.day_page import changed_jobs
from scheduling.queries.facts import called
from scheduling.queries.findings import findings_of
from scheduling.rules.expiry import SOON, expiry_of
from scheduling.rules.facts import Finding, Span
from scheduling.rules.words import clock, joined
from scheduling.rules.worktime import day_span
from scheduling.states import AbsenceState, Code, ResourceKind, Severity, Skill

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Mend:
    """Where something is mended: the name of a page, what it is about, and what the link says."""

    page: str
    about: object
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to mend, in a sentence; `is_grave` is in the way of the day."""

    sentence: str
    mend: Mend
    advice: str = ""
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked through, with what was found; `well` is what is said when nothing was."""

    key: str
    title: str
    well: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Morning:
    """The whole of it. `jobs` are those planned on the day; `away` who is not there, which needs no mending."""

    checks: Sequence[Check]
    jobs: int
    away: Sequence[str]

    @property
    def count(self) -> int:
        return sum(len(check.lines) for check in self.checks)


# Which findings of the plan belong to which check, in the order of the page; what stands in none is about time.
CHECKS: tuple[tuple[str, str, str, frozenset[Code]], ...] = (
    ("krockar", "Krockar", "Ingen är dubbelbokad.", frozenset({Code.OVERLAP})),
    ("bemanning", "Bemanning", "Alla uppdrag har folk.", frozenset({Code.CREW, Code.BLOCKED})),
    ("fordon", "Fordon och behörighet", "Fordonen räcker och någon får köra dem.",
     frozenset({Code.VEHICLE, Code.LICENCE, Code.SKILL})),
    ("franvaro", "Frånvaro", "Ingen som är borta står på ett uppdrag.", frozenset({Code.ABSENCE})),
    ("adresser", "Adresser och tillträde", "Adresserna är bekräftade och laget kommer in.", frozenset({Code.ADDRESS})),
    ("kunder", "Kunder som inte går att nå", "Alla kunder har ett telefonnummer.", frozenset()),
    ("tider", "Tider, vila och restid", "Tiderna håller.", frozenset()),
    ("opublicerat", "Ändringar som ingen vet om", "Alla vet vad som gäller.", frozenset()),
    ("gar-ut", "Körkort och kompetenser som går ut", "Inget går ut de närmaste 30 dagarna.", frozenset()),
)  # fmt: skip
PAGES = {
    "krockar": ("scheduling:plan_job", "Planera om"), "bemanning": ("scheduling:who_can", "Vem kan?"),
    "fordon": ("scheduling:plan_job", "Planera om"), "franvaro": ("scheduling:who_can", "Vem kan?"),
    "adresser": ("scheduling:job", "Till uppdraget"), "tider": ("scheduling:plan_job", "Planera om"),
}  # fmt: skip


def morning_of(day: date, *, user: User, today: date) -> Morning:
    """Look a day through, as somebody may see it."""
    jobs = _jobs(day)
    lines: dict[str, list[Line]] = {key: [] for key, *_ in CHECKS}
    plans = user.has_permission(Permission.PLAN_SCHEDULE)
    for finding in findings_of([day]):
        key = next((key for key, _, _, codes in CHECKS if finding.code in codes), "tider")
        lines[key].append(_line_of(finding, key, day, plans=plans))
    lines["bemanning"] += _waiting(day, user, plans=plans)
    lines["fordon"] += [_without_vehicle(job, plans=plans) for job in jobs if _lacks_vehicle(job)]
    lines["franvaro"] += _asked_absences(day, user)
    lines["adresser"] += _closed_doors(jobs, user)
    lines["kunder"] += _silent_customers(jobs)
    lines["opublicerat"] += _untold(day, jobs, plans=plans)
    lines["gar-ut"] += _expiring(day, today)
    checks = [Check(key, title, well, lines[key]) for key, title, well, _ in CHECKS]
    return Morning(checks, len(jobs), _away(day))


def _jobs(day: date) -> list[Job]:
    span = day_span(day)
    reached = Contact.objects.filter(customer=OuterRef("customer")).exclude(phone="")
    rows = Job.objects.open().filter(starts_at__gte=span.start, starts_at__lt=span.end)
    rows = rows.annotate(has_contact=Exists(reached)).select_related("customer")
    return list(rows.prefetch_related("stops__place", "assignments__resource").order_by("starts_at", "pk"))


def _line_of(finding: Finding, key: str, day: date, *, plans: bool) -> Line:
    page, words = PAGES[key]
    about: object = finding.move_job or (finding.job_ids[-1] if finding.job_ids else None)
    if about is None:
        page, about, words = "scheduling:day_of", day, "Till dagen"
    elif not plans:
        page, words = "scheduling:job", "Till uppdraget"
    return Line(finding.sentence, Mend(page, about, words), finding.advice, finding.severity == Severity.HARD)


def _waiting(day: date, user: User, *, plans: bool) -> Iterable[Line]:
    """Jobs of the day, or of days past, that nobody is on; too few people is a finding of the plan already."""
    for each in tray.unassigned(day, day, user=user):
        if each.day is None or each.missing < each.job.people:
            continue
        when = clock(each.job.starts_at) if each.job.starts_at and each.day == day else "utan tid"
        late = "" if each.day == day else f", skulle ha gjorts {each.day.day}/{each.day.month}"
        page, words = ("scheduling:who_can", "Vem kan?") if plans else ("scheduling:job", "Till uppdraget")
        sentence = f"Ingen står på {each.job.title} hos {each.who or 'okänd kund'} ({when}{late})."
        yield Line(sentence, Mend(page, each.job.pk, words), is_grave=True)


def _lacks_vehicle(job: Job) -> bool:
    """A move that somebody is on with nothing to drive; one that says how large a vehicle it needs is a finding."""
    kinds = {row.resource.kind for row in job.assignments.all()}
    is_staffed = ResourceKind.PERSON in kinds
    return job.kind == Service.MOVING and job.volume is None and is_staffed and ResourceKind.VEHICLE not in kinds


def _without_vehicle(job: Job, *, plans: bool) -> Line:
    page, words = ("scheduling:plan_job", "Välj fordon") if plans else ("scheduling:job", "Till uppdraget")
    return Line(f"{_who(job)} har inget fordon till flytten.", Mend(page, job.pk, words))


def _asked_absences(day: date, user: User) -> Iterable[Line]:
    span = day_span(day)
    rows = Absence.objects.visible_to(user).waiting().filter(starts_at__lt=span.end, ends_at__gt=span.start)
    for absence in rows.select_related("resource").order_by("starts_at", "pk"):
        sentence = f"{absence.resource.name} vill vara borta den här dagen och har inte fått svar."
        yield Line(sentence, Mend("scheduling:absences", None, "Svara"))


def _closed_doors(jobs: Sequence[Job], user: User) -> Iterable[Line]:
    """Flats in a house with a common door, for which nobody has written down how to get in."""
    sees = user.has_permission(Permission.SEE_PROTECTED)
    for job in jobs:
        for stop in job.stops.all():
            place = stop.place
            if place is None or place.door_code or place.conditions or not (place.apartment or (place.floor or 0) > 0):
                continue
            is_hidden = job.customer is not None and job.customer.is_protected and not sees
            where = "" if is_hidden else f", {stop.address}"
            yield Line(f"Portkod eller tillträde saknas ({_who(job)}{where}).", _of_customer(job, "Skriv in"))


def _silent_customers(jobs: Sequence[Job]) -> Iterable[Line]:
    seen = set()
    for job in jobs:
        customer = job.customer
        has_contact: bool = job.has_contact  # type: ignore[attr-defined]  # looked up in _jobs
        if customer is None or customer.phone or has_contact or customer.pk in seen:
            continue
        seen.add(customer.pk)
        yield Line(f"{_who(job)} har inget telefonnummer.", _of_customer(job, "Skriv in"))


def _of_customer(job: Job, words: str) -> Mend:
    if job.customer_id is None:
        return Mend("scheduling:job", job.pk, "Till uppdraget")
    return Mend("crm:customer_page", job.customer_id, words)


def _untold(day: date, jobs: Sequence[Job], *, plans: bool) -> Iterable[Line]:
    changed = changed_jobs(day)
    if not changed:
        return
    named = [f"{job.number} {_who(job)}" for job in jobs if job.pk in changed]
    told = joined([*named[:MOST_NAMED], *([f"{len(named) - MOST_NAMED} till"] if len(named) > MOST_NAMED else [])])
    count = "1 uppdrag är inte publicerat" if len(changed) == 1 else f"{len(changed)} uppdrag är inte publicerade"
    page, words = ("scheduling:publish_day", "Publicera") if plans else ("scheduling:day_of", "Till dagen")
    yield Line(f"{count} som de står{f': {told}' if told else ''}.", Mend(page, day, words), is_grave=True)


def _expiring(day: date, today: date) -> Iterable[Line]:
    rows = EmployeeSkill.objects.filter(valid_until__lte=day + timedelta(days=SOON)).filter(
        employee__resource__in=Resource.objects.on(day)
    )
    told = rows.order_by("valid_until", "pk").values_list(
        "employee__resource_id", "employee__resource__name", "skill", "valid_until"
    )
    for resource, name, skill, until in told:
        words = expiry_of(until, today).words
        yield Line(f"{name}: {Skill(skill).label} {words}.", Mend("scheduling:employee", resource, "Till personen"),
                   is_grave=until is not None and until < day)  # fmt: skip


def _away(day: date) -> list[str]:
    """Who is away on the day; why is nobody's business here."""
    span = day_span(day)
    rows = Absence.objects.filter(state=AbsenceState.APPROVED, starts_at__lt=span.end, ends_at__gt=span.start)
    told = rows.order_by("resource__name", "starts_at").values_list(
        "resource__name", "starts_at", "ends_at", "is_whole_days"
    )
    return list(dict.fromkeys(
        name if is_whole else f"{name} ({_part(Span(starts_at, ends_at), span)})"
        for name, starts_at, ends_at, is_whole in told
    ))  # fmt: skip


def _part(away: Span, whole: Span) -> str:
    """`från 14:00`, `till 12:00`, `10:00–12:00` of a day."""
    if away.start <= whole.start:
        return f"till {clock(away.end)}" if away.end < whole.end else "hela dagen"
    return f"från {clock(away.start)}" if away.end >= whole.end else f"{clock(away.start)}–{clock(away.end)}"


def _who(job: Job) -> str:
    customer = job.customer
    who = called(customer.name, customer.kind, customer.is_protected) if customer else ""
    return (who[:1].upper() + who[1:]) or job.title
