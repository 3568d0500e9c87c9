"""`manage.py load_demo`: fill an empty installation with the demo firm and say how to log in."""

from typing import Any

from django.core.management.base import BaseCommand

from perforia.base.permissions import Role
from perforia.demo import firm


class Command(BaseCommand):
    """Load what is missing; running it again changes nothing."""

    help = "Loads the demo firm where it is missing; the last line says how to log in."

    def handle(self, **options: Any) -> None:  # Any: Django's signature  # noqa: ARG002
        firm.load()
        _, email = firm.PEOPLE[Role.RUT_OFFICER]
        self.stdout.write(f"Log in as {email} with password {firm.PASSWORD}")
