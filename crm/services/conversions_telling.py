"""What the timeline of a lead is told of its conversions."""

from collections.abc import Sequence
from datetime import datetime

from crm.models import Activity, Conversion
from crm.states import ActivityKind, ConversionAct, ConversionState

_TITLES = {
    (ConversionAct.REPORT, ConversionState.CONFIRMED): "Google Ads bekräftade konverteringen",
    (ConversionAct.RESTATE, ConversionState.CONFIRMED): "Google Ads bekräftade det nya värdet",
    (ConversionAct.RETRACT, ConversionState.RETRACTED): "Konverteringen är återtagen hos Google Ads",
    (ConversionAct.REPORT, ConversionState.REJECTED): "Google Ads avvisade konverteringen",
    (ConversionAct.RESTATE, ConversionState.REJECTED): "Google Ads avvisade det nya värdet",
    (ConversionAct.RETRACT, ConversionState.REJECTED): "Konverteringen gick inte att ta tillbaka",
}


def tell(rows: Sequence[Conversion], *, at: datetime) -> None:
    """One line per settled conversion, in one statement; told again it changes nothing."""
    lines = [
        Activity(
            lead_id=row.lead_id, kind=ActivityKind.SYSTEM, title=title, at=at, written_at=at,
            key=f"conversion:{row.pk}:{row.act}:{row.state}:{at:%Y%m%d%H%M%S}",
        )
        for row in rows
        if (title := _TITLES.get((ConversionAct(row.act), ConversionState(row.state))))
    ]  # fmt: skip
    Activity.objects.bulk_create(lines, ignore_conflicts=True)
