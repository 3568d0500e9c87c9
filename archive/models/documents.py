"""Documents: one row per paper, one version per distinct content, links to what they belong to."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, GeneratedField, Q, Value
from django.db.models.functions import Lower

from archive.states import KIND_PERMISSIONS, DocumentKind, LinkKind, PreviewState, TextState
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger

# Titles in Swedish order whatever the database is set to: å, ä and ö last, capitals among the small letters.
_IN_SWEDISH_ORDER = Func(Lower("title"), Value("åäöÅÄÖéèü"), Value("{|}{|}eeu"), function="translate")


class Folder(models.Model):
    """A folder in the archive's tree; `path` is the names from the root, for showing and sorting."""

    name = models.CharField("namn", max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=500)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id parent", personal="name path")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["path"], name="folder_path_once")]
        indexes: ClassVar = [models.Index(fields=["parent", "path"], name="folder_below")]

    def __str__(self) -> str:
        return self.path


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents a person may see, and those not thrown away."""

    def visible_to(self, user: User) -> "DocumentQuerySet":
        """Nothing without SEE_DOCUMENTS; guarded kinds only with their own permission."""
        if not user.has_permission(Permission.SEE_DOCUMENTS):
            return self.none()
        hidden = [kind for kind, permission in KIND_PERMISSIONS.items() if not user.has_permission(permission)]
        return self.exclude(kind__in=hidden) if hidden else self

    def kept(self) -> "DocumentQuerySet":
        return self.filter(trashed_at=None)

    def trashed(self) -> "DocumentQuerySet":
        return self.filter(trashed_at__isnull=False)


@pghistory.track(exclude=["search", "sort_title"])
class Document(models.Model):
    """One paper, whatever its versions; `current_version` is the one that counts."""

    title = models.CharField("namn", max_length=200)
    kind = models.CharField("typ", max_length=20, choices=DocumentKind, default=DocumentKind.UNKNOWN)
    folder = models.ForeignKey(Folder, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    current_version = models.ForeignKey(
        "DocumentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )  # null only while the first version is being written
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    trashed_at = models.DateTimeField(null=True)
    trashed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retain_until = models.DateField("sparas till", null=True, blank=True)
    search = SearchVectorField(null=True)
    sort_title = GeneratedField(
        expression=_IN_SWEDISH_ORDER, output_field=models.CharField(max_length=200, db_collation="C"), db_persist=True
    )

    objects = DocumentQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id kind folder current_version created_at changed_at created_by trashed_at trashed_by retain_until",
        personal="title search sort_title",
    )

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="document_search"),
            models.Index(fields=["-changed_at", "-id"], name="document_newest", condition=Q(trashed_at=None)),
            models.Index(
                fields=["folder", "-changed_at", "-id"], name="document_kept_in_folder", condition=Q(trashed_at=None)
            ),
            models.Index(
                fields=["kind", "-changed_at", "-id"], name="document_kept_of_kind", condition=Q(trashed_at=None)
            ),
            models.Index(fields=["sort_title", "id"], name="document_by_name", condition=Q(trashed_at=None)),
            models.Index(
                fields=["folder", "sort_title", "id"], name="document_folder_by_name", condition=Q(trashed_at=None)
            ),
            models.Index(fields=["created_by", "-changed_at", "-id"], name="document_by_uploader"),
            models.Index(
                fields=["-trashed_at", "-id"], name="document_in_trash", condition=Q(trashed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One content, addressed by its hash. Its bytes are never changed; a new content is a new version."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    storage_key = models.CharField(max_length=200)
    original_name = models.CharField(max_length=255)
    note = models.CharField(max_length=200, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    text_state = models.CharField(max_length=12, choices=TextState, default=TextState.WAITING)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    page_count = models.PositiveIntegerField(null=True)
    quarantine_reason = models.CharField(max_length=300, blank=True)
    preview_state = models.CharField(max_length=8, choices=PreviewState, default=PreviewState.WAITING)
    preview_claimed_at = models.DateTimeField(null=True)
    preview_attempts = models.PositiveSmallIntegerField(default=0)
    preview_key = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id document number sha256 size content_type storage_key uploaded_at uploaded_by text_state claimed_at"
        " attempts page_count quarantine_reason preview_state preview_claimed_at preview_attempts preview_key",
        personal="original_name note text",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="documentversion_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["claimed_at"],
                name="documentversion_to_read",
                condition=Q(text_state__in=["waiting", "reading"]),
            ),
            models.Index(
                fields=["id"], name="documentversion_to_draw", condition=Q(preview_state__in=["waiting", "drawing"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} ({self.number})"

    @property
    def is_safe(self) -> bool:
        """A quarantined content is never shown or sent, only kept."""
        return self.text_state != TextState.QUARANTINED


class DocumentLink(models.Model):
    """What a document belongs to: a customer, an invoice, a case, a letter."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=LinkKind)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id document kind object_id created_at created_by", personal="label"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "object_id"], name="documentlink_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"], name="documentlink_object")]

    def __str__(self) -> str:
        return self.label
