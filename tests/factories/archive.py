"""Papers for tests of the archive."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from archive import services
from archive.services import texts
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role


def somebody(role: Role = Role.RUT_OFFICER) -> User:
    """Somebody at the firm with a role, the same one when asked twice."""
    email = f"{role}@arkiv.test"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email=email, name=f"Test {role.label}", role=role)


def keep(content=b"Betalning till Provlund", name="Kvitto F-10475.txt", **more):
    """A file in the archive, by a RUT officer unless somebody else is named."""
    by = more.pop("by", None) or somebody()
    return services.store(content=io.BytesIO(content), name=name, by=by, at=now(), **more)


def kept(content=b"Betalning till Provlund", name="Kvitto F-10475.txt", **more):
    """The same as a document whose text has been read (at once: the child process has tests of its own)."""
    stored = keep(content, name, **more)
    version = texts.claim_text(version_id=stored.version.pk, at=now())
    assert version is not None
    texts.record_text(version=version, text=content.decode(), pages=None)
    stored.document.refresh_from_db()
    return stored.document


def posted(content: bytes, name: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def zipped(**files: bytes) -> bytes:
    """A ZIP of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def fetched(client, path):
    """What a page under /dokument/ answers, with its file read to the end and closed: its bytes are in `content`."""
    response = client.get(f"/dokument/{path}/")
    if not response.streaming:
        return response
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:  # not response.close(): it would end the database connection of the test
        close()
    return HttpResponse(body, headers=dict(response.headers))
