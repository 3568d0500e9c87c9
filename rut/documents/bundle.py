"""The ZIP: every paper as it was uploaded, in folders, with hashes. Stored, not packed: scans do not shrink."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from rut.documents.parts import Appendix, BrokenContent, PackageContent, Step

CHUNK = 1024 * 1024
MANIFEST = "manifest-sha256.txt"


def write_zip(content: PackageContent, *, cover: bytes, target: Path, step: Step) -> None:
    """Write the ZIP of a package; memory stays flat whatever the papers weigh, the same papers make the same bytes.

    The manifest is in the form `sha256sum -c` reads. `step` is called after each paper.
    Raises BrokenContent when a paper's bytes are not its own.
    """
    cover_name = f"{content.file_stem} följebrev.pdf"
    with ZipFile(target, "w", ZIP_STORED) as archive:
        _add(archive, content, cover_name, io.BytesIO(cover), len(cover))
        for appendix in content.appendices:
            with appendix.open() as file:
                digest = _add(archive, content, appendix.path, file, appendix.size)
            if digest != appendix.sha256:
                raise BrokenContent(appendix.title)
            step()
        manifest = _manifest(content.appendices, cover_name, cover)
        _add(archive, content, MANIFEST, io.BytesIO(manifest), len(manifest))


def _add(archive: ZipFile, content: PackageContent, path: str, file: BinaryIO, size: int) -> str:
    """Copy one file in and answer the hash of what was copied."""
    entry = ZipInfo(path, date_time=(content.dated.year, content.dated.month, content.dated.day, 12, 0, 0))
    entry.file_size = size  # lets the ZIP choose the 64-bit form where it is needed
    entry.external_attr = 0o644 << 16
    seen = hashlib.sha256()
    with archive.open(entry, "w") as copy:
        while piece := file.read(CHUNK):
            seen.update(piece)
            copy.write(piece)
    return seen.hexdigest()


def _manifest(appendices: Sequence[Appendix], cover_name: str, cover: bytes) -> bytes:
    lines = [f"{hashlib.sha256(cover).hexdigest()}  {cover_name}"]
    lines += [f"{appendix.sha256}  {appendix.path}" for appendix in appendices]
    return ("\n".join(lines) + "\n").encode()
