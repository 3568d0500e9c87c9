"""A picture of the first page is drawn once, small and without what the camera wrote beside it."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from archive import tasks
from archive.models import DocumentVersion
from archive.queries.content import open_preview
from archive.services import previews
from archive.states import PreviewState
from perforia.base.clock import now
from tests.factories.archive import keep
from tests.support import hostile

pytestmark = pytest.mark.django_db
register_heif_opener()
GPS_BLOCK, CAMERA = 0x8825, 0x0110


def photo(form: str, mode: str = "RGB") -> bytes:
    target, exif = io.BytesIO(), Image.Exif()
    exif[CAMERA] = "Kamera"
    exif[0x0112] = 6  # lies on its side; HEIC turns the picture itself and says nothing
    Image.new(mode, (1800, 900), "red").save(target, form, exif=exif)
    return target.getvalue()


def drawn(stored):
    tasks.draw_preview(version_id=stored.version.pk)
    stored.version.refresh_from_db()
    return stored.version


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (photo("JPEG"), (700, 1400)), (photo("HEIF"), (1400, 700)), (photo("PNG", "RGBA"), (700, 1400)),
        (hostile.pdf(hostile.text("Faktura"), pages=2), (990, 1400)),
    ],
    ids=["jpeg", "heic", "png", "pdf"],
)  # fmt: skip
def test_a_picture_is_drawn_upright_and_small(document_store, content, shape):
    version = drawn(keep(content, "x"))

    assert version.preview_state == PreviewState.DRAWN
    with open_preview(version) as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("JPEG", shape)
        assert dict(picture.getexif()) == {}


@pytest.mark.slow
def test_what_cannot_be_drawn_has_no_picture():
    version = drawn(keep(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "trasig.png"))

    assert (version.preview_state, version.preview_key) == (PreviewState.NONE, "")


def test_only_what_has_pages_is_drawn():
    assert keep().version.preview_state == PreviewState.NONE


def test_a_dead_worker_is_found_again_and_given_up_at_the_second():
    version = keep(photo("PNG"), "x.png").version
    later = now() + timedelta(hours=1)
    assert previews.due_previews(later) == [{"version_id": version.pk}]

    assert previews.claim_preview(version_id=version.pk, at=now()) is not None
    assert previews.claim_preview(version_id=version.pk, at=now()) is None
    assert previews.due_previews(now()) == []
    assert previews.due_previews(later) == [{"version_id": version.pk}]
    previews.claim_preview(version_id=version.pk, at=now())

    assert previews.due_previews(later) == []
    version.refresh_from_db()
    assert version.preview_state == PreviewState.NONE


def test_a_picture_of_what_was_deleted_meanwhile_is_not_kept(document_store):
    version = keep(photo("PNG"), "x.png").version
    claimed = previews.claim_preview(version_id=version.pk, at=now())
    assert claimed is not None
    DocumentVersion.objects.update(preview_state=PreviewState.NONE)

    previews.record_preview(version=claimed, picture=io.BytesIO(b"picture"))

    assert not document_store.exists(f"previews/{version.sha256[:2]}/{version.sha256}.jpg")


def test_a_picture_that_lies_there_already_is_used(document_store):
    version = keep(photo("PNG"), "x.png").version
    key = document_store.save(f"previews/{version.sha256[:2]}/{version.sha256}.jpg", io.BytesIO(b"first"))
    claimed = previews.claim_preview(version_id=version.pk, at=now())
    assert claimed is not None

    previews.record_preview(version=claimed, picture=io.BytesIO(b"second"))

    version.refresh_from_db()
    with open_preview(version) as file:
        assert (version.preview_key, file.read()) == (key, b"first")
