"""Builds a package: cover letter, merged PDF and ZIP, from plain values to two files in a folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from rut.documents.bundle import write_zip
from rut.documents.cover import print_cover, print_stand_in
from rut.documents.merge import Printed, count_pages, first_pages, write_merged
from rut.documents.parts import Appendix, PackageContent, Step
from rut.documents.photos import PHOTO_TYPES, print_photo

PDF = "application/pdf"


@dataclass(frozen=True)
class Built:
    """The two files, and the page of the merged one on which each appendix begins, by its number."""

    pdf: Path
    zip: Path
    first_pages: dict[int, int]


def steps_of(content: PackageContent) -> int:
    """How many steps building takes: each paper is printed and packed; cover and merging are one more each."""
    return 2 * len(content.appendices) + 2


def build(content: PackageContent, *, folder: Path, step: Step) -> Built:
    """Build both files in `folder`; calls `step` as often as `steps_of` says.

    A paper that has no pages gets a page that says so, and is in the ZIP as it is.
    Raises BrokenContent when a paper's stored bytes are not its own.
    """
    printed = []
    for appendix in content.appendices:
        printed.append(_print(content, appendix, folder))
        step()
    cover = folder / "cover.pdf"
    starts = first_pages(printed)
    cover.write_bytes(print_cover(content, first_pages=starts))
    step()
    pdf, bundle = folder / f"{content.file_stem}.pdf", folder / f"{content.file_stem}.zip"
    write_merged(printed, cover=cover, title=f"Svar {content.reference}", target=pdf)
    step()
    write_zip(content, cover=cover.read_bytes(), target=bundle, step=step)
    return Built(pdf=pdf, zip=bundle, first_pages=starts)


def _print(content: PackageContent, appendix: Appendix, folder: Path) -> Printed:
    """The paper as a PDF file on disk."""
    target = folder / f"appendix-{appendix.number}.pdf"
    try:
        if appendix.content_type in PHOTO_TYPES:
            with appendix.open() as file:
                print_photo(file, target=target)
        elif appendix.content_type == PDF:
            target = _on_disk(appendix, target)
        else:
            target.write_bytes(print_stand_in(content, appendix))
        return Printed(appendix, target, count_pages(target))
    except (pikepdf.PdfError, OSError, ValueError):
        target = folder / f"appendix-{appendix.number}.pdf"
        target.write_bytes(print_stand_in(content, appendix))
        return Printed(appendix, target, count_pages(target))


def _on_disk(appendix: Appendix, target: Path) -> Path:
    """Where the paper can be read as a file: where it lies if the store is a disk, else a copy."""
    with appendix.open() as file:
        place = getattr(file, "name", None)
        if isinstance(place, str) and Path(place).is_file():
            return Path(place)
        with target.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1024 * 1024)
    return target
