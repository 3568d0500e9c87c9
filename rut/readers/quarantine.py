"""Why a file could not be read, and what a person can do about it."""

from enum import StrEnum


class QuarantineCode(StrEnum):
    """The reasons, as stored."""

    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    BROKEN = "broken"
    TOO_HEAVY = "too_heavy"
    NO_TEXT = "no_text"


SENTENCES: dict[QuarantineCode, str] = {
    QuarantineCode.EMPTY: "Filen är tom. Skanna eller ladda ner brevet igen.",
    QuarantineCode.NOT_PDF: "Filen är ingen PDF, vad den än heter. Spara brevet som PDF och ladda upp det igen.",
    QuarantineCode.TOO_LARGE: "Filen är för stor. Dela upp den, eller skanna om med lägre upplösning.",
    QuarantineCode.LOCKED: "Filen är låst med lösenord. Spara den utan lösenord och ladda upp den igen.",
    QuarantineCode.TOO_MANY_PAGES: "Filen har fler än 200 sidor. Ladda upp breven var för sig.",
    QuarantineCode.BROKEN: "Filen är skadad och går inte att öppna. Ladda ner eller skanna brevet igen.",
    QuarantineCode.TOO_HEAVY: "Filen är för tung att läsa. Skanna om brevet eller fyll i för hand.",
    QuarantineCode.NO_TEXT: "Sidan är för mörk, suddig eller tom. Skanna om eller fyll i för hand.",
}  # fmt: skip


class Unreadable(Exception):  # noqa: N818 -- a state of a file
    """A file cannot be read, for a reason a person can act on."""

    def __init__(self, code: QuarantineCode) -> None:
        super().__init__(code.value)
        self.code = code
