"""Packages: asked for, claimed by a worker, built, and frozen when they are sent."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from archive import services as archive
from archive.models import Document
from archive.states import DocumentKind, LinkKind
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from rut import events
from rut.models import Case, Package, PackageItem
from rut.queries.packages import planned_appendices
from rut.services.cases import lock, package_ready
from rut.states import ANSWERING, PACKAGE_MOVES, PackageState

MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Files:
    """The two files of a package on disk, and the page each appendix begins on, by its number."""

    pdf: Path
    zip: Path
    first_pages: dict[int, int]


@transaction.atomic
def request_package(*, case: Case, allow_partial: bool, by: User, at: datetime) -> Package:
    """Freeze which papers go in and put the package in line; one at a time per case. Announces package_requested.

    Raises DomainError when papers are missing and nobody said that it may be sent so, or there are none at all.
    """
    locked = lock(case)
    if locked.status not in ANSWERING:
        raise DomainError("Ärendet väntar inte på något svar.")
    at_work = locked.packages.filter(state__in=[PackageState.QUEUED, PackageState.BUILDING]).first()
    if at_work is not None:
        return at_work
    if not locked.is_complete and not allow_partial:
        raise DomainError("Några handlingar saknas. Lägg till dem, eller skapa paketet med det som finns.")
    plan = planned_appendices(locked)
    if not plan:
        raise DomainError("Det finns inga handlingar att skicka än.")
    _replace_older(locked)
    package = Package.objects.create(
        case=locked,
        number=1 + locked.packages.count(),
        is_partial=not locked.is_complete,
        total_steps=2 * len(plan) + 2,
        requested_at=at,
        requested_by=by,
    )
    PackageItem.objects.bulk_create(
        PackageItem(
            package=package, position=position, item=each.item, version=each.version, path=each.path, title=each.title
        )
        for position, each in enumerate(plan, start=1)
    )
    audit.record(verb="case.package_requested", target=locked, by=by, at=at, package=package.pk)
    events.package_requested.announce(package_id=package.pk)
    return package


def claim_package(*, package_id: int, at: datetime) -> Package | None:
    """Take a package for building; None when another worker has it or it is built. Safe to repeat."""
    queued = Package.objects.filter(pk=package_id, state=PackageState.QUEUED)
    taken = queued.update(state=PackageState.BUILDING, claimed_at=at, attempts=F("attempts") + 1, done_steps=0)
    return Package.objects.select_related("case").get(pk=package_id) if taken else None


def note_progress(*, package: Package, done: int) -> None:
    """How far building has come; read by the open page."""
    Package.objects.filter(pk=package.pk, state=PackageState.BUILDING).update(done_steps=done)


@transaction.atomic
def record_built(*, package: Package, files: Files, at: datetime) -> None:
    """Keep the two files in the archive and tell the case. Idempotent. Announces package_built."""
    locked = _lock(package)
    if not check_move(PackageState(locked.state), PackageState.BUILT, PACKAGE_MOVES):
        return
    locked.pdf, locked.archive_file = _keep(locked, files.pdf, at), _keep(locked, files.zip, at)
    locked.state, locked.built_at, locked.done_steps = PackageState.BUILT, at, locked.total_steps
    locked.save(update_fields=["pdf", "archive_file", "state", "built_at", "done_steps"])
    for item in locked.items.all():
        item.first_page = files.first_pages.get(item.position)
        item.save(update_fields=["first_page"])
    audit.record(verb="case.package_built", target=locked.case, by=None, at=at, package=locked.pk)
    if not locked.is_partial:
        package_ready(case=locked.case, by=locked.requested_by, at=at)
    events.package_built.announce(package_id=locked.pk)


@transaction.atomic
def record_failure(*, package: Package, sentence: str, at: datetime) -> None:
    """Building failed for a reason a person must see. Idempotent."""
    locked = _lock(package)
    if check_move(PackageState(locked.state), PackageState.FAILED, PACKAGE_MOVES):
        locked.state, locked.error = PackageState.FAILED, sentence[:300]
        locked.save(update_fields=["state", "error"])
        audit.record(verb="case.package_failed", target=locked.case, by=None, at=at, package=locked.pk)


@transaction.atomic
def freeze(*, package: Package, at: datetime) -> None:
    """The package has left the house: it never changes again. Idempotent."""
    locked = _lock(package)
    if check_move(PackageState(locked.state), PackageState.SENT, PACKAGE_MOVES):
        locked.state, locked.sent_at = PackageState.SENT, at
        locked.save(update_fields=["state", "sent_at"])


def due_packages(at: datetime) -> list[dict[str, int]]:
    """Packages to build; first frees those whose worker died, and gives up on those that killed three."""
    stale = Package.objects.filter(state=PackageState.BUILDING, claimed_at__lt=dead_before(at))
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=PackageState.FAILED, error="Paketet gick inte att skapa. Försök igen, eller dela upp stora filer."
    )
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(state=PackageState.QUEUED)
    queued = Package.objects.filter(state=PackageState.QUEUED).order_by("pk")
    return [{"package_id": pk} for pk in queued.values_list("pk", flat=True)[:100]]


def _replace_older(case: Case) -> None:
    older = case.packages.filter(state__in=[PackageState.BUILT, PackageState.FAILED])
    older.update(state=PackageState.REPLACED)


def _keep(package: Package, file: Path, at: datetime) -> Document:
    case = package.case
    with file.open("rb") as content:
        stored = archive.store(
            content=content, name=file.name, by=package.requested_by, at=at, kind=DocumentKind.PACKAGE,
            folder=case.folder,
        )  # fmt: skip
    archive.link(
        document=stored.document, kind=LinkKind.CASE, object_id=case.pk, label=case.number,
        by=package.requested_by, at=at,
    )  # fmt: skip
    return stored.document


def _lock(package: Package) -> Package:
    return Package.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=package.pk)
