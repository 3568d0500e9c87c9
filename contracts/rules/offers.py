"""Pure rules of offers: what Skatteverket would ask about, how long they hold, and what says that nothing changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from contracts.rules.pricing import Row, Totals
from contracts.states import RowKind, RutWork

USUAL_DAYS = 30
LINK_DAYS = 60  # the customer can read what was offered for as long after its last day
_COSTS = (RowKind.TRAVEL, RowKind.OTHER, RowKind.MATERIAL)


def usual_last_day(today: date) -> date:
    """How long an offer holds when nobody says otherwise."""
    return today + timedelta(days=USUAL_DAYS)


def link_until(valid_until: date) -> date:
    """The last day the customer's link opens the offer; answering ends with the offer itself."""
    return valid_until + timedelta(days=LINK_DAYS)


def warnings(rows: Sequence[Row], totals: Totals) -> list[str]:
    """What a person should look at before sending, as Swedish sentences; nothing of it stops anybody."""
    found = []
    is_move = any(row.carries_rut and row.work == RutWork.MOVING for row in rows)
    if is_move and not any(row.kind in _COSTS and row.unit_price for row in rows):
        found.append(
            "Flytten har bara arbete. Skatteverket räknar då med att resor och bil ligger i arbetspriset och kan "
            "minska avdraget. Lägg till bil eller resor som egen rad."
        )
    for share in totals.shares:
        if share.lost:
            name = share.person.name or "Köparen"
            found.append(
                f"{name} når taket för året. {share.lost} kr i avdrag går förlorat. Fråga om någon mer i hushållet "
                "kan dela på avdraget."
            )
    if totals.shares and not totals.labour:
        found.append("Ingen rad ger rutavdrag. Välj slag av arbete på raderna, eller ta bort rutavdraget.")
    if totals.shares and sum(share.person.percent for share in totals.shares) < 100:  # noqa: PLR2004 -- percent
        found.append("Köparnas andelar blir mindre än 100 %. Resten av arbetet får inget avdrag.")
    return found


def fingerprint(content: Mapping[str, object]) -> str:
    """A hash of everything an offer says, the same as long as not a word of it changes (SHA-256, hexadecimal)."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(plain.encode()).hexdigest()
