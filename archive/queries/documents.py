"""One document: what it belongs to, what of it is shown, and what has become of it."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from archive.models import AccessLog, Document, DocumentVersion
from archive.rules import PICTURES, XLSX
from archive.states import AccessAct, LinkKind, PreviewState, TextState
from perforia.base.history import Entry, acts_on, in_words
from perforia.base.models import User
from perforia.base.permissions import Permission

SHOWN_TEXT = 20_000
SHOWN_ROWS, SHOWN_CELLS = 20, 12
HISTORY, LOOKS = 40, 40
UNSAID = {"folder": "översta nivån", "until": "tills vidare"}
# What was done: icon, tone and the words after the person's name; {…} are facts of the act.
PHRASES: dict[str, tuple[str, str, str]] = {
    "document.stored": ("upload", "ok", "lade in dokumentet"),
    "document.version_added": ("upload", "ok", "laddade upp version {number}"),
    "document.version_restored": ("refresh", "", "återställde version {number}"),
    "document.linked": ("link", "", "kopplade till {label}"),
    "document.unlinked": ("x", "", "tog bort kopplingen till {label}"),
    "document.moved": ("folder", "", "flyttade till {folder}"),
    "document.kind_changed": ("pencil", "", "ändrade typ till {kind}"),
    "document.renamed": ("pencil", "", "ändrade namn"),
    "document.retention_set": ("calendar-event", "", "ändrade hur länge det sparas: {until}"),
    "document.trashed": ("trash", "", "kastade dokumentet"),
    "document.restored": ("refresh", "", "tog tillbaka dokumentet ur papperskorgen"),
}
_LOOKS = {AccessAct.VIEWED: ("eye", "visade"), AccessAct.DOWNLOADED: ("download", "laddade ner")}


def linked_to(kind: LinkKind, object_id: int) -> QuerySet[Document]:
    """The documents that belong to something, thrown away ones left out."""
    return (
        Document.objects.kept()
        .filter(links__kind=kind, links__object_id=object_id)
        .select_related("current_version")
        .order_by("kind", "-changed_at", "-id")
    )


@dataclass(frozen=True)
class Preview:
    """How a version is shown: `form` is pdf, picture, table, mail, text, waiting, quarantined or none."""

    form: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    heads: Sequence[tuple[str, str]] = field(default=())
    is_cut: bool = False


def preview_of(version: DocumentVersion | None) -> Preview:
    """What of a version is shown on its page; never more than the first screens of a text."""
    if version is None or not version.is_safe:
        return Preview("quarantined")
    if version.content_type == "application/pdf":
        return Preview("pdf")
    if version.content_type in PICTURES:
        return Preview(_form_of_picture(version))
    if not version.text:
        return Preview("waiting" if version.text_state in {TextState.WAITING, TextState.READING} else "none")
    return _preview_of_text(version)


def _preview_of_text(version: DocumentVersion) -> Preview:
    text, is_cut = version.text[:SHOWN_TEXT], len(version.text) > SHOWN_TEXT
    if version.content_type == "message/rfc822":
        heads, body = _mail(text)
        return Preview("mail", body, heads=heads, is_cut=is_cut)
    if rows := _table(version, text):
        return Preview("table", rows=rows, is_cut=is_cut or text.count("\n") >= SHOWN_ROWS)
    return Preview("text", text, is_cut=is_cut)


def _form_of_picture(version: DocumentVersion) -> str:
    if version.content_type != "image/heic" or version.preview_state == PreviewState.DRAWN:
        return "picture"
    return "none" if version.preview_state == PreviewState.NONE else "waiting"


def _mail(text: str) -> tuple[list[tuple[str, str]], str]:
    """Head and body of a mail as its reader wrote them down."""
    names = {"From": "Från", "To": "Till", "Subject": "Ämne", "Date": "Datum"}
    lines, heads = text.split("\n"), []
    while lines and lines[0].partition(": ")[0] in names:
        name, _, value = lines.pop(0).partition(": ")
        heads.append((names[name], value))
    return heads, "\n".join(lines).strip()


def _table(version: DocumentVersion, text: str) -> list[list[str]]:
    """The first rows of a table, empty for what is none."""
    lines = text.split("\n")[:SHOWN_ROWS]
    if version.content_type == XLSX:
        return [line.split("\t")[:SHOWN_CELLS] for line in lines]
    if not version.original_name.lower().endswith(".csv"):
        return []
    mark = max(";,\t", key=lines[0].count)
    return [row[:SHOWN_CELLS] for row in csv.reader(lines, delimiter=mark)] if mark in lines[0] else []


def may_see_looks(user: User) -> bool:
    """Who may know who has seen what: those who answer for the archive."""
    return user.has_permission(Permission.MANAGE_DOCUMENTS)


def history(document: Document) -> list[Entry]:
    """What has been done to a document, the latest first."""
    return [in_words(act, PHRASES, unsaid=UNSAID) for act in acts_on(document, most=HISTORY)]


def looks(document: Document, user: User) -> list[Entry]:
    """Who has seen and fetched a document, the latest first; nothing for those who may not know."""
    if not may_see_looks(user):
        return []
    log = AccessLog.objects.filter(version__document=document).select_related("user", "version")
    return [_look(each, document) for each in log.defer("version__text").order_by("-at", "-pk")[:LOOKS]]


def _look(log: AccessLog, document: Document) -> Entry:
    icon, word = _LOOKS[AccessAct(log.act)]
    which = "" if log.version_id == document.current_version_id else f" version {log.version.number}"
    return Entry(who=log.user.name, what=f"{word}{which}", icon=icon, tone="", at=log.at)
