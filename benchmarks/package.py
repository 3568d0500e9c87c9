"""Building an answer package of 100 papers of 2 MB: how it compares with `zip -0` on the same, and its memory."""

import argparse
import hashlib
import io
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

import django
import img2pdf
from PIL import Image

from benchmarks import measure
from benchmarks.report import Result
from rut.documents.bundle import write_zip
from rut.documents.merge import Printed, write_merged
from rut.documents.package import build
from rut.documents.parts import Appendix, PackageContent, Sender

MB = 1_000_000
FULL, QUICK = 100, 30
AT_LEAST_OF_ZIP = 0.6
LARGEST_MEMORY_MB = 150.0


def run(*, quick: bool) -> Result:
    """Measure CPU seconds of the whole build (cover letter, merged PDF, ZIP, hashes checked) and of `zip -0`."""
    result = Result("package", quick)
    if shutil.which("zip") is None:
        message = "the program zip is missing: install it to compare"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = make_papers(folder / "papers", count=QUICK if quick else FULL)
        megabytes = sum(paper.stat().st_size for paper in papers) / MB
        costs = measure.compare(
            {
                "zip": partial(_zip, folder),
                "bundle": partial(_child, folder, "bundle"),
                "papers": partial(_child, folder, "papers"),
                "package": partial(_child, folder, "package"),
                "idle": partial(_child, folder, "idle"),
            },
            times=2 if quick else 3,
        )
    # Starting Python and Django is paid once per worker, not once per package.
    idle = costs["idle"].cpu_seconds
    floor = megabytes / max(costs["zip"].cpu_seconds, 1e-3)
    bundle = megabytes / max(costs["bundle"].cpu_seconds - idle, 1e-3)
    # Every paper is written twice, into the ZIP and into the merged PDF.
    both = 2 * megabytes / max(costs["papers"].cpu_seconds - idle, 1e-3)
    package = 2 * megabytes / max(costs["package"].cpu_seconds - idle, 1e-3)
    result.add("papers", len(papers))
    result.add("size", megabytes, "MB")
    result.add("zip -0", floor, "MB per CPU second")
    result.add("our ZIP with hashes", bundle, "MB per CPU second")
    result.add("merged PDF and ZIP", both, "MB written per CPU second")
    result.add("the same with its cover letter", package, "MB written per CPU second")
    result.add("our ZIP against zip -0", bundle / floor, "times", at_least=AT_LEAST_OF_ZIP)
    result.add("merged PDF and ZIP against zip -0", both / floor, "times")
    result.add("peak memory", costs["package"].peak_mb, "MB", at_most=LARGEST_MEMORY_MB)
    return result


def make_papers(folder: Path, *, count: int) -> list[Path]:
    """Write scanned papers of about 2 MB each, named by their hash: noise does not pack, as scans do not."""
    folder.mkdir()
    picture = io.BytesIO()
    Image.effect_noise((1654, 2339), 90).save(picture, "JPEG", quality=69)
    page = img2pdf.convert(picture.getvalue(), nodate=True) or b""
    for number in range(count):
        content = page + f"\n% {number}\n".encode()
        (folder / f"{hashlib.sha256(content).hexdigest()}.pdf").write_bytes(content)
    return sorted(folder.iterdir())


def _zip(folder: Path) -> measure.Cost:
    target = folder / "compared.zip"
    target.unlink(missing_ok=True)
    return measure.cost_of(["zip", "-0", "-q", "-r", target, folder / "papers"])


def _child(folder: Path, what: str) -> measure.Cost:
    return measure.cost_of_python("benchmarks.package", what, str(folder))


def main(arguments: Sequence[str] | None = None) -> None:
    """The measured child: builds the package, or only its ZIP, or only starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["package", "papers", "bundle", "idle"])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    django.setup()
    papers = sorted((options.folder / "papers").glob("*.pdf"))
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        content = _content(papers)
        if options.what == "package":
            build(content, folder=Path(name), step=lambda: None)
        elif options.what == "papers":
            cover = papers[0]
            printed = [Printed(each, paper, 1) for each, paper in zip(content.appendices, papers, strict=True)]
            write_merged(printed, cover=cover, title="Svar", target=Path(name) / "papers.pdf")
            write_zip(content, cover=cover.read_bytes(), target=Path(name) / "papers.zip", step=lambda: None)
        elif options.what == "bundle":
            write_zip(content, cover=b"%PDF", target=Path(name) / "papers.zip", step=lambda: None)


def _open(paper: Path) -> BinaryIO:
    return paper.open("rb")


def _content(papers: Sequence[Path]) -> PackageContent:
    appendices = [
        Appendix(
            number=number,
            chapter=f"F-{10400 + number // 4}",
            title="Betalningsbevis",
            path=f"F-{10400 + number // 4}/{paper.name}",
            content_type="application/pdf",
            sha256=paper.stem,
            size=paper.stat().st_size,
            open=partial(_open, paper),
        )
        for number, paper in enumerate(papers, start=1)
    ]
    sender = Sender("Flytt & Städ", "556000-0000", "Gatan 1", "08-465 004 00", "kontor@example.test", "Hälsningar")
    return PackageContent("EX-1", "RUT-0001", "Handläggare", "", date(2026, 1, 2), sender, appendices)


if __name__ == "__main__":
    main()
