"""The invented register of addresses: three towns whose streets the demo firm works in."""

from datetime import datetime
from pathlib import Path

from django.apps import apps

from crm.models import Street
from crm.services.address_files import import_file

SAMPLE = Path(apps.get_app_config("crm").path) / "data" / "addresses_sample.csv"


def load(*, at: datetime) -> None:
    """Read the sample; nothing where there are addresses already."""
    if not Street.objects.exists():
        import_file(path=SAMPLE, version=at.date().isoformat(), at=at)
