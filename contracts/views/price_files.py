"""The price list to and from a spreadsheet: an import is tried first, and written when a person has seen it."""

import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from archive.readers.tables import UnreadableTable, read_apart
from contracts.forms.prices import PriceFileForm
from contracts.queries.prices import price_list, prices_on
from contracts.rules.price_import import EXPORTED, Line, read_lines
from contracts.services import prices as services
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE, HOUR = 422, 3600
TOO_OLD = "Förhandsvisningen är för gammal. Välj filen igen."


@require_GET
@requires(Permission.SEE_OFFERS)
def export_prices(request: Request) -> StreamingHttpResponse:
    """The price list of today as a file that can be changed and imported again."""
    entries = price_list(request.user, on=today())
    rows = (
        (
            entry.item.name, entry.item.get_kind_display(), entry.item.get_work_display() if entry.item.work else "",
            entry.item.get_unit_display(), entry.item.vat, entry.price, entry.since,
        )
        for entry in entries
    )  # fmt: skip
    return export(request, Listing("prislista", EXPORTED, rows), at=now())


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_PRICES)
def import_prices(request: Request) -> HttpResponse:
    """Read a file and show what it would do; with what was shown, do it."""
    data = posted(request)
    if data is not None and "rader" in data:
        return _write(request, str(data["rader"]))
    form = PriceFileForm(data, request.FILES or None, initial={"from_on": today()})
    plan: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        try:
            plan = _plan(request, form.cleaned_data["file"], form.cleaned_data["from_on"])
        except (UnreadableTable, ValueError) as trouble:
            form.add_error("file", str(trouble))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "contracts/price_import.html", {"form": form, **plan}, status=status)


def _plan(request: Request, file: "UploadedFile[bytes]", from_on: date) -> dict[str, object]:
    """What the rows of a file would do, and the rows themselves, signed, for the button that writes them."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        table = read_apart(Path(kept.name))
    lines = read_lines(table.header, table.rows)
    entries = {entry.item.name.casefold(): entry.item.pk for entry in price_list(request.user, on=from_on)}
    held = prices_on(from_on, set(entries.values()))
    before = {name: held.get(pk) for name, pk in entries.items()}
    told = [(line, _fate(line, before)) for line in lines]
    wanted = {"day": from_on.isoformat(), "header": table.header, "rows": table.rows}
    signed = signing.dumps(wanted, salt=_salt(request), compress=True)
    bad = sum(line.details is None for line in lines)
    return {"lines": told, "signed": signed, "from_on": from_on, "good": len(lines) - bad, "bad": bad}


def _fate(line: Line, prices: Mapping[str, Decimal | None]) -> str:
    """What a row does to the list; `prices` are those that hold, by name in small letters."""
    if line.details is None:
        return "wrong"
    before = prices.get(line.details.name.casefold())
    if before is None:
        return "new"
    return "same" if before == line.amount else "changed"


def _write(request: Request, signed: str) -> HttpResponse:
    try:
        wanted = signing.loads(signed, salt=_salt(request), max_age=HOUR)
        lines, from_on = read_lines(wanted["header"], wanted["rows"]), date.fromisoformat(wanted["day"])
        added, changed = services.import_prices(lines=lines, from_on=from_on, by=request.user, at=now())
    except (signing.BadSignature, DomainError) as refusal:
        messages.error(request, refusal.message if isinstance(refusal, DomainError) else TOO_OLD)
        return go_to(request, reverse("contracts:import_prices"))
    messages.success(request, f"{added} nya artiklar och {changed} nya priser är inlästa.")
    return go_to(request, reverse("contracts:prices"))


def _salt(request: Request) -> str:
    return f"contracts.prices:{request.user.pk}"
