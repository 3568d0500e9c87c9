"""Who has seen and fetched what."""

from datetime import datetime, timedelta

from archive.models import AccessLog, DocumentVersion
from archive.states import AccessAct
from perforia.base.models import User

ONE_LOOK = timedelta(minutes=1)  # a page, its picture and its file are one look


def log_access(*, version: DocumentVersion, user: User, act: AccessAct, at: datetime) -> None:
    """Write down who saw or fetched a content; what belongs to one look is one line, every fetching is its own."""
    if act == AccessAct.VIEWED:
        same = AccessLog.objects.filter(version=version, user=user, act=act, at__gt=at - ONE_LOOK)
        if same.exists():
            return
    AccessLog.objects.create(version=version, user=user, act=act, at=at)
