"""Filling the firm's own register of addresses from a file: in parts, from where it stopped, the same twice is once."""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from crm.models import AddressFile, AddressPoint, Street
from crm.models.addresses import FUZZY_INDEX
from crm.readers.address_files import AddressRow, Problem, read_addresses
from crm.rules.addresses import folded, normalise
from crm.services.addresses import recheck
from perforia.base.errors import DomainError

logger = logging.getLogger(__name__)
AT_ONCE = 5000
PROBLEMS_KEPT = 200
MOST_KNOWN = 200_000  # streets remembered between the parts of a file
READ_ELSEWHERE = "Filen läses redan av någon annan. Vänta tills den är klar."
_KEY = ("name", "city", "municipality", "district")
_CHANGING = ("street", "number", "letter", "postal_code", "latitude", "longitude", "precision", "generation")
Key = tuple[str, str, str, str]
Part = Sequence[tuple[int, AddressRow | Problem | None]]

# The middle of each street, and of each postal code with its place; what is in no address any more goes.
_FINISH = """
UPDATE crm_street SET latitude = middle.north, longitude = middle.east
FROM (
    SELECT street_id, avg(latitude) AS north, avg(longitude) AS east FROM crm_addresspoint GROUP BY street_id
) AS middle
WHERE middle.street_id = crm_street.id AND (latitude, longitude) IS DISTINCT FROM (middle.north, middle.east);

DELETE FROM crm_street WHERE NOT EXISTS (SELECT 1 FROM crm_addresspoint WHERE street_id = crm_street.id);

CREATE TEMPORARY TABLE told_codes ON COMMIT DROP AS
SELECT postal_code, city, count(*) AS addresses, avg(point.latitude) AS north, avg(point.longitude) AS east
FROM crm_addresspoint AS point JOIN crm_street ON street_id = crm_street.id
WHERE postal_code <> '' AND city <> '' GROUP BY postal_code, city;

DELETE FROM crm_postalplace AS known WHERE NOT EXISTS (
    SELECT 1 FROM told_codes AS told WHERE told.postal_code = known.postal_code AND told.city = known.city
);

INSERT INTO crm_postalplace (postal_code, city, addresses, latitude, longitude)
SELECT postal_code, city, addresses, north, east FROM told_codes
ON CONFLICT (postal_code, city) DO UPDATE
SET addresses = excluded.addresses, latitude = excluded.latitude, longitude = excluded.longitude;

DROP TABLE told_codes;
ANALYZE crm_street, crm_addresspoint, crm_postalplace;
"""


def import_file(
    *, path: Path, version: str = "", at: datetime, told: Callable[[AddressFile], None] = lambda _: None
) -> AddressFile:
    """Read a file into the register; `told` hears of each part. A file that was read last is not read again.

    Each part is kept as it is read: a file that was interrupted goes on from there. When it is done, the addresses of
    its municipalities that it did not tell of are gone, and addresses of customers that nobody has confirmed are
    checked once more. Raises UnreadableFileError for another kind of file, DomainError while another reads the same.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    newest = AddressFile.objects.exclude(finished_at=None).order_by("-pk").first()
    if newest is not None and newest.sha256 == digest:
        return newest
    reading, _ = AddressFile.objects.get_or_create(
        sha256=digest, finished_at=None,
        defaults={"name": path.name[:255], "version": version[:40], "started_at": at},
    )  # fmt: skip
    streets: dict[Key, int] = {}
    for part in _parts(path, reading.rows_done):
        reading = _keep(reading, part, streets)
        told(reading)
    finished = _finish(reading, at)
    make_fuzzy()
    recheck(at=at)
    return finished


def _parts(path: Path, after: int) -> Iterator[Part]:
    rows = read_addresses(path, after=after)
    while part := list(islice(rows, AT_ONCE)):
        yield part


@transaction.atomic
def _keep(reading: AddressFile, part: Part, streets: dict[Key, int]) -> AddressFile:
    """Write one part of a file; the row of the file says how far it has come."""
    locked = AddressFile.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.pk)
    if locked.rows_done != reading.rows_done or locked.finished_at is not None:
        raise DomainError(READ_ELSEWHERE)
    rows = {row.uuid: row for _, row in part if isinstance(row, AddressRow)}
    problems = [row for _, row in part if isinstance(row, Problem)]
    _know(streets, rows.values())
    AddressPoint.objects.bulk_create(
        [
            AddressPoint(
                uuid=row.uuid, street_id=streets[_key(row)], number=row.number, letter=row.letter,
                postal_code=row.postcode, latitude=row.point[0], longitude=row.point[1], precision=row.precision,
                generation=locked.pk,
            )
            for row in rows.values()
        ],
        update_conflicts=True, unique_fields=["uuid"], update_fields=_CHANGING,
    )  # fmt: skip
    counted = {
        "addresses": len(rows), "problems": len(problems),
        "twice": sum(isinstance(row, AddressRow) for _, row in part) - len(rows),
        "left_out": sum(row is None for _, row in part),
    }  # fmt: skip
    locked.counts = {name: locked.counts.get(name, 0) + number for name, number in counted.items()}
    told = [{"row": problem.row, "why": problem.why} for problem in problems]
    locked.problems = [*locked.problems, *told][:PROBLEMS_KEPT]
    locked.rows_done = part[-1][0]
    locked.save(update_fields=["counts", "problems", "rows_done"])
    return locked


def _know(streets: dict[Key, int], rows: Collection[AddressRow]) -> None:
    """Find or make the streets of some addresses."""
    if len(streets) > MOST_KNOWN:
        streets.clear()
    new = {_key(row): row for row in rows if _key(row) not in streets}
    if not new:
        return
    Street.objects.bulk_create(
        [
            Street(
                name=row.street, city=row.city, municipality=row.municipality, district=row.district,
                norm=normalise(f"{row.street} {row.city}"), folded=folded(f"{row.street} {row.city}"),
            )
            for row in new.values()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    names = {key[0] for key in new}
    for pk, *key in Street.objects.filter(name__in=names).order_by().values_list("pk", *_KEY):
        streets[key[0], key[1], key[2], key[3]] = pk


def _key(row: AddressRow) -> Key:
    return row.street, row.city, row.municipality, row.district


@transaction.atomic
def _finish(reading: AddressFile, at: datetime) -> AddressFile:
    """Take away what the file's municipalities have no longer, and make anew what follows from the addresses."""
    locked = AddressFile.objects.select_for_update(of=("self",), no_key=True).get(pk=reading.pk)
    if locked.finished_at is not None:
        return locked
    told = AddressPoint.objects.filter(generation=locked.pk).order_by().values("street__municipality").distinct()
    gone = AddressPoint.objects.filter(generation__lt=locked.pk, street__municipality__in=list(
        told.values_list("street__municipality", flat=True)
    ))  # fmt: skip
    locked.counts["gone"], _ = gone.delete()
    with connection.cursor() as cursor:
        cursor.execute(_FINISH)
    locked.finished_at = at
    locked.save(update_fields=["counts", "finished_at"])
    return locked


def make_fuzzy() -> None:
    """Make the index of what is nearly the same, where the server has pg_trgm and lets us; else it is done without."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
            if cursor.fetchone()[0]:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {FUZZY_INDEX} ON crm_street USING gin (norm gin_trgm_ops)")
    except DatabaseError:
        logger.warning("addresses are completed without what is nearly right: pg_trgm may not be installed here")
