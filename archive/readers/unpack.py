"""Opening ZIPs and mails into their files, safely: nothing is trusted of names, sizes and numbers."""

import email
import email.policy
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_FILES = 500
LARGEST_FILE = 100 * 1024 * 1024
LARGEST_TOTAL = 500 * 1024 * 1024
STEEPEST = 200  # how many times larger an unpacked file may be
_SYMLINK = 0o120000


@dataclass(frozen=True)
class Member:
    """A file inside another; `refusal` is a Swedish sentence when it is left out, else `content` holds its bytes."""

    name: str
    content: bytes = b""
    refusal: str = ""


def open_zip(file: BinaryIO) -> Iterator[Member]:
    """The files of a ZIP, one at a time; folders and the marks of operating systems are passed over."""
    total = 0
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        yield Member("", refusal="ZIP-filen är skadad och går inte att öppna.")
        return
    for number, entry in enumerate(entry for entry in archive.infolist() if not entry.is_dir()):
        name = _plain_name(entry.filename)
        if name.startswith(".") or "__MACOSX" in entry.filename:
            continue
        total += entry.file_size
        refusal = _refusal(entry, number, total)
        if refusal:
            yield Member(name, refusal=refusal)
            continue
        yield _read(archive, entry, name)


def _refusal(entry: zipfile.ZipInfo, number: int, total: int) -> str:
    if number >= MOST_FILES:
        return f"ZIP-filen har fler än {MOST_FILES} filer. Dela upp den."
    if total > LARGEST_TOTAL or entry.file_size > LARGEST_FILE:
        return "Filen är för stor när den packas upp."
    if entry.file_size > STEEPEST * max(entry.compress_size, 1) + 65536:
        return "Filen packas upp till orimligt mycket och lämnas därför."
    if entry.flag_bits & 1:
        return "Filen är låst med lösenord. Packa om utan lösenord."
    if entry.external_attr >> 16 & 0o170000 == _SYMLINK:
        return "Genvägar tas inte emot."
    return ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    """The bytes of one file, never more than it says it has."""
    try:
        with archive.open(entry) as packed:
            content = packed.read(entry.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError):
        return Member(name, refusal="Filen är skadad i ZIP-filen.")
    if len(content) != entry.file_size:
        return Member(name, refusal="Filen är större än ZIP-filen säger.")
    return Member(name, content)


def open_mail(file: BinaryIO) -> Iterator[Member]:
    """The attachments of a mail."""
    message = email.message_from_binary_file(file, policy=email.policy.default)
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        name = _plain_name(part.get_filename() or "bilaga")
        if isinstance(content, bytes) and content:
            yield Member(name, content)


def _plain_name(path: str) -> str:
    """The last part of a path, in composed letters, without control characters."""
    name = unicodedata.normalize("NFC", path.replace("\\", "/").rsplit("/", 1)[-1])
    return "".join(letter for letter in name if letter.isprintable())[:200] or "namnlös"
