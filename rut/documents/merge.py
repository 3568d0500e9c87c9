"""The merged PDF: cover, then every appendix, with bookmarks, a mark and a page number on each page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Pdf

from rut.documents.parts import Appendix

MARGIN = 18.0
FONT_SIZE = 8.0


@dataclass(frozen=True)
class Printed:
    """An appendix as a PDF file on disk, with its number of pages."""

    appendix: Appendix
    file: Path
    pages: int


def count_pages(file: Path) -> int:
    """Pages of a PDF. Raises pikepdf.PdfError when it is none or is locked."""
    with Pdf.open(file) as pdf:
        return len(pdf.pages)


def first_pages(printed: Iterable[Printed]) -> dict[int, int]:
    """The page each appendix begins on, by its number; the cover has pages of its own, so that it can say these."""
    result, page = {}, 1
    for each in printed:
        result[each.appendix.number] = page
        page += each.pages
    return result


def write_merged(printed: Sequence[Printed], *, cover: Path, title: str, target: Path) -> None:
    """Write cover and appendices as one file; the same input makes the same bytes.

    Two passes, because copying pages between open files holds them all in memory: the first only strings the files
    together, the second marks the pages of the one file.
    """
    strung = target.with_suffix(".strung.pdf")
    files = [str(file) for file in (cover, *(each.file for each in printed))]
    pikepdf.Job(["pikepdf", "--empty", "--static-id", "--pages", *files, "--", str(strung)]).run()
    with strung.open("rb") as file, Pdf.open(file, access_mode=pikepdf.AccessMode.stream) as merged:
        cover_pages = len(merged.pages) - sum(each.pages for each in printed)
        _mark_pages(merged, printed, cover_pages)
        _add_bookmarks(merged, printed, cover_pages)
        merged.Root.Lang = "sv-SE"
        merged.docinfo[Name.Title] = title
        merged.save(target, deterministic_id=True)
    strung.unlink()


def _add_bookmarks(merged: Pdf, printed: Sequence[Printed], cover_pages: int) -> None:
    starts = first_pages(printed)
    with merged.open_outline() as outline:
        outline.root.append(OutlineItem("Följebrev", 0))
        chapters: dict[str, OutlineItem] = {}
        for each in printed:
            page = cover_pages + starts[each.appendix.number] - 1
            chapter = chapters.get(each.appendix.chapter)
            if chapter is None:
                chapter = chapters[each.appendix.chapter] = OutlineItem(each.appendix.chapter, page)
                outline.root.append(chapter)
            chapter.children.append(OutlineItem(f"Bilaga {each.appendix.number} {each.appendix.title}", page))


def _mark_pages(merged: Pdf, printed: Sequence[Printed], cover_pages: int) -> None:
    """`Bilaga 3 · sida 14 av 96` in the lower right corner of every page, as it is displayed."""
    font = merged.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    total = len(merged.pages) - cover_pages
    marks = [f"Bilaga {each.appendix.number} · " for each in printed for _ in range(each.pages)]
    for index, (page, mark) in enumerate(zip(merged.pages[cover_pages:], marks, strict=True), start=1):
        _mark(merged, page, font, f"{mark}sida {index} av {total}")
    merged.Root.PageLabels = Dictionary(
        Nums=[0, Dictionary(S=Name.r), cover_pages, Dictionary(S=Name.D)]  # i, ii, then 1, 2, 3
    )


def _mark(merged: Pdf, page: pikepdf.Page, font: pikepdf.Object, text: str) -> None:
    if Name.AA in page.obj:
        del page.obj[Name.AA]  # actions of a page, scripts among them
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    width = 0.5 * FONT_SIZE * len(text)
    turn = int(page.obj.get(Name.Rotate, 0)) % 360
    matrix = {
        0: f"1 0 0 1 {right - MARGIN - width:.2f} {bottom + MARGIN:.2f}",
        90: f"0 1 -1 0 {right - MARGIN:.2f} {top - MARGIN - width:.2f}",
        180: f"-1 0 0 -1 {left + MARGIN + width:.2f} {top - MARGIN:.2f}",
        270: f"0 -1 1 0 {left + MARGIN:.2f} {bottom + MARGIN + width:.2f}",
    }.get(turn, f"1 0 0 1 {left + MARGIN:.2f} {bottom + MARGIN:.2f}")
    name = page.add_resource(font, Name.Font, Name("/PerforiaMark"))
    words = text.encode("cp1252", errors="replace").hex()
    stamp = f"q 0.35 g BT {name} {FONT_SIZE} Tf {matrix} Tm <{words}> Tj ET Q"
    # The paper's own drawing is fenced in, so that what it leaves behind cannot move our mark.
    page.contents_add(merged.make_stream(b"q"), prepend=True)
    page.contents_add(merged.make_stream(f"Q {stamp}".encode("ascii")))
