"""A connection to Oneflow that was tested and used, for pages that show one."""

from datetime import datetime, timedelta

from integrations.models import Callback, Connection, Exchange
from integrations.services.connection_checks import Check, Found, record_check
from integrations.services.connections import EsignDetails, connect_esign
from integrations.states import Environment

TOKEN = "a" * 40


def esign_connection(*, at: datetime) -> Connection:
    """Set up, tested, with a call that failed and a callback that waits."""
    details = EsignDetails("avtal@exempel.test", Environment.PRODUCTION, TOKEN, 88001, "Exempel Flytt & Städ")
    row = connect_esign(details=details, by=None, at=at)
    checks = [
        Check("ok", "Inloggning, 180 ms"),
        Check("ok", "Mallar hämtade, 4 st"),
        Check("ok", "Återkoppling vid signering"),
    ]
    found = Found(
        checks, "Exempel Flytt & Städ AB", [(88001, "Exempel Flytt & Städ"), (88002, "Exempel Städ Norr")], 9001
    )
    record_check(connection=row, found=found, at=at)
    row.refresh_from_db()
    row.settings["callbacks"] = True
    row.last_ok_at = row.last_callback_at = at
    row.last_error, row.last_error_at = "Oneflow har ett fel hos sig (502).", at - timedelta(hours=3)
    row.save()
    for status in (200, 200, 502):
        Exchange.objects.create(
            connection=row, method="POST", path="/v1/contracts/create", status=status, milliseconds=212,
            request_id="" if status == 200 else "q0Zx7mTt2hJw8b1Vd3Yc5Kp9Rn4Ls6Fg==", at=at,
        )  # fmt: skip
    Callback.objects.create(source=row.service, external_id="a" * 40, payload={}, received_at=at, next_try_at=at)
    return row
