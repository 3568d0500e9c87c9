"""Taking in many files at once; ZIPs and mails are opened into theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from archive import services
from archive.models import Document, Folder
from archive.readers.sniff import content_type
from archive.readers.unpack import Member, open_mail, open_zip
from archive.states import DocumentKind
from archive.views.fetching import get_folder, is_from_script
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

Opener = Callable[[BinaryIO], Iterator[Member]]
OPENERS: dict[str, Opener] = {"application/zip": open_zip, "message/rfc822": open_mail}
NESTED = "En ZIP-fil i en ZIP-fil öppnas inte. Ladda upp den för sig."


@dataclass(frozen=True)
class Outcome:
    """What became of one file, and of the files in it; `document` is there for those who may see it."""

    name: str
    sentence: str
    tone: str = "ok"
    document: Document | None = None
    inside: list["Outcome"] = field(default_factory=list)

    @property
    def refused(self) -> list["Outcome"]:
        """The files in it that were left out."""
        return [each for each in self.inside if each.tone == "bad"]


@dataclass(frozen=True)
class _Target:
    """Who puts files where, as what."""

    request: Request
    folder: Folder | None
    kind: DocumentKind


@require_POST
@requires(Permission.UPLOAD_DOCUMENTS)
def upload(request: Request) -> HttpResponse:
    """Every file with its own outcome: a row for the script, a page without it."""
    kind = request.POST.get("kind", "")
    target = _Target(
        request,
        get_folder(request.POST.get("item", "") or request.POST.get("folder", "")),
        DocumentKind(kind) if kind in DocumentKind.values else DocumentKind.UNKNOWN,
    )
    outcomes = [_take_in(target, file) for file in request.FILES.getlist("files")]
    if is_from_script(request):
        return render(request, "archive/_uploads.html", {"outcomes": outcomes})
    return render(request, "archive/uploaded.html", {"outcomes": outcomes, "folder": target.folder})


def _take_in(target: _Target, file: "UploadedFile[Any]") -> Outcome:  # Any: of bytes, as Django says it
    content = cast("BinaryIO", file)
    name = file.name or "fil"
    outcome = _keep(target, content, name)
    if outcome.tone == "bad" or (opener := OPENERS.get(content_type(content) or "")) is None:
        return outcome
    outcome.inside.extend(_inside(target, opener(content), opened=[opener]))
    return outcome


def _inside(target: _Target, members: Iterator[Member], *, opened: Sequence[Opener]) -> Iterator[Outcome]:
    """The files in a ZIP or a mail; a mail in a ZIP and a ZIP in a mail are opened, a ZIP in a ZIP is not."""
    for member in members:
        if member.content is None:
            yield Outcome(member.name, member.refusal, "bad")
            continue
        found = content_type(member.content)
        opener = OPENERS.get(found or "")
        if opener is open_zip and open_zip in opened:
            yield Outcome(member.name, NESTED, "bad")
            continue
        yield _keep(target, member.content, member.name)
        if opener is not None and opener not in opened:
            yield from _inside(target, opener(member.content), opened=[*opened, opener])


def _keep(target: _Target, content: BinaryIO, name: str) -> Outcome:
    user = target.request.user
    try:
        stored = services.store(content=content, name=name, by=user, at=now(), kind=target.kind, folder=target.folder)
    except DomainError as refusal:
        return Outcome(name, refusal.message, "bad")
    if stored.is_new:
        return Outcome(name, "Klar", "ok", stored.document)
    if not Document.objects.visible_to(user).filter(pk=stored.document.pk).exists():
        return Outcome(name, "Finns redan, i ett dokument som du inte får se", "")
    return Outcome(name, f"Finns redan som ”{stored.document.title}”", "", stored.document)
