"""Reads letters from files and prints what was understood; needs no database."""

import json
import os
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from rut.readers.letter import Letter
from rut.readers.quarantine import QuarantineCode
from rut.readers.sandbox import Quarantine, Reading, analyse


class Command(BaseCommand):
    """`manage.py analyse_letter FILE… [--json]`: one JSON object per letter and line, or a summary to read."""

    help = "Läser brev och visar vad som förstås av dem."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="ett JSON-objekt per brev och rad")

    def handle(self, *, files: list[Path], **options: object) -> None:
        failed = 0
        # Each file is read by a child process; the threads only wait for them.
        with ThreadPoolExecutor(os.cpu_count()) as readers:
            read_files = list(zip(files, readers.map(_analyse, files), strict=True))
        for file, read in read_files:
            if isinstance(read, Quarantine):
                failed += 1
                self.stderr.write(f"{file.name}: {read.sentence}")
                continue
            for letter in read.letters:
                summary = letter.summary(file.name)
                self.stdout.write(json.dumps(summary, ensure_ascii=False) if options["json"] else _told(letter, file))
        if failed:
            message = f"{failed} av {len(files)} filer kunde inte läsas."
            raise CommandError(message)


def _analyse(file: Path) -> Reading | Quarantine:
    return analyse(file) if file.is_file() else Quarantine(QuarantineCode.EMPTY)


def _told(letter: Letter, file: Path) -> str:
    """A letter in a few lines for people; a question mark where somebody should look."""
    rows = [f"{file.name}, sida {letter.first_page}-{letter.last_page}"]
    rows += [f"  {name}: {fact.value}{'' if fact.certain else ' ?'}" for name, fact in sorted(letter.facts.items())]
    rows += [f"  faktura: {row.invoice_number or '–'} {row.name or ''}".rstrip() for row in letter.affected]
    if letter.requested_documents:
        rows.append(f"  begärt: {', '.join(each.code for each in letter.requested_documents)}")
    return "\n".join(rows)
