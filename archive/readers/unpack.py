"""Opening ZIPs and mails into their files, safely: nothing is trusted of names, sizes and numbers."""

import email
import email.message
import email.policy
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from archive.readers.zips import open_zipfile
from archive.rules import plain_name

MOST_FILES = 500
LARGEST_FILE = 100 * 1024 * 1024
LARGEST_TOTAL = 500 * 1024 * 1024
STEEPEST = 200  # how many times larger an unpacked file may be
IN_MEMORY = 1024 * 1024
_PIECE = 256 * 1024
_SYMLINK = 0o120000
_BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError)


@dataclass(frozen=True)
class Member:
    """A file inside another; `refusal` is a Swedish sentence when it is left out, else `content` holds its bytes.

    The content lives until the next member is asked for.
    """

    name: str
    content: BinaryIO | None = None
    refusal: str = ""


def open_zip(file: BinaryIO) -> Iterator[Member]:
    """The files of a ZIP, one at a time; folders and the marks of operating systems are passed over."""
    try:
        archive = open_zipfile(file)
    except _BROKEN:
        yield Member("", refusal="ZIP-filen är skadad eller har orimligt många filer och går inte att öppna.")
        return
    total = number = 0
    for entry in archive.infolist():
        name = plain_name(entry.filename)
        if (
            entry.is_dir()
            or name.startswith(".")
            or "__MACOSX" in entry.filename
            or entry.filename.endswith("/.DS_Store")
        ):
            continue
        number += 1
        if number > MOST_FILES:
            yield Member("", refusal=f"ZIP-filen har fler än {MOST_FILES} filer. Resten lämnades. Dela upp den.")
            return
        total += entry.file_size
        refusal = _refusal(entry, total)
        if refusal:
            yield Member(name, refusal=refusal)
        else:
            yield from _read(archive, entry, name)


def _refusal(entry: zipfile.ZipInfo, total: int) -> str:
    if entry.file_size > STEEPEST * max(entry.compress_size, 1) + 65536:
        return "Filen packas upp till orimligt mycket och lämnas därför."
    if total > LARGEST_TOTAL or entry.file_size > LARGEST_FILE:
        return "Filen är för stor när den packas upp."
    if entry.flag_bits & 1:
        return "Filen är låst med lösenord. Packa om utan lösenord."
    if entry.external_attr >> 16 & 0o170000 == _SYMLINK:
        return "Genvägar tas inte emot."
    return ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[Member]:
    """One file, never more of it than it says it has."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        size = 0
        try:
            with archive.open(entry) as packed:
                while size <= entry.file_size and (piece := packed.read(_PIECE)):
                    size += len(piece)
                    copy.write(piece)
        except _BROKEN:
            yield Member(name, refusal="Filen är skadad i ZIP-filen.")
            return
        if size != entry.file_size:
            yield Member(name, refusal="Filen är större än ZIP-filen säger.")
            return
        copy.seek(0)
        yield Member(name, cast("BinaryIO", copy))


def open_mail(file: BinaryIO) -> Iterator[Member]:
    """The attachments of a mail; one that cannot be read has none."""
    message = email.message_from_binary_file(file, policy=email.policy.default)
    for number, (name, content) in enumerate(_attachments(message)):
        if number == MOST_FILES:
            yield Member("", refusal=f"Mejlet har fler än {MOST_FILES} bilagor. Resten lämnades.")
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
            copy.write(content)
            copy.seek(0)
            yield Member(name, cast("BinaryIO", copy))


def _attachments(message: email.message.EmailMessage) -> Iterator[tuple[str, bytes]]:
    try:
        for part in message.iter_attachments():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                yield plain_name(part.get_filename() or "bilaga"), content
    except (KeyError, ValueError, LookupError, AttributeError, TypeError):  # heads that email itself stumbles on
        return
