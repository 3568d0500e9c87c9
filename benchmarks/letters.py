"""Reading letters: the whole analysis next to pdfplumber's and poppler's text alone, and OCR next to bare Tesseract."""

import argparse
import io
import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import img2pdf
import pdfplumber
from PIL import Image
from weasyprint import HTML

from benchmarks import measure
from benchmarks.report import Result
from rut.readers.letters import read_letters
from rut.readers.pages import read_pages
from rut.readers.sandbox import analyse

AT_LEAST_OF_PDFPLUMBER = 5.0
MOST_OF_TESSERACT = 1.15
LARGEST_MEMORY_MB = 300.0
ROUNDS = 4  # readings of each text letter in a measured child: one alone drowns in what starting Python costs
STYLE = "@page{size:A4;margin:22mm}body{font:10.5pt sans-serif}td,th{padding:1mm 4mm;text-align:left}"
# How many purchases letters list: most a few, some none, seldom a long table.
ROWS = (1, 2, 0, 3, 1, 2, 0, 4, 12, 1, 5, 28)
PROSE = """<p>Den som utför hushållsarbete har rätt till utbetalning om köparen har betalat arbetet elektroniskt och
villkoren i lagen om förfarandet vid skattereduktion för hushållsarbete är uppfyllda. Vi behöver kunna se vad som har
utförts, när och var det utfördes, hur många timmar det tog och vad som är arbete, material och andra kostnader.</p>
<p>Vi kontrollerar varje år ett urval av de begäranden om utbetalning som kommer in. Om vi inte får uppgifterna kan vi
komma att fatta beslut med stöd av de uppgifter som vi har. Det kan innebära att utbetalningen helt eller delvis
uteblir. Behöver ni mer tid kan ni höra av er före svarsdagen och berätta varför.</p>
<p>Skriv ärendets nummer på allt som ni skickar in. Har ni frågor är ni välkomna att kontakta oss på vardagar.</p>"""


def letter(number: int, *, rows: int) -> str:
    """A letter with a table of `rows` purchases, as HTML; one in three explains itself on a second page."""
    listed = "".join(
        f"<tr><td>Anna Berg<td>F-{1000 + 40 * number + row}<td>2026-04-{1 + row:02}<td>{1000 + row} kr</tr>"
        for row in range(rows)
    )
    purchases = rows and f"<table><tr><th>Köpare<th>Fakturanummer<th>Betaldatum<th>Begärt belopp</tr>{listed}</table>"
    return f"""<meta charset="utf-8"><style>{STYLE}</style><h2>Skatteverket</h2>
<table><tr><th>Datum<th>Diarienummer<th>Handläggare</tr><tr><td>2026-06-01<td>8-{number}<td>Anna Exempel</tr></table>
<h1>Begäran om komplettering</h1>
<p>Vi handlägger er begäran om utbetalning för flyttarbete och behöver fler uppgifter innan vi kan fatta beslut om
rutavdrag. Begäran kom in till oss den 12 maj 2026 och har referensnummer 2026{number}.</p>
{purchases or ""}<p>Skicka in:</p>
<ul><li>kopia av fakturan<li>underlag som visar att köparen har betalat<li>tidrapporter per dag</ul>
<p><b>Svara senast den 22 juni 2026.</b></p>{PROSE * (3 if number % 3 == 0 else 1)}"""


def run(*, quick: bool) -> Result:
    """Measure text letters and scanned pages, each way in the same run."""
    result = Result("letters", quick)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = make_letters(folder, count=12 if quick else 40)
        costs = measure.compare(
            {way: partial(_child, folder, way) for way in ("analysis", "limited", "pdfplumber", "pdftotext", "idle")},
            times=2 if quick else 3,
        )
        scans = make_scans(folder, count=3 if quick else 8)
        ocr_costs = measure.compare(
            {way: partial(_child, folder, way) for way in ("scans", "tesseract", "idle")}, times=1 if quick else 2
        )
    idle = costs["idle"].cpu_seconds
    speed = {way: ROUNDS * pages / max(cost.cpu_seconds - idle, 1e-3) for way, cost in costs.items()}
    result.add("text pages", pages)
    names = {"analysis": "whole analysis", "limited": "the same in a limited child per file"}
    for way in ("analysis", "limited", "pdfplumber", "pdftotext"):
        result.add(names.get(way, way), speed[way], "pages per CPU second")
    result.add(
        "whole analysis against pdfplumber's text alone", speed["analysis"] / speed["pdfplumber"], "times",
        at_least=AT_LEAST_OF_PDFPLUMBER,
    )  # fmt: skip
    result.add("scanned pages", scans)
    ours, bare = (ocr_costs[way].cpu_seconds - ocr_costs["idle"].cpu_seconds for way in ("scans", "tesseract"))
    result.add("our reading of a scanned page", ours / scans, "CPU seconds")
    result.add("bare Tesseract", bare / scans, "CPU seconds")
    result.add("scanned pages against bare Tesseract", ours / bare, "times", at_most=MOST_OF_TESSERACT)
    peak = max(costs["analysis"].peak_mb, ocr_costs["scans"].peak_mb)
    result.add("peak memory", peak, "MB", at_most=LARGEST_MEMORY_MB)
    return result


def make_letters(folder: Path, *, count: int) -> int:
    """Print letters of one or two pages; answers how many pages they have."""
    pages = 0
    for number in range(count):
        document = HTML(string=letter(1_000_000 + number, rows=ROWS[number % len(ROWS)])).render()
        document.write_pdf(folder / f"letter-{number:03}.pdf")
        pages += len(document.pages)
    return pages


def make_scans(folder: Path, *, count: int) -> int:
    """Turn the first pages into pictures, as a scanner would."""
    for number in range(count):
        source, stem = folder / f"letter-{number:03}.pdf", folder / f"scan-{number:03}"
        subprocess.run(
            ["pdftoppm", "-r", "200", "-gray", "-f", "1", "-l", "1", "-singlefile", source, stem], check=True
        )
        page = pdf_of_picture(stem.with_suffix(".pgm"))
        (folder / f"scan-{number:03}.pdf").write_bytes(page)
    return count


def pdf_of_picture(picture: Path) -> bytes:
    """A PDF that is nothing but the picture."""
    scan = io.BytesIO()
    with Image.open(picture) as image:
        image.save(scan, "JPEG", quality=75, dpi=(200, 200))
    return img2pdf.convert(scan.getvalue()) or b""


def _child(folder: Path, way: str) -> measure.Cost:
    return measure.cost_of_python("benchmarks.letters", way, str(folder))


def main(arguments: Sequence[str] | None = None) -> None:
    """The measured child: reads every letter of a folder in one of the ways."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    letters, scans = ROUNDS * sorted(options.folder.glob("letter-*.pdf")), sorted(options.folder.glob("scan-*.pdf"))
    if options.way in {"analysis", "scans"}:
        for file in scans if options.way == "scans" else letters:
            read_letters(read_pages(file))
    elif options.way == "limited":
        for file in letters:
            analyse(file)
    elif options.way == "pdfplumber":
        for file in letters:
            with pdfplumber.open(file) as document:
                for page in document.pages:
                    page.extract_text()
    elif options.way == "pdftotext":
        for file in letters:
            subprocess.run(["pdftotext", "-tsv", file, "-"], stdout=subprocess.DEVNULL, check=True)
    elif options.way == "tesseract":
        for file in scans:
            stem = file.with_suffix("")
            subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", file, f"{stem}-again"], check=True)
            words = ["tesseract", f"{stem}-again.pgm", "-", "-l", "swe", "--psm", "6", "--dpi", "200", "tsv"]
            subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
