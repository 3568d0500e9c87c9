"""The demo firm and the people who work there, one for each role."""

from perforia.base.models import User
from perforia.base.permissions import Role
from perforia.base.services import describe_firm

PASSWORD = "flytta-och-stada"  # noqa: S105 -- printed at every start, for the demo on one's own machine only
PEOPLE: dict[Role, tuple[str, str]] = {
    Role.OWNER: ("Maja Mallgren", "maja@exempel.test"),
    Role.OFFICE: ("Kim Utkastsson", "kim@exempel.test"),
    Role.PLANNER: ("Ali Demoström", "ali@exempel.test"),
    Role.RUT_OFFICER: ("Rut Testberg", "rut@exempel.test"),
    Role.STAFF: ("Elin Låtsasberg", "elin@exempel.test"),
    Role.READER: ("Nils Fingerad", "nils@exempel.test"),
}


def load() -> None:
    """Make the firm and its people where they do not exist yet. Idempotent."""
    describe_firm(
        name="Exempel Flytt & Städ",
        organisation_number="556000-0001",
        address="Exempelgatan 1",
        postal_code="123 45",
        city="Storköping",
    )
    for role, (name, email) in PEOPLE.items():
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email=email, name=name, role=role, password=PASSWORD)
