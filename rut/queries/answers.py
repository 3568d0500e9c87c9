"""What the panels of package and answer show."""

from integrations.states import NEEDS_ATTENTION
from rut.models import Case, CaseReply
from rut.queries.packages import is_current, latest_package
from rut.states import PackageState, ReplyKind, ReplyState


def package_panel(case: Case) -> dict[str, object]:
    """The newest package and what can be done with it."""
    package = latest_package(case)
    is_old = package is not None and package.state == PackageState.BUILT and not is_current(package)
    return {
        "package": package,
        "is_working": package is not None and package.state in (PackageState.QUEUED, PackageState.BUILDING),
        "is_old": is_old,
        "may_build": case.is_answering,
    }


def reply_panel(case: Case) -> dict[str, object]:
    """The draft, or what was sent, with how the mail fares."""
    replies = case.replies.select_related("message", "package", "sent_by")
    drafts = replies.filter(state=ReplyState.DRAFT)
    draft = drafts.filter(kind=ReplyKind.ANSWER).first()
    sent = replies.filter(state=ReplyState.SENT).order_by("-sent_at", "-pk")
    return {
        "draft": draft,
        "extension": drafts.filter(kind=ReplyKind.EXTENSION).first(),
        "sent": list(sent),
        "troubled": any(_is_troubled(reply) for reply in sent),
        "may_answer": case.is_answering,
    }


def _is_troubled(reply: CaseReply) -> bool:
    return reply.message is not None and reply.message.status in NEEDS_ATTENTION
