"""Whether the crew of a job is the one it needs: number, skills, licence, vehicle, promises, address. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from scheduling.rules.facts import Finding, Need, Span, Worker
from scheduling.rules.words import day_of, joined, period
from scheduling.rules.worktime import local_date
from scheduling.states import LICENCES, Code, Severity, Skill


def of_need(need: Need, crew: Sequence[Worker]) -> list[Finding]:
    """What is wrong with the crew of a planned job; nothing for one that nobody is on yet."""
    if need.span is None or not crew:
        return []
    day = local_date(need.span.start)
    people = [worker for worker in crew if worker.is_person]
    return [
        *_number(need, people), *_skills(need, people, day), *_vehicles(need, crew, people, day),
        *_promises(need, people), *unconfirmed(need),
    ]  # fmt: skip


def has_skill(worker: Worker, skill: str, day: date) -> bool:
    """Whether somebody can and may on a day; a heavier licence holds the lighter."""
    names = LICENCES[Skill(skill)] if skill in LICENCES else (skill,)
    return any(name in worker.skills and _is_valid(worker.skills[name], day) for name in names)


def missing_skills(needed: Sequence[str], people: Sequence[Worker], day: date) -> list[str]:
    """The skills that too few have, each once; one who has several counts for all of them."""
    wanted = Counter(needed)
    return [skill for skill in wanted if sum(has_skill(each, skill, day) for each in people) < wanted[skill]]


def is_large_enough(need: Need, vehicles: Iterable[Worker]) -> bool:
    """Whether the vehicles hold together what the job needs."""
    return need.volume is None or sum(each.volume or 0 for each in vehicles) >= need.volume


def _is_valid(until: date | None, day: date) -> bool:
    return until is None or day <= until


def _number(need: Need, people: Sequence[Worker]) -> Iterable[Finding]:
    if people and len(people) < need.people:
        sentence = f"{need.who} behöver {need.people} personer, men {len(people)} är planerad{'e' * (len(people) > 1)}."
        yield Finding(Code.CREW, Severity.WARN, sentence, None, (need.job_id,), need.span)


def _skills(need: Need, people: Sequence[Worker], day: date) -> Iterable[Finding]:
    for skill in missing_skills(need.skills, people, day) if people else []:
        word, expired = str(Skill(skill).label), [each for each in people if skill in each.skills]
        code = Code.LICENCE if skill in LICENCES else Code.SKILL
        if expired and not has_skill(expired[0], skill, day) and (until := expired[0].skills[skill]):
            sentence = f"{expired[0].called}: {word} gick ut {day_of(until)} och behövs hos {need.who}."
        else:
            sentence = f"Ingen i laget hos {need.who} har {word}." if need.skills.count(skill) == 1 else (
                f"{need.who} behöver {need.skills.count(skill)} med {word}."
            )  # fmt: skip
        yield Finding(code, Severity.BAD, sentence, expired[0].id if expired else None, (need.job_id,), need.span)


def _vehicles(need: Need, crew: Sequence[Worker], people: Sequence[Worker], day: date) -> Iterable[Finding]:
    vehicles = [worker for worker in crew if worker.licence]
    if need.volume is not None and not is_large_enough(need, vehicles):
        told = joined([f"{each.name} ({_volume(each.volume)} m³)" for each in vehicles]) or "inget fordon"
        sentence = f"{need.who} behöver {_volume(need.volume)} m³, men {told} är planerat."
        yield Finding(Code.VEHICLE, Severity.BAD, sentence, None, (need.job_id,), need.span)
    for vehicle in vehicles if people else []:
        if not any(has_skill(each, vehicle.licence, day) for each in people):
            sentence = f"Ingen i laget hos {need.who} får köra {vehicle.name}: det kräver {_licence(vehicle.licence)}."
            yield Finding(Code.LICENCE, Severity.BAD, sentence, vehicle.id, (need.job_id,), need.span)


def _promises(need: Need, people: Sequence[Worker]) -> Iterable[Finding]:
    if need.span is not None and need.window is not None and not _keeps(need.window, need.span):
        sentence = f"{need.who} är lovad {period(need.window)}, men planen säger {period(need.span)}."
        yield Finding(Code.WINDOW, Severity.WARN, sentence, None, (need.job_id,), need.span)
    for person in people:
        if person.id in need.blocked:
            sentence = f"{person.called} ska inte arbeta hos {need.who}."
            yield Finding(Code.BLOCKED, Severity.BAD, sentence, person.id, (need.job_id,), need.span)


def _keeps(window: Span, span: Span) -> bool:
    """A promise is about when the crew comes, not when it is done."""
    return window.start <= span.start <= window.end


def unconfirmed(need: Need) -> Iterable[Finding]:
    """That nobody has made sure of the address: in the way of publishing."""
    if not need.is_confirmed:
        sentence = f"Adressen hos {need.who} är inte bekräftad."
        yield Finding(
            Code.ADDRESS, Severity.HARD, sentence, None, (need.job_id,), need.span,
            "Bekräfta adressen innan uppdraget publiceras.",
        )  # fmt: skip


def _volume(volume: object) -> str:
    return f"{volume or 0}".removesuffix(".0").replace(".", ",")


def _licence(code: str) -> str:
    label = str(Skill(code).label)
    return label[0].lower() + label[1:]
