"""What the nightly check found: begun, compared, written down, mended."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from archive.models import DocumentVersion, StoreCheck, StoreProblem
from archive.services import content as contents
from archive.states import Problem
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.permissions import Role

HEALTH_PAGE = "/dokument/kontroll/"


def begin_check(*, at: datetime) -> StoreCheck:
    """A new run of the check."""
    return StoreCheck.objects.create(started_at=at)


def note_checked(*, check_id: int, checked: int, found: int) -> None:
    """Count what a part of the run compared and found."""
    StoreCheck.objects.filter(pk=check_id).update(checked=F("checked") + checked, found=F("found") + found)


def finish_check(*, check_id: int, at: datetime) -> None:
    """The run came to its end. Idempotent."""
    StoreCheck.objects.filter(pk=check_id, finished_at=None).update(finished_at=at)


@transaction.atomic
def record_problem(*, problem: Problem, version: DocumentVersion | None, storage_key: str, at: datetime) -> bool:
    """Write down what the nightly check found, and tell the owners once; True when it is new."""
    _, is_new = StoreProblem.objects.get_or_create(
        storage_key=storage_key, problem=problem, mended_at=None, defaults={"version": version, "found_at": at}
    )
    if is_new:
        for owner in User.objects.filter(role=Role.OWNER, is_active=True):
            Notification.tell(
                user=owner, key=f"store:{problem}:{storage_key}"[:120], text=f"Dokumentarkivet: {problem.label}.",
                url=HEALTH_PAGE, at=at, tone="bad",
            )  # fmt: skip
    return is_new


def mend_problems(*, storage_key: str, at: datetime) -> None:
    """What was wrong with a stored file is right again. Idempotent."""
    StoreProblem.objects.filter(storage_key=storage_key, mended_at=None).update(mended_at=at)


def remove_stray(*, problem: StoreProblem, by: User, at: datetime) -> None:
    """Delete a file in the store that nothing refers to. Idempotent. Raises DomainError when something does."""
    if problem.problem != Problem.STRAY or problem.mended_at is not None:
        return
    key = problem.storage_key
    sha256 = key.rpartition("/")[2].partition(".")[0].partition("_")[0]
    with transaction.atomic():
        if len(sha256) == len("0" * 64) and set(sha256) <= set("0123456789abcdef"):
            contents.hold(sha256)
        is_known = DocumentVersion.objects.filter(storage_key=key).exists()
        if is_known or DocumentVersion.objects.filter(preview_key=key).exists():
            raise DomainError("Filen hör till ett dokument och tas inte bort.")
        default_storage.delete(key)
        audit.record(verb="store.stray_removed", target=problem, by=by, at=at)
    mend_problems(storage_key=key, at=at)
