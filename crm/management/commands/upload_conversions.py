"""`manage.py upload_conversions`: the nightly run by hand, or only what it would send."""

import time
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm.models import ConversionRun
from crm.queries.conversion_lists import preview
from crm.services import conversions_polling, conversions_runs
from crm.tasks import poll_conversions, work_on_conversions
from perforia.base.clock import now
from perforia.base.errors import DomainError


class Command(BaseCommand):
    """Empty the outbox now, and ask about what was sent before; running it twice sends nothing twice."""

    help = "Reports what is due to Google Ads, and asks what became of what was sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be sent; nothing leaves")
        parser.add_argument("--since", type=date.fromisoformat, help="only what happened from this day on (2026-11-01)")

    def handle(self, **options: Any) -> None:  # Any: Django's signature
        since = _midnight(options["since"]) if options["since"] else None
        if options["dry_run"]:
            self._tell(since)
            return
        try:
            run = conversions_runs.begin(by=None, at=now(), since=since)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        run = run or ConversionRun.objects.filter(finished_at=None).first()
        if run is not None:
            self._work(run)
        for due in conversions_polling.due_requests(now()):
            poll_conversions(**due)

    def _work(self, run: ConversionRun) -> None:
        """Work on a run until it is finished, whoever finishes it."""
        while True:
            work_on_conversions(run_id=run.pk)
            run = ConversionRun.objects.get(pk=run.pk)
            if run.finished_at is not None:
                break
            if run.claimed_at is not None:
                self.stdout.write("Another worker has the run; waiting for it.")
                time.sleep(5)
        self.stdout.write(f"{run.counts or 'nothing to send'} {run.problem}".strip())

    def _tell(self, since: datetime | None) -> None:
        """A line per row that is due, by numbers only."""
        count = 0
        for row in preview(at=now(), since=since):
            count += not row.why_not
            said = row.why_not or f"{row.value if row.value is not None else '-'} kr, {', '.join(row.known_by)}"
            self.stdout.write(f"{row.lead} {row.action}: {said}")
        self.stdout.write(f"{count} would be sent.")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 -- made aware here
