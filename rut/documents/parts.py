"""What a package is made of, in plain values: the builder knows neither tables nor stores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO


@dataclass(frozen=True)
class Appendix:
    """One paper: where it goes in the package, and how to open its bytes. `size` in bytes, `number` from 1."""

    number: int
    chapter: str
    title: str
    path: str
    content_type: str
    sha256: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Gap:
    """Something asked for that is not enclosed, and why."""

    chapter: str
    title: str
    reason: str


@dataclass(frozen=True)
class Sender:
    """The firm as it stands on the cover letter."""

    name: str
    organisation_number: str
    address: str
    phone: str
    email: str
    signature: str


@dataclass(frozen=True)
class PackageContent:
    """Everything one package holds. `dated` is printed and goes into the files: the same content, the same bytes."""

    reference: str
    case_number: str
    officer_name: str
    officer_office: str
    dated: date
    sender: Sender
    appendices: Sequence[Appendix]
    gaps: Sequence[Gap] = ()

    @property
    def file_stem(self) -> str:
        """How the files of the package are called: Skatteverket's reference, else our own number."""
        return (self.reference or self.case_number).replace("/", "-")

    @property
    def chapters(self) -> list[str]:
        """The invoices and headings in the order of the matrix."""
        return list(dict.fromkeys(appendix.chapter for appendix in self.appendices))


# Called after each step of the work.
Step = Callable[[], None]


class BrokenContent(Exception):  # noqa: N818 -- a state of a paper
    """The stored bytes are not those that were uploaded: nothing may be built from them."""
