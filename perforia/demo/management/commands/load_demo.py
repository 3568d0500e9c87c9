"""`manage.py load_demo`: fill an empty installation with the demo firm and say how to log in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from perforia.base.clock import now, today
from perforia.base.models import User
from perforia.base.permissions import Role
from perforia.demo import (
    addresses,
    connections,
    contracts,
    conversions,
    customers,
    firm,
    folder,
    followups,
    leads,
    ledger,
    messages,
    offers,
    schedule,
    sources,
)
from perforia.demo.story import Story, read_waiting_texts
from rut.models import Case


class Command(BaseCommand):
    """Load what is missing; running it again changes nothing."""

    help = "Loads the demo firm where it is missing; the last line says how to log in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="only the firm and its people")
        parser.add_argument("--migrate", action="store_true", help="bring the tables up to date first")
        parser.add_argument(
            "--folder", type=Path, default=Path(settings.BASE_DIR) / "demo", help="where letters to try go"
        )

    def handle(self, **options: Any) -> None:  # Any: Django's signature
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        firm.load()
        people = {role: User.objects.get(email=email) for role, (_, email) in firm.PEOPLE.items()}
        if not options["people_only"]:
            addresses.load(at=now())
        if not options["people_only"] and not Case.objects.exists():
            invoices = ledger.load(by=people[Role.OFFICE], at=now())
            story = Story(invoices, by=people[Role.RUT_OFFICER], deputy=people[Role.OFFICE], at=now())
            story.tell()
            folder.write(options["folder"], story, today=today())
            read_waiting_texts()
        if not options["people_only"]:
            sellers = leads.Sellers(first=people[Role.OWNER], second=people[Role.OFFICE])
            leads.load(sellers=sellers, at=now())
            sources.load(by=people[Role.OWNER], at=now())
            office = customers.Office(first=people[Role.OWNER], second=people[Role.OFFICE])
            customers.load(office=office, at=now())
            followups.load(by=people[Role.OWNER], second=people[Role.OFFICE], at=now())
            messages.load(by=people[Role.OFFICE], at=now())
            offers.load(by=people[Role.OWNER], second=people[Role.OFFICE], at=now())
            connections.load(by=people[Role.OWNER], at=now())
            contracts.load(by=people[Role.OWNER], second=people[Role.OFFICE], at=now())
            conversions.load(by=people[Role.OWNER], at=now())
            schedule.load(by=people[Role.PLANNER], at=now())
        _, email = firm.PEOPLE[Role.RUT_OFFICER]
        self.stdout.write(f"Log in as {email} with password {firm.PASSWORD}")
