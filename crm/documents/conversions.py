"""Conversions as files: for Google Ads to import (support.google.com/google-ads/answer/7014069), and as a list."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crm.models import Conversion
from crm.rules.ad_reports import Report
from crm.rules.ad_words import in_words
from crm.states import ConversionAct
from perforia.base.exports import safe_cell

ZONE = "Europe/Stockholm"
CURRENCY = "SEK"
PARAMETERS = f"Parameters:TimeZone={ZONE}"
REPORTED = (
    "Google Click ID", "GBRAID", "WBRAID", "Email", "Phone Number", "Conversion Name", "Conversion Time",
    "Conversion Value", "Conversion Currency", "Order ID", "Ad User Data", "Ad Personalization",
)  # fmt: skip
ADJUSTED = (
    "Order ID", "Conversion Name", "Adjustment Time", "Adjustment Type", "Adjusted Value", "Adjusted Value Currency",
)  # fmt: skip


HEADING = (
    "Lead", "Läge", "Åtgärd", "Värde", "Känns igen på", "Status", "Orsak", "Hände", "Skickad", "Avgjord", "Nummer",
)  # fmt: skip


def conversion_rows(rows: Iterable[Conversion]) -> Iterator[tuple[object, ...]]:
    """The list of conversions as it leaves the house, with rule and lead fetched: numbers, and nobody's name."""
    for row in rows:
        yield (
            row.lead.number, row.get_milestone_display(), str(row.rule), row.value, ", ".join(row.known_by),
            row.get_state_display(), in_words(row.reason).what, row.occurred_at, row.sent_at, row.settled_at,
            row.transaction_id,
        )  # fmt: skip


def conversion_file(rows: Iterable[tuple[Report, str]], *, act: ConversionAct, at: datetime) -> str:
    """The file of some reports, each with the name of its action; `at` is when values were changed or taken back."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    written.write(f"{PARAMETERS}\r\n")
    writer.writerow(REPORTED if act == ConversionAct.REPORT else ADJUSTED)
    for report, name in rows:
        cells = _reported(report, name) if act == ConversionAct.REPORT else _adjusted(report, name, act, at)
        writer.writerow([safe_cell(cell) for cell in cells])
    return written.getvalue()


def _reported(report: Report, name: str) -> Sequence[object]:
    known = report.identifiers
    clicks = [known.click_id if known.click_kind == kind else "" for kind in ("gclid", "gbraid", "wbraid")]
    value = "" if report.value is None else f"{report.value:.2f}"
    return [
        *clicks, known.email_sha256, known.phone_sha256, name, moment(report.occurred_at), value, CURRENCY,
        report.transaction_id, "Granted", "Granted" if report.is_personalized else "Denied",
    ]  # fmt: skip


def _adjusted(report: Report, name: str, act: ConversionAct, at: datetime) -> Sequence[object]:
    if act == ConversionAct.RETRACT:
        return [report.transaction_id, name, moment(at), "RETRACT", "", ""]
    return [report.transaction_id, name, moment(at), "RESTATE", f"{report.value or 0:.2f}", CURRENCY]


def moment(at: datetime) -> str:
    """`2026-11-19 14:32:10+0100`."""
    return f"{at.astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M:%S%z}"
