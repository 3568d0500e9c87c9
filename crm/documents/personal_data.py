"""The file with all that is kept about a customer: a PDF to read, JSON to carry elsewhere, and the papers."""

import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from archive.models import Document
from archive.queries import open_content
from archive.rules import saved_name
from crm.models import Customer
from crm.queries.personal_data import Sheet

IN_MEMORY = 10 * 1024 * 1024
MOST_BYTES = 200 * 1024 * 1024  # more papers than this are listed, and fetched from the archive one by one
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class PersonalData:
    """What is known, and the papers that the one who fetches it may see."""

    customer: Customer
    sheets: Sequence[Sheet]
    documents: Sequence[Document]
    firm: str
    at: datetime


def write_archive(data: PersonalData) -> IO[bytes]:
    """A ZIP file, open at its beginning; the caller closes it."""
    names: dict[int, str] = {}
    left = MOST_BYTES
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- handed to the caller
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for document in data.documents:
            version = document.current_version
            if version is None or not version.is_safe or version.size > left:
                continue
            left -= version.size
            names[document.pk] = f"dokument/{document.pk} {saved_name(document.title, version.content_type)}"
            with open_content(version) as source, packed.open(names[document.pk], "w", force_zip64=True) as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
        packed.writestr("personuppgifter.json", _as_json(data, names))
        packed.writestr("personuppgifter.pdf", _as_pdf(data, names))
    file.seek(0)
    return file


def _as_json(data: PersonalData, names: dict[int, str]) -> str:
    told = {
        "firma": data.firm, "kund": data.customer.number, "hämtat": data.at.isoformat(timespec="seconds"),
        "uppgifter": {sheet.table: list(sheet.rows) for sheet in data.sheets},
        "dokument": [
            {"namn": each.title, "typ": each.get_kind_display(), "fil": names.get(each.pk, "")}
            for each in data.documents
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_pdf(data: PersonalData, names: dict[int, str]) -> bytes:
    papers = [(each, names.get(each.pk, "")) for each in data.documents]
    html = render_to_string("crm/documents/personal_data.html", {"data": data, "papers": papers})
    # A printed page brings everything with it: nothing is fetched, neither from the network nor from the disk.
    printed = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_identifier=b"perforia")
    return bytes(printed or b"")
