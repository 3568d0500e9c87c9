"""Opening a ZIP without reading a list of contents that is there only to fill the memory."""

import os
import struct
import zipfile
from typing import BinaryIO

LARGEST_LIST = 4 * 1024 * 1024  # bytes: some thirty thousand names
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65535


def open_zipfile(file: BinaryIO) -> zipfile.ZipFile:
    """The ZIP; raises zipfile.BadZipFile when it is broken, or its list of contents is unreasonably long."""
    if _size_of_list(file) > LARGEST_LIST:
        message = "the list of contents is too long"
        raise zipfile.BadZipFile(message)
    file.seek(0)
    return zipfile.ZipFile(file)


def _size_of_list(file: BinaryIO) -> int:
    """What the end of the file says of the list's size in bytes (APPNOTE.TXT 4.3.16); ZIP64 says four gigabytes."""
    whole = file.seek(0, os.SEEK_END)
    file.seek(max(0, whole - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    start = tail.rfind(_END)
    if start < 0 or len(tail) < start + _END_SIZE:
        return 0
    return int(struct.unpack_from("<I", tail, start + 12)[0])
