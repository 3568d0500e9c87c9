"""`manage.py import_addresses FILE`: fill the firm's own register of addresses from Lantmäteriet's download."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.models import AddressFile
from crm.readers.address_files import UnreadableFileError
from crm.services.address_files import import_file
from perforia.base.clock import now
from perforia.base.errors import DomainError


class Command(BaseCommand):
    """Read a file of addresses; interrupted it goes on from there, and the same file again changes nothing."""

    help = (
        "Reads Lantmäteriet's Belägenhetsadress Nedladdning, vektor (GeoPackage) or a CSV with its columns into the"
        " register. Addresses of the file's municipalities that it no longer has disappear."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the .gpkg (unpacked) or the .csv")
        parser.add_argument("--data-date", default="", help="the day of the data, kept with what is found (2026-11-24)")

    def handle(self, **options: Any) -> None:  # Any: Django's signature
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Filen {path} finns inte.")
        try:
            read = import_file(path=path, version=options["data_date"], at=now(), told=self._tell)
        except (UnreadableFileError, DomainError) as refusal:
            raise CommandError(str(refusal)) from refusal
        counts = read.counts
        self.stdout.write(
            f"{path.name}: {counts.get('addresses', 0)} adresser lästa, {counts.get('left_out', 0)} reserverade eller"
            f" avregistrerade hoppades över, {counts.get('gone', 0)} finns inte kvar,"
            f" {counts.get('problems', 0)} rader gick inte att läsa."
        )
        for problem in read.problems:
            self.stdout.write(f"  rad {problem['row']}: {problem['why']}")

    def _tell(self, reading: AddressFile) -> None:
        self.stdout.write(f"  {reading.rows_done} rader lästa")
