"""What is odd about a day beside its double bookings: each with its name, and what was passed over with its reason."""

from dataclasses import dataclass
from datetime import date

from scheduling.models import Override
from scheduling.queries.findings import findings_of
from scheduling.rules.facts import Finding
from scheduling.rules.worktime import day_span
from scheduling.states import Code, Severity

TONES = {Severity.HARD: "bad", Severity.BAD: "bad", Severity.WARN: "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, and why it was passed over if it was; `job_id` is the job one would change."""

    finding: Finding
    override: Override | None

    @property
    def label(self) -> str:
        return str(Code(self.finding.code).label)

    @property
    def tone(self) -> str:
        return TONES[self.finding.severity]

    @property
    def job_id(self) -> int | None:
        return self.finding.job_ids[-1] if self.finding.job_ids else None


def rows_of(day: date) -> tuple[list[Row], list[Row]]:
    """What somebody must look at, the gravest first, and what has been passed over. A fixed number of questions."""
    span = day_span(day)
    known: dict[tuple[int, str, int | None], Override] = {}
    reasons = Override.objects.filter(job__starts_at__gte=span.start, job__starts_at__lt=span.end)
    for row in reasons.select_related("by").order_by("at", "pk"):
        known[row.job_id, row.code, row.resource_id] = row
    waiting: list[Row] = []
    passed: list[Row] = []
    for finding in findings_of([day], passed_over=True):
        if finding.code == Code.OVERLAP:
            continue
        keys = [(job, str(finding.code), finding.worker_id) for job in finding.job_ids]
        override = next((known[key] for key in keys if key in known and not finding.is_hard), None)
        (passed if override else waiting).append(Row(finding, override))
    return waiting, passed
