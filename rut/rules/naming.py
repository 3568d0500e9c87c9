"""How the files of a package are called: safe on every computer, in the order of the letter."""

import re
import unicodedata

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
LONGEST = 120


def safe_name(text: str) -> str:
    """A file or folder name that Windows, macOS and Linux all take; Swedish letters stay, in composed form."""
    name = unicodedata.normalize("NFC", text)
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")[:LONGEST].strip(". ")
    return f"_{name}" if _RESERVED.match(name) else name or "namnlös"


def unique_path(path: str, taken: set[str]) -> str:
    """`path`, or `path (2)` before its ending when it is taken already; adds the answer to `taken`."""
    stem, dot, ending = path.rpartition(".")
    candidate, number = path, 2
    while candidate.casefold() in taken:
        candidate = f"{stem or ending} ({number}){dot}{ending if stem else ''}"
        number += 1
    taken.add(candidate.casefold())
    return candidate
