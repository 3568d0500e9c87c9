"""What the ads brought, as a list for a spreadsheet."""

from collections.abc import Iterable, Iterator

from crm.queries.ad_report import Row

REPORT_HEADING = (
    "Källa", "Medium", "Kampanj", "Leads", "Kvalificerade", "Andel kvalificerade (%)", "Signerade", "Betalda",
    "Bekräftade av Google", "Värde utan moms (kr)",
)  # fmt: skip


def report_rows(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """One row per campaign."""
    for row in rows:
        yield (
            row.channel, row.medium, row.campaign, row.leads, row.qualified, row.share, row.signed, row.paid,
            row.reported, row.value,
        )  # fmt: skip
